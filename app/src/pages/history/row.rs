//! A session of the history: a row on a desktop, a card on a phone, one markup.

use leptos::prelude::*;
use resolutionflow::search::{Kind, Piece, Query, pieces};
use resolutionflow::time::{Seconds, Timestamp};
use resolutionflow::zone::Zone;

use super::bulk::Select;
use super::menu::RowMenu;
use crate::backend::history::{Column, HistoryRow};
use crate::backend::views::{SessionState, Viewer};
use crate::ui::{StateBadge, Ticking, age};

/// A session in progress without a sign of work for so long is probably forgotten.
const DAY: Seconds = Seconds(86_400);
/// The number of characters of a note that a row shows.
const BEGINNING: usize = 140;

/// Row of a session. Its link covers all of it but the checkbox and the menu.
#[component]
pub(super) fn SessionRow(
    /// The session.
    row: HistoryRow,
    /// The server's clock.
    now: Timestamp,
    /// The columns to show.
    columns: Vec<Column>,
    /// The words of the search; empty without one.
    words: Query,
    /// Everything that sessions are found by is there in whole.
    is_search_made: bool,
    /// Its position on the page, from 0.
    position: usize,
    /// Is selected.
    selected: bool,
) -> impl IntoView {
    let actions = if row.can_undo_close { "history-undo" } else { "history-menu" };
    view! {
        <tr role="row">
            <td class="history-select" role="cell">
                <Select row=row.clone() position selected />
            </td>
            {columns.into_iter().map(|column| view! { <Cell row=row.clone() now column words=words.clone() is_search_made /> }).collect_view()} <td class=actions role="cell">
                <RowMenu row now />
            </td>
        </tr>
    }
}

#[component]
fn Cell(row: HistoryRow, now: Timestamp, column: Column, words: Query, is_search_made: bool) -> impl IntoView {
    let zone = use_context::<Viewer>().map_or(Zone::UTC, |viewer| viewer.zone);
    let is_time = matches!(column, Column::Total | Column::Completed | Column::Active | Column::Parked);
    if row.is_untimed && is_time {
        let class = if column == Column::Total { "history-total" } else { "history-further" };
        return view! {
            <td class=class role="cell">
                <span class="hint">"hidden"</span>
            </td>
        }
        .into_any();
    }
    match column {
        Column::Outcome => view! {
            <td class="history-outcome" role="cell">
                <StateBadge state=row.state />
            </td>
        }
        .into_any(),
        Column::Tree => {
            let tree = pieces(&row.tree, Kind::Text, &words);
            let elsewhere = (!words.is_empty() && !is_marked(&tree)).then(|| elsewhere(&row, &words, is_search_made)).flatten();
            view! {
                <td class="history-tree" role="cell">
                    <a class="row-link" href=format!("/sessions/{}", row.id) title=format!("Started {}", zone.exact(row.started_at)) dir="auto">
                        {marked(tree)}
                    </a>
                    " "
                    <span class="hint whitespace-nowrap">{format!("v{}", row.version)}</span>
                    {(!row.excerpt.is_empty()).then(|| view! { <span class="history-excerpt" dir="auto">{marked(row.excerpt)}</span> })}
                    {elsewhere.map(|found| view! { <span class="history-excerpt">{marked(found)}</span> })}
                </td>
            }
            .into_any()
        }
        Column::Ticket => view! {
            <td class="history-ticket" role="cell" dir="auto">
                {marked(ticket_and_client(&row, &words))}
            </td>
        }
        .into_any(),
        Column::Technician => view! {
            <td class="history-technician" role="cell" dir="auto">
                {row.technician.name}
            </td>
        }
        .into_any(),
        Column::Started => view! { <Started row now zone /> }.into_any(),
        Column::Total => view! {
            <td class="history-total" role="cell">
                <Time of=row.total as_of=row.as_of ticks=row.state == SessionState::Running now />
            </td>
        }
        .into_any(),
        Column::Steps => {
            let steps = if row.steps == 1 { "step" } else { "steps" };
            view! {
                <td class="history-steps" role="cell">
                    {row.steps}
                    <span class="history-unit">" " {steps}</span>
                </td>
            }
            .into_any()
        }
        Column::Completed => {
            let time = row.completed_at.map(|at| view! { <time datetime=at.to_string() title=zone.exact(at)>{zone.short(at)}</time> });
            view! { <Further column>{time}</Further> }.into_any()
        }
        Column::Active => {
            let ticks = row.state == SessionState::Running;
            view! { <Further column><Time of=row.active as_of=row.as_of ticks now /></Further> }.into_any()
        }
        Column::Parked => {
            let ticks = row.state == SessionState::Parked;
            let time = (row.parked > Seconds(0)).then(|| view! { <Time of=row.parked as_of=row.as_of ticks now /> });
            view! { <Further column>{time}</Further> }.into_any()
        }
        Column::Category => view! { <Further column><span dir="auto">{row.category}</span></Further> }.into_any(),
        Column::Notes => view! { <Further column><span dir="auto">{beginning(&row.outcome_notes)}</span></Further> }.into_any(),
        Column::NextSteps => view! { <Further column><span dir="auto">{beginning(&row.next_steps)}</span></Further> }.into_any(),
    }
}

fn ticket_and_client(row: &HistoryRow, words: &Query) -> Vec<Piece> {
    let mut both = pieces(&row.ticket, Kind::Ticket, words);
    let client = pieces(&row.client, Kind::Text, words);
    if !both.is_empty() && !client.is_empty() {
        both.push(Piece { text: " · ".to_owned(), found: false });
    }
    both.into_iter().chain(client).collect()
}

fn is_marked(pieces: &[Piece]) -> bool {
    pieces.iter().any(|piece| piece.found)
}

/// Where a session was found, if nothing that its row shows is marked but perhaps its tree: by its short id, or by what is not there any
/// more. Until searches are made, sessions are found by words that are there and not marked, too.
fn elsewhere(row: &HistoryRow, words: &Query, is_search_made: bool) -> Option<Vec<Piece>> {
    if is_marked(&row.excerpt) || is_marked(&ticket_and_client(row, words)) {
        return None;
    }
    let says = |text: &str| Piece { text: text.to_owned(), found: false };
    let id = pieces(&row.id.short(), Kind::Text, words);
    if is_marked(&id) {
        return Some([vec![says("Session ")], id].concat());
    }
    is_search_made.then(|| vec![says("Found by words that are not in it any more, such as a client’s name from before.")])
}

/// A text with the words of the search marked.
fn marked(pieces: Vec<Piece>) -> impl IntoView {
    let piece = |Piece { text, found }| if found { view! { <mark>{text}</mark> }.into_any() } else { text.into_any() };
    pieces.into_iter().map(piece).collect_view()
}

/// The cell of an optional column. On a card it begins with the column's name.
#[component]
fn Further(column: Column, children: Children) -> impl IntoView {
    let class = if column.is_number() { "history-further text-right" } else { "history-further" };
    view! {
        <td class=class role="cell">
            <span class="history-unit">{column.word()} ": "</span>
            {children()}
        </td>
    }
}

/// The beginning of a long text.
fn beginning(text: &str) -> String {
    match text.char_indices().nth(BEGINNING) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[component]
fn Started(row: HistoryRow, now: Timestamp, zone: Zone) -> impl IntoView {
    let active = !matches!(row.state, SessionState::Completed(_));
    let forgotten = active && !row.is_untimed && now.since(row.last_activity_at) >= DAY;
    let (class, beside) = if forgotten {
        ("hint history-untouched", format!("untouched for {}", age(row.last_activity_at, now).trim_end_matches(" ago")))
    } else {
        ("hint", age(row.started_at, now))
    };
    view! {
        <td class="history-started" role="cell">
            <time datetime=row.started_at.to_string()>{zone.short(row.started_at)}</time>
            <span class=class>{beside}</span>
        </td>
    }
}

/// A time of the session; one that goes on shows its clock.
#[component]
fn Time(
    of: Seconds,
    /// The instant up to which it counts.
    as_of: Option<Timestamp>,
    ticks: bool,
    now: Timestamp,
) -> impl IntoView {
    match as_of.filter(|_| ticks) {
        Some(as_of) => view! { <Ticking elapsed=of + now.since(as_of) now /> }.into_any(),
        None => of.to_string().into_any(),
    }
}
