//! Total, parked and active time, in the one sense that every page, filter and format uses, and the clock that decides.

use serde::{Deserialize, Serialize};

use crate::decision::{ClockSource, DecisionRecord};
use crate::time::{ClockTime, Seconds, Timestamp};

/// Delay in milliseconds up to which a command takes the server's time (timing rule 8).
pub const PROMPT_MS: i64 = 2_000;

/// Times of a session (timing rule 3). `total + parked` is exactly the time from its start to its last exit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Elapsed time at steps: Σ of the durations of all visits, superseded ones included.
    pub total: Seconds,
    /// Elapsed time between steps: Σ of the gaps between visits.
    pub parked: Seconds,
    /// Elapsed time less what was not work (timing rule 6): Σ of the active seconds of all visits.
    pub active: Seconds,
}

impl Totals {
    /// Times of one session's finished visits, in their order.
    pub fn of(records: &[DecisionRecord]) -> Self {
        Self {
            total: records.iter().map(|record| record.duration_seconds).sum(),
            parked: records.windows(2).map(|pair| pair[1].entered_at.since(pair[0].exited_at)).sum(),
            active: records.iter().map(|record| record.active_seconds).sum(),
        }
    }
}

/// Server's time at which a command is carried out, with what is known of its maker at other sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Present {
    /// The server's time.
    pub now: ClockTime,
    /// End of the maker's last visit, in whatever session. Needed only by what opens a visit after a gap, where no earlier visit of the
    /// same session stands before it.
    pub free_since: Option<Timestamp>,
}

impl From<ClockTime> for Present {
    fn from(now: ClockTime) -> Self {
        Self { now, free_since: None }
    }
}

impl From<Timestamp> for Present {
    fn from(now: Timestamp) -> Self {
        ClockTime::from(now).into()
    }
}

/// Time at which a command counts as made, and the clock it is by (timing rule 8). `claimed` is the browser's time corrected by the
/// measured offset, absent where a plain form was posted; `not_before` is the end of what was before; `now` is the server's time. A clock that runs backwards moves nothing back (timing rule 2).
pub fn decide(claimed: Option<ClockTime>, not_before: Timestamp, now: ClockTime) -> (Timestamp, ClockSource) {
    match claimed {
        Some(claimed) if now.ms_since(claimed) > PROMPT_MS => (claimed.cut().max(not_before), ClockSource::Client),
        _ => (now.cut().max(not_before), ClockSource::Server),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_server_decides_unless_the_command_is_late_and_then_the_claim_is_clamped() {
        let at = Timestamp::from_unix;
        let decided = |claimed: Option<i64>| decide(claimed.map(|claimed| at(claimed).into()), at(100), at(200).into());
        assert_eq!(decided(None), (at(200), ClockSource::Server));
        assert_eq!(decided(Some(198)), (at(200), ClockSource::Server));
        assert_eq!(decided(Some(197)), (at(197), ClockSource::Client));
        assert_eq!(decided(Some(50)), (at(100), ClockSource::Client));
        assert_eq!(decided(Some(9_999)), (at(200), ClockSource::Server));
        assert_eq!(decide(None, at(100), at(90).into()), (at(100), ClockSource::Server));
    }

    #[test]
    fn a_command_is_prompt_up_to_two_seconds_to_the_millisecond() {
        let (made, not_before) = (ClockTime::from_unix_ms(100_900), Timestamp::from_unix(50));
        let decided = |delay: i64| decide(Some(made), not_before, made.plus_ms(delay));
        assert_eq!(decided(2_000), (Timestamp::from_unix(102), ClockSource::Server));
        assert_eq!(decided(2_001), (Timestamp::from_unix(100), ClockSource::Client));
        assert_eq!(decided(2_640), (Timestamp::from_unix(100), ClockSource::Client));
    }

    #[test]
    fn a_prompt_command_takes_the_servers_time_although_the_servers_clock_ran_backwards() {
        let at = Timestamp::from_unix;
        let decided = |claimed: i64| decide(Some(at(claimed).into()), at(100), at(90).into());
        assert_eq!(decided(89), (at(100), ClockSource::Server));
        assert_eq!(decided(80), (at(100), ClockSource::Client));
    }
}
