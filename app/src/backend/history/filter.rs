//! The filters of the history, one line each. Everything else follows from that line: how the address is read, the chip above
//! the list, the tick in the form, the condition in SQL of the list and of the search, and a row of the test of query plans.
//!
//! A filter without a chip here has one of its own in the page, and one without a condition is resolved by the server first:
//! a tree's key to an id, a day to the instant at which it begins in the account's zone.

use resolutionflow::outcome::Outcome;
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
            shown: |filter| filter.$field.shown(),
            number: |filter| filter.$field.number(),
            copy: |from, to| to.$field.clone_from(&from.$field),
            sample: || SessionFilter { $field: FilterValue::sample(), ..SessionFilter::default() },
        },)*];
    };
}

// Field, kind, name in the address, chip, condition on a session `s`, whose `total` and `active` are its seconds as they are shown, the
// open visit included. `{}` stands for the value. The label of a flag in the form is its chip.
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
    from: Option<Day>, "from", "From {}";
    to: Option<Day>, "to", "To {}";
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
    shown: fn(&SessionFilter) -> Option<String>,
    number: fn(&SessionFilter) -> Option<i64>,
    sample: fn() -> SessionFilter,
    copy: fn(&SessionFilter, &mut SessionFilter),
}

impl Filter {
    /// The words of its chip with the value filled in; none where the filter is off or has no chip here.
    pub fn chip(&self, filter: &SessionFilter) -> Option<String> {
        let shown = (self.shown)(filter).filter(|_| !self.chip.is_empty())?;
        Some(self.chip.replace("{}", &shown))
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

    /// Filters with a condition that are on, each with the value that it compares.
    pub fn conditions(&self) -> impl Iterator<Item = (&'static Filter, i64)> {
        FILTERS.iter().filter_map(|filter| Some((filter, filter.number(self)?)))
    }
}
