//! `/sessions/:id`: what was done, how long it took, how it ended, and all of it ready to copy into a ticket.

mod billing;
mod exports;
mod facts;
mod head;
mod links;
mod outcome;
mod oversight;
mod share;
mod standing;
mod step;
mod timeline;

use std::sync::Arc;

use leptos::prelude::*;
use walk_view::{Subject, tree_line};

use super::recurring::Recurring;
use super::walk::session_id;
use crate::api::sessions::{CloseSession, CorrectOutcome, EditFacts, EditNotes, ReassignSession, SetIdle, TakeOver, UndoClose};
use crate::api::shares::{RevokeShare, ShareSession};
use crate::api::walk::TakeStep;
use crate::backend::exports::Preview;
use crate::backend::views::{SessionPage as Page, SessionState, Viewer};
use crate::posted::Posted;
use crate::ui::{Done, FormFault, Frame, Query, Section, StateBadge, load};
use billing::Billable;
use exports::{Asked, Exports, PreviewCard};
use facts::FactsCard;
use leptos::server_fn::ServerFn;
use links::Links;
use outcome::OutcomeHead;
use share::{Asking, Share};
use standing::StandingHead;
use timeline::Timeline;

/// A session as everyone reads it.
#[component]
pub fn SessionPage() -> impl IntoView {
    let id = session_id();
    let query = Query::of_page();
    let asked = Asked::of(&query);
    let asking = Asking::of(&query);
    let edits = query.get("edit").to_owned();
    load(
        move |backend| async move {
            let page = backend.session(id?).await?;
            let preview = match asked {
                Some(Asked { format, options: Ok(options) }) => Some(backend.preview(page.session.id, format, options).await?),
                _ => None,
            };
            let shares = backend.shares(page.session.id).await?;
            let wanted = match asking.filter(|asking| shares.may_make(asking.offer)) {
                Some(asking) => Some((asking, asking.reading(&*backend, page.session.id).await?)),
                None => None,
            };
            Ok((page, preview, shares, wanted))
        },
        move |(page, preview, shares, wanted)| {
            // Its parts share it: the texts of a session have up to 10 MB.
            let page = Arc::new(page);
            let share = view! { <Share session=page.session.id shares wanted /> }.into_any();
            show(page, asked, preview, share, &edits)
        },
    )
}

fn show(page: Arc<Page>, asked: Option<Asked>, preview: Option<Preview>, share: AnyView, edits: &str) -> AnyView {
    let heading = tree_line(&page.tree.name, &page.session);
    let state = SessionState::from(&page.session);
    let id = page.session.id;
    let edits_facts = page.may.edit.is_ok() && (edits == "facts" || Posted::to(EditFacts::url()).is_some());
    let edited = edits.parse().ok();
    let facts = view! { <FactsCard page=page.clone() editing=edits_facts /> }.into_any();
    // The list stands beside the timeline; the form needs the whole width.
    let (form, list) = if edits_facts { (Some(facts), None) } else { (None, Some(facts)) };
    view! {
        <Frame title=format!("Session {} · {}", id.short(), page.tree.name) section=Section::Sessions>
            <Done />
            <Faults />
            <header class="mb-4">
                <h1 class="wrap-anywhere" dir="auto">{heading}</h1>
                <p class="subject-line mt-1">
                    // A completed session has its outcome in the head.
                    {page.session.completion().is_none().then(|| view! { <StateBadge state /> })}
                    <Subject facts=page.session.facts.clone() ticket_at=ticket_at(&page) />
                    <span>{format!("Session {}", id.short())}</span>
                </p>
            </header>
            <div class="session">
                {match state {
                    SessionState::Completed(outcome) => {
                        view! {
                            <OutcomeHead page=page.clone() outcome>
                                <Exports id asked first=true />
                            </OutcomeHead>
                        }
                            .into_any()
                    }
                    SessionState::Running | SessionState::Parked => {
                        view! {
                            <StandingHead page=page.clone()>
                                <Exports id asked first=false />
                            </StandingHead>
                        }
                            .into_any()
                    }
                }}
                {asked.map(|asked| view! { <PreviewCard id asked preview /> })}
                {form}
                <div class="session-columns">
                    <Timeline page=page.clone() edited />
                    <div class="session-beside">
                        {list}
                        {(!page.is_untimed).then(|| view! { <Billable page=page.clone() /> })}
                        <Links page=page.clone() />
                        <Recurring walks=page.recurring.clone() />
                        {share}
                    </div>
                </div>
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
