//! Server's time in the browser, and the technician's presence at the page (timing rules 6 and 7).

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::time::Duration;

use leptos::prelude::*;
use resolutionflow::id::{CommandId, UserId, VisitId};
use resolutionflow::session::Session;
use resolutionflow::sync::Clock;
use resolutionflow::time::{ClockTime, Seconds, Timestamp};

use super::browser;
use super::paint::{Change, set_off};

/// Interval at which the server is told of input, where no command tells it (timing rule 7).
const BEAT_MS: f64 = 60_000.0;

/// Clocks of the page, last input, and absences that nobody has explained yet.
pub(super) struct Presence {
    clock: Cell<Clock>,
    last_id_ms: Cell<u64>,
    /// Time without input after which the technician counts as away, in milliseconds.
    patience_ms: f64,
    /// Last input, by the steady clock.
    input: Cell<f64>,
    /// Last time at which the server was told of input, by the steady clock.
    told: Cell<f64>,
    /// Lead of the server's clock over the wall's, in seconds, as the page's other clocks know it.
    ahead: Cell<f64>,
    absences: RefCell<VecDeque<Absence>>,
    /// Server's time in whole seconds since 1970-01-01T00:00:00Z.
    pub(super) seconds: Change,
    /// Set off when an absence is noticed or explained.
    pub(super) absences_changed: Change,
}

/// Time without input on the page during a visit, long enough to ask if it was work (timing rule 6).
#[derive(Debug, Clone, Copy)]
pub(super) struct Absence {
    pub(super) visit: VisitId,
    left: Timestamp,
    back: Timestamp,
}

impl Absence {
    /// Time from leaving the page to coming back.
    pub(super) fn length(self) -> Seconds {
        self.back.since(self.left)
    }
}

impl Presence {
    /// Presence from the moment at which the first answer came in: `received`, in milliseconds of the steady clock.
    pub(super) fn new(clock: Clock, idle_threshold: Seconds, received: f64) -> Self {
        Self {
            clock: Cell::new(clock),
            last_id_ms: Cell::new(0),
            patience_ms: idle_threshold.0 as f64 * 1000.0,
            input: Cell::new(received),
            told: Cell::new(received),
            ahead: Cell::new(f64::NAN),
            absences: RefCell::default(),
            seconds: RwSignal::new(clock.now(received).unix()),
            absences_changed: RwSignal::new(0),
        }
    }

    /// Server's time now.
    pub(super) fn now(&self) -> Timestamp {
        self.clock.get().now(browser::steady())
    }

    /// False from a jump of the clocks to the next answer of the server.
    pub(super) fn is_sure(&self) -> bool {
        self.clock.get().is_sure()
    }

    /// True if the computer slept, or its clock was changed, since the last look.
    pub(super) fn look(&self) -> bool {
        let mut clock = self.clock.get();
        let jumped = clock.look(browser::steady(), browser::wall());
        self.clock.set(clock);
        jumped
    }

    /// Corrects the clock by one exchange with the server: `sent` and `received` in milliseconds of the steady clock, and `server`, the
    /// server's time in its answer, in milliseconds since 1970. Returns the milliseconds by which the clock moved.
    pub(super) fn measure(&self, sent: f64, received: f64, server: f64) -> f64 {
        let mut clock = self.clock.get();
        let moved = clock.measure(sent, received, server);
        self.clock.set(clock);
        moved
    }

    /// Id (UUIDv7) and server's time of a command that is made now. Each id is at least a millisecond after the one before, so that ids
    /// sort as they were made.
    pub(super) fn new_id(&self) -> (CommandId, ClockTime) {
        let (steady, clock) = (browser::steady(), self.clock.get());
        let ms = (clock.now_ms(steady).max(0.0) as u64).max(self.last_id_ms.get() + 1);
        self.last_id_ms.set(ms);
        (CommandId(browser::new_id(ms)), clock.time(steady))
    }

    /// Moves the clocks of the page: the signal [`Presence::seconds`], and, when the lead of the server's clock has changed, those of the
    /// page's script.
    pub(super) fn tick(&self) {
        let now_ms = self.clock.get().now_ms(browser::steady());
        let ahead = (now_ms - browser::wall()) / 1000.0;
        if self.ahead.get().is_nan() || (ahead - self.ahead.get()).abs() > 0.02 {
            self.ahead.set(ahead);
            browser::tell_clocks(ahead);
        }
        self.show_second();
    }

    /// Moves the timers of the page to the server's second.
    pub(super) fn show_second(&self) {
        let now = self.now().unix();
        if self.seconds.get_untracked() != now {
            self.seconds.set(now);
        }
    }

    /// Time until the next full second of the server's clock.
    pub(super) fn to_the_next_second(&self) -> Duration {
        let ms = self.clock.get().now_ms(browser::steady());
        Duration::from_millis((1000.0 - ms.rem_euclid(1000.0)).clamp(20.0, 1000.0) as u64)
    }

    /// Notes input on the page by the user `by`. After the idle threshold without input it ends an absence.
    pub(super) fn note_input(&self, session: &Session, by: UserId) {
        let steady = browser::steady();
        let last = self.input.replace(steady);
        if steady - last >= self.patience_ms {
            let clock = self.clock.get();
            self.was_away(session, by, clock.now(last), clock.now(steady));
        }
    }

    /// Time of the last input, if the server is to be told of it now: a visit is open, and the input came over a minute after the server
    /// was last told (timing rule 7).
    pub(super) fn beat(&self, session: &Session) -> Option<Timestamp> {
        let is_due = session.open_visit().is_some() && self.input.get() > self.told.get() + BEAT_MS;
        is_due.then(|| self.clock.get().now(self.input.get()))
    }

    /// Remembers that the server knows of the input up to now.
    pub(super) fn told(&self) {
        self.told.set(browser::steady());
    }

    /// Notes that the computer slept for `ms` milliseconds until now, if that was long enough to count as an absence.
    pub(super) fn slept(&self, session: &Session, by: UserId, ms: f64) {
        if ms >= self.patience_ms {
            let now = self.now();
            self.was_away(session, by, now.plus(-(ms / 1000.0) as i64), now);
        }
    }

    /// Notes the time from the session's last activity to the opening of the page, if it was long enough to count as an absence.
    pub(super) fn opened(&self, session: &Session, by: UserId) {
        let (last, now) = (session.last_activity_at, self.now());
        if now.since(last).0 as f64 * 1000.0 >= self.patience_ms {
            self.was_away(session, by, last, now);
        }
    }

    fn was_away(&self, session: &Session, by: UserId, left: Timestamp, back: Timestamp) {
        let Some(visit) = session.open_visit().filter(|_| session.holder == by) else { return };
        self.absences.borrow_mut().push_back(Absence { visit: visit.id, left: left.max(visit.entered_at), back });
        set_off(self.absences_changed);
    }

    /// Earliest absence that the user has not explained yet.
    pub(super) fn absence(&self) -> Option<Absence> {
        self.absences.borrow().front().copied()
    }

    /// Takes the earliest absence off the list, and returns it.
    pub(super) fn end_absence(&self) -> Option<Absence> {
        let absence = self.absences.borrow_mut().pop_front();
        set_off(self.absences_changed);
        absence
    }
}
