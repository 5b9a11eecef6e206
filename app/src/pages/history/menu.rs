//! Actions on one session of the list.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::outcome::Outcome;
use resolutionflow::time::Timestamp;

use crate::api::sessions::{CloseSession, UndoClose};
use crate::backend::history::HistoryRow;
use crate::backend::views::{SessionState, Viewer};
use crate::ui::{CommandFields, Icon, age, outcome_icon};

/// Menu of actions on a session in progress. Undoing a close has a button of its own, because it is possible for ten minutes only.
#[component]
pub fn RowMenu(
    /// The session.
    row: HistoryRow,
    /// The server's clock.
    now: Timestamp,
) -> impl IntoView {
    if row.can_undo_close {
        view! { <Undo row /> }.into_any()
    } else if row.can_close {
        view! { <Menu row now /> }.into_any()
    } else {
        ().into_any()
    }
}

/// Name of a session outside of its row: its tree, and its ticket if it has one.
pub(super) fn which(row: &HistoryRow) -> String {
    if row.ticket.is_empty() { row.tree.clone() } else { format!("{}, {}", row.tree, row.ticket) }
}

#[component]
fn Undo(row: HistoryRow) -> impl IntoView {
    let which = which(&row);
    view! {
        <form method="post" action=UndoClose::url()>
            <CommandFields session=row.id revision=row.revision />
            <button class="button button-small">
                {Icon::Undo.view()}
                "Undo close"
                <span class="sr-only">" of " {which}</span>
            </button>
        </form>
    }
}

#[component]
fn Menu(row: HistoryRow, now: Timestamp) -> impl IntoView {
    let id = format!("menu-{}", row.id);
    let which = which(&row);
    let mine = use_context::<Viewer>().is_some_and(|viewer| viewer.user_id == row.technician.id);
    let walk = (mine && row.state == SessionState::Running).then(|| format!("/sessions/{}/walk", row.id));
    let ends = format!("It ends at its last activity, {}.", age(row.last_activity_at, now));
    view! {
        <button class="button button-quiet button-small" type="button" popovertarget=id.clone() aria-label=format!("Actions for {which}")>
            {Icon::More.view()}
        </button>
        <div class="menu" id=id popover="auto" role="group" aria-label=format!("Actions for {which}")>
            {walk
                .map(|href| {
                    view! {
                        <a class="menu-item border-b border-line" href=href>
                            {Icon::Play.view()}
                            "Go on walking"
                        </a>
                    }
                })}
            <form method="post" action=CloseSession::url()>
                <CommandFields session=row.id revision=row.revision />
                <p class="px-3 pt-2 font-medium">"Close session as"</p>
                <p class="hint px-3 pb-1">{ends}</p>
                {Outcome::ALL.into_iter().map(|outcome| view! { <CloseAs outcome /> }).collect_view()}
            </form>
        </div>
    }
}

#[component]
fn CloseAs(outcome: Outcome) -> impl IntoView {
    view! {
        <button class="menu-item" name="outcome" value=outcome.as_str()>
            {outcome_icon(outcome).view()}
            <span>
                {outcome.word()}
                <span class="hint block font-normal">{outcome.meaning()}</span>
            </span>
        </button>
    }
}
