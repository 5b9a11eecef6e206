//! What pages read.

use std::time::Instant;

use anyhow::Context;
use chrono::{Datelike, Days, NaiveDate};
use resolutionflow::id::{AccountId, TreeId};
use uuid::Uuid;

use super::set::Set;
use super::{LARGEST, say};

/// Number of times that each case is read before it counts.
const WARM_UP: usize = 5;

/// Days of a case, counted back from the last day of the set.
struct Case {
    name: &'static str,
    of_tree: bool,
    from: u64,
    to: u64,
}

const CASES: [Case; 6] = [
    Case { name: "all trees, 30 days", of_tree: false, from: 29, to: 0 },
    Case { name: "all trees, a year by day", of_tree: false, from: 364, to: 0 },
    Case { name: "all trees, a year between two broken months", of_tree: false, from: 379, to: 15 },
    Case { name: "a tree and its nodes, 30 days", of_tree: true, from: 29, to: 0 },
    Case { name: "a tree and its nodes, a year", of_tree: true, from: 364, to: 0 },
    Case { name: "a tree and its nodes, two broken months", of_tree: true, from: 45, to: 15 },
];

/// An account with its most walked tree and its last day.
struct Place {
    account: AccountId,
    tree: TreeId,
    last: NaiveDate,
}

async fn place(set: &Set) -> anyhow::Result<Place> {
    let account = set.service().account(LARGEST).await?;
    let tree: Uuid = set.count(account, "select tree_id from walks group by tree_id order by count(*) desc limit 1").await?;
    let last: NaiveDate = set.count(account, "select max(ended_on) from walks").await?;
    Ok(Place { account, tree: TreeId(tree), last })
}

async fn read(set: &Set, place: &Place, case: &Case) -> anyhow::Result<f64> {
    let day = |back| place.last.checked_sub_days(Days::new(back)).context("no day");
    let began = Instant::now();
    let read = set.service().read_figures(place.account, case.of_tree.then_some(place.tree), day(case.from)?, day(case.to)?).await?;
    let took = began.elapsed().as_secs_f64() * 1000.0;
    anyhow::ensure!(!read.context("not counted")?.days.is_empty(), "nothing was read");
    Ok(took)
}

/// Prints milliseconds, p50 and p95, small beside large, and how often the one p95 goes into the other.
pub(crate) async fn measure(small: &Set, large: &Set, samples: usize) -> anyhow::Result<()> {
    let places = (place(small).await?, place(large).await?);
    say(&format!("the last day is {} ({})", places.1.last, places.1.last.weekday()))?;
    say("| | small p50, p95 | large p50, p95 | ratio |")?;
    say("|---|---|---|---|")?;
    for case in &CASES {
        let mut took = (Vec::new(), Vec::new());
        for sample in 0..WARM_UP + samples {
            let pair = (read(small, &places.0, case).await?, read(large, &places.1, case).await?);
            if sample >= WARM_UP {
                took.0.push(pair.0);
                took.1.push(pair.1);
            }
        }
        let (small, large) = (percentiles(took.0), percentiles(took.1));
        let ratio = large.1 / small.1;
        say(&format!("| {} | {:.1}, {:.1} | {:.1}, {:.1} | {ratio:.2} |", case.name, small.0, small.1, large.0, large.1))?;
    }
    Ok(())
}

/// Times within which 50 and 95 of a hundred stay.
pub(crate) fn percentiles(mut took: Vec<f64>) -> (f64, f64) {
    took.sort_by(f64::total_cmp);
    let at = |percent: usize| took.get((took.len() * percent).div_ceil(100).saturating_sub(1)).copied().unwrap_or(0.0);
    (at(50), at(95))
}
