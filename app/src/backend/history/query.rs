//! Query of the history: filters, order and cursor. All of it lives in the address.

use resolutionflow::id::UserId;
use resolutionflow::zone::Zone;
use strum::{EnumString, IntoStaticStr};

#[cfg(doc)]
use super::HistoryPage;
use super::filter::SessionFilter;
#[cfg(doc)]
use resolutionflow::outcome::Outcome;

/// Query of the history: filters, order and place in the list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HistoryQuery {
    /// Filters that a session has to match.
    pub filter: SessionFilter,
    /// The order of the list.
    pub order: Order,
    /// The place in the list at which the page begins or ends.
    pub cursor: Cursor,
}

impl HistoryQuery {
    /// True if it compares times of sessions, by a filter or by its order.
    pub fn is_by_times(&self) -> bool {
        self.filter.is_by_times() || matches!(self.order, Order::Longest | Order::Shortest)
    }
}

/// The first page, newest first.
impl From<SessionFilter> for HistoryQuery {
    fn from(filter: SessionFilter) -> Self {
        Self { filter, ..Self::default() }
    }
}

/// A day as addresses have it: `2026-02-10`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(String);

impl Day {
    /// Parses a day, `2026-02-10`; none if the calendar has no such day.
    pub fn parse(text: &str) -> Option<Self> {
        let is_day = Zone::UTC.day_begins(text).is_some() && Zone::UTC.day_ends(text).is_some();
        is_day.then(|| Self(text.to_owned()))
    }

    /// The day as addresses have it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Place in the list at which a page begins or ends, as [`HistoryPage`] names it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Cursor {
    /// The beginning.
    #[default]
    First,
    /// The rows after [`HistoryPage::next`].
    After(String),
    /// The rows before [`HistoryPage::previous`].
    Before(String),
}

/// The order of the list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, IntoStaticStr, EnumString)]
#[strum(serialize_all = "kebab-case")]
pub enum Order {
    /// By start, the latest first.
    #[default]
    Newest,
    /// By start, the earliest first.
    Oldest,
    /// By total, the longest first.
    Longest,
    /// The same from the other end.
    Shortest,
    /// By the tree's present name; newest first in each.
    Tree,
    /// By the tree's present name from its end; newest first in each.
    TreeReversed,
    /// By outcome: in progress, then as [`Outcome::ALL`] has them; newest first in each.
    Outcome,
    /// By outcome from the other end; newest first in each.
    OutcomeReversed,
    /// By rank in the search, among the newest 1,000 matches; by start where no words are given.
    Relevance,
}

impl Order {
    /// Every order, as the form lists them.
    pub const ALL: [Order; 9] = [
        Order::Newest,
        Order::Oldest,
        Order::Longest,
        Order::Shortest,
        Order::Tree,
        Order::TreeReversed,
        Order::Outcome,
        Order::OutcomeReversed,
        Order::Relevance,
    ];

    /// Its name in addresses.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// Filter by state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr, EnumString)]
#[strum(serialize_all = "kebab-case")]
pub enum StateFilter {
    /// Running or parked.
    Active,
    /// Running.
    Running,
    /// Parked.
    Parked,
    /// Parked for another technician.
    Waiting,
    /// Active, and untouched for a day.
    Untouched,
    /// With an outcome.
    Completed,
}

impl StateFilter {
    /// Its name in addresses.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// Filter by holder.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Technician {
    /// The viewer's own.
    #[default]
    Me,
    /// Everyone's.
    Anyone,
    /// One person's.
    User(UserId),
}
