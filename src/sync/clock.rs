//! The browser's estimate of the server's clock, from the times of requests and answers.

use crate::time::{ClockTime, Timestamp};

/// Greatest drift of a computer's clock, in milliseconds per millisecond.
const DRIFT: f64 = 100e-6;
/// Difference in milliseconds between the two clocks of a browser that counts as a jump.
const JUMP_MS: f64 = 2_000.0;

/// Estimate of the server's clock from the browser's monotonic one (`performance.now()`), here called steady. The browser's wall
/// clock only serves to detect that the computer slept or that its time was changed: no duration depends on it.
///
/// All arguments are milliseconds: steady ones since an arbitrary start, the server's and the wall's since
/// 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Clock {
    /// The server's time less the steady one.
    ahead: f64,
    /// Greatest error of that in either direction, in milliseconds, at the measurement.
    doubt: f64,
    measured_at: f64,
    looked_at: (f64, f64),
    /// False once the two clocks of the browser have parted since the measurement: the steady one may have stood still.
    sure: bool,
}

impl Clock {
    /// A clock set by one exchange: request sent and answer received at these steady times, the server's clock in the answer,
    /// and the wall clock at its receipt.
    pub fn set(sent: f64, received: f64, server: f64, wall: f64) -> Self {
        let (ahead, doubt) = reading(sent, received, server);
        Self { ahead, doubt, measured_at: received, looked_at: (received, wall), sure: true }
    }

    /// The server's time at a steady time, both in milliseconds.
    pub fn now_ms(&self, steady: f64) -> f64 {
        self.ahead + steady
    }

    /// The server's time at a steady time.
    pub fn time(&self, steady: f64) -> ClockTime {
        ClockTime::from_unix_ms(self.now_ms(steady).floor() as i64)
    }

    /// The server's time, cut to whole seconds, at a steady time.
    pub fn now(&self, steady: f64) -> Timestamp {
        self.time(steady).cut()
    }

    /// True if the estimate can be relied on. After a jump that [`Clock::look`] saw it cannot, until the next exchange.
    pub fn is_sure(&self) -> bool {
        self.sure
    }

    /// Compares the browser's two clocks; returns true if one of them jumped since the last call. Some computers stop the steady
    /// one while they sleep. That looks the same as a changed wall clock, so only the next exchange with the server tells.
    pub fn look(&mut self, steady: f64, wall: f64) -> bool {
        let (steady_before, wall_before) = self.looked_at;
        let jumped = ((wall - wall_before) - (steady - steady_before)).abs() > JUMP_MS;
        self.sure &= !jumped;
        self.looked_at = (steady, wall);
        jumped
    }

    /// Corrects the clock by one exchange; returns the correction in milliseconds. The server read its clock at some moment
    /// between request and answer, so a reading is uncertain by half of that time. The more certain reading is kept, unless the
    /// new one contradicts it.
    pub fn measure(&mut self, sent: f64, received: f64, server: f64) -> f64 {
        let (ahead, doubt) = reading(sent, received, server);
        let known = self.doubt + (received - self.measured_at).max(0.0) * DRIFT;
        let moved = ahead - self.ahead;
        if self.sure && doubt >= known && moved.abs() <= doubt + known {
            return 0.0;
        }
        (self.ahead, self.doubt, self.measured_at, self.sure) = (ahead, doubt, received, true);
        moved
    }
}

/// The server's time less the steady one in the middle of an exchange, and the greatest error of that, in milliseconds.
fn reading(sent: f64, received: f64, server: f64) -> (f64, f64) {
    (server - f64::midpoint(sent, received), (received - sent).max(0.0) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_of_the_wall_clock_moves_nothing() {
        let mut clock = Clock::set(1_000.0, 1_100.0, 5_000_050.0, 8_600_000.0);
        clock.look(2_000.0, 8_600_900.0);
        assert!(clock.is_sure());
        clock.look(3_000.0, 5_000_000.0);
        assert!(!clock.is_sure());
        assert_eq!(clock.now_ms(3_000.0), 5_002_000.0);
        assert_eq!(clock.measure(3_000.0, 3_200.0, 5_002_100.0), 0.0);
        assert!(clock.is_sure());
    }

    #[test]
    fn a_sleep_that_stopped_the_steady_clock_is_made_up_for_by_the_next_exchange() {
        let mut clock = Clock::set(0.0, 100.0, 1_000_050.0, 1_000_100.0);
        clock.look(1_000.0, 1_000_000.0 + 3_600_000.0);
        assert_eq!(clock.measure(1_000.0, 1_200.0, 1_001_100.0 + 3_600_000.0), 3_600_000.0);
        assert_eq!(clock.now_ms(1_200.0), 1_001_200.0 + 3_600_000.0);
    }

    #[test]
    fn the_narrower_reading_wins_and_a_slow_exchange_moves_nothing() {
        let mut clock = Clock::set(0.0, 2_000.0, 1_001_900.0, 0.0);
        assert_eq!(clock.measure(3_000.0, 3_100.0, 1_003_050.0), -900.0);
        assert_eq!(clock.measure(4_000.0, 9_000.0, 1_008_900.0), 0.0);
        assert_eq!(clock.now_ms(10_000.0), 1_010_000.0);
    }

    #[test]
    fn a_reading_that_contradicts_what_was_known_is_taken_although_it_is_wider() {
        let mut clock = Clock::set(0.0, 10.0, 1_000_005.0, 0.0);
        assert_eq!(clock.measure(1_000.0, 1_500.0, 1_061_250.0), 60_000.0);
    }
}
