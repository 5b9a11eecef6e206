//! Bound of what one user writes into sessions: half a gigabyte at once, then as much an hour.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use app::error::AppError;
use resolutionflow::id::{AccountId, UserId};
use resolutionflow::time::Timestamp;
use sqlx::PgConnection;

use super::failure::Failure;
use crate::login::throttle::Counted;
use crate::store::throttles;

/// Bytes that the database counts at a time: 16 MB. A step costs it nothing until so many are full, which is thousands of usual steps.
const UNIT: usize = 16 * 1024 * 1024;

/// Bytes that users have written since the database counted last.
#[derive(Clone, Default)]
pub(super) struct Writes(Arc<Mutex<HashMap<UserId, usize>>>);

impl Writes {
    /// Counts bytes that a user has written in this transaction. Every server of an installation counts for itself until a unit is full.
    ///
    /// # Errors
    /// [`AppError::TooMuchWritten`], with the time to wait, where they exceed the limit; then nothing is counted, and nothing is to be
    /// committed.
    pub(super) async fn count(
        &self,
        conn: &mut PgConnection,
        account: AccountId,
        user: UserId,
        bytes: usize,
        now: Timestamp,
    ) -> Result<(), Failure> {
        let full = self.add(user, bytes);
        let counted = Counted::Writes(account, user);
        for unit in 0..full {
            if let Err(retry_after) = throttles::take(conn, &counted.key(), counted.limit(), now).await? {
                self.take_back(user, bytes, full - unit);
                return Err(AppError::TooMuchWritten { retry_after }.into());
            }
        }
        Ok(())
    }

    /// Adds bytes; the number of units that are full, which are taken off.
    fn add(&self, user: UserId, bytes: usize) -> usize {
        let mut written = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let written = written.entry(user).or_default();
        *written += bytes;
        let full = *written / UNIT;
        *written %= UNIT;
        full
    }

    /// Undoes an addition of which so many units were not counted.
    fn take_back(&self, user: UserId, bytes: usize, units: usize) {
        let mut written = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let written = written.entry(user).or_default();
        *written = (*written + units * UNIT).saturating_sub(bytes);
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn bytes_add_up_to_units_for_each_user_and_what_was_refused_is_as_if_it_never_came() {
        let (writes, one, other) = (Writes::default(), UserId(Uuid::from_u128(1)), UserId(Uuid::from_u128(2)));
        assert_eq!([writes.add(one, UNIT - 1), writes.add(other, 1), writes.add(one, 1)], [0, 0, 1]);
        assert_eq!([writes.add(one, UNIT - 1), writes.add(one, 5)], [0, 1]);
        writes.take_back(one, 5, 1);
        assert_eq!([writes.add(one, 0), writes.add(one, 1)], [0, 1]);
        assert_eq!(writes.add(one, 3 * UNIT + 7), 3);
    }
}
