//! What the address asks for. Unknown values are left out, and said to be: an old bookmark shows more, never a problem page.

use std::str::FromStr;

use resolutionflow::id::UserId;
use resolutionflow::outcome::Outcome;
use resolutionflow::time::Seconds;
use resolutionflow::zone::Zone;

use super::columns::chosen;
use crate::backend::history::{HistoryQuery, Lasting, Order, Place, StateFilter, Technician};
use crate::error::{AppError, Fault};
use crate::ui::Query;

/// The states that can be asked for.
pub(super) const STATES: [StateFilter; 6] =
    [StateFilter::Active, StateFilter::Running, StateFilter::Parked, StateFilter::Waiting, StateFilter::Untouched, StateFilter::Completed];

/// The most minutes that are asked for: a century.
const MINUTES: u64 = 60 * 24 * 36_525;

/// The name of a state in the address.
pub(super) fn state_name(state: StateFilter) -> &'static str {
    match state {
        StateFilter::Active => "active",
        StateFilter::Running => "running",
        StateFilter::Parked => "parked",
        StateFilter::Waiting => "waiting",
        StateFilter::Completed => "completed",
        StateFilter::Untouched => "untouched",
    }
}

/// An address as it is read.
struct Reading<'a> {
    query: &'a Query,
    /// What means nothing, as `state “lost”`.
    lost: Vec<String>,
}

impl Reading<'_> {
    fn lose(&mut self, name: &str, value: &str) {
        self.lost.push(format!("{name} “{value}”"));
    }

    /// The value of a name, where it has one that means something.
    fn one<T>(&mut self, name: &str, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let value = self.query.filled(name)?;
        let meant = read(&value);
        if meant.is_none() {
            self.lose(name, &value);
        }
        meant
    }

    fn number<T: FromStr>(&mut self, name: &str) -> Option<T> {
        self.one(name, |value| value.parse().ok())
    }

    fn minutes(&mut self, name: &str) -> Option<Seconds> {
        self.one(name, |value| value.parse::<u64>().ok().filter(|minutes| *minutes <= MINUTES).map(|minutes| Seconds(minutes * 60)))
    }

    fn day(&mut self, name: &str) -> String {
        let is_day = |day: &str| Zone::UTC.day_begins(day).is_some() && Zone::UTC.day_ends(day).is_some();
        self.one(name, |day| is_day(day).then(|| day.to_owned())).unwrap_or_default()
    }

    fn yes(&mut self, name: &str) -> bool {
        self.one(name, |value| (value == "yes").then_some(())).is_some()
    }

    fn outcomes(&mut self) -> Vec<Outcome> {
        let query = self.query;
        let mut outcomes = Vec::new();
        for value in query.all("outcome") {
            match value.parse() {
                Ok(outcome) if !outcomes.contains(&outcome) => outcomes.push(outcome),
                Ok(_) => {}
                Err(_) => self.lose("outcome", value),
            }
        }
        outcomes
    }
}

/// Reads the filters of the address, for a viewer; and what in it means nothing, as `state “lost”`.
pub fn asked(query: &Query, viewer: Option<UserId>) -> (HistoryQuery, Vec<String>) {
    let mut address = Reading { query, lost: Vec::new() };
    let asked = HistoryQuery {
        state: address.one("state", |name| STATES.into_iter().find(|state| state_name(*state) == name)),
        outcomes: address.outcomes(),
        tree: query.filled("tree"),
        version: address.number("version"),
        category: query.get("category").to_owned(),
        technician: address.one("technician", |who| technician(who, viewer)).unwrap_or_default(),
        client: query.get("client").to_owned(),
        ticket: query.get("ticket").to_owned(),
        from: address.day("from"),
        to: address.day("to"),
        total: Lasting { least: address.minutes("total_min"), most: address.minutes("total_max") },
        active: Lasting { least: address.minutes("active_min"), most: address.minutes("active_max") },
        parked: address.yes("parked"),
        follow_ups: address.yes("follow_ups"),
        with_notes: address.yes("notes"),
        text: query.get("q").to_owned(),
        order: address.one("sort", |name| Order::ALL.into_iter().find(|order| order.as_str() == name)).unwrap_or_default(),
        place: match (query.filled("after"), query.filled("before")) {
            (Some(after), _) => Place::After(after),
            (None, Some(before)) => Place::Before(before),
            (None, None) => Place::First,
        },
    };
    (asked, address.lost)
}

/// Every name that the history's address gives a meaning to, but for the place in the list.
const NAMES: [&str; 20] = [
    "q",
    "state",
    "outcome",
    "tree",
    "version",
    "category",
    "technician",
    "client",
    "ticket",
    "from",
    "to",
    "total_min",
    "total_max",
    "active_min",
    "active_max",
    "parked",
    "follow_ups",
    "notes",
    "sort",
    "columns",
];

/// The longest query of a view, in characters.
const QUERY: usize = 2_000;

/// What of a query means something, and no place in the list: of names that have one value the last, of the others each.
pub fn known(query: &Query) -> Query {
    let means = |name: &str, value: &str| {
        let alone = Query::default().and(name, value);
        asked(&alone, None).1.is_empty() && chosen(&alone).1.is_empty()
    };
    let counts = |name: &str, value: &str| ["outcome", "columns"].contains(&name) || value == query.get(name);
    let pairs = query
        .pairs()
        .map(|(name, value)| (name, value.trim()))
        .filter(|(name, value)| NAMES.contains(name) && !value.is_empty() && counts(name, value) && means(name, value));
    pairs.fold(Query::default(), |known, (name, value)| known.and(name, value))
}

/// A query as a view keeps it.
///
/// # Errors
/// [`AppError::Malformed`] where a value means nothing, [`AppError::Invalid`] for the name where it is too long.
pub fn normal(query: &str) -> Result<String, AppError> {
    let query = Query::parse(query);
    if !asked(&query, None).1.is_empty() || !chosen(&query).1.is_empty() {
        return Err(AppError::Malformed);
    }
    let written = known(&query).href("").trim_start_matches('?').to_owned();
    let length = written.chars().count();
    if length > QUERY {
        return Err(AppError::invalid("name", Fault::Query { limit: QUERY, length }));
    }
    Ok(written)
}

fn technician(who: &str, viewer: Option<UserId>) -> Option<Technician> {
    match who {
        "anyone" => Some(Technician::Anyone),
        id => {
            let id: UserId = id.parse().ok()?;
            Some(if Some(id) == viewer { Technician::Me } else { Technician::User(id) })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_address_says_is_asked_for() {
        let me: UserId = "0192f0c1-0000-7abc-8def-0123456789ab".parse().unwrap();
        let read = |text: &str| asked(&Query::parse(text), Some(me));
        let address = "state=untouched&outcome=resolved_externally&outcome=escalated&tree=vpn&version=3&category=Wi-Fi&technician=anyone\
                       &client=acme&ticket=INC&from=2026-02-10&to=2026-02-11&total_min=30&active_max=5&parked=yes&follow_ups=yes\
                       &notes=yes&q=+acme+&sort=longest&after=x";
        let expected = HistoryQuery {
            state: Some(StateFilter::Untouched),
            outcomes: vec![Outcome::ResolvedExternally, Outcome::Escalated],
            tree: Some("vpn".into()),
            version: Some(3),
            category: "Wi-Fi".into(),
            technician: Technician::Anyone,
            client: "acme".into(),
            ticket: "INC".into(),
            from: "2026-02-10".into(),
            to: "2026-02-11".into(),
            total: Lasting { least: Some(Seconds(1_800)), most: None },
            active: Lasting { least: None, most: Some(Seconds(300)) },
            parked: true,
            follow_ups: true,
            with_notes: true,
            text: "acme".into(),
            order: Order::Longest,
            place: Place::After("x".into()),
        };
        assert_eq!(read(address), (expected, Vec::new()));
        assert_eq!(read(&format!("technician={me}")).0.technician, Technician::Me);
        assert_eq!(read("before=y").0.place, Place::Before("y".into()));
    }

    #[test]
    fn a_view_keeps_what_means_something_and_no_place() {
        let normal = |text: &str| normal(text);
        assert_eq!(
            normal("?outcome=resolved&outcome=escalated&q=+a+b&tree=&after=x&done=saved").as_deref(),
            Ok("outcome=resolved&outcome=escalated&q=a+b")
        );
        assert_eq!(normal("state=lost"), Err(AppError::Malformed));
        assert_eq!(normal("columns=mood"), Err(AppError::Malformed));
        assert!(matches!(normal(&format!("q={}", "x".repeat(2_000))), Err(AppError::Invalid(_))));
    }

    #[test]
    fn what_is_known_of_an_address_asks_for_the_same_and_loses_nothing() {
        let address = "state=active&outcome=won&outcome=resolved&outcome=escalated&q=a&q=b&columns=mood&columns=steps&x=y&after=z\
                       &from=tomorrow&total_min=5&state=lost&sort=longest";
        let query = Query::parse(address);
        let known = known(&query);
        assert_eq!(known.href(""), "?outcome=resolved&outcome=escalated&q=b&columns=steps&total_min=5&sort=longest");
        let (asked, lost) = (asked(&known, None), super::asked(&query, None).1);
        assert_eq!(asked, (HistoryQuery { place: Place::First, ..super::asked(&query, None).0 }, Vec::new()));
        assert_eq!((lost.len(), chosen(&known)), (3, (chosen(&query).0, Vec::new())));
    }

    #[test]
    fn what_nobody_knows_is_left_out_and_said_to_be() {
        let address = "state=lost&outcome=won&technician=me&tree=&x=y&version=one&from=10.2.2026&to=262142-12-31&total_min=-1\
                       &active_min=99999999999&notes=no&sort=best";
        let (query, lost) = asked(&Query::parse(address), None);
        assert_eq!(query, HistoryQuery::default());
        let names: Vec<_> = lost.iter().filter_map(|lost| lost.split_once(' ')).map(|(name, _)| name).collect();
        assert_eq!(names, ["state", "outcome", "version", "technician", "from", "to", "total_min", "active_min", "notes", "sort"]);
        assert_eq!(lost[0], "state “lost”");
    }
}
