//! Weeks and months of a period, for trends.

use chrono::{Datelike, Days, Months, NaiveDate};
use strum::{EnumString, IntoStaticStr};

use super::{Period, WeekBegins, day_words};

/// Length of a trend's steps.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, IntoStaticStr, EnumString)]
#[strum(serialize_all = "kebab-case")]
pub enum Step {
    /// By week, which begins as the account's settings say.
    #[default]
    Week,
    /// By month.
    Month,
}

/// Week or month of a period: its days that are in the period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bucket {
    /// The days.
    pub period: Period,
    /// How much of the week or month they are.
    pub extent: Extent,
    step: Step,
}

/// Part of a week or month that is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// All of it.
    Whole,
    /// A part, since the period begins or ends within it.
    Cut,
    /// What there is of it so far: it is not over.
    Unfinished,
}

impl Step {
    /// Most days of a period that is shown by week; longer ones are shown by month.
    pub const MOST_DAYS_BY_WEEK: u64 = 2 * 366;

    /// Both.
    pub const ALL: [Self; 2] = [Self::Week, Self::Month];

    /// Name in addresses. Parsing reads it back.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Name as people read it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Week => "By week",
            Self::Month => "By month",
        }
    }

    /// Step of a period for which none was chosen.
    pub fn usual(period: Period) -> Self {
        if period.days() <= 100 { Self::Week } else { Self::Month }
    }

    /// The whole week or month of a day.
    fn unit(self, day: NaiveDate, week: WeekBegins) -> Period {
        match self {
            Self::Week => {
                let first = week.first_of(day);
                Period::of(first, first + Days::new(6))
            }
            Self::Month => {
                let first = day - Days::new(u64::from(day.day0()));
                Period::of(first, first + Months::new(1) - Days::new(1))
            }
        }
    }
}

impl Bucket {
    /// Name on an axis: `9 Nov`, the first day of a week; `Nov 2026`.
    pub fn label(&self) -> String {
        let form = if self.step == Step::Week { "%-d %b" } else { "%b %Y" };
        self.period.from().format(form).to_string()
    }

    /// Name in a table: `Week from 9 Nov 2026`, `November 2026`.
    pub fn words(&self) -> String {
        match self.step {
            Step::Week => format!("Week from {}", day_words(self.period.from())),
            Step::Month => self.period.from().format("%B %Y").to_string(),
        }
    }

    /// Remark where it is no whole week or month: `so far`, `5 to 8 Nov 2026 alone`.
    pub fn remark(&self) -> Option<String> {
        match self.extent {
            Extent::Whole => None,
            Extent::Cut => Some(format!("{} alone", self.period.words())),
            Extent::Unfinished => Some("so far".to_owned()),
        }
    }
}

/// The weeks or months of a period in their order, up to that of `today`. They have each of its days up to there, once.
pub fn buckets(period: Period, step: Step, week: WeekBegins, today: NaiveDate) -> Vec<Bucket> {
    let mut found = Vec::new();
    let mut next = period.from();
    while next <= period.to() && (found.is_empty() || next <= today) {
        let unit = step.unit(next, week);
        let days = Period::of(next, unit.to().min(period.to()));
        let extent = match days {
            _ if days.to() >= today => Extent::Unfinished,
            _ if days == unit => Extent::Whole,
            _ => Extent::Cut,
        };
        found.push(Bucket { period: days, extent, step });
        next = unit.to() + Days::new(1);
    }
    found
}
