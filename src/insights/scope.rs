//! Scope of a page of Insights: its days, those that they are compared with, and the steps of its trends, as an address says them.

use chrono::NaiveDate;

use super::{Bucket, NotAPeriod, Period, Preset, Step, WeekBegins, buckets, day};

/// Days of a page, and what follows from them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scope {
    /// The preset of the address; none where it names days.
    pub preset: Option<Preset>,
    /// The days that figures are of.
    pub period: Period,
    /// The days that they are compared with.
    pub before: Period,
    /// Steps of trends.
    pub step: Step,
    /// Day with which weeks begin.
    pub week: WeekBegins,
    /// The present day in the account's zone.
    pub today: NaiveDate,
}

/// Value of an address that makes no scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAScope {
    /// Parameter of the address: `from` or `to`.
    pub field: &'static str,
    /// What is wrong with it.
    pub fault: NotAPeriod,
}

impl Scope {
    /// Scope of an address: `period` names a preset, `from` and `to` are days, which come before it, and `by` is the step. One of the two
    /// days may be missing: the last one is then today, the first one 29 days before the last. Unknown presets and steps count as missing.
    ///
    /// # Errors
    /// [`NotAScope`] where the days are no period, or begin after `today`.
    pub fn read(get: impl Fn(&str) -> String, today: NaiveDate, week: WeekBegins) -> Result<Self, NotAScope> {
        let read = |field: &'static str| match get(field).as_str() {
            "" => Ok(None),
            text => day(text).map(Some).ok_or(NotAScope { field, fault: NotAPeriod::NotADay }),
        };
        let own = match (read("from")?, read("to")?) {
            (None, None) => None,
            (from, to) => {
                let to = to.unwrap_or_else(|| from.map_or(today, |from| today.max(from)));
                let from = from.unwrap_or_else(|| Period::ending(to, 30).from());
                let fault = |fault| NotAScope { field: if fault == NotAPeriod::EndsFirst { "to" } else { "from" }, fault };
                let period = Period::new(from, to).map_err(fault)?;
                if from > today {
                    return Err(fault(NotAPeriod::NotBegun));
                }
                Some(period)
            }
        };
        let preset = get("period").parse().unwrap_or_default();
        let of_preset = Self::of(preset, today, week);
        let (period, before) = own.map_or((of_preset.period, of_preset.before), |period| (period, period.before()));
        let asked = get("by").parse().unwrap_or_else(|_| Step::usual(period));
        let step = if period.days() > Step::MOST_DAYS_BY_WEEK { Step::Month } else { asked };
        Ok(Self { preset: own.is_none().then_some(preset), period, before, step, week, today })
    }

    /// Scope of an address that says nothing.
    pub fn usual(today: NaiveDate, week: WeekBegins) -> Self {
        Self::of(Preset::default(), today, week)
    }

    fn of(preset: Preset, today: NaiveDate, week: WeekBegins) -> Self {
        let period = preset.period(today, week);
        Self { preset: Some(preset), period, before: preset.before(today, week), step: Step::usual(period), week, today }
    }

    /// Weeks or months of its trends.
    pub fn buckets(&self) -> Vec<Bucket> {
        buckets(self.period, self.step, self.week, self.today)
    }

    /// True if days of it are still to come or not over, so that figures of it grow.
    pub fn is_unfinished(&self) -> bool {
        self.period.to() >= self.today
    }
}
