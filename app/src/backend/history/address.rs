//! The history's address. Unknown values are ignored and named: an old bookmark shows more sessions, never a problem page.

use resolutionflow::id::UserId;

use super::columns::columns;
use super::filter::{FILTERS, SessionFilter};
use super::query::{Cursor, HistoryQuery, Order};
use crate::error::{AppError, Fault};
use crate::query::Query;

/// The longest query of a view, in characters.
const LONGEST: usize = 2_000;

/// Reading of the history's address by its filters, which notes the values that are ignored.
pub(super) struct Address<'a> {
    query: &'a Query,
    /// User who opens the address; as a technician to filter by, their own id means [`Technician::Me`](super::Technician::Me).
    pub(super) viewer: Option<UserId>,
    /// Values without a meaning: `state “lost”`.
    unknown: Vec<String>,
}

impl<'a> Address<'a> {
    /// Last value of the parameter `name`, without the white space around it; empty if it has none.
    pub(super) fn text(&self, name: &str) -> &'a str {
        self.query.get(name)
    }

    /// Last value of the parameter `name`, as `read` understands it. One that `read` does not understand is noted as unknown, and none.
    pub(super) fn one<T>(&mut self, name: &str, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let value = self.query.filled(name)?;
        let meant = read(&value);
        if meant.is_none() {
            self.unknown.push(unknown(name, &value));
        }
        meant
    }

    /// Every value of the parameter `name` that `read` understands, once. Those that it does not understand are noted as unknown.
    pub(super) fn every<T: PartialEq>(&mut self, name: &str, read: impl Fn(&str) -> Option<T>) -> Vec<T> {
        let mut values = Vec::new();
        for value in self.query.all(name) {
            match read(value) {
                Some(meant) if !values.contains(&meant) => values.push(meant),
                Some(_) => {}
                None => self.unknown.push(unknown(name, value)),
            }
        }
        values
    }
}

/// Parameter of the address and its ignored value, `state “lost”`, for the notice that lists them. The caller has found it unknown.
pub(super) fn unknown(name: &str, value: &str) -> String {
    format!("{name} “{value}”")
}

/// Reads the history's address for a viewer: the query, and for the notice each filter, order and column that was ignored, as `state
/// “lost”`.
pub fn read(query: &Query, viewer: Option<UserId>) -> (HistoryQuery, Vec<String>) {
    let mut address = Address { query, viewer, unknown: Vec::new() };
    let read = HistoryQuery {
        filter: SessionFilter::read(&mut address),
        order: address.one("sort", |name| name.parse::<Order>().ok()).unwrap_or_default(),
        cursor: match (query.filled("after"), query.filled("before")) {
            (Some(after), _) => Cursor::After(after),
            (None, Some(before)) => Cursor::Before(before),
            (None, None) => Cursor::First,
        },
    };
    address.unknown.extend(columns(query).1);
    (read, address.unknown)
}

/// The part of an address that means something: no unknown parameters and values, and no cursor. Of a parameter with one value the last one
/// counts.
pub fn known(query: &Query) -> Query {
    let is_known = |name: &str| ["sort", "columns"].contains(&name) || FILTERS.iter().any(|filter| filter.name == name);
    let counts = |name: &str, value: &str| ["outcome", "columns"].contains(&name) || value == query.get(name);
    let means = |name: &str, value: &str| read(&Query::default().and(name, value), None).1.is_empty();
    let pairs = query
        .pairs()
        .map(|(name, value)| (name, value.trim()))
        .filter(|(name, value)| is_known(name) && !value.is_empty() && counts(name, value) && means(name, value));
    pairs.fold(Query::default(), |known, (name, value)| known.and(name, value))
}

/// Query of the history's address in the form in which a view stores it: the known part alone, without the question mark.
///
/// # Errors
/// [`AppError::Malformed`] where a value has no meaning, [`AppError::Invalid`] for the name where it is too long.
pub fn normalise(query: &str) -> Result<String, AppError> {
    let query = Query::parse(query);
    if !read(&query, None).1.is_empty() {
        return Err(AppError::Malformed);
    }
    let normal = known(&query).href("").trim_start_matches('?').to_owned();
    let length = normal.chars().count();
    if length > LONGEST {
        return Err(AppError::invalid("name", Fault::Query { limit: LONGEST, length }));
    }
    Ok(normal)
}

#[cfg(test)]
mod tests {
    use resolutionflow::outcome::Outcome;
    use resolutionflow::stats::Mark;
    use resolutionflow::time::Seconds;

    use super::super::query::{Day, StateFilter, Technician};
    use super::*;

    #[test]
    fn every_filter_is_read_from_the_address() {
        let me: UserId = "0192f0c1-0000-7abc-8def-0123456789ab".parse().unwrap();
        let read = |text: &str| read(&Query::parse(text), Some(me));
        let address = "state=untouched&outcome=resolved_externally&outcome=escalated&tree=vpn&version=3&category=Wi-Fi&technician=anyone\
                       &client=acme&ticket=INC&from=2026-02-10&to=2026-02-11&total_min=30&active_max=5&parked=yes&follow_ups=yes\
                       &notes=yes&older=yes&version_from=2&version_to=4&ended_from=2026-02-12&ended_to=2026-02-13&counted=yes\
                       &visited=00000000000000ff&chose=8000000000000000&ad_hoc=0000000000000001&path=ffffffffffffffff\
                       &exit=0000000000000002&at_solution=yes&early=yes&dropped=yes&browser_clock=yes&came_back=yes&closed=yes&away=yes&corrected=yes&no_ticket=yes&q=+acme+&sort=longest&after=x";
        let filter = SessionFilter {
            text: "acme".into(),
            state: Some(StateFilter::Untouched),
            outcomes: vec![Outcome::ResolvedExternally, Outcome::Escalated],
            tree: "vpn".into(),
            version: Some(3),
            category: "Wi-Fi".into(),
            technician: Technician::Anyone,
            client: "acme".into(),
            ticket: "INC".into(),
            from: Day::parse("2026-02-10"),
            to: Day::parse("2026-02-11"),
            total_min: Some(Seconds(1_800)),
            total_max: None,
            active_min: None,
            active_max: Some(Seconds(300)),
            parked: true,
            follow_ups: true,
            with_notes: true,
            older: true,
            version_from: Some(2),
            version_to: Some(4),
            ended_from: Day::parse("2026-02-12"),
            ended_to: Day::parse("2026-02-13"),
            counted: true,
            visited: Some(Mark(255)),
            chose: Some(Mark(i64::MIN)),
            ad_hoc: Some(Mark(1)),
            path: Some(Mark(-1)),
            exit_node: Some(Mark(2)),
            ended: true,
            early: true,
            dropped: true,
            by_browser: true,
            came_back: true,
            closed: true,
            away: true,
            corrected: true,
            no_ticket: true,
        };
        let expected = HistoryQuery { filter, order: Order::Longest, cursor: Cursor::After("x".into()) };
        assert_eq!(read(address), (expected, Vec::new()));
        assert_eq!(read(&format!("technician={me}")).0.filter.technician, Technician::Me);
        assert_eq!(read("before=y").0.cursor, Cursor::Before("y".into()));
    }

    #[test]
    fn a_view_keeps_the_known_part_of_an_address_and_no_cursor() {
        let normal = |text: &str| normalise(text);
        assert_eq!(
            normal("?outcome=resolved&outcome=escalated&q=+a+b&tree=&after=x&done=saved").as_deref(),
            Ok("outcome=resolved&outcome=escalated&q=a+b")
        );
        assert_eq!(normal("state=lost"), Err(AppError::Malformed));
        assert_eq!(normal("columns=mood"), Err(AppError::Malformed));
        assert!(matches!(normal(&format!("q={}", "x".repeat(2_000))), Err(AppError::Invalid(_))));
    }

    #[test]
    fn the_known_part_of_an_address_asks_for_the_same() {
        let address = "state=active&outcome=won&outcome=resolved&outcome=escalated&q=a&q=b&columns=mood&columns=steps&x=y&after=z\
                       &from=tomorrow&total_min=5&state=lost&sort=longest";
        let query = Query::parse(address);
        let known = known(&query);
        assert_eq!(known.href(""), "?outcome=resolved&outcome=escalated&q=b&columns=steps&total_min=5&sort=longest");
        let (meant, unknown) = read(&query, None);
        assert_eq!(read(&known, None), (HistoryQuery { cursor: Cursor::First, ..meant }, Vec::new()));
        assert_eq!((unknown.len(), columns(&known)), (4, (columns(&query).0, Vec::new())), "the column is one of them");
    }

    #[test]
    fn unknown_values_are_ignored_and_named() {
        let address = "state=lost&outcome=won&technician=me&tree=&x=y&version=one&from=10.2.2026&to=262142-12-31&total_min=-1\
                       &active_min=99999999999&notes=no&visited=q1&ended_to=soon&sort=best";
        let (query, unknown) = read(&Query::parse(address), None);
        assert_eq!(query, HistoryQuery::default());
        let names: Vec<_> = unknown.iter().filter_map(|unknown| unknown.split_once(' ')).map(|(name, _)| name).collect();
        let expected = "state outcome version technician from to ended_to total_min active_min notes visited sort";
        assert_eq!(names.join(" "), expected);
        assert_eq!(unknown[0], "state “lost”");
    }
}
