//! What is printed in the end.

use std::io::{Write, stdout};

use super::measure::Sample;

/// A figure beside this machine's limit for the same work.
pub(crate) struct Figure {
    pub(crate) name: String,
    pub(crate) concurrency: usize,
    pub(crate) measured: Sample,
    pub(crate) limit_name: &'static str,
    pub(crate) limit: Sample,
    /// In percent of the limit.
    pub(crate) aim: Option<u32>,
}

/// Prints the figures.
pub(crate) fn print(figures: &[Figure]) -> std::io::Result<()> {
    let mut out = stdout().lock();
    writeln!(
        out,
        "\n{:<28} {:>7} {:>9} {:>8} {:>8}   {:<24} {:>9} {:>8} {:>8} {:>7}   aim",
        "figure", "at once", "per s", "p50 ms", "p99 ms", "this machine's limit", "per s", "p50 ms", "p99 ms", "share"
    )?;
    for figure in figures {
        let (measured, limit) = (&figure.measured, &figure.limit);
        writeln!(
            out,
            "{:<28} {:>7} {:>9.0} {:>8.2} {:>8.2}   {:<24} {:>9.0} {:>8.2} {:>8.2} {:>5.0} %   {}",
            figure.name,
            figure.concurrency,
            measured.throughput(),
            measured.percentile(50),
            measured.percentile(99),
            figure.limit_name,
            limit.throughput(),
            limit.percentile(50),
            limit.percentile(99),
            100.0 * measured.throughput() / limit.throughput(),
            figure.aim.map(|aim| format!("≥ {aim} %")).unwrap_or_default()
        )?;
    }
    Ok(())
}
