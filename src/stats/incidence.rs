//! Cumulative incidence: the share of sessions that has ended after a time, where some are still open.

use serde::Serialize;

use super::{FrequencyTable, Interval, Z};
use crate::time::Seconds;

/// Share of sessions that has ended by a time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ended {
    /// The time, at which at least one session ended.
    pub by: Seconds,
    /// Share that has ended by then in each of the ways, 0 to 1 together.
    pub shares: Vec<f64>,
    /// Share that has ended in any way: their sum.
    pub share: f64,
    /// 95 % interval of that share.
    pub interval: Interval,
}

/// Cumulative incidence at each time at which a session ended. `ended` has the durations of ended sessions, a table for each way of
/// ending, `open` the time so far of those that are still open: they count among those who could have ended up to then, and say nothing of
/// later. Leaving them out, or taking them as ended, would say that all is faster than it is. Empty where nothing ended, and where a table
/// is a difference with negative entries.
///
/// With n sessions at risk just before t, of which d end, dₖ of them in way k, S(t) = Π (1 − d ÷ n) by Kaplan and Meier is the share that
/// is still open, and that of way k is Σ S(t−) dₖ ÷ n by Aalen and Johansen. The interval is S to the power of exp(±z √V ÷ ln S), with
/// Greenwood's V = Σ d ÷ (n (n − d)); once nobody is left it runs from its last lower end to 1.
///
/// Source: J. D. Kalbfleisch, R. L. Prentice, *The Statistical Analysis of Failure Time Data*, 2nd edition (2002), sections 1.4 and 8.2.
pub fn incidence(ended: &[FrequencyTable], open: &FrequencyTable) -> Vec<Ended> {
    let cases: Option<Vec<u64>> = ended.iter().chain([open]).map(FrequencyTable::cases).collect();
    let Some(cases) = cases else { return Vec::new() };
    let mut at_risk: f64 = cases.iter().map(|cases| *cases as f64).sum();
    let mut events: Vec<(Seconds, Option<usize>, f64)> = open.iter().map(|(time, count)| (time, None, count as f64)).collect();
    for (way, table) in ended.iter().enumerate() {
        events.extend(table.iter().map(|(time, count)| (time, Some(way), count as f64)));
    }
    events.sort_by_key(|(time, ..)| *time);
    let (mut still_open, mut variance, mut low) = (1.0, 0.0, 0.0);
    let mut shares = vec![0.0; ended.len()];
    let mut curve = Vec::new();
    for together in events.chunk_by(|one, next| one.0 == next.0) {
        let (mut gone, mut left) = (0.0, 0.0);
        for (_, way, count) in together {
            left += count;
            if let Some(way) = way {
                shares[*way] += still_open * count / at_risk;
                gone += count;
            }
        }
        if gone > 0.0 {
            still_open *= (at_risk - gone) / at_risk;
            variance += gone / (at_risk * (at_risk - gone));
            let share = 1.0 - still_open;
            let interval = around(still_open, variance, low);
            low = interval.low;
            curve.push(Ended { by: together[0].0, shares: shares.clone(), share, interval });
        }
        at_risk -= left;
    }
    curve
}

/// Interval of the share that has ended.
fn around(still_open: f64, variance: f64, low: f64) -> Interval {
    let share = 1.0 - still_open;
    if still_open <= 0.0 {
        return Interval::around(share, low, 1.0, [0.0, 1.0]);
    }
    let spread = (Z * variance.sqrt() / -still_open.ln()).exp();
    Interval::around(share, 1.0 - still_open.powf(spread.recip()), 1.0 - still_open.powf(spread), [0.0, 1.0])
}
