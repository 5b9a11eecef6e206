//! Experiment of a measurement: tickets that were drawn for the stopwatch against those that were not, in the groups in which they were
//! drawn, whatever became of them (intention to treat).

use crate::outcome::Outcome;
use crate::stats::{Difference, FrequencyTable, Rate, Shift, shift};
use crate::time::Seconds;

/// Case of a measurement: a ticket with all its sessions; without a ticket, a session with those that follow it up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Case {
    /// True if it was drawn for the stopwatch.
    pub is_drawn: bool,
    /// True if the technician declined the stopwatch for any of its sessions.
    pub is_declined: bool,
    /// True if a walk of the stopwatch was left for a tree.
    pub is_switched: bool,
    /// Outcome and active time of each of its walks; none yet while nothing ended.
    pub walks: Vec<(Outcome, Seconds)>,
}

impl Case {
    /// Σ active time of its walks.
    fn active(&self) -> Seconds {
        self.walks.iter().map(|(_, active)| *active).sum()
    }

    /// True if any of its walks solved it; none if none of its walks is in a rate.
    fn is_solved(&self) -> Option<bool> {
        let mut decided = self.walks.iter().filter(|(outcome, _)| outcome.ends_a_walk()).peekable();
        decided.peek()?;
        Some(decided.any(|(outcome, _)| super::SOLVED.contains(outcome)))
    }
}

/// One of the two groups.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Arm {
    /// Cases that belong to it.
    pub cases: i64,
    /// Cases of which nothing has ended yet; they are in no time and no rate.
    pub open: i64,
    /// Cases with a start for which the stopwatch was declined.
    pub declined: i64,
    /// Cases in which the stopwatch was left for a tree.
    pub switched: i64,
    /// Active times of its cases, each the sum of its walks.
    pub active: FrequencyTable,
    /// Cases that were solved.
    pub solved: i64,
    /// Cases with a walk that is in a rate.
    pub decided: i64,
}

impl Arm {
    fn take(&mut self, case: &Case) {
        self.cases += 1;
        self.declined += i64::from(case.is_declined);
        self.switched += i64::from(case.is_switched);
        if case.walks.is_empty() {
            self.open += 1;
            return;
        }
        self.active.insert(case.active(), 1);
        let solved = case.is_solved();
        self.decided += i64::from(solved.is_some());
        self.solved += i64::from(solved == Some(true));
    }

    /// Share of its cases that were solved.
    pub fn resolution(&self) -> Option<Rate> {
        Rate::new(self.solved, self.decided)
    }
}

/// Both groups of a measurement.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Experiment {
    /// Drawn for the stopwatch.
    pub drawn: Arm,
    /// All others: they walked trees.
    pub others: Arm,
}

impl Experiment {
    /// Groups of some cases, each in the one in which it was drawn.
    pub fn of<'a>(cases: impl IntoIterator<Item = &'a Case>) -> Self {
        let mut experiment = Self::default();
        for case in cases {
            let arm = if case.is_drawn { &mut experiment.drawn } else { &mut experiment.others };
            arm.take(case);
        }
        experiment
    }

    /// Time saved per case, in seconds: how much longer cases of the stopwatch take. None while either group has too few that ended.
    pub fn saved(&self) -> Option<Shift> {
        let enough = crate::stats::ENOUGH.cast_signed();
        let is_enough = self.drawn.active.count() >= enough && self.others.active.count() >= enough;
        is_enough.then(|| shift(&self.drawn.active, &self.others.active)).flatten()
    }

    /// Half the width of the interval of [`Experiment::saved`], in seconds: how exactly it would be known. It says nothing of the difference
    /// itself, so that whoever looks at it may stop the measurement by it and the interval still holds.
    pub fn precision(&self) -> Option<Seconds> {
        let interval = self.saved()?.interval?;
        Some(Seconds(((interval.high - interval.low) / 2.0).round() as u64))
    }

    /// Share of solved cases with trees less that with the stopwatch. None while either group has too few.
    pub fn resolution(&self) -> Option<Difference> {
        let (others, drawn) = (self.others.resolution()?, self.drawn.resolution()?);
        (others.is_enough() && drawn.is_enough()).then(|| others.less(drawn))
    }
}
