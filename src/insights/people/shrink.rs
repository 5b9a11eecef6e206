//! Ratios shrunk towards 1.

/// Observed ratio and its variance where the truth is 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Noisy {
    pub ratio: f64,
    /// 0 where the ratio can be no other.
    pub variance: f64,
}

/// Ratios shrunk towards 1 by empirical Bayes: 1 + (r − 1) · τ² ÷ (τ² + v), where v is the variance of a ratio by chance and τ² that of the
/// true ratios between people. τ² is estimated from all ratios by moments: with weights w = 1 ÷ v, m = Σwr ÷ Σw and Q = Σw (r − m)²,
/// τ² = (Q − (k − 1)) ÷ (Σw − Σw² ÷ Σw), and 0 where that is less. So where chance alone explains the differences every ratio is 1, and
/// those of people with few walks move most.
///
/// Source: C. N. Morris, "Parametric Empirical Bayes Inference", Journal of the American Statistical Association 78 (1983), 47–55;
/// R. DerSimonian, N. Laird, "Meta-analysis in clinical trials", Controlled Clinical Trials 7 (1986), 177–188, for τ².
pub(super) fn shrink(ratios: &[Noisy]) -> Vec<f64> {
    let between = between(ratios);
    let shrunk = |one: &Noisy| {
        let all = between + one.variance;
        if all > 0.0 { 1.0 + (one.ratio - 1.0) * between / all } else { 1.0 }
    };
    ratios.iter().map(shrunk).collect()
}

/// Variance of the true ratios.
fn between(ratios: &[Noisy]) -> f64 {
    let weighed: Vec<(f64, f64)> = ratios.iter().filter(|one| one.variance > 0.0).map(|one| (one.ratio, 1.0 / one.variance)).collect();
    let sum = |of: fn(f64, f64) -> f64| weighed.iter().map(|(ratio, weight)| of(*ratio, *weight)).sum::<f64>();
    let weights = sum(|_, weight| weight);
    let mean = sum(|ratio, weight| ratio * weight) / weights;
    let unlikeness: f64 = weighed.iter().map(|(ratio, weight)| weight * (ratio - mean).powi(2)).sum();
    let scale = weights - sum(|_, weight| weight * weight) / weights;
    if scale > 0.0 { ((unlikeness - (weighed.len() as f64 - 1.0)) / scale).max(0.0) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shrunk(ratios: &[(f64, f64)]) -> Vec<f64> {
        shrink(&ratios.iter().map(|(ratio, variance)| Noisy { ratio: *ratio, variance: *variance }).collect::<Vec<_>>())
    }

    #[test]
    fn where_chance_explains_the_differences_all_ratios_are_one() {
        assert_eq!(shrunk(&[(0.95, 0.01), (1.02, 0.01), (1.04, 0.01)]), [1.0; 3]);
        assert_eq!(shrunk(&[]), [0.0; 0]);
        assert_eq!(shrunk(&[(1.0, 0.0)]), [1.0]);
    }

    #[test]
    fn differences_beyond_chance_stay_in_part_and_least_of_those_with_few_walks() {
        // By hand: weights 100, 100, 25; m = (50 + 150 + 37.5) / 225 = 1.0556; Q = 30.864 + 19.753 + 4.938 = 55.556;
        // scale = 225 - 20625 / 225 = 133.333; τ² = 53.556 / 133.333 = 0.401667.
        let found = shrunk(&[(0.5, 0.01), (1.5, 0.01), (1.5, 0.04)]);
        for (found, expected) in
            found.iter().zip([1.0 - 0.5 * 0.401_667 / 0.411_667, 1.0 + 0.5 * 0.401_667 / 0.411_667, 1.0 + 0.5 * 0.401_667 / 0.441_667])
        {
            assert!((found - expected).abs() < 1e-5, "{found} {expected}");
        }
    }
}
