//! Confidence sequence: the difference of two rates, looked at every day.
//!
//! A 95 % interval misses once in twenty looks; who looks daily and stops at the first difference finds one nearly always. A
//! confidence sequence holds at all looks together.

use super::{ALPHA, Interval, Rate};

/// Most walks for which [`more_walks`] looks ahead.
pub const MOST_WALKS: f64 = 1_000_000.0;

/// Halvings of a range: as many as leave no 64-bit number between its ends.
const HALVINGS: usize = 64;

/// Cases of one group: so many that count, and so many that do not.
#[derive(Clone, Copy)]
struct Cases(f64, f64);

impl Cases {
    fn of(rate: Rate) -> Self {
        Self(rate.part() as f64, (rate.whole() - rate.part()) as f64)
    }

    /// Logarithm of the prior-posterior ratio at `p` under a uniform prior: ln B(k + 1, n − k + 1) − k ln p − (n − k) ln (1 − p).
    fn evidence(self, p: f64) -> f64 {
        let Self(yes, no) = self;
        let beta = libm::lgamma(yes + 1.0) + libm::lgamma(no + 1.0) - libm::lgamma(yes + no + 2.0);
        let term = |cases: f64, p: f64| if cases > 0.0 { cases * p.ln() } else { 0.0 };
        beta - term(yes, p) - term(no, 1.0 - p)
    }

    /// Slope of the evidence at `p`.
    fn slope(self, p: f64) -> f64 {
        let term = |cases: f64, p: f64| if cases > 0.0 { cases / p } else { 0.0 };
        term(self.1, 1.0 - p) - term(self.0, p)
    }
}

/// Least evidence against a difference of `d`, over all pairs of rates that differ by it. It is convex along them.
fn against(first: Cases, second: Cases, d: f64) -> f64 {
    let (mut low, mut high) = ((-d).max(0.0), (1.0 - d).min(1.0));
    for _ in 0..HALVINGS {
        let middle = low + (high - low) / 2.0;
        if first.slope(middle + d) + second.slope(middle) > 0.0 { high = middle } else { low = middle }
    }
    let evidence = |p: f64| first.evidence((p + d).clamp(0.0, 1.0)) + second.evidence(p);
    evidence(low).min(evidence(high))
}

fn limit() -> f64 {
    -ALPHA.ln()
}

/// Confidence sequence of one rate less another, 95 %: with that probability the true difference lies in it at every moment at which
/// anybody looks, however the walks of the two groups alternate, and whenever watching ends. Wider than Newcombe's interval, which is for
/// one look.
///
/// For each group, the ratio of the prior to the posterior density at the true rate is a martingale that begins at 1, and so is the
/// product of both; by Ville's inequality it reaches 20 with a probability of at most 5 %. The sequence holds the differences of all pairs
/// of rates at which the product is below 20. Exact at any size, without an approximation, and it contains the estimate.
///
/// Source: H. Robbins, "Statistical methods related to the law of the iterated logarithm", Annals of Mathematical Statistics 41 (1970),
/// 1397–1409; I. Waudby-Smith, A. Ramdas, "Confidence sequences for sampling without replacement", NeurIPS 2020, section 2.1, for the
/// ratio; R. J. Turner, P. D. Grünwald, "Exact anytime-valid confidence intervals for contingency tables and beyond", Statistics and
/// Probability Letters 198 (2023), 109835, for differences of two groups.
pub fn sequence(first: Rate, second: Rate) -> Interval {
    let estimate = first.value() - second.value();
    let (first, second) = (Cases::of(first), Cases::of(second));
    let outermost = |end: f64| {
        let (mut inside, mut outside) = (estimate, end);
        for _ in 0..HALVINGS {
            let middle = inside + (outside - inside) / 2.0;
            if against(first, second, middle) < limit() { inside = middle } else { outside = middle }
        }
        outside
    };
    Interval::around(estimate, outermost(-1.0), outermost(1.0), [-1.0, 1.0])
}

/// Number of further walks, of both groups together, after which the sequence leaves 0 out if both rates stay as they are: "too early,
/// about N more walks". 0 where it does already, none beyond [`MOST_WALKS`].
pub fn more_walks(first: Rate, second: Rate) -> Option<u64> {
    let (first, second) = (Cases::of(first), Cases::of(second));
    let now = first.0 + first.1 + second.0 + second.1;
    let times = |group: Cases, factor: f64| Cases(group.0 * factor, group.1 * factor);
    let is_left_out = |factor: f64| against(times(first, factor), times(second, factor), 0.0) >= limit();
    if is_left_out(1.0) {
        return Some(0);
    }
    let (mut low, mut high) = (1.0, 1.0 + MOST_WALKS / now);
    if !is_left_out(high) {
        return None;
    }
    while (high - low) * now > 0.5 {
        let middle = low + (high - low) / 2.0;
        if is_left_out(middle) { high = middle } else { low = middle }
    }
    Some(((high - 1.0) * now).ceil() as u64)
}
