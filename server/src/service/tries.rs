//! Counted tries: what guesses passwords and links becomes slow.

use app::error::AppError;
use sqlx::PgConnection;

use super::Service;
use super::failure::Failure;
use crate::login::throttle::Counted;
use crate::store::{begin_outside, throttles};

impl Service {
    /// Counts tries before they are made, all or none. [`give_back`] takes them back where they were no guesses.
    ///
    /// # Errors
    /// [`AppError::TooMany`], with the time to wait, where one of them exceeds its limit.
    pub(super) async fn count(&self, tries: &[Counted<'_>]) -> Result<(), Failure> {
        let now = self.now();
        // By itself: in the transaction it would hold counters that others wait for while it waits for theirs.
        let mut tx = begin_outside(&self.pool).await?;
        throttles::sweep(&mut tx, now).await?;
        tx.commit().await?;
        // All or none: a try refused for one reason uses nothing up for another.
        let mut tx = begin_outside(&self.pool).await?;
        for counted in tries {
            if let Err(retry_after) = throttles::take(&mut tx, &counted.key(), counted.limit(), now).await? {
                // At once: others wait for these counters.
                tx.rollback().await?;
                return Err(AppError::TooMany { retry_after }.into());
            }
        }
        Ok(tx.commit().await?)
    }
}

/// Takes back tries that turned out to be no guesses, such as with the right password.
pub(super) async fn give_back(conn: &mut PgConnection, tries: &[Counted<'_>]) -> Result<(), sqlx::Error> {
    for counted in tries {
        throttles::give_back(conn, &counted.key(), counted.limit()).await?;
    }
    Ok(())
}
