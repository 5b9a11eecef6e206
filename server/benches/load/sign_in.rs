//! Guessing a password of somebody who is there, and of nobody: the time must not tell which it was.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use anyhow::bail;
use app::error::AppError;
use resolutionflow::time::Timestamp;
use server::service::{Caller, Service};

use super::measure::{Took, Worker};

/// A clock for those who guess, which gives them time for another guess each time. All go by one: they share an address.
pub(crate) fn clock() -> Arc<AtomicI64> {
    Arc::new(AtomicI64::new(4_000_000_000))
}

/// A client that guesses at a password.
pub(crate) struct Guesser {
    service: Service,
    clock: Arc<AtomicI64>,
    email: String,
}

impl Guesser {
    /// Guesses at the password of an address.
    pub(crate) fn new(service: &Service, email: &str, clock: Arc<AtomicI64>) -> Self {
        let ticking = clock.clone();
        let service = service.clone().with_clock(move || Timestamp::from_unix(ticking.load(Ordering::Relaxed)));
        Self { service, clock, email: email.to_owned() }
    }
}

impl Worker for Guesser {
    async fn work(&mut self) -> anyhow::Result<Took> {
        self.clock.fetch_add(600, Ordering::Relaxed);
        let browser = self.service.backend(Caller::default());
        let started = Instant::now();
        match browser.sign_in(&self.email, "not it, I am afraid").await {
            Err(AppError::WrongPassword) => Ok(Took { measured: started.elapsed(), aside: Duration::ZERO }),
            other => bail!("a guess was answered with {other:?}"),
        }
    }
}
