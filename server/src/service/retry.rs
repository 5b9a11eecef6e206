//! Repetition of work that collided with the same work of another request.

use super::failure::Failure;

/// The most times that the same work is tried. Of several requests that start sessions for one person at one moment, one is
/// through after each round.
const ROUNDS: usize = 6;

/// Retries on unique violations from races and on deadlock.
pub(super) async fn retry_on_conflict<T, Work: Future<Output = Result<T, Failure>>>(work: impl Fn() -> Work) -> Result<T, Failure> {
    for _ in 1..ROUNDS {
        match work().await {
            Err(failure) if failure.is_collision() => {}
            done => return done,
        }
    }
    work().await
}
