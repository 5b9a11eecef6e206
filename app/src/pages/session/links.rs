//! The sessions before and after this one.

use std::sync::Arc;

use leptos::prelude::*;
use resolutionflow::outcome::Outcome;

use crate::backend::views::{LinkedSession, SessionPage};
use crate::ui::{Icon, Instant, StateBadge};

/// The session that this one follows up, and those that follow it up.
#[component]
pub(super) fn Links(page: Arc<SessionPage>) -> impl IntoView {
    (page.follows.is_some() || !page.followed_by.is_empty()).then(|| {
        view! {
            <section class="card p-5" aria-label="Follow-ups">
                <ul class="space-y-2">
                    {page.follows.clone().map(|linked| view! { <Linked word="Follow-up of" linked /> })}
                    {page.followed_by.clone().into_iter().map(|linked| view! { <Linked word="Followed by" linked /> }).collect_view()}
                </ul>
            </section>
        }
    })
}

#[component]
fn Linked(word: &'static str, linked: LinkedSession) -> impl IntoView {
    view! {
        <li class="flex flex-wrap items-center gap-x-2 gap-y-1">
            <span class="text-muted">{word}</span>
            <a class="link min-w-0 wrap-anywhere" href=format!("/sessions/{}", linked.id) dir="auto">
                {linked.tree}
            </a>
            <Instant at=linked.started_at />
            <StateBadge state=linked.state />
        </li>
    }
}

/// Button that starts the next session, since the client called back. A follow-up begins at the start form, with everything that is
/// known already.
#[component]
pub(super) fn CallBack(page: Arc<SessionPage>) -> impl IntoView {
    // An existing follow-up comes first, so that no second one is started by mistake.
    let escalated =
        page.followed_by.is_empty() && page.session.completion().is_some_and(|completion| completion.outcome == Outcome::Escalated);
    view! {
        <form method="get" action="/start">
            <input type="hidden" name="tree" value=page.tree.key.clone() />
            <input type="hidden" name="ticket" value=page.session.facts.ticket.to_string() />
            <input type="hidden" name="client" value=page.session.facts.client.to_string() />
            <input type="hidden" name="follows" value=page.session.id.to_string() />
            {if escalated {
                view! { <button class="button button-primary">{Icon::Play.view()} "Take up this escalation"</button> }.into_any()
            } else {
                view! { <button class="button">{Icon::Undo.view()} "The client called back"</button> }.into_any()
            }}
        </form>
    }
}
