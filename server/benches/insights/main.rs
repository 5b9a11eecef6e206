//! Durations of figures with a million sessions, beside the same with a tenth of them, in the sets of the history's benchmark: what pages
//! read, folding, verification, counting anew, and what a step and the end of a session cost with figures and without.
//!
//! `BENCH_SESSIONS` is how many the large set has, 1,000,000 by default; `BENCH_SAMPLES` how often each figure is taken, 40 by default.
//! Arguments, of `pages`, `fold`, `writes`, `rebuild` and `verify`, measure those alone. Sessions of a set that was made before there were
//! figures are counted first.

#[path = "../history/cases.rs"]
#[allow(dead_code, reason = "the set is made with it")]
mod cases;
mod reads;
#[path = "../history/set.rs"]
#[allow(dead_code, reason = "the history's benchmark uses the rest")]
mod set;
mod writes;

use std::io::{Write, stdout};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use resolutionflow::id::AccountId;
use server::service::{Filled, Pace, Verified};

use set::Set;

/// How many times as many sessions the large set has.
const TIMES: u64 = 10;
/// The largest account of a set.
const LARGEST: &str = "msp-1";

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let number = |name: &str, default: u64| match std::env::var(name) {
        Ok(text) => text.parse().with_context(|| format!("{name} is no number")),
        Err(_) => Ok(default),
    };
    let (sessions, samples) = (number("BENCH_SESSIONS", 1_000_000)?, usize::try_from(number("BENCH_SAMPLES", 40)?)?);
    let small = Set::open(sessions / TIMES).await?;
    let large = match Set::open(sessions).await {
        Ok(large) => large,
        Err(error) => {
            small.close().await?;
            return Err(error);
        }
    };
    let measured = measure(&small, &large, samples).await;
    let closed = (small.close().await, large.close().await);
    measured?;
    closed.0.and(closed.1)
}

async fn measure(small: &Set, large: &Set, samples: usize) -> anyhow::Result<()> {
    // Cargo adds an option of its own.
    let parts: Vec<String> = std::env::args().skip(1).filter(|part| !part.starts_with("--")).collect();
    let is_asked = |part: &str| parts.is_empty() || parts.iter().any(|asked| asked == part);
    for set in [small, large] {
        count_what_is_not(set).await?;
        set.tidy().await?;
    }
    let account = large.service().account(LARGEST).await?;
    if is_asked("pages") {
        reads::measure(small, large, samples).await?;
    }
    if is_asked("fold") {
        fold(large, account).await?;
    }
    if is_asked("writes") {
        // Half of these sessions are not counted; all are, afterwards.
        writes::measure(large, samples).await?;
    }
    if is_asked("rebuild") || is_asked("writes") {
        count_anew(large, account).await?;
    }
    if is_asked("verify") {
        verify(large, account).await?;
    }
    Ok(())
}

/// Counts the sessions of a set that was made before there were figures.
async fn count_what_is_not(set: &Set) -> anyhow::Result<()> {
    for key in set.service().account_keys().await? {
        let account = set.service().account(&key).await?;
        set.service().fold(account).await?;
        let tell = |filled: Filled| Ok(say(&format!("{key}: {} sessions are counted, {} %", filled.sessions, filled.percent))?);
        set.service().count_sessions(account, Pace::Full, tell).await?;
    }
    Ok(())
}

/// Folds every walk of an account, as though none had been.
async fn fold(set: &Set, account: AccountId) -> anyhow::Result<()> {
    let mut tx = set.begin(account).await?;
    sqlx::raw_sql("set local statement_timeout = 0; delete from flow_days; delete from flow_months; update walks set folded = false")
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    let began = Instant::now();
    let folded = set.service().fold(account).await?;
    rate("fold", "walks", folded, began.elapsed())
}

async fn verify(set: &Set, account: AccountId) -> anyhow::Result<()> {
    let began = Instant::now();
    let Verified::Compared { sessions, count, differences } = set.service().verify_figures(account, |_| {}).await? else {
        anyhow::bail!("the sessions are not counted");
    };
    ensure!(count == 0, "{}", differences.join("\n"));
    rate("verify", "sessions", sessions, began.elapsed())
}

async fn count_anew(set: &Set, account: AccountId) -> anyhow::Result<()> {
    let began = Instant::now();
    set.service().count_anew(account).await?;
    let mut counted = 0;
    set.service()
        .count_sessions(account, Pace::Full, |filled: Filled| {
            counted = filled.sessions;
            Ok(say(&format!("counting anew: {} %", filled.percent))?)
        })
        .await?;
    let sessions: i64 =
        set.count(account, "select count(*) from walks where generation = (select max(number) from figure_generations)").await?;
    rate("counting anew, with folding", "walks", sessions.max(counted).unsigned_abs(), began.elapsed())
}

fn rate(what: &str, of: &str, count: u64, took: Duration) -> anyhow::Result<()> {
    let seconds = took.as_secs_f64();
    Ok(say(&format!("{what}: {count} {of} in {seconds:.1} s, {:.0} a second", count as f64 / seconds))?)
}

pub(crate) fn say(what: &str) -> std::io::Result<()> {
    writeln!(stdout().lock(), "  {what}")
}
