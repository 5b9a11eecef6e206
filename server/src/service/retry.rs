//! Repetition of work that collided with the same work of another request.

use std::time::Duration;

use tokio::time::sleep;

use super::failure::Failure;

/// The most times that the same work is tried. Of several requests that start sessions for one person at one moment, one is
/// through after each round.
const ROUNDS: u32 = 6;
/// The longest pause after the first round; it doubles with each.
const PAUSE: Duration = Duration::from_millis(4);

/// Runs `work`, up to six times, as long as it fails because another request did the same at the same moment: on unique violations from
/// races and on deadlock. Between two times is a short pause of random length: those that collided must not all come back at the same
/// moment.
pub(super) async fn retry_on_conflict<T, Work: Future<Output = Result<T, Failure>>>(work: impl Fn() -> Work) -> Result<T, Failure> {
    for round in 1..ROUNDS {
        match work().await {
            Err(failure) if failure.is_collision() => sleep(pause(round)?).await,
            done => return done,
        }
    }
    work().await
}

/// A pause after the round, of random length.
fn pause(round: u32) -> Result<Duration, getrandom::Error> {
    let mut chance = [0];
    getrandom::fill(&mut chance)?;
    Ok(PAUSE * 2_u32.pow(round - 1) * u32::from(chance[0]) / 256)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_are_short_and_differ() {
        let pauses: Vec<_> = (0..100).map(|_| pause(5).unwrap()).collect();
        assert!(pauses.iter().all(|pause| *pause < PAUSE * 16));
        assert!(pauses.iter().any(|pause| *pause != pauses[0]));
    }
}
