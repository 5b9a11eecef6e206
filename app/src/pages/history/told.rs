//! What became of the sessions that were selected, said once after the redirect. The address carries it.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::id::SessionId;
use resolutionflow::session::Refusal;

use super::bulk::EachFields;
use super::menu::which;
use crate::api::each::UndoCloses;
use crate::backend::history::{Each, HistoryRow, Selected};
use crate::error::AppError;
use crate::posted::Posted;
use crate::ui::{Icon, Query};

/// What was done with many sessions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The word of the address.
    done: &'static str,
    /// Those that were changed, as they are now.
    changed: Vec<Selected>,
    /// Those that were not, and why, in words that go on from what the session is called.
    pub(super) unchanged: Vec<(SessionId, &'static str)>,
}

const DONE: [&str; 3] = ["closed-each", "reopened-each", "reassigned-each"];

/// Why a session was not changed, as the address has it and as people read it.
const REASONS: [(&str, &str); 6] = [
    ("moved", "had moved on since the page was loaded"),
    ("ended", "was completed already"),
    ("theirs", "is held by another technician"),
    ("late", "was closed more than ten minutes ago"),
    ("gone", "is not there"),
    ("else", "does not take this"),
];

fn reason(error: &AppError) -> &'static str {
    match error {
        AppError::Stale | AppError::DifferentContent => "moved",
        AppError::Refused(Refusal::Completed) => "ended",
        AppError::Refused(Refusal::NotYours) => "theirs",
        AppError::Refused(Refusal::TooLateToUndo) => "late",
        AppError::NotFound => "gone",
        _ => "else",
    }
}

/// The query with what became of each session in place of what was said before.
pub fn told(query: Query, done: &str, each: &[Each]) -> Query {
    let query = query.without("undo").without("changed").without("unchanged").with("done", done);
    each.iter().fold(query, |query, one| match &one.result {
        Ok(revision) => query.and("changed", &format!("{}.{revision}", one.id)),
        Err(error) => query.and("unchanged", &format!("{}.{}", one.id, reason(error))),
    })
}

impl Said {
    /// What the address says, unless the page shows a form that was refused.
    pub(super) fn of(query: &Query) -> Option<Self> {
        let done = DONE.into_iter().find(|done| *done == query.get("done")).filter(|_| use_context::<Posted>().is_none())?;
        let changed = query.all("changed").filter_map(|one| {
            let (id, revision) = one.split_once('.')?;
            Some(Selected { id: id.parse().ok()?, revision: revision.parse().ok()? })
        });
        let unchanged = query.all("unchanged").filter_map(|one| {
            let (id, why) = one.split_once('.')?;
            Some((id.parse().ok()?, REASONS.into_iter().find(|(name, _)| *name == why)?.1))
        });
        Some(Self { done, changed: changed.collect(), unchanged: unchanged.collect() })
    }

    fn says(&self) -> String {
        let many = self.changed.len();
        let sessions = if many == 1 { "1 session".to_owned() } else { format!("{many} sessions") };
        match self.done {
            "closed-each" if many > 0 => format!("{sessions} closed. You can take this back for ten minutes."),
            "closed-each" => format!("{sessions} closed."),
            "reopened-each" if many == 1 => format!("{sessions} reopened. It is parked."),
            "reopened-each" => format!("{sessions} reopened. They are parked."),
            _ => format!("{sessions} reassigned."),
        }
    }
}

/// Announces it; the sessions that were not changed can be looked at.
#[component]
pub(super) fn Told(
    /// What was done.
    what: Option<Said>,
    /// Those that were not changed, as far as the viewer reads them.
    rows: Vec<HistoryRow>,
    /// What the address says, but for that.
    query: Query,
) -> impl IntoView {
    let said = what.map(|said| {
        let count = said.unchanged.len();
        let heading = if count == 1 { "1 was not changed:".to_owned() } else { format!("{count} were not changed:") };
        let says = said.says();
        let undo = (said.done == "closed-each" && !said.changed.is_empty()).then(|| view! { <TakeBack sessions=said.changed query /> });
        let unchanged = said.unchanged.into_iter().map(|(id, why)| {
            let name = rows.iter().find(|row| row.id == id).map(|row| view! { <a href=format!("/sessions/{id}")>{which(row)}</a> });
            let name = name.map_or_else(|| "A session".into_any(), IntoAny::into_any);
            view! { <li>{name} " " {why} "."</li> }
        });
        let unchanged = unchanged.collect_view();
        view! {
            <div class="notice mb-4">
                <div class="flex flex-wrap items-center justify-between gap-2">
                    <p>{says}</p>
                    {undo}
                </div>
                {(count > 0)
                    .then(|| {
                        view! {
                            <p class="mt-2 font-medium">{heading}</p>
                            <ul class="list-disc pl-5 wrap-anywhere">{unchanged}</ul>
                        }
                    })}
            </div>
        }
    });
    view! { <div role="status">{said}</div> }
}

#[component]
fn TakeBack(sessions: Vec<Selected>, query: Query) -> impl IntoView {
    view! {
        <form method="post" action=UndoCloses::url()>
            <EachFields query />
            {sessions
                .into_iter()
                .enumerate()
                .map(|(index, one)| {
                    view! { <input type="hidden" name=format!("sessions[{index}]") value=format!("{}.{}", one.id, one.revision) /> }
                })
                .collect_view()}
            <button class="button button-small">
                {Icon::Undo.view()}
                "Take all back"
            </button>
        </form>
    }
}
