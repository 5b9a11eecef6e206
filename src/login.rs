//! Logins: lifetime of an authenticated browser, and the reasons for which it ends.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr};

use crate::time::{Seconds, Timestamp};

/// Lifetimes of an account's logins: an idle timeout and an absolute one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lifetimes {
    /// Idle timeout: time without input after which a login ends.
    pub idle: Seconds,
    /// Absolute timeout: time after which a login ends in any case.
    pub absolute: Seconds,
}

/// Error: the timeouts do not fit together, or into their limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum BadLifetimes {
    /// The idle timeout is outside [`Lifetimes::IDLE`].
    #[error("a login must last between one hour and 30 days without input")]
    Idle,
    /// The absolute timeout is outside [`Lifetimes::ABSOLUTE`].
    #[error("a login must end after between one hour and 90 days")]
    Absolute,
    /// The idle timeout is the longer one: a login would end before it could be idle for so long.
    #[error("the time without input cannot be longer than the time in all")]
    IdleLonger,
}

const HOUR: u64 = 3600;
const DAY: u64 = 24 * HOUR;

impl Default for Lifetimes {
    /// Three days without input, fourteen in all.
    fn default() -> Self {
        Self { idle: Seconds(3 * DAY), absolute: Seconds(14 * DAY) }
    }
}

impl Lifetimes {
    /// The shortest and the longest idle timeout.
    pub const IDLE: (Seconds, Seconds) = (Seconds(HOUR), Seconds(30 * DAY));
    /// The shortest and the longest absolute timeout.
    pub const ABSOLUTE: (Seconds, Seconds) = (Seconds(HOUR), Seconds(90 * DAY));
    /// Time before the end of a login at which the browser begins to warn.
    pub const WARNING: Seconds = Seconds(5 * 60);

    /// Lifetimes of these two timeouts, within their limits; the idle one is not above the absolute one.
    ///
    /// # Errors
    /// [`BadLifetimes`], which names the limit that is not kept.
    pub fn new(idle: Seconds, absolute: Seconds) -> Result<Self, BadLifetimes> {
        let within = |value: Seconds, (least, most): (Seconds, Seconds)| least <= value && value <= most;
        if !within(idle, Self::IDLE) {
            Err(BadLifetimes::Idle)
        } else if !within(absolute, Self::ABSOLUTE) {
            Err(BadLifetimes::Absolute)
        } else if idle > absolute {
            Err(BadLifetimes::IdleLonger)
        } else {
            Ok(Self { idle, absolute })
        }
    }

    /// Ends of a login that was created and had its last input at these instants.
    pub fn of(self, created_at: Timestamp, last_input_at: Timestamp) -> Ends {
        let after = |start: Timestamp, span: Seconds| start.plus(i64::try_from(span.0).unwrap_or(i64::MAX));
        Ends { idle_at: after(last_input_at, self.idle), absolute_at: after(created_at, self.absolute), idle: self.idle }
    }
}

/// The two instants at which a login ends, whichever comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ends {
    /// End by the idle timeout, unless there is input before.
    pub idle_at: Timestamp,
    /// End by the absolute timeout.
    pub absolute_at: Timestamp,
    /// The idle timeout: input at an instant moves [`Ends::idle_at`] to this long after it.
    pub idle: Seconds,
}

impl Ends {
    /// Earlier of the two instants: the end of the login, if there is no input before.
    pub fn first(self) -> Timestamp {
        self.idle_at.min(self.absolute_at)
    }

    /// The reason for which the login is over at `now`; none while it lives.
    pub fn reached(self, now: Timestamp) -> Option<Ended> {
        if now >= self.absolute_at {
            Some(Ended::TooOld)
        } else if now >= self.idle_at {
            Some(Ended::Idle)
        } else {
            None
        }
    }
}

/// Reason for which a login has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Ended {
    /// By the idle timeout.
    Idle,
    /// By the absolute timeout.
    TooOld,
    /// Its user signed out.
    SignedOut,
    /// Its user ended it from another browser.
    Elsewhere,
    /// An admin ended it.
    ByAdmin,
    /// The user's password was changed.
    PasswordChanged,
    /// The user's role was changed.
    RoleChanged,
    /// The user was deactivated.
    Deactivated,
    /// The same browser signed in again.
    Replaced,
}

impl Ended {
    /// Every reason.
    pub const ALL: [Ended; 9] = [
        Self::Idle,
        Self::TooOld,
        Self::SignedOut,
        Self::Elsewhere,
        Self::ByAdmin,
        Self::PasswordChanged,
        Self::RoleChanged,
        Self::Deactivated,
        Self::Replaced,
    ];

    /// Name in the database and in JSON, in snake case: `signed_out`. Parsing reads it back.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAYS: i64 = 24 * 3600;

    #[test]
    fn a_login_ends_after_three_idle_days_or_fourteen_in_all() {
        let created = Timestamp::from_unix(1_000_000);
        let at = |last_input: i64, now: i64| Lifetimes::default().of(created, created.plus(last_input)).reached(created.plus(now));
        assert_eq!(at(10 * DAYS, 13 * DAYS - 1), None);
        assert_eq!(at(10 * DAYS, 13 * DAYS), Some(Ended::Idle));
        assert_eq!(at(13 * DAYS, 14 * DAYS - 1), None);
        assert_eq!(at(13 * DAYS, 14 * DAYS), Some(Ended::TooOld));
    }

    #[test]
    fn lifetimes_fit_their_limits_and_each_other() {
        let of = |idle, absolute| Lifetimes::new(Seconds(idle), Seconds(absolute));
        assert!(of(3_600, 3_600).is_ok() && of(30 * DAY, 90 * DAY).is_ok());
        assert_eq!(of(3_599, 3_600), Err(BadLifetimes::Idle));
        assert_eq!(of(3_600, 3_599), Err(BadLifetimes::Absolute));
        assert_eq!(of(3_600, 90 * DAY + 1), Err(BadLifetimes::Absolute));
        assert_eq!(of(7_200, 3_600), Err(BadLifetimes::IdleLonger));
    }

    #[test]
    fn a_reason_reads_back_from_its_name() {
        for reason in Ended::ALL {
            assert_eq!(reason.as_str().parse(), Ok(reason));
            assert_eq!(serde_json::to_value(reason).unwrap(), reason.as_str());
        }
    }
}
