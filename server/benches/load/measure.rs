//! Doing something over and over, several at a time, and writing down how long each took.

use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use super::cpu::Used;

/// A worker that does one thing again and again.
pub(crate) trait Worker: Send + Sized + 'static {
    /// Does it once.
    fn work(&mut self) -> impl Future<Output = anyhow::Result<Took>> + Send;
}

/// Durations of one piece of work.
pub(crate) struct Took {
    /// Time that is measured.
    pub(crate) measured: Duration,
    /// Time of what had to be done beside it, which is not.
    pub(crate) aside: Duration,
}

/// Measurements of one kind of work.
#[derive(Debug, Default)]
pub(crate) struct Sample {
    /// Microseconds each.
    latencies: Vec<u64>,
    /// Times a second, by round.
    rates: Vec<f64>,
    /// Processor time that it took, and the number of times that it was done for that.
    used: Used,
    done: usize,
}

impl Sample {
    /// A round of things that took so many microseconds each, at so many a second.
    pub(crate) fn of(latencies: Vec<u64>, rate: f64) -> Self {
        Self { latencies, rates: vec![rate], ..Self::default() }
    }

    /// The same sample with what it took of the processors to do it so often.
    pub(crate) fn using(self, used: Used, done: usize) -> Self {
        Self { used, done, ..self }
    }

    /// The same, counted in what each of them held.
    pub(crate) fn each_of(mut self, several: u32) -> Self {
        self.rates.iter_mut().for_each(|rate| *rate *= f64::from(several));
        self
    }

    /// Adds another round of the same length.
    pub(crate) fn add(&mut self, other: Self) {
        self.latencies.extend(other.latencies);
        self.rates.extend(other.rates);
        self.used += other.used;
        self.done += other.done;
    }

    /// Times a second, the mean of the rounds; 0 without any.
    pub(crate) fn throughput(&self) -> f64 {
        if self.rates.is_empty() { 0.0 } else { self.rates.iter().sum::<f64>() / self.rates.len() as f64 }
    }

    /// Microseconds of processor time each: here, and in Postgres.
    pub(crate) fn processor_time(&self) -> (f64, f64) {
        let each = |used: Duration| if self.done == 0 { 0.0 } else { used.as_secs_f64() * 1e6 / self.done as f64 };
        (each(self.used.here), each(self.used.postgres))
    }

    /// Time within which `percent` of a hundred stay, in milliseconds; 0 without any.
    pub(crate) fn percentile(&self, percent: usize) -> f64 {
        let mut sorted = self.latencies.clone();
        sorted.sort_unstable();
        let position = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
        sorted.get(position).map_or(0.0, |micros| *micros as f64 / 1000.0)
    }
}

/// Lets the workers work side by side for a while. `postmaster` is Postgres's first process.
pub(crate) async fn drive<W: Worker>(workers: &mut Vec<W>, length: Duration, postmaster: i32) -> anyhow::Result<Sample> {
    let before = Used::so_far(postmaster)?;
    let end = Instant::now() + length;
    let mut running = JoinSet::new();
    for mut worker in workers.drain(..) {
        running.spawn(async move {
            let (started, mut aside, mut latencies) = (Instant::now(), Duration::ZERO, Vec::new());
            while Instant::now() < end {
                let took = worker.work().await?;
                aside += took.aside;
                latencies.push(u64::try_from(took.measured.as_micros())?);
            }
            let spent = started.elapsed().saturating_sub(aside);
            anyhow::Ok((worker, latencies, spent))
        });
    }
    let (mut latencies, mut rate) = (Vec::new(), 0.0);
    while let Some(done) = running.join_next().await {
        let (worker, measured, spent) = done??;
        workers.push(worker);
        rate += measured.len() as f64 / spent.as_secs_f64();
        latencies.extend(measured);
    }
    let done = latencies.len();
    Ok(Sample::of(latencies, rate).using(Used::so_far(postmaster)?.since(before), done))
}
