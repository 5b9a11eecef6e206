//! Change of a rate between two periods, split into what changed within the parts and what their mix changed.

use crate::stats::Rate;

/// Change of a rate of a whole that has parts, in units of 1: its two halves add up to it.
///
/// Trees differ in how often they resolve. Where more walks go through harder ones, the rate of all falls although no tree became worse
/// (Simpson's paradox).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Split {
    /// Change within the parts, each weighed by its mean share of the two periods.
    pub rate: f64,
    /// Change of the parts' shares, each weighed by its mean rate of the two periods.
    pub mix: f64,
}

impl Split {
    /// The whole change.
    pub fn total(&self) -> f64 {
        self.rate + self.mix
    }

    /// True if the parts changed the other way than the whole, each by at least half a point.
    pub fn is_turned_by_the_mix(&self) -> bool {
        const HALF_A_POINT: f64 = 0.005;
        self.rate * self.total() < 0.0 && self.rate.abs() >= HALF_A_POINT && self.total().abs() >= HALF_A_POINT
    }
}

/// Splits the change from the second rate to the first one of each part. A part that one of the periods does not have counts for the mix
/// alone. None where one of the periods has none.
///
/// Source: E. M. Kitagawa, "Components of a difference between two rates", JASA 50 (1955), 1168–1194.
pub fn split(parts: &[(Option<Rate>, Option<Rate>)]) -> Option<Split> {
    let whole = |rate: Option<Rate>| rate.map_or(0.0, |rate| rate.whole() as f64);
    let all: [f64; 2] = parts.iter().fold([0.0; 2], |[now, before], part| [now + whole(part.0), before + whole(part.1)]);
    if all.contains(&0.0) {
        return None;
    }
    let zero = Split { rate: 0.0, mix: 0.0 };
    Some(parts.iter().fold(zero, |sum, (now, before)| {
        let shares = [whole(*now) / all[0], whole(*before) / all[1]];
        let Some(known) = now.or(*before) else { return sum };
        let rates = [now.unwrap_or(known).value(), before.unwrap_or(known).value()];
        Split {
            rate: sum.rate + (shares[0] + shares[1]) / 2.0 * (rates[0] - rates[1]),
            mix: sum.mix + (rates[0] + rates[1]) / 2.0 * (shares[0] - shares[1]),
        }
    }))
}
