//! How long a login lasts.

use resolutionflow::time::{Seconds, Timestamp};

/// A login that is not used ends after three days.
pub const IDLE: Seconds = Seconds(3 * 24 * 3600);
/// A login ends after fourteen days, used or not.
pub const ABSOLUTE: Seconds = Seconds(14 * 24 * 3600);
/// How far `last_used_at` may lag, so that not every request writes.
pub const TOUCH_AFTER: Seconds = Seconds(5 * 60);

/// Whether a login still counts.
pub fn is_alive(created_at: Timestamp, last_used_at: Timestamp, now: Timestamp) -> bool {
    now.since(created_at) < ABSOLUTE && now.since(last_used_at) < IDLE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_ends_after_three_idle_days_or_fourteen_in_all() {
        let created = Timestamp::from_unix(1_000_000);
        let day = 24 * 3600;
        assert!(is_alive(created, created.plus(10 * day), created.plus(13 * day - 1)));
        assert!(!is_alive(created, created.plus(10 * day), created.plus(13 * day)));
        assert!(is_alive(created, created.plus(13 * day), created.plus(14 * day - 1)));
        assert!(!is_alive(created, created.plus(13 * day), created.plus(14 * day)));
    }
}
