//! `/sessions/:id`: what was done, how long it took, how it ended, and all of it ready to copy into a ticket.

mod billing;
mod exports;
mod facts;
mod links;
mod outcome;
mod oversight;
mod share;
mod standing;
mod step;
mod timeline;

use leptos::prelude::*;
use walk_view::{Subject, tree_line};

use super::recurring::Recurring;
use super::walk::session_id;
use crate::api::sessions::{CloseSession, CorrectOutcome, EditFacts, EditNotes, ReassignSession, SetIdle, TakeOver, UndoClose};
use crate::api::shares::{RevokeShare, ShareSession};
use crate::api::walk::TakeStep;
use crate::backend::exports::Preview;
use crate::backend::shares::SharesPage;
use crate::backend::views::{SessionPage as Page, SessionState, Viewer};
use crate::ui::{Done, FormFault, Frame, Query, Section, StateBadge, load};
use billing::Billable;
use exports::{Asked, Exports};
use facts::FactsCard;
use leptos::server_fn::ServerFn;
use links::Links;
use outcome::OutcomeCard;
use oversight::Oversight;
use share::Share;
use standing::Standing;
use timeline::Timeline;

/// A session as everyone reads it.
#[component]
pub fn SessionPage() -> impl IntoView {
    let id = session_id();
    let query = Query::of_page();
    let asked = Asked::of(&query);
    let edits_facts = query.get("edit") == "facts";
    load(
        move |backend| async move {
            let page = backend.session(id?).await?;
            let preview = match asked {
                Some(Asked { format, options: Ok(options) }) => Some(backend.preview(page.session.id, format, options).await?),
                _ => None,
            };
            let shares = backend.shares(page.session.id).await?;
            Ok((page, preview, shares))
        },
        move |(page, preview, shares)| show(page, asked, preview, shares, edits_facts),
    )
}

fn show(page: Page, asked: Option<Asked>, preview: Option<Preview>, shares: SharesPage, edits_facts: bool) -> AnyView {
    let heading = tree_line(&page.tree.name, &page.session);
    let state = SessionState::from(&page.session);
    let id = page.session.id;
    view! {
        <Frame title=format!("Session {} · {}", id.short(), page.tree.name) section=Section::Sessions>
            <Done />
            <Faults />
            <header class="mb-6">
                <div class="flex flex-wrap items-center gap-x-3 gap-y-2">
                    <h1 class="min-w-0 wrap-anywhere">{heading}</h1>
                    <StateBadge state />
                </div>
                <p class="subject-line mt-2">
                    <Subject facts=page.session.facts.clone() ticket_at=ticket_at(&page) />
                    <span>{format!("Session {}", id.short())}</span>
                </p>
            </header>
            <div class="space-y-6">
                {match state {
                    SessionState::Completed(outcome) => view! { <OutcomeCard page=page.clone() outcome /> }.into_any(),
                    SessionState::Running | SessionState::Parked => view! { <Standing page=page.clone() /> }.into_any(),
                }}
                <FactsCard page=page.clone() editing=edits_facts />
                <Billable page=page.clone() />
                <Links page=page.clone() />
                <Recurring walks=page.recurring.clone() />
                <Oversight page=page.clone() />
                <Timeline page=page.clone() />
                <Share session=id shares />
                <Exports id asked preview />
            </div>
        </Frame>
    }
    .into_any()
}

/// Address of the session's ticket, by the account's pattern.
fn ticket_at(page: &Page) -> Option<String> {
    use_context::<Viewer>()?.ticket_link?.href(&page.session.facts.ticket)
}

#[component]
fn Faults() -> impl IntoView {
    view! {
        <FormFault action=TakeStep::url() />
        <FormFault action=EditFacts::url() />
        <FormFault action=EditNotes::url() />
        <FormFault action=CorrectOutcome::url() />
        <FormFault action=CloseSession::url() />
        <FormFault action=UndoClose::url() />
        <FormFault action=ReassignSession::url() />
        <FormFault action=SetIdle::url() />
        <FormFault action=TakeOver::url() />
        <FormFault action=ShareSession::url() />
        <FormFault action=RevokeShare::url() />
    }
}
