//! Doing something over and over, several at a time, and writing down how long each took.

use std::time::{Duration, Instant};

use tokio::task::JoinSet;

/// Somebody who does one thing again and again.
pub(crate) trait Worker: Send + Sized + 'static {
    /// Does it once.
    fn work(&mut self) -> impl Future<Output = anyhow::Result<Took>> + Send;
}

/// How long something took.
pub(crate) struct Took {
    /// What is measured.
    pub(crate) measured: Duration,
    /// What had to be done beside it, and is not.
    pub(crate) aside: Duration,
}

/// What was measured.
#[derive(Debug, Default)]
pub(crate) struct Sample {
    /// Microseconds each.
    latencies: Vec<u64>,
    /// How often a second, by round.
    rates: Vec<f64>,
}

impl Sample {
    /// A round of things that took so many microseconds each, at so many a second.
    pub(crate) fn of(latencies: Vec<u64>, rate: f64) -> Self {
        Self { latencies, rates: vec![rate] }
    }

    /// Adds another round of the same length.
    pub(crate) fn add(&mut self, other: Self) {
        self.latencies.extend(other.latencies);
        self.rates.extend(other.rates);
    }

    /// How often a second.
    pub(crate) fn throughput(&self) -> f64 {
        if self.rates.is_empty() { 0.0 } else { self.rates.iter().sum::<f64>() / self.rates.len() as f64 }
    }

    /// What so many of a hundred stay within, in milliseconds.
    pub(crate) fn percentile(&self, percent: usize) -> f64 {
        let mut sorted = self.latencies.clone();
        sorted.sort_unstable();
        let position = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
        sorted.get(position).map_or(0.0, |micros| *micros as f64 / 1000.0)
    }
}

/// Lets the workers work side by side for a while.
pub(crate) async fn drive<W: Worker>(workers: &mut Vec<W>, length: Duration) -> anyhow::Result<Sample> {
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
    Ok(Sample::of(latencies, rate))
}
