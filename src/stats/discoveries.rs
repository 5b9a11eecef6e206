//! Several comparisons on one page: which of them to believe.

/// Share of the differences that a page points out of which chance may be the only cause: one in ten.
pub const FALSE_DISCOVERIES: f64 = 0.1;

/// True for each comparison that is pointed out, of all that a page makes: with the p in ascending order, all up to the last k with
/// pₖ ≤ k ÷ n · q. A p that is no number is not pointed out.
///
/// Source: Y. Benjamini, Y. Hochberg, "Controlling the false discovery rate", Journal of the Royal Statistical Society B 57 (1995),
/// 289–300.
pub fn discoveries(p: &[f64], q: f64) -> Vec<bool> {
    let mut sorted: Vec<f64> = p.iter().copied().filter(|p| !p.is_nan()).collect();
    sorted.sort_by(f64::total_cmp);
    let share = q / p.len() as f64;
    let ranked = sorted.iter().zip(1u32..);
    let limit = ranked.filter(|(p, rank)| **p <= f64::from(*rank) * share).map(|(p, _)| *p).last();
    p.iter().map(|p| limit.is_some_and(|limit| *p <= limit)).collect()
}
