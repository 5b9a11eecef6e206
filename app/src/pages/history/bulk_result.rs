//! The notice after a bulk action: how many sessions were changed, which ones were not, and the way back.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::bulk::BulkFields;
use super::menu::which;
use crate::api::bulk::UndoCloses;
use crate::backend::history::{BulkAction, BulkReport, HistoryRow, Selected};
use crate::ui::{Icon, Query};

fn heading(report: &BulkReport) -> String {
    let many = report.changed.len();
    let sessions = if many == 1 { "1 session".to_owned() } else { format!("{many} sessions") };
    match report.done {
        BulkAction::Close if many > 0 => format!("{sessions} closed. You can take this back for ten minutes."),
        BulkAction::Close => format!("{sessions} closed."),
        BulkAction::Reopen if many == 1 => format!("{sessions} reopened. It is parked."),
        BulkAction::Reopen => format!("{sessions} reopened. They are parked."),
        BulkAction::Reassign => format!("{sessions} reassigned."),
    }
}

/// Notice of the results of a bulk action, announced to screen readers; empty if there was none.
#[component]
pub(super) fn BulkNotice(
    /// The results, if there was an action.
    report: Option<BulkReport>,
    /// The rows of unchanged sessions that the viewer may read.
    rows: Vec<HistoryRow>,
    /// The page's query.
    address: Query,
) -> impl IntoView {
    let notice = report.map(|report| {
        let says = heading(&report);
        let count = report.unchanged.len();
        let unchanged_heading = if count == 1 { "1 was not changed:".to_owned() } else { format!("{count} were not changed:") };
        let undo = (report.done == BulkAction::Close && !report.changed.is_empty())
            .then(|| view! { <TakeBack sessions=report.changed address /> });
        let unchanged = report.unchanged.into_iter().map(|(id, why)| {
            let name = rows.iter().find(|row| row.id == id).map(|row| view! { <a href=format!("/sessions/{id}")>{which(row)}</a> });
            let name = name.map_or_else(|| "A session".into_any(), IntoAny::into_any);
            view! { <li><span dir="auto">{name}</span> " " {why} "."</li> }
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
                            <p class="mt-2 font-medium">{unchanged_heading}</p>
                            <ul class="list-disc pl-5 wrap-anywhere">{unchanged}</ul>
                        }
                    })}
            </div>
        }
    });
    view! { <div role="status">{notice}</div> }
}

#[component]
fn TakeBack(sessions: Vec<Selected>, address: Query) -> impl IntoView {
    view! {
        <form method="post" action=UndoCloses::url()>
            <BulkFields address />
            {sessions
                .into_iter()
                .enumerate()
                .map(|(index, one)| {
                    view! { <input type="hidden" name=format!("sessions[{index}]") value=one.to_string() /> }
                })
                .collect_view()}
            <button class="button button-small">
                {Icon::Undo.view()}
                "Take all back"
            </button>
        </form>
    }
}
