//! Ticket, client, people and instants of the session, and the form that changes what was typed.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_query_map;
use resolutionflow::text::{ClientName, OutcomeNotes, Scratchpad, Ticket};

use super::ticket_at;
use crate::api::sessions::EditFacts;
use crate::backend::views::{SessionPage, Viewer};
use crate::posted::Posted;
use crate::ui::{CommandFields, Hidden, Icon, Instant, TextArea, TextField};
use walk_view::{TicketLink, tree_line};

/// Card of the session's facts: a list, or the form that changes them while `editing`.
#[component]
pub(super) fn FactsCard(page: Arc<SessionPage>, editing: bool) -> impl IntoView {
    let link = (page.may.edit.is_ok() && !editing).then(|| {
        view! {
            <a class="button button-quiet" href=format!("/sessions/{}?edit=facts#facts", page.session.id)>
                {Icon::Pencil.view()}
                "Edit"
                <span class="sr-only">" facts"</span>
            </a>
        }
    });
    view! {
        <section class="card" aria-labelledby="facts">
            <div class="card-head">
                <h2 id="facts">"Facts"</h2>
                {link}
            </div>
            {if editing { view! { <FactsForm page /> }.into_any() } else { view! { <FactsList page /> }.into_any() }}
        </section>
    }
}

#[component]
fn FactsList(page: Arc<SessionPage>) -> impl IntoView {
    let session = &page.session;
    let completion = session.completion().cloned();
    let closing = completion.as_ref().and_then(|completion| completion.closed.clone());
    let closer = closing.zip(page.closed_by.clone()).map(|(closing, by)| (Some(closing.at).filter(|_| !page.is_untimed), by.name));
    let text = |label, text: String| {
        (!text.is_empty()).then(|| fact(label, view! { <span class="wrap-anywhere" dir="auto">{text}</span> }.into_any()))
    };
    view! {
        <dl class="fact-list">
            {text("Tree", tree_line(&page.tree.name, session))}
            {text(if page.technicians.len() > 1 { "Technicians" } else { "Technician" }, page.technicians.join(", "))}
            {match ticket_at(&page) {
                Some(href) => {
                    let ticket = session.facts.ticket.to_string();
                    fact("Ticket", view! { <span class="wrap-anywhere" dir="auto"><TicketLink ticket href /></span> }.into_any()).into_any()
                }
                None => text("Ticket", session.facts.ticket.to_string()).into_any(),
            }} {text("Client", session.facts.client.to_string())}
            {fact("Started", view! { <Instant at=session.started_at aged=true /> }.into_any())}
            {completion
                .filter(|_| !page.is_untimed)
                .map(|completion| fact("Completed", view! { <Instant at=completion.completed_at aged=true /> }.into_any()))}
            {closer.map(|(at, name)| fact("Closed by", view! { <span><bdi dir="auto">{name}</bdi> {at.map(|at| view! { ", " <Instant at /> })}</span> }.into_any()))}
        </dl>
        {(!session.facts.scratchpad.is_empty())
            .then(|| {
                view! {
                    <div class="border-t border-line px-5 py-4">
                        <h3 class="hint font-normal">"Scratchpad"</h3>
                        <p class="typed max-h-96 overflow-y-auto" tabindex="0" dir="auto">
                            {session.facts.scratchpad.to_string()}
                        </p>
                    </div>
                }
            })}
    }
}

fn fact(label: &'static str, value: AnyView) -> impl IntoView {
    view! {
        <div class="fact">
            <dt class="hint">{label}</dt>
            <dd>{value}</dd>
        </div>
    }
}

#[component]
fn FactsForm(page: Arc<SessionPage>) -> impl IntoView {
    let action = EditFacts::url();
    let facts = page.session.facts.clone();
    let from = Posted::to(action)
        .and_then(|posted| posted.field("from").map(str::to_owned))
        .or_else(|| use_query_map().with_untracked(|query| query.get("from")))
        .unwrap_or_default();
    let ticket_link = use_context::<Viewer>().and_then(|viewer| viewer.ticket_link);
    let back = format!("/sessions/{}{}", page.session.id, if from == "walk" { "/walk" } else { "" });
    view! {
        <form class="facts-form" method="post" action=action>
            <CommandFields session=page.session.id revision=page.session.revision />
            <Hidden name="from" value=from />
            <div class="grid gap-4 sm:grid-cols-2">
                <TextField action name="ticket" label="Ticket" value=facts.ticket.to_string() limit=Ticket::LIMIT ticket_link />
                <TextField action name="client" label="Client" value=facts.client.to_string() limit=ClientName::LIMIT />
            </div>
            <TextArea action name="outcome_notes" label="Outcome notes" value=facts.outcome_notes.to_string() limit=OutcomeNotes::LIMIT />
            <TextArea action name="next_steps" label="Next steps" value=facts.next_steps.to_string() limit=OutcomeNotes::LIMIT />
            <TextArea action name="scratchpad" label="Scratchpad" value=facts.scratchpad.to_string() limit=Scratchpad::LIMIT />
            <div class="flex flex-wrap gap-2">
                <button class="button button-primary">"Save facts"</button>
                <a class="button" href=back>
                    "Discard changes"
                </a>
            </div>
        </form>
    }
}
