//! Painting: which signals a change of the session sets off.

use std::cell::RefCell;

use leptos::prelude::*;
use resolutionflow::id::{UserId, VisitId};
use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Phase, Session, Visit};
use resolutionflow::sync::Outbox;
use resolutionflow::time::Timestamp;

/// Signal that something changed. All have one type: every further one is more WebAssembly to load.
pub(super) type Change = RwSignal<i64>;

/// Sets off a signal: everything that tracks it reruns.
pub(super) fn set_off(change: Change) {
    change.update(|count| *count += 1);
}

/// Last state that was painted, and the signals of what depends on it.
pub(super) struct Paint {
    session: RefCell<Session>,
    /// Number of commands that will not be saved.
    lost: RefCell<usize>,
    standing: RefCell<Standing>,
    /// The user of the page.
    by: UserId,
    /// Last step that was open to the user, and its entry.
    open_step: RefCell<Option<(VisitId, Timestamp)>>,
    /// Set off by every change of the session that can be seen.
    pub(super) session_changed: Change,
    /// Set off with every step, and where the walk ends or another user goes on with it.
    pub(super) step_changed: Change,
    /// Set off where another step is open to the user. The fields of the last one stay while the server has not accepted its end.
    pub(super) open_step_changed: Change,
}

/// Visit that is open to the user, and its entry. The server's word on when a visit began is the last.
fn open_step(session: &Session, by: UserId) -> Option<(VisitId, Timestamp)> {
    session.open_visit().filter(|_| session.holder == by).map(|visit| (visit.id, visit.entered_at))
}

/// Parts of a session whose change is a step, or the end of the walk.
#[derive(PartialEq, Eq)]
struct Standing {
    visit: Option<(VisitId, Timestamp)>,
    holder: UserId,
    outcome: Option<Outcome>,
}

impl Standing {
    fn of(session: &Session) -> Self {
        let visit = session.open_visit().map(|visit| (visit.id, visit.entered_at));
        Self { visit, holder: session.holder, outcome: session.completion().map(|completion| completion.outcome) }
    }
}

impl Paint {
    /// State with which the page begins, taken as painted.
    pub(super) fn new(outbox: &Outbox, by: UserId) -> Self {
        Self {
            by,
            open_step: RefCell::new(open_step(outbox.current(), by)),
            open_step_changed: RwSignal::new(0),
            session: RefCell::new(outbox.current().clone()),
            lost: RefCell::new(outbox.lost().count()),
            standing: RefCell::new(Standing::of(outbox.current())),
            session_changed: RwSignal::new(0),
            step_changed: RwSignal::new(0),
        }
    }

    /// Visit whose fields are on the page.
    pub(super) fn open_visit(&self) -> Option<VisitId> {
        self.open_step.borrow().map(|(visit, _)| visit)
    }

    /// Compares the state with the painted one, and sets off the signals of what differs.
    pub(super) fn show(&self, outbox: &Outbox) {
        let (session, lost) = (outbox.current(), outbox.lost().count());
        let standing = Standing::of(session);
        // The step first: it is what somebody waits for.
        let open_step = open_step(session, self.by);
        if open_step.is_some() && *self.open_step.borrow() != open_step {
            *self.open_step.borrow_mut() = open_step;
            set_off(self.open_step_changed);
        }
        if *self.standing.borrow() != standing {
            *self.standing.borrow_mut() = standing;
            set_off(self.step_changed);
        }
        if self.lost.replace(lost) != lost || !looks_same(&self.session.borrow(), session) {
            self.session.borrow_mut().clone_from(session);
            set_off(self.session_changed);
        }
    }
}

/// True if two states of the session look the same: notes and output of the open step are on the page as they are typed, and the revision
/// and the last activity are not shown.
fn looks_same(before: &Session, after: &Session) -> bool {
    let Session {
        id,
        version,
        holder,
        handed_over_at: _,
        revision: _,
        started_at,
        last_activity_at: _,
        records,
        phase,
        facts,
        values,
        output_sizes: _,
        follows,
    } = before;
    *id == after.id
        && *version == after.version
        && *holder == after.holder
        && *started_at == after.started_at
        && *follows == after.follows
        && is_same_phase(phase, &after.phase)
        && *facts == after.facts
        && *values == after.values
        && *records == after.records
        && before.nearly_full() == after.nearly_full()
}

fn is_same_phase(before: &Phase, after: &Phase) -> bool {
    let (Phase::Running(before), Phase::Running(after)) = (before, after) else { return before == after };
    let Visit { id, node_id, detour, entered_at, clock: _, notes: _, idle } = before;
    *id == after.id && *node_id == after.node_id && *detour == after.detour && *entered_at == after.entered_at && *idle == after.idle
}
