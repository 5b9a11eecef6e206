//! Figures, and the table in which they are printed in the end.

use std::io::{Write, stdout};

use super::measure::Sample;

/// A figure beside this machine's limit for the same work.
pub(crate) struct Figure {
    pub(crate) name: String,
    pub(crate) concurrency: usize,
    pub(crate) measured: Sample,
    pub(crate) limit_name: &'static str,
    pub(crate) limit: Sample,
    /// Aim, in percent of the limit.
    pub(crate) aim: Option<u32>,
}

/// Prints the figures, each above its limit.
pub(crate) fn print(figures: &[Figure]) -> std::io::Result<()> {
    let mut out = stdout().lock();
    writeln!(
        out,
        "\n{:<27} {:>7} {:>9} {:>8} {:>8} {:>16} {:>8}   aim",
        "", "at once", "per s", "p50 ms", "p99 ms", "CPU µs each", "share"
    )?;
    writeln!(out, "{:<27} {:>7} {:>9} {:>8} {:>8} {:>16}", "", "", "", "", "", "here + Postgres")?;
    for figure in figures {
        line(&mut out, &figure.name, figure.concurrency, &figure.measured)?;
        let share = 100.0 * figure.measured.throughput() / figure.limit.throughput();
        writeln!(out, " {share:>6.0} %   {}", figure.aim.map(|aim| format!("≥ {aim} %")).unwrap_or_default())?;
        line(&mut out, &format!("  {}", figure.limit_name), figure.concurrency, &figure.limit)?;
        writeln!(out)?;
    }
    Ok(())
}

fn line(out: &mut impl Write, name: &str, concurrency: usize, sample: &Sample) -> std::io::Result<()> {
    let (here, postgres) = sample.processor_time();
    let (rate, p50, p99) = (sample.throughput(), sample.percentile(50), sample.percentile(99));
    write!(out, "{name:<27} {concurrency:>7} {rate:>9.0} {p50:>8.2} {p99:>8.2} {:>16}", format!("{here:.0} + {postgres:.0}"))
}
