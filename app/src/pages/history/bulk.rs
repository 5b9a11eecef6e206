//! Actions on the selected sessions of a page. The rows have forms of their own and forms do not nest, so the fields of this one
//! name it.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::access::Deed;
use resolutionflow::id::SessionId;
use resolutionflow::zone::Zone;

use super::menu::which;
use crate::api::bulk::{CloseSessions, DownloadSessions, ReassignSessions, UndoCloses};
use crate::backend::Backend;
use crate::backend::history::{HistoryRow, Selected};
use crate::backend::views::{Person, Viewer};
use crate::posted::Posted;
use crate::ui::{FieldFault, Hidden, Icon, Query, TextField};

/// The form's id.
const FORM: &str = "bulk";

/// Paths of the server functions that change or export selected sessions; their faults stand above the list.
pub(super) fn actions() -> [&'static str; 4] {
    [CloseSessions::url(), UndoCloses::url(), ReassignSessions::url(), DownloadSessions::url()]
}

/// The refused form about selected sessions, if the page shows one.
fn refused() -> Option<Posted> {
    actions().into_iter().find_map(Posted::to)
}

/// Hidden fields of every form about selected sessions: a fresh command id, and the page's query.
#[component]
pub(super) fn BulkFields(
    /// The page's query.
    address: Query,
) -> impl IntoView {
    let command = use_context::<Arc<dyn Backend>>().map(|backend| backend.new_command_id().to_string()).unwrap_or_default();
    view! {
        <Hidden name="command_id" value=command />
        <Hidden name="query" value=address.href("").trim_start_matches('?').to_owned() />
    }
}

/// Sessions that stay selected after the form was refused.
pub(super) fn kept() -> Vec<SessionId> {
    let fields = refused().map(|posted| posted.fields).unwrap_or_default();
    let selected = fields.iter().filter(|(name, _)| name.starts_with("sessions["));
    selected.filter_map(|(_, value)| Some(value.parse::<Selected>().ok()?.id)).collect()
}

/// The checkbox that selects a session.
#[component]
pub(super) fn Select(
    /// The session.
    row: HistoryRow,
    /// Its position on the page, from 0.
    position: usize,
    /// Is selected already.
    selected: bool,
) -> impl IntoView {
    let zone = use_context::<Viewer>().map_or(Zone::UTC, |viewer| viewer.zone);
    let label = format!("Select {}, started {}", which(&row), zone.short(row.started_at));
    view! {
        <label class="history-tick">
            <input
                type="checkbox"
                form=FORM
                name=format!("sessions[{position}]")
                value=Selected { id: row.id, revision: row.revision }.to_string()
                checked=selected
                aria-label=label
                autocomplete="off"
                data-one=""
            />
        </label>
    }
}

/// The checkbox at the head of the table that selects every session of the page.
#[component]
pub(super) fn SelectAll() -> impl IntoView {
    view! {
        <span class="sr-only">"Select"</span>
        <label class="history-tick">
            <input type="checkbox" autocomplete="off" aria-label="Select all on this page" data-all="" />
        </label>
    }
}

/// The form with the actions on selected sessions. Where scripts run it shows while one is selected, and says how many are.
#[component]
pub(super) fn Bulk(
    /// Users to whom the viewer may reassign sessions.
    colleagues: Vec<Person>,
    /// The page's query, without its cursor.
    address: Query,
) -> impl IntoView {
    let posted = refused();
    let refused = posted.as_ref().map(|_| "");
    let fault = posted.and_then(|posted| posted.error.fault("sessions"));
    let oversees = use_context::<Viewer>().is_some_and(|viewer| viewer.role.may(Deed::OverseeSessions));
    let download = DownloadSessions::url();
    view! {
        <form class="bulk" id=FORM method="post" action=CloseSessions::url() aria-label="Selected sessions" data-refused=refused>
            <BulkFields address />
            <p class="bulk-count" role="status" data-selected="">
                "Selected sessions"
            </p>
            <label class="bulk-all">
                <input type="checkbox" autocomplete="off" data-all="" />
                "Select all on this page"
            </label>
            <Close />
            {oversees.then(|| view! { <Reassign colleagues /> })}
            <span class="bulk-files">
                <span class="hint" id="bulk-files">
                    "Download as"
                </span>
                <button class="button button-small" formaction=download name="format" value="csv" formnovalidate aria-describedby="bulk-files">
                    "CSV"
                </button>
                <button class="button button-small" formaction=download name="format" value="xlsx" formnovalidate aria-describedby="bulk-files">
                    "XLSX"
                </button>
                <button class="button button-small" formaction=download name="format" value="jsonl" formnovalidate aria-describedby="bulk-files">
                    "JSON Lines"
                </button>
            </span>
            <div class="bulk-fault">
                <FieldFault name="bulk" label="At least one session" fault />
            </div>
        </form>
    }
}

#[component]
fn Close() -> impl IntoView {
    let action = CloseSessions::url();
    view! {
        <details class="more-filters" id="bulk-close" open=Posted::to(action).is_some()>
            <summary>"Close as cancelled"</summary>
            <div class="bulk-fields">
                <TextField
                    action
                    name="reason"
                    id="bulk-reason"
                    label="Reason"
                    limit=500
                    required=true
                    hint="For the audit trail, and for the outcome notes of those that have none."
                />
                <p class="hint">"Each ends at its last activity. You can take this back for ten minutes."</p>
                <button class="button">{Icon::Flag.view()} "Close selected"</button>
            </div>
        </details>
    }
}

#[component]
fn Reassign(colleagues: Vec<Person>) -> impl IntoView {
    let action = ReassignSessions::url();
    let posted = Posted::to(action);
    let fault = posted.as_ref().and_then(|posted| posted.error.fault("holder"));
    let chosen = posted.as_ref().and_then(|posted| posted.field("holder")).unwrap_or_default().to_owned();
    view! {
        <details class="more-filters" id="bulk-reassign" open=posted.is_some()>
            <summary>"Reassign"</summary>
            <div class="bulk-fields">
                <div>
                    <label class="label" for="bulk-holder">
                        "New holder"
                    </label>
                    <select class="control" id="bulk-holder" name="holder" aria-describedby=fault.map(|_| "bulk-holder-note")>
                        <option value="">"Choose somebody"</option>
                        {colleagues
                            .into_iter()
                            .map(|person| {
                                let id = person.id.to_string();
                                let selected = id == chosen;
                                view! {
                                    <option value=id selected=selected dir="auto">
                                        {person.name}
                                    </option>
                                }
                            })
                            .collect_view()}
                    </select>
                    <FieldFault name="bulk-holder" label="A new holder" fault />
                </div>
                <p class="hint">"Those that run are parked first. The new holder resumes them."</p>
                <button class="button" formaction=action formnovalidate>
                    {Icon::Reassign.view()}
                    "Reassign selected"
                </button>
            </div>
        </details>
    }
}
