//! Periods that end today, by name: an address with one of them is about other days tomorrow.

use chrono::{Datelike, Days, Months, NaiveDate};
use strum::{EnumString, IntoStaticStr};

use super::{Period, WeekBegins};

/// Period up to today, by name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, IntoStaticStr, EnumString)]
#[strum(serialize_all = "kebab-case")]
pub enum Preset {
    /// Today and the 29 days before.
    #[default]
    #[strum(serialize = "30-days")]
    Days30,
    /// This week, so far.
    Week,
    /// This month, so far.
    Month,
    /// This quarter of the year, so far.
    Quarter,
    /// This year, so far.
    Year,
}

impl Preset {
    /// Every preset, as pages list them.
    pub const ALL: [Self; 5] = [Self::Days30, Self::Week, Self::Month, Self::Quarter, Self::Year];

    /// Name in addresses. Parsing reads it back.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Name as people read it, at the beginning of a sentence.
    pub fn word(self) -> &'static str {
        match self {
            Self::Days30 => "Last 30 days",
            Self::Week => "This week",
            Self::Month => "This month",
            Self::Quarter => "This quarter",
            Self::Year => "This year",
        }
    }

    /// Its days up to `today`.
    pub fn period(self, today: NaiveDate, week: WeekBegins) -> Period {
        Period::of(self.first_of(today, week), today)
    }

    /// The days that it is compared with: the same part of the week, month, quarter or year before, no longer than that is.
    pub fn before(self, today: NaiveDate, week: WeekBegins) -> Period {
        let now = self.period(today, week);
        let first = match self {
            // Thirty days, also where the last thirty are a whole month.
            Self::Days30 => return Period::ending(now.from() - Days::new(1), now.days()),
            Self::Week => now.from() - Days::new(7),
            Self::Month => now.from() - Months::new(1),
            Self::Quarter => now.from() - Months::new(3),
            Self::Year => now.from() - Months::new(12),
        };
        let to = first + Days::new(now.days() - 1);
        Period::of(first, to.min(now.from() - Days::new(1)))
    }

    fn first_of(self, today: NaiveDate, week: WeekBegins) -> NaiveDate {
        let month = today - Days::new(u64::from(today.day0()));
        match self {
            Self::Days30 => today - Days::new(29),
            Self::Week => week.first_of(today),
            Self::Month => month,
            Self::Quarter => month - Months::new(today.month0() % 3),
            Self::Year => month - Months::new(today.month0()),
        }
    }
}
