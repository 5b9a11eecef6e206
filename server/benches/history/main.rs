//! Durations of the history with a million sessions, beside the same with ten thousand: every filter and order that a manager
//! would use, as the application role, through the service that the pages ask. Warm, and after a start of Postgres with
//! nothing in the system's cache.
//!
//! `BENCH_SESSIONS` is how many the large set has, 1,000,000 by default; `BENCH_SAMPLES` how often each figure is taken, 60 by
//! default. An argument, part of a case's name, measures that alone. The sets are made the first time and kept in the user's
//! cache folder, about 8 GB.

mod cases;
#[allow(dead_code, reason = "the benchmark of figures uses the rest")]
mod set;
mod table;

use std::io::{Write, stdout};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

use cases::{Case, Kind, cases};
use set::Set;
use table::Figure;

/// Number of sessions in the small set.
const SMALL: u64 = 10_000;
/// Number of cold starts of Postgres.
const COLD_STARTS: usize = 7;
/// Number of times that each case is asked, at least, before it counts.
const WARM_UP: usize = 5;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let number = |name: &str, default: u64| match std::env::var(name) {
        Ok(text) => text.parse().with_context(|| format!("{name} is no number")),
        Err(_) => Ok(default),
    };
    let (sessions, samples) = (number("BENCH_SESSIONS", 1_000_000)?, usize::try_from(number("BENCH_SAMPLES", 60)?)?);
    let mut small = Set::open(SMALL).await?;
    let mut large = match Set::open(sessions).await {
        Ok(large) => large,
        Err(error) => {
            small.close().await?;
            return Err(error);
        }
    };
    let measured = tokio::select! {
        measured = measure(&mut small, &mut large, samples) => measured,
        interrupted = tokio::signal::ctrl_c() => interrupted.map_err(Into::into).and_then(|()| bail!("interrupted")),
    };
    let closed = (small.close().await, large.close().await);
    table::print(&measured?)?;
    closed.0.and(closed.1)
}

async fn measure(small: &mut Set, large: &mut Set, samples: usize) -> anyhow::Result<Vec<Figure>> {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let is_wanted = |case: &Case| wanted.is_empty() || wanted.iter().any(|wanted| case.name.contains(wanted.as_str()));
    let of_small: Vec<Case> = cases(&small.backend()).await?.into_iter().filter(is_wanted).collect();
    let of_large: Vec<Case> = cases(&large.backend()).await?.into_iter().filter(is_wanted).collect();
    let mut figures: Vec<Figure> = of_large.iter().map(|case| Figure::new(case.name)).collect();
    for (position, figure) in figures.iter_mut().enumerate() {
        say(figure.name)?;
        // Each value is asked for once before it counts: what nobody asked for yet is what the cold starts are for.
        let before = of_small[position].queries.len().max(of_large[position].queries.len()).max(WARM_UP);
        for sample in 0..before + samples {
            let pair = (run(small, &of_small[position], sample).await?, run(large, &of_large[position], sample).await?);
            if sample >= before {
                figure.warm.0.push(pair.0);
                figure.warm.1.push(pair.1);
            }
        }
    }
    for start in 0..COLD_STARTS {
        say(&format!("cold start {} of {COLD_STARTS}", start + 1))?;
        for (set, of_set, is_large) in [(&mut *small, &of_small, false), (&mut *large, &of_large, true)] {
            set.start_cold().await?;
            // Another one first each time: what the first one reads, the others have.
            for turn in 0..of_set.len() {
                let position = (turn + start * of_set.len() / COLD_STARTS) % of_set.len();
                let took = run(set, &of_set[position], start).await?;
                let cold = &mut figures[position].cold;
                if is_large { cold.1.push(took) } else { cold.0.push(took) }
            }
        }
    }
    for set in [small, large] {
        set.print_sizes().await?;
        set.print_file().await?;
    }
    Ok(figures)
}

/// Asks once, as a request does: a login, the answer.
async fn run(set: &Set, case: &Case, sample: usize) -> anyhow::Result<Duration> {
    let backend = set.backend();
    let query = case.queries[sample % case.queries.len()].clone();
    let started = Instant::now();
    match case.kind {
        Kind::Page => drop(backend.history(query).await?),
        Kind::Pages(count) => cases::pages(&backend, query, count).await.map(drop)?,
        Kind::Rows(count) => cases::file(&backend, query, count).await.map(drop)?,
    }
    Ok(started.elapsed())
}

pub(crate) fn say(what: &str) -> std::io::Result<()> {
    writeln!(stdout().lock(), "  {what}")
}
