//! Figures of Trust.

use resolutionflow::insights::Bucket;
use resolutionflow::outcome::Outcome;
use resolutionflow::stats::{COUNTED, Flags, Rate, SessionFigures};

use super::Asked;

/// How far figures are to be trusted, in a period and the one before.
#[derive(Debug, Clone, PartialEq)]
pub struct Trust {
    /// The question.
    pub asked: Asked,
    /// Of the period.
    pub now: TrustRow,
    /// Of the period before.
    pub before: TrustRow,
    /// Of each week or month.
    pub trend: Vec<(Bucket, TrustRow)>,
}

/// Figures of trust of some walks.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TrustRow {
    /// Sums over the walks.
    pub figures: SessionFigures,
    /// Number of walks whose outcome was corrected.
    pub corrected: i64,
}

impl TrustRow {
    /// Number of walks.
    pub fn walks(&self) -> i64 {
        self.figures.counts.endings.count()
    }

    /// Share of the elapsed time that is by a browser's clock, in seconds of seconds.
    pub fn browser_time(&self) -> Option<Rate> {
        let outcomes: &[Outcome] = &COUNTED;
        Rate::new(self.figures.counts.by_browser, self.figures.elapsed(outcomes).sum())
    }

    /// Share of steps of 0 or 1 s.
    pub fn short_steps(&self) -> Option<Rate> {
        Rate::new(self.figures.counts.steps_without_time, self.figures.counts.steps)
    }

    /// Share of walks with a mark.
    pub fn marked(&self, flag: Flags) -> Option<Rate> {
        let number = Flags::ALL.iter().zip(self.figures.counts.flags).find(|(other, _)| **other == flag).map_or(0, |(_, number)| number);
        Rate::new(number, self.walks())
    }

    /// Share of walks whose outcome was corrected.
    pub fn corrected(&self) -> Option<Rate> {
        Rate::new(self.corrected, self.walks())
    }
}
