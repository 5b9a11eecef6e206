//! Cursors of the history: the order, the value that it compares, the id of a row, and the instant up to which times count, as addresses
//! carry them.

use app::backend::history::{Cursor, Order, TreeChoice};
use app::backend::views::SessionState;
use app::error::AppError;
use resolutionflow::id::{SessionId, TreeId};
use resolutionflow::time::Timestamp;
use uuid::Uuid;

use crate::service::cursor::INSTANTS;
use crate::store::history::{Axis, Ending, Group, ListedSession, ResolvedFilter, Scan};

/// Cursor of a row as addresses carry it: the order's name, the value that it compares, the id, and `as_of`, with dots between. `rank` counts
/// in the order by relevance alone.
pub(super) fn write(order: Order, listed: &ListedSession, rank: f32, as_of: Timestamp) -> String {
    let row = &listed.row;
    let started = row.started_at.unix();
    let ending = match row.state {
        SessionState::Completed(outcome) => Ending(Some(outcome)),
        SessionState::Running | SessionState::Parked => Ending(None),
    };
    let key = match order {
        Order::Newest | Order::Oldest => started.to_string(),
        Order::Longest | Order::Shortest => row.total.0.to_string(),
        Order::Tree | Order::TreeReversed => format!("{}.{started}", listed.tree.0.simple()),
        Order::Outcome | Order::OutcomeReversed => format!("{}.{started}", ending.as_str()),
        Order::Relevance => rank.to_bits().to_string(),
    };
    format!("{}.{key}.{}.{}", order.as_str(), row.id.0.simple(), as_of.unix())
}

/// A cursor in its parts.
struct Written<'a> {
    /// The tree or ending, where the order goes by one.
    group: &'a str,
    number: i64,
    id: SessionId,
}

fn parse(order: Order, text: &str) -> Option<Written<'_>> {
    let (name, rest) = text.split_once('.')?;
    // Pages of the version before have cursors without the instant.
    let rest = rest.rsplit_once('.').filter(|(_, last)| last.parse::<i64>().is_ok()).map_or(rest, |(rest, _)| rest);
    let (rest, id) = rest.rsplit_once('.')?;
    let (group, number) = rest.rsplit_once('.').unwrap_or(("", rest));
    let id = SessionId(Uuid::try_parse(id).ok()?);
    Some(Written { group, number: number.parse().ok()?, id }).filter(|_| name == order.as_str())
}

/// Instant up to which times count in the list that the cursor is of; none at its beginning.
pub(super) fn as_of(cursor: &Cursor) -> Option<Timestamp> {
    let (Cursor::After(text) | Cursor::Before(text)) = cursor else { return None };
    instant(text.rsplit_once('.')?.1.parse().ok()?)
}

fn instant(number: i64) -> Option<Timestamp> {
    INSTANTS.contains(&number).then(|| Timestamp::from_unix(number))
}

/// Turns an order and a cursor into the scan of the store: axis, direction and place. `limit` is the number of rows to read.
///
/// # Errors
/// [`AppError::Malformed`] for a cursor that cannot be parsed, or is one of another order.
pub(super) fn scan(order: Order, cursor: &Cursor, filter: &ResolvedFilter, shelf: &[TreeChoice], limit: i64) -> Result<Scan, AppError> {
    let (text, back) = match cursor {
        Cursor::First => (None, false),
        Cursor::After(text) => (Some(text), false),
        Cursor::Before(text) => (Some(text), true),
    };
    let written = text.map(|text| parse(order, text).ok_or(AppError::Malformed)).transpose()?;
    let ascending = matches!(order, Order::Oldest | Order::Shortest) != back;
    let reversed = matches!(order, Order::TreeReversed | Order::OutcomeReversed) != back;
    let axis = axis(order, written.as_ref(), filter, shelf, ascending, reversed).ok_or(AppError::Malformed)?;
    Ok(Scan { axis, ascending, limit })
}

fn axis(
    order: Order,
    written: Option<&Written<'_>>,
    filter: &ResolvedFilter,
    shelf: &[TreeChoice],
    ascending: bool,
    reversed: bool,
) -> Option<Axis> {
    Some(match (order, written) {
        (Order::Newest | Order::Oldest, None) => Axis::Started(None),
        (Order::Newest | Order::Oldest, Some(written)) => Axis::Started(Some((instant(written.number)?, written.id))),
        (Order::Longest | Order::Shortest, written) => Axis::Total(written.map(|written| (written.number, written.id))),
        (Order::Relevance, None) => Axis::Rank(None),
        (Order::Relevance, Some(written)) => Axis::Rank(Some((f32::from_bits(u32::try_from(written.number).ok()?), written.id))),
        (Order::Tree | Order::TreeReversed, written) => {
            let listed = |tree: &TreeId| filter.trees.as_ref().is_none_or(|trees| trees.contains(tree));
            let trees = shelf.iter().map(|tree| tree.id).filter(listed);
            let from = written.map(|written| Some((TreeId(Uuid::try_parse(written.group).ok()?), written)));
            Axis::Trees(groups(trees, from, ascending, reversed)?)
        }
        (Order::Outcome | Order::OutcomeReversed, written) => {
            let listed = |ending: &Ending| filter.endings.as_ref().is_none_or(|endings| endings.contains(ending));
            let from = written.map(|written| Some((Ending::all().find(|ending| ending.as_str() == written.group)?, written)));
            Axis::Endings(groups(Ending::all().filter(listed), from, ascending, reversed)?)
        }
    })
}

/// The groups from a cursor on: the rest of the first one, and all of the others.
fn groups<Key: PartialEq>(
    keys: impl DoubleEndedIterator<Item = Key>,
    from: Option<Option<(Key, &Written<'_>)>>,
    ascending: bool,
    reversed: bool,
) -> Option<Vec<Group<Key>>> {
    let everything = if ascending {
        (Timestamp::from_unix(*INSTANTS.start()), SessionId(Uuid::nil()))
    } else {
        (Timestamp::from_unix(*INSTANTS.end()), SessionId(Uuid::max()))
    };
    let keys: Vec<Key> = if reversed { keys.rev().collect() } else { keys.collect() };
    let mut groups: Vec<_> = keys.into_iter().map(|key| Group { key, beyond: everything }).collect();
    if let Some(from) = from {
        let (key, written) = from?;
        groups.drain(..groups.iter().position(|group| group.key == key)?);
        groups.first_mut()?.beyond = (instant(written.number)?, written.id);
    }
    Some(groups)
}
