//! The kinds of values that filters have.

use resolutionflow::outcome::Outcome;
use resolutionflow::stats::Mark;
use resolutionflow::time::Seconds;

use super::address::Address;
use super::query::{Day, StateFilter, Technician};

/// The longest time to filter by, in minutes: a century.
const MOST_MINUTES: u64 = 60 * 24 * 36_525;

/// Type of a filter's value: its reading from the address, its words and its number in SQL. The default is the value of an address without
/// it.
pub(super) trait FilterValue: Default {
    /// The filter is on or off and has no value beside that.
    const IS_FLAG: bool = false;
    /// The value is a mark of walks.
    const IS_MARK: bool = false;

    /// Reads the value of this name.
    fn read(address: &mut Address<'_>, name: &'static str) -> Self;

    /// The value as a chip shows it; none where the filter is off.
    fn shown(&self) -> Option<String> {
        None
    }

    /// The value as a mark of walks; none where the filter is off, and for other kinds of values.
    fn mark(&self) -> Option<Mark> {
        None
    }

    /// The value as SQL compares it; none where the filter is off.
    fn number(&self) -> Option<i64> {
        None
    }

    /// A value that turns the filter on, for the test of query plans.
    fn sample() -> Self {
        Self::default()
    }
}

impl FilterValue for String {
    fn read(address: &mut Address<'_>, name: &'static str) -> Self {
        address.text(name).to_owned()
    }

    fn shown(&self) -> Option<String> {
        (!self.is_empty()).then(|| self.clone())
    }
}

impl FilterValue for bool {
    const IS_FLAG: bool = true;

    fn read(address: &mut Address<'_>, name: &'static str) -> Self {
        address.one(name, |value| (value == "yes").then_some(())).is_some()
    }

    fn shown(&self) -> Option<String> {
        self.then(String::new)
    }

    fn number(&self) -> Option<i64> {
        self.then_some(1)
    }

    fn sample() -> Self {
        true
    }
}

impl FilterValue for Option<u32> {
    fn read(address: &mut Address<'_>, name: &'static str) -> Self {
        address.one(name, |value| value.parse().ok())
    }

    fn shown(&self) -> Option<String> {
        self.map(|number| number.to_string())
    }

    fn number(&self) -> Option<i64> {
        self.map(i64::from)
    }

    fn sample() -> Self {
        Some(1)
    }
}

impl FilterValue for Option<Mark> {
    const IS_MARK: bool = true;

    fn read(address: &mut Address<'_>, name: &'static str) -> Self {
        address.one(name, |value| value.parse().ok())
    }

    fn shown(&self) -> Option<String> {
        self.map(|mark| mark.to_string())
    }

    fn mark(&self) -> Option<Mark> {
        *self
    }

    fn number(&self) -> Option<i64> {
        self.map(|mark| mark.0)
    }

    fn sample() -> Self {
        Some(Mark(1))
    }
}

/// In whole minutes in the address.
impl FilterValue for Option<Seconds> {
    fn read(address: &mut Address<'_>, name: &'static str) -> Self {
        let minutes = address.one(name, |value| value.parse::<u64>().ok().filter(|minutes| *minutes <= MOST_MINUTES))?;
        Some(Seconds(minutes * 60))
    }

    fn shown(&self) -> Option<String> {
        self.map(|seconds| seconds.to_string())
    }

    fn number(&self) -> Option<i64> {
        self.map(|seconds| i64::try_from(seconds.0).unwrap_or(i64::MAX))
    }

    fn sample() -> Self {
        Some(Seconds(600))
    }
}

impl FilterValue for Option<Day> {
    fn read(address: &mut Address<'_>, name: &'static str) -> Self {
        address.one(name, Day::parse)
    }

    fn shown(&self) -> Option<String> {
        self.as_ref().map(|day| day.as_str().to_owned())
    }
}

impl FilterValue for Option<StateFilter> {
    fn read(address: &mut Address<'_>, name: &'static str) -> Self {
        address.one(name, |value| value.parse().ok())
    }
}

impl FilterValue for Vec<Outcome> {
    fn read(address: &mut Address<'_>, name: &'static str) -> Self {
        address.every(name, |value| value.parse().ok())
    }
}

impl FilterValue for Technician {
    fn read(address: &mut Address<'_>, name: &'static str) -> Self {
        let viewer = address.viewer;
        let technician = address.one(name, |value| match value {
            "anyone" => Some(Technician::Anyone),
            id => Some(Technician::User(id.parse().ok()?)),
        });
        match technician {
            Some(Technician::User(id)) if Some(id) == viewer => Technician::Me,
            technician => technician.unwrap_or_default(),
        }
    }
}
