//! Figures, and the table in which they are printed in the end.

use std::io::{Write, stdout};
use std::time::Duration;

/// Durations of a case, with the small set and with the large one.
pub(crate) struct Figure {
    pub(crate) name: &'static str,
    pub(crate) warm: (Vec<Duration>, Vec<Duration>),
    pub(crate) cold: (Vec<Duration>, Vec<Duration>),
}

impl Figure {
    pub(crate) fn new(name: &'static str) -> Self {
        Self { name, warm: Default::default(), cold: Default::default() }
    }
}

/// Time within which `percent` of a hundred stay, in milliseconds; 0 without any.
fn percentile(took: &[Duration], percent: usize) -> f64 {
    let mut sorted = took.to_vec();
    sorted.sort_unstable();
    let position = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(position).map_or(0.0, |took| took.as_secs_f64() * 1000.0)
}

/// Prints the figures as rows of Markdown: milliseconds, p50 and p95, small beside large, and how often the one p95 goes into
/// the other.
pub(crate) fn print(figures: &[Figure]) -> std::io::Result<()> {
    let mut out = stdout().lock();
    writeln!(out, "\n| | warm: small p50, p95 | large p50, p95 | ratio | cold: small p50, p95 | large p50, p95 | ratio |")?;
    writeln!(out, "|---|---|---|---|---|---|---|")?;
    for Figure { name, warm, cold } in figures {
        let side = |(small, large): &(Vec<Duration>, Vec<Duration>)| {
            let (of_small, of_large) = (percentile(small, 95), percentile(large, 95));
            let pair = |took, p95| format!("{:.1}, {p95:.1}", percentile(took, 50));
            format!("{} | {} | {:.2}", pair(small, of_small), pair(large, of_large), of_large / of_small)
        };
        writeln!(out, "| {name} | {} | {} |", side(warm), side(cold))?;
    }
    Ok(())
}
