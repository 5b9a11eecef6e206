//! Repetition of work that collided with the same work of another request, or lost its connection to the database.

use std::time::{Duration, Instant};

use tokio::time::sleep;

use super::failure::Failure;

/// The most times that the same work is tried. Of several requests that start sessions for one person at one moment, one is
/// through after each round.
const ROUNDS: u32 = 6;
/// The longest pause after the first round; it doubles with each.
const PAUSE: Duration = Duration::from_millis(4);
/// Time for which work is tried again whose connection was lost. Who waits for it waits for so long, too.
const PATIENCE: Duration = Duration::from_secs(2);
/// The longest pause while the database is away.
const AWAY: Duration = Duration::from_millis(250);

/// What to do where a COMMIT was sent and nobody knows how it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum IfUnknown {
    /// Run the work again, which finds by its command's id what it did, or does it now: a change that is still on its way holds the rows or
    /// the key that it would change.
    Look,
    /// Say so, and leave it to whoever asked to look: sent again, it might be done twice.
    Tell,
}

/// Runs `work`, up to six times, as long as it fails because another request did the same at the same moment: on unique violations from
/// races and on deadlock. Between two times is a short pause of random length: those that collided must not all come back at the same
/// moment. Work that lost its connection before its COMMIT is tried again for two seconds.
pub(super) async fn retry_on_conflict<T, Work: Future<Output = Result<T, Failure>>>(work: impl Fn() -> Work) -> Result<T, Failure> {
    retry(IfUnknown::Tell, work).await
}

/// As [`retry_on_conflict`], and with work whose COMMIT got no answer as `unknown` says.
pub(super) async fn retry<T, Work: Future<Output = Result<T, Failure>>>(unknown: IfUnknown, work: impl Fn() -> Work) -> Result<T, Failure> {
    let began = Instant::now();
    for round in 1.. {
        let failure = match work().await {
            Err(failure) => failure,
            done => return done,
        };
        let is_tried_again = match &failure {
            failure if failure.is_collision() => round < ROUNDS,
            // At once, and at least once: nothing is answered before somebody has looked.
            Failure::Unknown(_) => unknown == IfUnknown::Look && (round == 1 || began.elapsed() < PATIENCE),
            failure => failure.is_passing() && began.elapsed() < PATIENCE,
        };
        if !is_tried_again {
            return Err(failure);
        }
        sleep(pause(round)?).await;
    }
    work().await
}

/// A pause after the round, of random length.
fn pause(round: u32) -> Result<Duration, getrandom::Error> {
    let mut chance = [0];
    getrandom::fill(&mut chance)?;
    let longest = PAUSE.saturating_mul(2_u32.saturating_pow(round - 1)).min(AWAY);
    Ok(longest * u32::from(chance[0]) / 256)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::io;

    use super::*;

    fn lost() -> sqlx::Error {
        sqlx::Error::Io(io::ErrorKind::ConnectionReset.into())
    }

    /// The result of work that fails the first time, and how often it ran.
    async fn run(unknown: IfUnknown, first: fn(sqlx::Error) -> Failure) -> (bool, u32) {
        let times = Cell::new(0);
        let work = async || {
            times.set(times.get() + 1);
            if times.get() == 1 { Err(first(lost())) } else { Ok(()) }
        };
        (retry(unknown, work).await.is_ok(), times.get())
    }

    #[test]
    fn pauses_are_short_and_differ() {
        let pauses: Vec<_> = (0..100).map(|_| pause(5).unwrap()).collect();
        assert!(pauses.iter().all(|pause| *pause < PAUSE * 16));
        assert!(pauses.iter().any(|pause| *pause != pauses[0]));
        assert!(pause(u32::MAX).unwrap() < AWAY);
    }

    #[tokio::test]
    async fn what_was_lost_before_its_commit_is_done_again_and_after_it_only_where_that_looks_first() {
        assert_eq!(run(IfUnknown::Tell, Failure::Database).await, (true, 2));
        assert_eq!(run(IfUnknown::Look, Failure::Unknown).await, (true, 2));
        assert_eq!(run(IfUnknown::Tell, Failure::Unknown).await, (false, 1));
    }
}
