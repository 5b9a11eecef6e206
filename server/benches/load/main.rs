//! A load generator for the server, over loopback: how fast the walk page is rendered and a step is recorded, each beside what
//! this machine could do at most, measured in the same run.
//!
//! Nothing here fails for being slow. `BENCH_SECONDS` and `BENCH_WARM_UP` set how long each figure takes, 8 and 2 by default;
//! an argument, `page`, `step`, `batch` or `sign-in`, measures those figures alone. `hang-ups` is measured where it is asked for:
//! for minutes, clients do not wait for their answers; `memory` prints what the largest documents take.

mod batch;
mod client;
mod cpu;
mod hang_ups;
mod measure;
mod memory;
mod page;
mod pgbench;
mod place;
mod sign_in;
mod statements;
mod step;
mod table;

use std::io::{Write, stdout};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use tracing_subscriber::EnvFilter;

use batch::{Batcher, STEPS};
use hang_ups::Log;
use measure::{Sample, Worker, drive};
use page::{Reader, bare_route};
use pgbench::Pgbench;
use place::{Place, Technician};
use sign_in::Guesser;
use statements::Statements;
use step::Walker;
use table::Figure;

/// Numbers of workers at once.
const CONCURRENCY: [usize; 2] = [1, 16];
/// A figure and its limit take turns, so that whatever else this machine does in the meantime slows both.
const ROUNDS: u32 = 4;
/// Records in each of the sessions of the pages and of pgbench: a walk of a good length.
const RECORDS: usize = step::RECORDS as usize / 2;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let log = Arc::new(Log::open()?);
    log_as_the_server_does(log.clone());
    let wanted: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let times = Times::of_environment()?;
    say("setting up a private PostgreSQL, the demo and technicians")?;
    let place = Place::set_up().await?;
    if std::env::args().any(|argument| argument == "memory") {
        let printed = memory::print(&place).await;
        place.clear().await?;
        return printed;
    }
    let measured = tokio::select! {
        measured = measure(&place, times, &wanted, &log) => measured,
        interrupted = tokio::signal::ctrl_c() => interrupted.map_err(Into::into).and_then(|()| bail!("interrupted")),
    };
    place.clear().await?;
    let figures = measured?;
    if !figures.is_empty() {
        table::print(&figures)?;
    }
    Ok(())
}

/// Lines that nobody reads cost the same as those that somebody does.
fn log_as_the_server_does(log: Arc<Log>) {
    tracing_subscriber::fmt().with_env_filter(EnvFilter::new("info")).with_target(false).with_ansi(false).with_writer(log).init();
}

/// Durations of the warm-up and of a round.
#[derive(Clone, Copy)]
struct Times {
    warm_up: Duration,
    round: Duration,
}

impl Times {
    fn of_environment() -> anyhow::Result<Self> {
        let seconds = |name: &str, default: f64| match std::env::var(name) {
            Ok(text) => text.parse().with_context(|| format!("{name} is no number of seconds")),
            Err(_) => Ok(default),
        };
        let round = Duration::try_from_secs_f64(seconds("BENCH_SECONDS", 8.0)? / f64::from(ROUNDS))?;
        Ok(Self { warm_up: Duration::try_from_secs_f64(seconds("BENCH_WARM_UP", 2.0)?)?, round })
    }

    /// pgbench connects anew each round, so it warms up anew: for as long in all.
    fn warm_up_of_a_round(self) -> Duration {
        self.warm_up / ROUNDS
    }
}

async fn measure(place: &Place, times: Times, wanted: &[String], log: &Log) -> anyhow::Result<Vec<Figure>> {
    let is_named = |what: &str| wanted.iter().any(|wanted| wanted == what);
    if is_named("hang-ups") {
        hang_ups::run(place, times.round * ROUNDS, log).await?;
        return Ok(Vec::new());
    }
    let is_wanted = |what: &str| wanted.is_empty() || is_named(what);
    let (statements, pgbench) = (Statements::read()?, Pgbench::new(place).await?);
    let most = CONCURRENCY.into_iter().max().unwrap_or(1);
    let mut walkers = Vec::new();
    let mut readers = Vec::new();
    for number in 0..most {
        walkers.push(place.technician(2 * number).await?);
        let reader = place.technician(2 * number + 1).await?;
        let session = reader.walk(RECORDS).await?;
        pgbench.add_client(number, &reader, &session).await?;
        readers.push((reader, session.id));
    }
    let mut figures = Vec::new();
    for concurrency in CONCURRENCY.into_iter().filter(|_| is_wanted("page")) {
        let mut pages = Vec::new();
        for (reader, session) in &readers[..concurrency] {
            pages.push(Reader::new(place.address, &format!("/sessions/{session}/walk"), &reader.cookie).await?);
        }
        figures.push(page_beside_bare_route(place, times, &mut pages, &pgbench).await?);
        figures.push(page_beside_statements(place, times, &mut pages, &pgbench, &statements.page()?).await?);
    }
    for concurrency in CONCURRENCY.into_iter().filter(|_| is_wanted("step")) {
        figures.push(step_beside_statements(place, times, &walkers[..concurrency], &pgbench, &statements.step()?).await?);
    }
    for concurrency in CONCURRENCY.into_iter().filter(|_| is_wanted("batch")) {
        figures.push(batch_beside_statements(place, times, &walkers[..concurrency], &pgbench, &statements.steps(STEPS as usize)?).await?);
    }
    if is_wanted("sign-in") {
        figures.push(wrong_password_beside_unknown_user(place, times, &pgbench).await?);
    }
    Ok(figures)
}

async fn wrong_password_beside_unknown_user(place: &Place, times: Times, pgbench: &Pgbench) -> anyhow::Result<Figure> {
    say("a wrong password and an unknown user")?;
    let clock = sign_in::clock();
    let mut known = vec![Guesser::new(place.service(), "tess@northwind.example", clock.clone())];
    let mut unknown = vec![Guesser::new(place.service(), "nobody@northwind.example", clock)];
    let (mut measured, mut limit) = (Sample::default(), Sample::default());
    for _ in 0..ROUNDS {
        measured.add(drive(&mut known, times.round, pgbench.postmaster).await?);
        limit.add(drive(&mut unknown, times.round, pgbench.postmaster).await?);
    }
    Ok(Figure { name: "wrong password".to_owned(), concurrency: 1, measured, limit_name: "unknown user", limit, aim: None })
}

async fn page_beside_bare_route(place: &Place, times: Times, pages: &mut Vec<Reader>, pgbench: &Pgbench) -> anyhow::Result<Figure> {
    let (bytes, concurrency) = (pages[0].bytes, pages.len());
    say(&format!("the walk page and a bare route of {bytes} bytes, {concurrency} at once"))?;
    let address = bare_route(bytes, pages[0].headers.clone()).await?;
    let mut bare = Vec::new();
    for _ in 0..concurrency {
        bare.push(Reader::new(address, "/", "").await?);
    }
    place.tidy().await?;
    let (mut measured, mut limit) = (Sample::default(), Sample::default());
    drive(pages, times.warm_up, pgbench.postmaster).await?;
    drive(&mut bare, times.warm_up, pgbench.postmaster).await?;
    for _ in 0..ROUNDS {
        measured.add(drive(pages, times.round, pgbench.postmaster).await?);
        limit.add(drive(&mut bare, times.round, pgbench.postmaster).await?);
    }
    Ok(Figure { name: format!("walk page, {bytes} bytes"), concurrency, measured, limit_name: "bare axum route", limit, aim: Some(50) })
}

/// The workers and their statements in pgbench, round by round; what each reached.
async fn in_turns<W: Worker>(
    workers: &mut Vec<W>,
    place: &Place,
    times: Times,
    pgbench: &Pgbench,
    script: &str,
) -> anyhow::Result<(Sample, Sample)> {
    let concurrency = workers.len();
    place.tidy().await?;
    let (mut measured, mut limit) = (Sample::default(), Sample::default());
    for _ in 0..ROUNDS {
        drive(workers, times.warm_up_of_a_round(), pgbench.postmaster).await?;
        measured.add(drive(workers, times.round, pgbench.postmaster).await?);
        limit.add(pgbench.run(script, concurrency, times.warm_up_of_a_round(), times.round).await?);
    }
    Ok((measured, limit))
}

async fn page_beside_statements(
    place: &Place,
    times: Times,
    pages: &mut Vec<Reader>,
    pgbench: &Pgbench,
    script: &str,
) -> anyhow::Result<Figure> {
    let concurrency = pages.len();
    say(&format!("the walk page and its statements in pgbench, {concurrency} at once"))?;
    let (measured, limit) = in_turns(pages, place, times, pgbench, script).await?;
    Ok(Figure { name: "walk page".to_owned(), concurrency, measured, limit_name: "its statements, pgbench", limit, aim: None })
}

async fn step_beside_statements(
    place: &Place,
    times: Times,
    technicians: &[Technician],
    pgbench: &Pgbench,
    script: &str,
) -> anyhow::Result<Figure> {
    let concurrency = technicians.len();
    say(&format!("a step recorded and its statements in pgbench, {concurrency} at once"))?;
    let mut walkers = Vec::new();
    for technician in technicians {
        walkers.push(Walker::new(technician.clone(), place.address).await?);
    }
    let (measured, limit) = in_turns(&mut walkers, place, times, pgbench, script).await?;
    Ok(Figure { name: "step recorded".to_owned(), concurrency, measured, limit_name: "its statements, pgbench", limit, aim: Some(60) })
}

async fn batch_beside_statements(
    place: &Place,
    times: Times,
    technicians: &[Technician],
    pgbench: &Pgbench,
    script: &str,
) -> anyhow::Result<Figure> {
    let concurrency = technicians.len();
    say(&format!("steps in batches of {STEPS} and their statements in pgbench, {concurrency} at once"))?;
    let mut batchers = Vec::new();
    for technician in technicians {
        batchers.push(Batcher::new(technician.clone(), place.address).await?);
    }
    let (measured, limit) = in_turns(&mut batchers, place, times, pgbench, script).await?;
    let name = format!("steps, {STEPS} in a batch");
    let (measured, limit) = (measured.each_of(STEPS), limit.each_of(STEPS));
    Ok(Figure { name, concurrency, measured, limit_name: "their statements, pgbench", limit, aim: Some(60) })
}

fn say(what: &str) -> std::io::Result<()> {
    writeln!(stdout().lock(), "  {what}")
}
