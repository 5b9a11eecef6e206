//! Rates: a part of a whole, both kept until they are printed. They are never averaged and never added up.

use serde::Serialize;

use super::{Interval, Z};

/// Least number of sessions of which a figure says anything; below it pages, files and the API say "not enough data".
pub const ENOUGH: u64 = 10;

/// True if so many sessions are enough to say something of them.
pub fn is_enough(sessions: i64) -> bool {
    u64::try_from(sessions).is_ok_and(|sessions| sessions >= ENOUGH)
}

/// So many of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Rate {
    part: u64,
    whole: u64,
}

/// Difference of two rates.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Difference {
    /// The first rate less the second, −1 to 1.
    pub estimate: f64,
    /// 95 % interval by Newcombe.
    pub interval: Interval,
    /// Probability of a difference at least as large where there is none, 0 to 1.
    pub p: f64,
}

impl Rate {
    /// Rate of `part` in `whole`; none of nothing, and where they are no part and whole.
    pub fn new(part: i64, whole: i64) -> Option<Self> {
        let (part, whole) = (u64::try_from(part).ok()?, u64::try_from(whole).ok()?);
        (whole > 0 && part <= whole).then_some(Self { part, whole })
    }

    /// Number of cases that count.
    pub fn part(self) -> u64 {
        self.part
    }

    /// Number of all cases, at least 1.
    pub fn whole(self) -> u64 {
        self.whole
    }

    /// True if there are enough cases to show it.
    pub fn is_enough(self) -> bool {
        self.whole >= ENOUGH
    }

    /// Value, 0 to 1.
    pub fn value(self) -> f64 {
        self.part as f64 / self.whole as f64
    }

    /// 95 % interval by Wilson's score, without a correction for continuity: the p at which (p̂ − p)² = z² p (1 − p) ÷ n.
    ///
    /// Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927), 209–212.
    pub fn interval(self) -> Interval {
        let (n, p, z2) = (self.whole as f64, self.value(), Z * Z);
        let middle = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
        let half = Z * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt() / (1.0 + z2 / n);
        Interval::around(p, middle - half, middle + half, [0.0, 1.0])
    }

    /// This rate less another, of other cases. The interval puts Wilson's of both together, d − √((p₁ − l₁)² + (u₂ − p₂)²) to
    /// d + √((u₁ − p₁)² + (p₂ − l₂)²); p is of the score test, z² = d² ÷ (p (1 − p)(1 ÷ n₁ + 1 ÷ n₂)) with p of both together.
    ///
    /// Source: R. G. Newcombe, "Interval estimation for the difference between independent proportions", Statistics in Medicine 17
    /// (1998), 873–890, method 10.
    pub fn less(self, other: Self) -> Difference {
        let (mine, theirs) = (self.interval(), other.interval());
        let (p, q) = (self.value(), other.value());
        let estimate = p - q;
        let low = estimate - (p - mine.low).hypot(theirs.high - q);
        let high = estimate + (mine.high - p).hypot(q - theirs.low);
        let (n, m) = (self.whole as f64, other.whole as f64);
        let both = (self.part as f64 + other.part as f64) / (n + m);
        let variance = both * (1.0 - both) * (1.0 / n + 1.0 / m);
        let p = if variance > 0.0 { two_sided(estimate / variance.sqrt()) } else { 1.0 };
        Difference { estimate, interval: Interval::around(estimate, low, high, [-1.0, 1.0]), p }
    }
}

/// Probability of a standard normal variable at least as far from 0 as `z`.
pub(super) fn two_sided(z: f64) -> f64 {
    libm::erfc(z.abs() / std::f64::consts::SQRT_2).min(1.0)
}
