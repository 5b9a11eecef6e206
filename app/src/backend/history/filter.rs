//! The filters of the history, one line each. Everything else follows from that line: how the address is read, the chip above
//! the list, the tick in the form, the condition in SQL of the list and of the search, and a row of the test of query plans.
//!
//! A filter without a chip here has one of its own in the page, and one without a condition is resolved by the server first:
//! a tree's key to an id, a day to the instant at which it begins in the account's zone.

use resolutionflow::outcome::Outcome;
use resolutionflow::stats::Mark;
use resolutionflow::time::Seconds;

use super::address::Address;
use super::query::{Day, StateFilter, Technician};
use super::value::FilterValue;

macro_rules! filters {
    ($($field:ident: $kind:ty, $name:literal $(, $chip:literal $(, $condition:literal)?)?;)*) => {
        /// Filters of the history as the address has them. A default value lets every session through, but for the technician: the viewer's
        /// own.
        #[derive(Debug, Clone, Default, PartialEq, Eq)]
        pub struct SessionFilter {
            $(#[doc = concat!("`", $name, "` in the address.")] pub $field: $kind,)*
        }

        impl SessionFilter {
            /// Reads the value of every filter from an address.
            pub(super) fn read(address: &mut Address<'_>) -> Self {
                Self { $($field: FilterValue::read(address, $name),)* }
            }
        }

        /// Every filter, in the order of the chips above the list.
        pub const FILTERS: &[Filter] = &[$(Filter {
            name: $name,
            attribute: stringify!($field),
            chip: [$($chip,)? ""][0],
            condition: [$($($condition,)?)? ""][0],
            is_flag: <$kind as FilterValue>::IS_FLAG,
            is_mark: <$kind as FilterValue>::IS_MARK,
            shown: |filter| filter.$field.shown(),
            mark: |filter| filter.$field.mark(),
            number: |filter| filter.$field.number(),
            copy: |from, to| to.$field.clone_from(&from.$field),
            sample: || SessionFilter { $field: FilterValue::sample(), ..SessionFilter::default() },
        },)*];
    };
}

// Field, kind, name in the address, chip, condition on a session `s`, whose `total` and `active` are its seconds as they are shown, the
// open visit included, or on its walk `w`, if it has one. `{}` stands for the value. The label of a flag in the form is its chip.
filters! {
    text: String, "q", "“{}”";
    state: Option<StateFilter>, "state";
    outcomes: Vec<Outcome>, "outcome";
    tree: String, "tree";
    version: Option<u32>, "version", "Version {}", "s.version_number = {}";
    category: String, "category", "Category: {}";
    technician: Technician, "technician";
    client: String, "client", "Client: {}";
    ticket: String, "ticket", "Ticket: {}…";
    version_from: Option<u32>, "version_from", "Version {} or later", "s.version_number >= {}";
    version_to: Option<u32>, "version_to", "Version {} or earlier", "s.version_number <= {}";
    from: Option<Day>, "from", "From {}";
    to: Option<Day>, "to", "To {}";
    ended_from: Option<Day>, "ended_from", "Ended from {}";
    ended_to: Option<Day>, "ended_to", "Ended until {}";
    total_min: Option<Seconds>, "total_min", "Total at least {}", "s.total >= {}";
    total_max: Option<Seconds>, "total_max", "Total at most {}", "s.total <= {}";
    // Active time is at most the total, which has an index.
    active_min: Option<Seconds>, "active_min", "Active at least {}", "s.total >= {} and s.active >= {}";
    active_max: Option<Seconds>, "active_max", "Active at most {}", "s.active <= {}";
    // As the index has it: between two steps, since the last one, or before the open one.
    parked: bool, "parked", "Was parked", "(s.parked_seconds > 0 or s.outcome is null and (s.open_visit_id is null \
        or extract(epoch from s.open_entered_at - s.started_at) > s.total_seconds))";
    follow_ups: bool, "follow_ups", "Follow-up", "s.follows_session_id is not null";
    with_notes: bool, "notes", "With notes", "s.has_notes";
    // What figures count, and no other session.
    counted: bool, "counted", "Counted in Insights", "s.ending <> 'active' and s.ending <> 'cancelled'";
    // By steps of a tree, which a page names by their words.
    visited: Option<Mark>, "visited", "Visited: {}", "{} = any(w.visited)";
    chose: Option<Mark>, "chose", "Chose: {}", "{} = any(w.chosen)";
    ad_hoc: Option<Mark>, "ad_hoc", "Ad-hoc step at: {}", "{} = any(w.interrupted)";
    path: Option<Mark>, "path", "One final path", "w.path = {}";
    exit_node: Option<Mark>, "exit", "Ended at: {}", "w.exit_node = {}";
    ended: bool, "at_solution", "At a solution", "w.ending = 'end'";
    early: bool, "early", "Finished early", "w.ending = 'early'";
    dropped: bool, "dropped", "Dropped", "w.ending = 'drop'";
    by_browser: bool, "browser_clock", "By a browser’s clock", "w.flags & 1 = 1";
    // Of chains, as the figure counts them: the server resolves since when nobody can come back any more.
    came_back: bool, "came_back", "Came back within 30 days";
    closed: bool, "closed", "Closed from a list", "s.closed_at is not null";
    away: bool, "away", "With time set aside", "s.outcome is not null and s.active_seconds < s.total_seconds";
    corrected: bool, "corrected", "Corrected outcome", "exists (select from audit a where a.account_id = s.account_id \
        and a.subject_id = s.id and a.action = 'correct_outcome')";
    no_ticket: bool, "no_ticket", "Without a ticket", "s.ticket_key = ''";
    // Of a search whose words are found by their beginnings alone: not only the newest.
    older: bool, "older", "Older sessions, too";
}

/// Definition of one filter, from its line above: name, words and condition.
pub struct Filter {
    /// Its name in addresses.
    pub name: &'static str,
    /// The attribute of the database's type `session_filter` that carries its value to the search; flags travel by name.
    pub attribute: &'static str,
    /// The words of its chip, the label that shows it as on, with `{}` for the value; empty if the page has a chip of its own.
    pub chip: &'static str,
    /// SQL condition on a session `s`, with `{}` for the value; empty if the server resolves the value first.
    pub condition: &'static str,
    /// True if it is on or off and has no value beside that.
    pub is_flag: bool,
    /// True if its value stands for a step of a tree, an option or a path, which means nothing without the tree.
    pub is_mark: bool,
    shown: fn(&SessionFilter) -> Option<String>,
    mark: fn(&SessionFilter) -> Option<Mark>,
    number: fn(&SessionFilter) -> Option<i64>,
    sample: fn() -> SessionFilter,
    copy: fn(&SessionFilter, &mut SessionFilter),
}

impl Filter {
    /// The words of its chip with the value filled in; none where the filter is off or has no chip here.
    pub fn chip(&self, filter: &SessionFilter) -> Option<String> {
        self.chip_with(filter, |_| None)
    }

    /// The same, with marks by their names.
    pub fn chip_with<'a>(&self, filter: &SessionFilter, name: impl Fn(Mark) -> Option<&'a str>) -> Option<String> {
        let name = self.mark(filter).map(|mark| name(mark).unwrap_or("what no version of the tree has").to_owned());
        let shown = name.or_else(|| (self.shown)(filter)).filter(|_| !self.chip.is_empty())?;
        Some(self.chip.replace("{}", &shown))
    }

    /// Step, option or path that it asks for; none where it is off or asks for something else.
    pub fn mark(&self, filter: &SessionFilter) -> Option<Mark> {
        (self.mark)(filter)
    }

    /// True if its condition compares times of the session.
    pub fn is_of_times(&self) -> bool {
        ["s.total ", "s.active ", "_seconds"].iter().any(|time| self.condition.contains(time))
    }

    /// True if its condition is on the session's walk, not on the session itself.
    pub fn is_of_walk(&self) -> bool {
        self.condition.contains("w.")
    }

    /// Value with which its condition compares; none where the filter is off or has no condition.
    pub fn number(&self, filter: &SessionFilter) -> Option<i64> {
        (self.number)(filter).filter(|_| !self.condition.is_empty())
    }

    /// Filters of which this one alone is on, with any value, for the test of query plans.
    pub fn sample(&self) -> SessionFilter {
        (self.sample)()
    }
}

impl SessionFilter {
    /// Filters that let every session through that the viewer may read, whoever holds it.
    pub fn of_anyone() -> Self {
        Self { technician: Technician::Anyone, ..Self::default() }
    }

    /// These filters without those that have no condition, which the server resolves first.
    pub fn values(&self) -> Self {
        let mut values = Self::default();
        for (filter, _) in self.conditions() {
            (filter.copy)(self, &mut values);
        }
        values
    }

    /// True if a filter that is on compares times of sessions.
    pub fn is_by_times(&self) -> bool {
        self.conditions().any(|(filter, _)| filter.is_of_times())
    }

    /// Filters with a condition that are on, each with the value that it compares.
    pub fn conditions(&self) -> impl Iterator<Item = (&'static Filter, i64)> {
        FILTERS.iter().filter_map(|filter| Some((filter, filter.number(self)?)))
    }
}
