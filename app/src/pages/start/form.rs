//! The form that begins a walk on a known tree.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::insights::DrawAnswer;
use resolutionflow::text::{ClientName, Ticket};

use super::PATH;
use crate::api::walk::StartWalk as StartAction;
use crate::backend::Backend;
use crate::backend::views::{LinkedSession, StartPage, TreeCard, Viewer};
use crate::error::AppError;
use crate::pages::recurring::Recurring;
use crate::pages::trees::TreeFacts;
use crate::posted::Posted;
use crate::ui::{FormFault, Hidden, Icon, Instant, Query, StateBadge, TextField};

/// Form that starts a walk: the tree, the ticket, the client and the button; nothing else stands between a technician and the first step.
#[component]
pub fn StartForm(
    /// The tree.
    page: StartPage,
    /// The session that the new one follows up.
    follows: Option<LinkedSession>,
    /// Query of the address.
    query: Query,
) -> impl IntoView {
    let archived = page.card.archived;
    let recurring = page.recurring.clone();
    let other = query.without("tree").href(PATH);
    view! {
        <div class="mx-auto max-w-2xl">
            <h1 class="mb-4">{if follows.is_some() { "Start a follow-up" } else { "Start a walk" }}</h1>
            {if is_drawn() { view! { <Drawn /> }.into_any() } else { view! { <FormFault action=StartAction::url() /> }.into_any() }}
            <Tree card=page.card.clone() other=other.clone() />
            {follows.clone().map(|session| view! { <Follows session /> })}
            {if archived {
                view! { <Archived other /> }.into_any()
            } else {
                view! {
                    <Parks />
                    <Fields page follows query />
                }
                    .into_any()
            }}
            // The script asks again once ticket or client are typed. Below them, where it moves nothing that is being typed into.
            <div aria-live="polite">
                <div class="mt-4 empty:hidden" id="before" data-swap="">
                    <Recurring walks=recurring />
                </div>
            </div>
        </div>
    }
}

#[component]
fn Tree(card: TreeCard, other: String) -> impl IntoView {
    view! {
        <section class="card mb-4 p-5 wrap-anywhere" aria-label="The tree">
            <div class="flex flex-wrap items-start gap-x-4 gap-y-1">
                <h2 class="min-w-0 flex-1 basis-56">
                    <a class="hover:text-accent hover:underline" href=format!("/trees/{}", card.key) dir="auto">
                        {card.name.clone()}
                    </a>
                </h2>
                <a class="link text-sm" href=other>
                    "Choose another tree"
                </a>
            </div>
            {(!card.description.is_empty()).then(|| view! { <p class="mt-1 text-muted" dir="auto">{card.description.clone()}</p> })}
            <TreeFacts card />
        </section>
    }
}

/// The session that is followed up, to be recognised before the walk starts.
#[component]
fn Follows(session: LinkedSession) -> impl IntoView {
    view! {
        <p class="notice mb-4 flex flex-wrap items-center gap-x-2 gap-y-1 wrap-anywhere">
            "Follows up"
            <a class="link" href=format!("/sessions/{}", session.id) dir="auto">
                {session.tree}
            </a>
            <Instant at=session.started_at />
            <StateBadge state=session.state />
        </p>
    }
}

#[component]
fn Archived(other: String) -> impl IntoView {
    view! {
        <div class="notice">
            <p class="font-medium">"This tree is archived."</p>
            <p class="mt-1 text-muted">"It can be read, but no walk can be started on it. Ticket and client are kept while you choose another."</p>
            <a class="button mt-3" href=other>
                "Choose another tree"
            </a>
        </div>
    }
}

/// One holder has one running session.
#[component]
fn Parks() -> impl IntoView {
    use_context::<Viewer>().and_then(|viewer| viewer.running).map(|running| {
        let ticket = (!running.ticket.is_empty()).then(|| format!(" for {}", running.ticket));
        view! {
            <p class="notice mb-4 flex gap-3 wrap-anywhere">
                <span class="pt-0.5">{Icon::Pause.view()}</span>
                <span>
                    "Your running walk “" <bdi dir="auto">{running.tree}</bdi> "”" {ticket} " will be parked. You can "
                    <a class="link" href=format!("/sessions/{}/walk", running.id)>
                        "go back to it"
                    </a>
                    " or resume it later."
                </span>
            </p>
        }
    })
}

#[component]
fn Fields(page: StartPage, follows: Option<LinkedSession>, query: Query) -> impl IntoView {
    let action = StartAction::url();
    // A form that was refused did nothing yet: the same id goes out again.
    let posted = Posted::to(action).and_then(|posted| posted.field("command_id").map(str::to_owned));
    let fresh = || use_context::<Arc<dyn Backend>>().map(|backend| backend.new_command_id().to_string());
    let command_id = posted.or_else(fresh).unwrap_or_default();
    let ticket_link = use_context::<Viewer>().and_then(|viewer| viewer.ticket_link);
    view! {
        <form class="card space-y-4 p-5" method="post" action=action>
            <Hidden name="command_id" value=command_id />
            <Hidden name="tree" value=page.card.key />
            {follows.map(|session| view! { <Hidden name="follows" value=session.id.to_string() /> })}
            {if is_drawn() {
                view! { <DrawnTicket ticket=query.get("ticket").to_owned() /> }.into_any()
            } else {
                view! {
                    <TextField
                        action
                        name="ticket"
                        label="Ticket"
                        value=query.get("ticket").to_owned()
                        hint="The number in your ticket system. You can add it later."
                        limit=Ticket::LIMIT
                        ticket_link
                        autofocus=query.get("ticket").is_empty()
                    />
                }
                    .into_any()
            }}
            <TextField
                action
                name="client"
                label="Client"
                value=query.get("client").to_owned()
                hint="Whose problem it is. A new name makes a new client."
                list="clients"
                limit=ClientName::LIMIT
            />
            <datalist id="clients">{page.clients.into_iter().map(|client| view! { <option value=client></option> }).collect_view()}</datalist>
            {if is_drawn() { view! { <Answers /> }.into_any() } else { view! { <Begin /> }.into_any() }}
        </form>
    }
}

#[component]
fn Begin() -> impl IntoView {
    view! {
        <div class="flex flex-wrap items-center gap-x-4 gap-y-2">
            <button class="button button-primary">{Icon::Play.view()} "Start walk"</button>
            // Where no script asks by itself.
            <button class="button button-quiet" formmethod="get" formaction=PATH formnovalidate data-asks="">
                "Look for earlier walks"
            </button>
            <p class="hint">"The first step's clock starts at once."</p>
        </div>
    }
}

/// True if the form was sent, and its ticket is drawn for a measurement.
fn is_drawn() -> bool {
    Posted::to(StartAction::url()).is_some_and(|posted| posted.error == AppError::Drawn)
}

/// Notice of a draw: what it is for, and that taking part is a choice.
#[component]
fn Drawn() -> impl IntoView {
    view! {
        <div class="notice mb-4 flex gap-3" role="alert">
            <span class="pt-0.5">{Icon::Clock.view()}</span>
            <div class="min-w-0 flex-1">
                <p class="font-medium">"This ticket was drawn for a measurement: work as you always did."</p>
                <p class="mt-1 text-muted">
                    "Your account measures how long tickets take without a tree. A stopwatch runs while you work in your own way, and at "
                    "the end you say how it went, as always. You may decline, now or later. Nothing was started yet."
                </p>
            </div>
        </div>
    }
}

/// The ticket that was drawn. The form keeps it; on the session it can be corrected like any other.
#[component]
fn DrawnTicket(ticket: String) -> impl IntoView {
    let typed = Posted::to(StartAction::url()).and_then(|posted| posted.field("ticket").map(str::to_owned));
    let ticket = typed.unwrap_or(ticket);
    let shown = if ticket.trim().is_empty() { "none; starts without one are drawn by the day".to_owned() } else { ticket.clone() };
    view! {
        <p class="wrap-anywhere">
            <span class="label">"Ticket"</span>
            <bdi dir="auto">{shown}</bdi>
        </p>
        <Hidden name="ticket" value=ticket />
    }
}

/// Buttons of a drawn start, in place of the one that starts a walk.
#[component]
fn Answers() -> impl IntoView {
    view! {
        <div class="flex flex-wrap items-center gap-x-4 gap-y-2">
            <button class="button button-primary" name="answer" value=DrawAnswer::Measure.as_str()>
                {Icon::Play.view()}
                "Start the stopwatch"
            </button>
            <button class="button" name="answer" value=DrawAnswer::Decline.as_str()>
                "Decline and walk the tree"
            </button>
            <p class="hint">"The clock starts at once."</p>
        </div>
    }
}
