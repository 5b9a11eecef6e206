//! Signs that walks are stuck at a step, each by itself: a mixed score would hide what to mend.

use crate::stats::{NodeFigures, Way};

/// Signs of a node, as numbers of steps, visits and reports, to be read per 100 sessions that visited it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stuck {
    /// Sessions that visited it.
    pub sessions: i64,
    /// Departures by going back or by a jump to an earlier step.
    pub back_outs: i64,
    /// Arrivals beyond the first of each session.
    pub returns: i64,
    /// Visits that ended by parking.
    pub parks: i64,
    /// Ad-hoc steps that interrupted it.
    pub detours: i64,
    /// Problems that were reported with it.
    pub reports: i64,
}

impl Stuck {
    /// Signs of a node with its figures and its problem reports of the same days.
    pub fn of(node: &NodeFigures, reports: i64) -> Self {
        let left = |way| node.trail.departures.get(&way).copied().unwrap_or_default();
        Self {
            sessions: node.sessions,
            back_outs: left(Way::Back).saturating_add(left(Way::Jump)),
            returns: node.trail.arrived().saturating_sub(node.sessions),
            parks: node.parks,
            detours: node.ad_hoc.elapsed.count(),
            reports,
        }
    }

    /// Every sign, in the order in which pages list them.
    pub fn signs(&self) -> [i64; 5] {
        [self.back_outs, self.returns, self.parks, self.detours, self.reports]
    }

    /// True if there is no sign at all.
    pub fn is_none(&self) -> bool {
        self.signs() == [0; 5]
    }
}

/// So many per 100 of something, to a tenth, half up: `3.4`, `12`, `0`; `< 0.1` where it is not nothing. None per 100 of nothing.
pub fn per_hundred(number: i64, of: i64) -> Option<String> {
    let (number, of) = (u128::try_from(number).ok()?, u128::try_from(of).ok().filter(|of| *of > 0)?);
    let tenths = (number * 2_000 + of) / (of * 2);
    Some(match (tenths / 10, tenths % 10) {
        (0, 0) if number > 0 => "< 0.1".to_owned(),
        (whole, 0) => whole.to_string(),
        (whole, tenth) => format!("{whole}.{tenth}"),
    })
}
