//! Failures that say nothing of what was asked: the database was not reached, went away, or did not answer in time.

use std::io;
use std::time::Duration;

use tokio::time::timeout;

/// Time in which a server has to answer a test. It answers one in no time, or is not there.
const ANSWER: Duration = Duration::from_secs(2);

/// What a test of a server said within two seconds, or that it did not answer.
pub(super) async fn answered<T>(test: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T, sqlx::Error> {
    timeout(ANSWER, test).await.unwrap_or_else(|_| Err(no_answer()))
}

/// The failure of whatever waited for the database for too long.
pub(crate) fn no_answer() -> sqlx::Error {
    sqlx::Error::Io(io::Error::new(io::ErrorKind::TimedOut, "the database did not answer in time"))
}

/// True if the same transaction may succeed a moment later, on another connection or another server: deadlocks and conflicts (class 40), a
/// server that stops or starts (57P01 to 57P03), one that takes no writes (25006), lost connections (class 08) and failures of the network.
/// Before COMMIT was sent, nothing of it was done.
pub(crate) fn is_passing(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) => true,
        sqlx::Error::Database(error) => error
            .code()
            .is_some_and(|code| matches!(&*code, "40001" | "40P01" | "57P01" | "57P02" | "57P03" | "25006") || code.starts_with("08")),
        _ => false,
    }
}

/// True if a COMMIT that failed so was not carried out, for certain: the server refused it and goes on. One that breaks off (classes 57, 58
/// and XX) or loses the connection (08) may have written it first, and one whose answer was lost says nothing at all.
pub(super) fn is_refusal(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
    code.is_some_and(|code| !["08", "57", "58", "XX"].iter().any(|class| code.starts_with(class)) && code != "40003")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_answer_passes_and_is_no_refusal() {
        assert!(is_passing(&no_answer()) && !is_refusal(&no_answer()));
        assert!(!is_passing(&sqlx::Error::RowNotFound) && !is_refusal(&sqlx::Error::WorkerCrashed));
    }
}
