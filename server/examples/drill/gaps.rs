//! For how long nothing was acknowledged, fault by fault.

use std::io::{Write, stdout};

use anyhow::Context;

use super::history::{Operation, Said};

/// Longest time, in milliseconds, for which nothing may be acknowledged.
const LONGEST: u64 = 30_000;
/// Name of the time between faults.
const CALM: &str = "calm";

/// A fault, or calm, from a moment on.
pub(crate) struct Mark {
    at: u64,
    what: String,
}

/// Reads marks: milliseconds since 1970 and what begins, a line each.
pub(crate) fn marks(text: &str) -> anyhow::Result<Vec<Mark>> {
    let mark = |line: &str| {
        let (at, what) = line.split_once(' ')?;
        Some(Mark { at: at.parse().ok()?, what: what.replace('_', " ") })
    };
    text.lines().map(|line| mark(line).with_context(|| format!("no mark: {line}"))).collect()
}

/// Each fault with the longest gap that touches it and the number of acknowledgements in it.
fn measured<'a>(marks: &'a [Mark], operations: &[Operation]) -> Vec<(&'a str, u64, usize)> {
    let mut times: Vec<u64> = operations.iter().filter(|operation| operation.said == Said::Done).map(|operation| operation.at).collect();
    times.sort_unstable();
    let ends = marks.iter().skip(1).map(|mark| mark.at).chain([u64::MAX]);
    let spans = marks.iter().zip(ends).filter(|(mark, _)| mark.what != CALM);
    spans
        .map(|(mark, end)| {
            let touches = |pair: &&[u64]| pair[1] > mark.at && pair[0] < end;
            // Where nobody was served until the end, that is the gap.
            let after = times.last().map_or(u64::MAX, |last| if *last < mark.at { u64::MAX } else { 0 });
            let gap = times.windows(2).filter(touches).map(|pair| pair[1] - pair[0]).max().unwrap_or(0).max(after);
            (&*mark.what, gap, times.iter().filter(|at| (mark.at..end).contains(at)).count())
        })
        .collect()
}

/// True if no fault kept people waiting for too long.
pub(crate) fn are_short(marks: &[Mark], operations: &[Operation]) -> bool {
    measured(marks, operations).iter().all(|(_, gap, _)| *gap <= LONGEST)
}

/// Prints a line a fault.
pub(crate) fn print(marks: &[Mark], operations: &[Operation]) -> std::io::Result<()> {
    let mut out = stdout().lock();
    writeln!(out, "{:<20} {:>8} {:>13}", "fault", "gap", "acknowledged")?;
    for (what, gap, acknowledged) in measured(marks, operations) {
        writeln!(out, "{what:<20} {:>6.1} s {acknowledged:>13}", gap as f64 / 1e3)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::check::tests::operation;
    use super::*;

    #[test]
    fn a_gap_counts_for_the_fault_that_it_touches() {
        let marks = marks("1000 kill_leader\n21000 calm\n40000 switch_over\n").unwrap();
        let done = |at: u64| Operation { at, ..operation(at) };
        let served: Vec<Operation> = [900, 1_100, 20_100, 20_200, 39_000, 41_000].map(done).into();
        assert_eq!(measured(&marks, &served), [("kill leader", 19_000, 3), ("switch over", 2_000, 1)]);
        assert!(are_short(&marks, &served));
        assert!(!are_short(&marks, &served[..5]), "nobody was served after the last one");
    }
}
