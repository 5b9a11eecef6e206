//! Cells of tables: one number, printed for people on pages and in full in files.

use resolutionflow::insights::{Figure, Saved, count, interval, per_hundred, percent};
use resolutionflow::stats::{Bounds, Difference, ENOUGH, FrequencyTable, Quantile, Rate, Ratio, is_enough};
use resolutionflow::time::Seconds;

use super::Kind;
use super::amount::{self, Money};

/// What stands in the place of a figure of fewer than [`ENOUGH`] sessions, on pages and in files.
pub const NOT_ENOUGH: &str = "not enough data";

/// What stands in the place of a figure that would say something of single people.
pub const WITHHELD: &str = "too few people";

/// Cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// What it says.
    pub value: Value,
    /// The figure that it is, where it is another one than its column's.
    pub figure: Option<&'static Figure>,
    /// Address of the sessions behind it, for readers who may read all of them; none where it has none.
    pub sessions: Option<String>,
}

impl Cell {
    /// The same cell of a figure that is not its column's.
    #[must_use]
    pub fn of(self, figure: &'static Figure) -> Self {
        Self { figure: Some(figure), ..self }
    }

    /// The same cell, which leads to the sessions behind it.
    #[must_use]
    pub fn leading_to(self, sessions: Option<String>) -> Self {
        Self { sessions, ..self }
    }
}

/// Value of a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Name of the row, or a remark.
    Text(String),
    /// Number of things.
    Count(i64),
    /// So many of so many; none of nothing.
    Share(Option<Rate>),
    /// So much of so much, where the parts are no cases of their own, so that it has no interval: steps, or seconds of walks.
    Part(Part),
    /// Quantile of some times.
    Time(Time),
    /// Sum of times.
    Sum(Seconds),
    /// So many per 100 sessions.
    PerHundred {
        /// Number of steps, visits or reports.
        number: i64,
        /// Number of the sessions.
        of: i64,
    },
    /// Time that so many walks saved; none without a baseline.
    Saved(Option<(Saved, i64)>),
    /// The same in money.
    Money(Option<Money>),
    /// Number that is no whole one: an expected count.
    Real(f64),
    /// The least and the largest of some counts.
    Range([u64; 2]),
    /// Ratio of sums, without an interval; none where nothing is expected, and of too few.
    Factor(Option<f64>),
    /// Nothing, in a column of this kind: a number of so few people that it would say something of each.
    Withheld(Kind),
    /// Ratio of times; none of too few.
    Ratio(Option<Ratio>),
    /// Difference of rates; none of too few.
    Difference(Option<Difference>),
    /// What a measurement finds, which nobody sees before it is stopped; of this kind then.
    OnceStopped(Kind),
}

/// Share of steps or seconds of some walks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The share; none of nothing.
    pub rate: Option<Rate>,
    /// Number of the walks.
    pub walks: i64,
    /// True if it is of seconds.
    pub is_time: bool,
}

impl Part {
    fn enough(&self) -> Option<Rate> {
        self.rate.filter(|_| is_enough(self.walks))
    }
}

/// Quantile of some times, with its interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Time {
    /// The quantile, a time that occurred; none of no times.
    pub value: Option<Seconds>,
    /// Its 95 % interval.
    pub bounds: Bounds,
    /// Number of times.
    pub n: u64,
}

impl Time {
    /// A quantile of a table of times.
    pub fn of(table: &FrequencyTable, quantile: Quantile) -> Self {
        let n = u64::try_from(table.count()).unwrap_or(0);
        Self { value: table.quantile(quantile), bounds: table.bounds(quantile), n }
    }

    /// The quantile, where there are enough times to show it.
    pub fn enough(&self) -> Option<Seconds> {
        self.value.filter(|_| self.n >= ENOUGH)
    }

    /// Its interval in words: `5 min 10 s to 9 min 00 s`, `at least 21 min 00 s`.
    pub fn interval(&self) -> String {
        match (self.bounds.low, self.bounds.high) {
            (Some(low), Some(high)) => format!("{low} to {high}"),
            (Some(low), None) => format!("at least {low}"),
            (None, Some(high)) => format!("at most {high}"),
            (None, None) => String::new(),
        }
    }
}

impl Value {
    /// What people read first: the number.
    pub fn shown(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Count(number) => count(*number),
            Self::Share(rate) => rate.filter(|rate| rate.is_enough()).map_or(NOT_ENOUGH.to_owned(), percent),
            Self::Part(part) => part.enough().map_or(NOT_ENOUGH.to_owned(), percent),
            Self::Time(time) => time.enough().map_or(NOT_ENOUGH.to_owned(), |value| value.to_string()),
            Self::Sum(sum) => sum.to_string(),
            Self::PerHundred { number, of } => {
                Some(*of).filter(|of| *of >= ENOUGH.cast_signed()).and_then(|of| per_hundred(*number, of)).unwrap_or(NOT_ENOUGH.to_owned())
            }
            Self::Saved(saved) => amount::saved(*saved),
            Self::Money(money) => Money::shown(*money),
            Self::Real(number) => format!("{number:.1}"),
            Self::Range([low, high]) => format!("{} to {}", self::number(*low), self::number(*high)),
            Self::Factor(factor) => factor.map_or(NOT_ENOUGH.to_owned(), |factor| format!("{factor:.2} ×")),
            Self::Withheld(_) => WITHHELD.to_owned(),
            Self::Ratio(ratio) => amount::ratio(*ratio),
            Self::Difference(difference) => amount::difference(*difference),
            Self::OnceStopped(_) => "once stopped".to_owned(),
        }
    }

    /// What stands beside it, quieter: interval and numbers.
    pub fn beside(&self) -> String {
        match self {
            Self::Share(Some(rate)) if rate.is_enough() => {
                format!("{}, {} of {}", interval(rate.interval()), number(rate.part()), number(rate.whole()))
            }
            Self::Share(rate) => format!("n = {}", rate.map_or(0, Rate::whole)),
            Self::Part(part) => match part.enough() {
                Some(rate) if part.is_time => format!("{} of {}", Seconds(rate.part()), Seconds(rate.whole())),
                Some(rate) => format!("{} of {}", number(rate.part()), number(rate.whole())),
                None => format!("n = {}", count(part.walks)),
            },
            Self::Time(time) if time.enough().is_some() => time.interval(),
            Self::Time(time) => format!("n = {}", time.n),
            Self::PerHundred { number, of } if *of >= ENOUGH.cast_signed() => format!("{} in {}", count(*number), count(*of)),
            Self::Ratio(ratio) => amount::beside_ratio(*ratio),
            Self::Difference(difference) => amount::beside_difference(*difference),
            _ => String::new(),
        }
    }

    /// Its fields in a file, one for each column of [`Kind::fields`](super::Kind::fields).
    pub(super) fn fields(&self) -> Vec<String> {
        let seconds = |time: Option<Seconds>| time.map(|time| time.0.to_string()).unwrap_or_default();
        match self {
            Self::Text(text) => vec![text.clone()],
            Self::Count(number) => vec![number.to_string()],
            Self::Share(Some(rate)) if rate.is_enough() => {
                let bounds = rate.interval();
                let exact = [rate.value(), bounds.low, bounds.high].map(|value| format!("{value:.6}"));
                let [value, low, high] = exact;
                vec![value, rate.part().to_string(), rate.whole().to_string(), low, high]
            }
            Self::Share(rate) => few(rate.map_or(0, Rate::whole).to_string()),
            Self::Part(part) => match part.enough() {
                Some(rate) => {
                    vec![format!("{:.6}", rate.value()), rate.part().to_string(), rate.whole().to_string(), String::new(), String::new()]
                }
                None => few(part.walks.to_string()),
            },
            Self::Time(time) => match time.enough() {
                Some(value) => vec![value.0.to_string(), time.n.to_string(), seconds(time.bounds.low), seconds(time.bounds.high)],
                None => vec![NOT_ENOUGH.to_owned(), time.n.to_string(), String::new(), String::new()],
            },
            Self::Sum(sum) => vec![sum.0.to_string()],
            Self::Withheld(kind) | Self::OnceStopped(kind) => {
                std::iter::once(self.shown()).chain(kind.fields("").into_iter().skip(1).map(|_| String::new())).collect()
            }
            Self::PerHundred { number, of } if *of >= ENOUGH.cast_signed() => {
                vec![format!("{:.6}", 100.0 * *number as f64 / *of as f64), number.to_string(), of.to_string()]
            }
            Self::PerHundred { of, .. } => vec![NOT_ENOUGH.to_owned(), String::new(), of.to_string()],
            Self::Saved(saved) => amount::saved_fields(*saved),
            Self::Money(money) => Money::fields(*money),
            Self::Real(number) => vec![format!("{number:.6}")],
            Self::Range(ends) => ends.map(|end| end.to_string()).to_vec(),
            Self::Factor(factor) => vec![factor.map_or(NOT_ENOUGH.to_owned(), |factor| format!("{factor:.6}"))],
            Self::Ratio(ratio) => {
                let ends = |ratio: &Ratio| ratio.interval.map(|interval| [interval.low, interval.high]);
                amount::estimate_fields(ratio.map(|ratio| (ratio.estimate, ends(&ratio), ratio.p)))
            }
            Self::Difference(difference) => {
                let of = |found: Difference| (found.estimate, Some([found.interval.low, found.interval.high]), found.p);
                amount::estimate_fields(difference.map(of))
            }
        }
    }
}

/// Fields of a share of too few sessions: no part, or the share could be worked out.
fn few(whole: String) -> Vec<String> {
    vec![NOT_ENOUGH.to_owned(), String::new(), whole, String::new(), String::new()]
}

fn number(number: u64) -> String {
    count(i64::try_from(number).unwrap_or(i64::MAX))
}

impl From<Value> for Cell {
    fn from(value: Value) -> Self {
        Self { value, figure: None, sessions: None }
    }
}
