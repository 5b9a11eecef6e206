//! Distributions of counts: how many of n cases go one way by chance.

/// Most cases whose distribution is worked out; it takes some 10·√n steps.
pub const MOST_CASES: u64 = 100_000_000;

/// Probability, beside that of the likeliest count, from which on counts are left out: 64-bit sums do not change by them.
const NEGLIGIBLE: f64 = 1e-24;

/// Distribution of a count. Counts that are next to impossible are left out.
#[derive(Debug, Clone)]
pub struct Distribution {
    /// The least count.
    first: u64,
    /// Probabilities of the counts from the first on; they add up to 1.
    mass: Vec<f64>,
}

impl Distribution {
    /// Binomial distribution: `n` independent cases, each with probability `p` (outside of 0 to 1, the nearer of both). Worked out from
    /// the likeliest count outward, by the ratio of neighbours P(k + 1) ÷ P(k) = (n − k) p ÷ ((k + 1)(1 − p)), and divided by the sum, so
    /// that no factorial is needed. None for more than [`MOST_CASES`] and a `p` that is no number.
    pub fn binomial(n: u64, p: f64) -> Option<Self> {
        if n > MOST_CASES || p.is_nan() {
            return None;
        }
        let p = p.clamp(0.0, 1.0);
        let likeliest = (((n + 1) as f64 * p) as u64).min(n);
        let grows = |from: u64| (n - from) as f64 * p / ((from + 1) as f64 * (1.0 - p));
        let (mut mass, mut first) = (Vec::new(), likeliest);
        let mut one = 1.0;
        while first > 0 && one > NEGLIGIBLE {
            one /= grows(first - 1);
            mass.push(one);
            first -= 1;
        }
        mass.reverse();
        mass.push(1.0);
        one = 1.0;
        for count in likeliest..n {
            one *= grows(count);
            if one <= NEGLIGIBLE {
                break;
            }
            mass.push(one);
        }
        Some(Self { first, mass }.normal())
    }

    /// Distribution of the sum of two independent counts; none where it would take more than 10⁸ steps.
    pub fn plus(&self, other: &Self) -> Option<Self> {
        if self.mass.len().saturating_mul(other.mass.len()) as u64 > MOST_CASES {
            return None;
        }
        let mut mass = vec![0.0; self.mass.len() + other.mass.len() - 1];
        for (at, one) in self.mass.iter().enumerate() {
            for (sum, other) in mass[at..].iter_mut().zip(&other.mass) {
                *sum += one * other;
            }
        }
        let (least, most) = (mass.iter().position(|one| *one > NEGLIGIBLE)?, mass.iter().rposition(|one| *one > NEGLIGIBLE)?);
        Some(Self { first: self.first + other.first + least as u64, mass: mass.drain(least..=most).collect() }.normal())
    }

    /// Number of counts that are too small to be chance: the k at which P(count < k) ≤ `share` still, and no longer at k + 1.
    pub fn low(&self, share: f64) -> u64 {
        self.first + rare(self.mass.iter(), share)
    }

    /// The largest count that is not too large to be chance: the least k with P(count > k) ≤ `share`.
    pub fn high(&self, share: f64) -> u64 {
        self.first + (self.mass.len() as u64 - 1).saturating_sub(rare(self.mass.iter().rev(), share))
    }

    fn normal(mut self) -> Self {
        let sum: f64 = self.mass.iter().sum();
        self.mass.iter_mut().for_each(|one| *one /= sum);
        self
    }
}

/// Number of masses at the beginning that together are at most `share`.
fn rare<'a>(mass: impl Iterator<Item = &'a f64>, share: f64) -> u64 {
    let sums = mass.scan(0.0, |sum, one| {
        *sum += one;
        Some(*sum)
    });
    sums.take_while(|sum| *sum <= share).count() as u64
}
