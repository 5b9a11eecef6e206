//! A session of the history: a row on a desktop, a card on a phone, one markup.

use leptos::prelude::*;
use resolutionflow::time::{Seconds, Timestamp};
use resolutionflow::zone::Zone;

use super::menu::RowMenu;
use crate::backend::history::HistoryRow;
use crate::backend::views::{SessionState, Viewer};
use crate::ui::{StateBadge, Ticking, age};

/// After so long without a sign of work a session in progress is probably forgotten.
const DAY: Seconds = Seconds(86_400);

/// The row. Its link covers it; the menu lies above the link.
#[component]
pub fn Row(
    /// Which.
    row: HistoryRow,
    /// The server's clock.
    now: Timestamp,
) -> impl IntoView {
    let zone = use_context::<Viewer>().map_or(Zone::UTC, |viewer| viewer.zone);
    let facts: Vec<String> = [row.ticket.clone(), row.client.clone()].into_iter().filter(|fact| !fact.is_empty()).collect();
    let actions = if row.can_undo_close { "history-undo" } else { "history-menu" };
    let active = !matches!(row.state, SessionState::Completed(_));
    let forgotten = active && now.since(row.last_activity_at) >= DAY;
    let (class, beside) = if forgotten {
        ("hint history-untouched", format!("untouched for {}", age(row.last_activity_at, now).trim_end_matches(" ago")))
    } else {
        ("hint", age(row.started_at, now))
    };
    let steps = if row.steps == 1 { "step" } else { "steps" };
    view! {
        <tr role="row">
            <td class="history-outcome" role="cell">
                <StateBadge state=row.state />
            </td>
            <td class="history-tree" role="cell">
                <a class="row-link" href=format!("/sessions/{}", row.id) title=format!("Started {}", zone.exact(row.started_at))>
                    {row.tree.clone()}
                </a>
                " "
                <span class="hint whitespace-nowrap">{format!("v{}", row.version)}</span>
            </td>
            <td class="history-ticket" role="cell">
                {facts.join(" · ")}
            </td>
            <td class="history-technician" role="cell">
                {row.technician.name.clone()}
            </td>
            <td class="history-started" role="cell">
                <time datetime=row.started_at.to_string()>{zone.short(row.started_at)}</time>
                <span class=class>{beside}</span>
            </td>
            <td class="history-total" role="cell">
                <Total row=row.clone() now />
            </td>
            <td class="history-steps" role="cell">
                {row.steps}
                <span class="history-unit">" " {steps}</span>
            </td>
            <td class=actions role="cell">
                <RowMenu row now />
            </td>
        </tr>
    }
}

/// The total; while the clock runs it is seen running.
#[component]
fn Total(row: HistoryRow, now: Timestamp) -> impl IntoView {
    if row.state == SessionState::Running {
        view! { <Ticking elapsed=row.total now /> }.into_any()
    } else {
        row.total.to_string().into_any()
    }
}
