//! What runs behind the page: commands are carried out at once, kept on this computer, and sent in order until they are
//! acknowledged.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::time::Duration;

use leptos::prelude::*;
use resolutionflow::access::Actor;
use resolutionflow::id::{CommandId, SessionId, UserId, VisitId};
use resolutionflow::player::{Answer, Batch, Clock, Made, Outbox};
use resolutionflow::session::{Action, Draft, Phase, Refusal, Session};
use resolutionflow::text::Note;
use resolutionflow::time::Timestamp;
use resolutionflow::tree::Tree;
use send_wrapper::SendWrapper;
use wasm_bindgen_futures::spawn_local;

use super::Walker;
use super::browser::{self, Alarm, Lock, Trouble};
use super::kept::Kept;
use super::status::Status;
use crate::ui::Now;

/// The longest pause before the server is asked again.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// How often real input is told of, where nothing else is (timing rule 7).
const BEAT_MS: f64 = 60_000.0;

/// A walk that goes on in this page, for as long as the page does. Copies are the same walk.
///
/// What is shown depends on signals of one type that only say that something changed: every further type of signal is more
/// WebAssembly to load.
#[derive(Clone, Copy)]
pub(super) struct Engine(&'static SendWrapper<Inner>);

/// Says that something changed.
type Change = RwSignal<i64>;

struct Inner {
    id: SessionId,
    by: Actor,
    tree: Tree,
    outbox: RefCell<Outbox>,
    clock: RefCell<Clock>,
    kept: Option<Kept>,
    /// Writes to the disk that have not ended.
    writing: Cell<usize>,
    /// Whether something is typed that is no command yet.
    is_typed: Cell<bool>,
    /// Whether the last request came to nothing.
    is_offline: Cell<bool>,
    is_kept: Cell<bool>,
    sending: Cell<bool>,
    alarm: Alarm,
    /// Commands whose times stand: they may have reached the server, or were made before the clock was in doubt.
    settled: RefCell<HashSet<CommandId>>,
    last_id_ms: Cell<u64>,
    /// The last real input, and the last that the server was told of; by the steady clock.
    input: Cell<f64>,
    told: Cell<f64>,
    /// What was saved of what the commands of the open step printed.
    output: RefCell<String>,
    status: Cell<Status>,
    /// The session as the page last showed it, and how much the server had not taken.
    told_of: RefCell<(Session, usize)>,
    /// Where the walk stood when the page last showed a step.
    shown: RefCell<Standing>,
    /// How far the server's clock is ahead of the one on the wall, as the page's other clocks were told; in seconds.
    ahead: Cell<f64>,
    /// Where to go once everything is saved.
    going_to: RefCell<Option<String>>,
    /// Seconds of the server's clock.
    now: Change,
    step: Change,
    session: Change,
    safety: Change,
}

/// What makes it another step for whoever looks.
#[derive(PartialEq, Eq)]
struct Standing {
    visit: Option<VisitId>,
    holder: UserId,
    is_over: bool,
}

impl Standing {
    fn of(session: &Session) -> Self {
        let visit = session.open_visit().map(|visit| visit.id);
        Self { visit, holder: session.holder, is_over: session.completion().is_some() }
    }
}

impl Engine {
    /// Asks the server how the walk stands, reads what an earlier page could not send, and goes on from there. None where the
    /// server does not answer: the page stays as it came.
    pub(super) async fn begin(walker: Walker) -> Option<Self> {
        let Walker { session: id, version, actor: by } = walker;
        let address = format!("/api/trees/{}/versions/{}", version.tree_id, version.number);
        let tree = browser::exchange(&address, None).await.ok()?;
        let tree: Tree = serde_json::from_str(&tree).ok()?;
        let kept = Kept::open(by.user_id, id).await;
        let pending = match &kept {
            Some(kept) => kept.read().await,
            None => None,
        };
        let empty = Batch { known_revision: u32::MAX, commands: Vec::new(), active_at: None, by: Some(by.user_id) };
        let (answer, sent, received) = ask(id, &empty).await.ok()?;
        let clock = Clock::set(sent, received, answer.now_ms as f64, browser::wall());
        let is_kept = pending.is_some();
        let pending = pending.unwrap_or_default();
        let earlier = pending.iter().map(|made| made.command.id).collect();
        let outbox = Outbox::new(answer.state.session, pending, &tree, &by);
        let inner = Inner {
            told_of: RefCell::new((outbox.current().clone(), 0)),
            shown: RefCell::new(Standing::of(outbox.current())),
            outbox: RefCell::new(outbox),
            id,
            by,
            tree,
            clock: RefCell::new(clock),
            kept,
            writing: Cell::new(0),
            is_typed: Cell::new(false),
            is_offline: Cell::new(false),
            is_kept: Cell::new(is_kept),
            sending: Cell::new(false),
            alarm: Alarm::default(),
            settled: RefCell::new(earlier),
            last_id_ms: Cell::new(0),
            input: Cell::new(0.0),
            told: Cell::new(received),
            output: RefCell::new(answer.state.open_output),
            status: Cell::new(Status::Saved),
            ahead: Cell::new(f64::NAN),
            going_to: RefCell::new(None),
            now: RwSignal::new(clock.now(received).unix()),
            step: RwSignal::new(0),
            session: RwSignal::new(0),
            safety: RwSignal::new(0),
        };
        inner.status.set(inner.at_rest());
        let engine = Self(Box::leak(Box::new(SendWrapper::new(inner))));
        engine.send_soon();
        Some(engine)
    }

    /// Changes with every step.
    pub(super) fn track_step(self) {
        self.0.step.track();
    }

    /// Changes with everything that is known of the session.
    pub(super) fn track_session(self) {
        self.0.session.track();
    }

    /// Changes with what is safe and what is not.
    pub(super) fn track_safety(self) {
        self.0.safety.track();
    }

    /// The session as the person sees it.
    pub(super) fn session(self) -> Session {
        self.0.outbox.borrow().current().clone()
    }

    /// How safe everything is.
    pub(super) fn status(self) -> Status {
        self.0.status.get()
    }

    /// What the server did not take, in words.
    pub(super) fn refused(self) -> Vec<String> {
        self.0.outbox.borrow().refused().iter().map(|made| made.told.clone()).collect()
    }

    /// The server's time, as it ticks.
    pub(super) fn now(self) -> Now {
        Now(self.0.now)
    }

    /// Goes to another page, once everything that was done here is saved.
    pub(super) fn go_to(self, address: String) {
        *self.0.going_to.borrow_mut() = Some(address);
        self.0.go();
    }

    /// The version that is walked.
    pub(super) fn with_tree<T>(self, read: impl FnOnce(&Tree) -> T) -> T {
        read(&self.0.tree)
    }

    /// Whether the person holds the session, and so may walk it.
    pub(super) fn is_mine(self) -> bool {
        self.0.outbox.borrow().current().holder == self.0.by.user_id
    }

    /// What the commands of the open step printed, as it was when the page began.
    pub(super) fn output(self) -> String {
        self.0.output.borrow().clone()
    }

    /// Remembers what was saved of what the commands of the open step printed.
    pub(super) fn set_output(self, output: &str) {
        output.clone_into(&mut self.0.output.borrow_mut());
    }

    /// Whether what waits is on this computer's disk.
    pub(super) fn is_kept(self) -> bool {
        self.0.is_kept.get()
    }

    /// Does something, at once. It is kept before this returns to the browser, and sent as soon as may be.
    ///
    /// # Errors
    /// [`Refusal`] where the walk does not allow it now.
    pub(super) fn act(self, action: Action, draft: Option<Draft>) -> Result<(), Refusal> {
        let inner = self.0;
        inner.note_input();
        inner.going_to.take();
        let (id, at) = inner.new_id();
        let visit = inner.open_visit();
        let made = inner.outbox.borrow_mut().make(&inner.tree, id, action, draft, &inner.by, at)?.clone();
        if inner.open_visit() != visit {
            inner.output.borrow_mut().clear();
        }
        self.keep(&made);
        inner.show();
        self.send_soon();
        Ok(())
    }

    /// Somebody did something on the page.
    pub(super) fn note_input(self) {
        let inner = self.0;
        inner.note_input();
        if inner.is_beat_due() {
            self.send_soon();
        }
    }

    /// Time goes by.
    pub(super) fn tick(self) {
        let inner = self.0;
        let steady = browser::steady();
        inner.look();
        let (now_ms, wall) = (inner.clock.borrow().now_ms(steady), browser::wall());
        let ahead = (now_ms - wall) / 1000.0;
        if inner.ahead.get().is_nan() || (ahead - inner.ahead.get()).abs() > 0.02 {
            inner.ahead.set(ahead);
            browser::tell_clocks(ahead);
        }
        let now = (now_ms / 1000.0).floor() as i64;
        if inner.now.get_untracked() != now {
            inner.now.set(now);
        }
        if !inner.clock.borrow().is_sure() {
            self.send_soon();
        }
    }

    /// How many milliseconds there are to the next full second of the server.
    pub(super) fn to_the_next_second(self) -> Duration {
        let ms = self.0.clock.borrow().now_ms(browser::steady());
        Duration::from_millis((1000.0 - ms.rem_euclid(1000.0)).clamp(20.0, 1000.0) as u64)
    }

    /// The network may be back: does not wait for the end of the pause.
    pub(super) fn try_now(self) {
        self.0.alarm.ring();
        self.send_soon();
    }

    /// Something is being typed, or is no longer.
    pub(super) fn set_typed(self, is_typed: bool) {
        if self.0.is_typed.replace(is_typed) != is_typed {
            self.0.say(self.0.at_rest());
        }
    }

    /// What was typed is more than fits.
    pub(super) fn cannot_save(self) {
        self.0.say(Status::TooLong);
    }

    /// How many steps the server does not have.
    pub(super) fn waiting(self) -> usize {
        self.0.outbox.borrow().pending().len()
    }

    /// Forgets what the server did not take.
    pub(super) fn discard(self) {
        let inner = self.0;
        let gone: Vec<CommandId> = inner.outbox.borrow_mut().discard().iter().map(|made| made.command.id).collect();
        inner.show();
        spawn_local(async move {
            if let Some(kept) = &inner.kept {
                kept.forget(gone).await;
            }
        });
    }

    fn send_soon(self) {
        let inner = self.0;
        if !inner.sending.replace(true) {
            spawn_local(async move {
                inner.send().await;
                inner.sending.set(false);
            });
        }
    }

    /// The write is begun here and now, in the event that made the command.
    fn keep(self, made: &Made) {
        let inner = self.0;
        let Some(kept) = &inner.kept else { return inner.say(Status::Saving) };
        let written = kept.keep(made);
        inner.writing.set(inner.writing.get() + 1);
        inner.say(inner.at_rest());
        spawn_local(async move {
            inner.is_kept.set(written.await);
            inner.writing.set(inner.writing.get() - 1);
            if inner.writing.get() == 0 && matches!(inner.status.get(), Status::Keeping | Status::Offline(_)) {
                inner.say(inner.at_rest());
            }
        });
    }
}

impl Inner {
    /// The id and the time of what is done now. Ids made in one millisecond would not sort as they were made.
    fn new_id(&self) -> (CommandId, Timestamp) {
        self.look();
        let (steady, clock) = (browser::steady(), self.clock.borrow());
        let ms = (clock.now_ms(steady).max(0.0) as u64).max(self.last_id_ms.get() + 1);
        self.last_id_ms.set(ms);
        (CommandId(browser::new_id(ms)), clock.now(steady))
    }

    /// Whether the computer slept, or its clock was changed, since the last look.
    fn look(&self) -> bool {
        let jumped = self.clock.borrow_mut().look(browser::steady(), browser::wall());
        if jumped {
            self.settled.borrow_mut().extend(self.outbox.borrow().pending().iter().map(|made| made.command.id));
        }
        jumped
    }

    fn open_visit(&self) -> Option<VisitId> {
        self.outbox.borrow().current().open_visit().map(|visit| visit.id)
    }

    fn note_input(&self) {
        self.input.set(browser::steady());
    }

    fn is_beat_due(&self) -> bool {
        self.outbox.borrow().current().open_visit().is_some() && self.input.get() > self.told.get() + BEAT_MS
    }

    /// Has the page show how things stand now.
    fn show(&self) {
        let (mut session, refused) = (self.outbox.borrow().current().clone(), self.outbox.borrow().refused().len());
        // What is being typed is on the page already.
        (session.revision, session.last_activity_at) = (0, session.started_at);
        if let Phase::Running(visit) = &mut session.phase {
            visit.notes = Note::default();
        }
        if *self.told_of.borrow() != (session.clone(), refused) {
            *self.told_of.borrow_mut() = (session, refused);
            self.session.update(|count| *count += 1);
        }
        let standing = Standing::of(self.outbox.borrow().current());
        if *self.shown.borrow() != standing {
            *self.shown.borrow_mut() = standing;
            self.step.update(|count| *count += 1);
        }
    }

    fn say(&self, status: Status) {
        self.status.set(status);
        self.safety.update(|count| *count += 1);
        self.go();
    }

    fn go(&self) {
        if self.status.get() == Status::Saved
            && self.outbox.borrow().pending().is_empty()
            && let Some(address) = self.going_to.take()
        {
            _ = window().location().assign(&address);
        }
    }

    /// How safe things are where nothing is wrong.
    fn at_rest(&self) -> Status {
        if self.writing.get() > 0 {
            Status::Keeping
        } else {
            match self.outbox.borrow().pending().len() {
                0 if self.is_typed.get() => Status::Typed,
                0 => Status::Saved,
                waiting if self.is_offline.get() => Status::Offline(waiting),
                _ => Status::Saving,
            }
        }
    }

    fn next(&self) -> Option<Batch> {
        let active_at = self.is_beat_due().then(|| self.clock.borrow().now(self.input.get()));
        let batch = Batch { by: Some(self.by.user_id), ..self.outbox.borrow().batch(active_at) };
        (!batch.commands.is_empty() || active_at.is_some() || !self.clock.borrow().is_sure()).then_some(batch)
    }

    /// Sends until there is nothing left to send, one batch after the other; one tab at a time.
    async fn send(&self) {
        let mut pause = Duration::from_secs(1);
        while self.next().is_some() {
            let lock = Lock::of(&format!("resolutionflow/{}/{}", self.by.user_id, self.id)).await;
            let Some(mut batch) = self.next() else { break };
            if !self.clock.borrow().is_sure() {
                // What was made since the jump gets its time before it is sent.
                batch.commands.clear();
            }
            self.settled.borrow_mut().extend(batch.commands.iter().map(|command| command.id));
            let asked = ask(self.id, &batch).await;
            let waiting = self.outbox.borrow().pending().len();
            match asked {
                Ok((answer, sent, received)) => {
                    self.is_offline.set(false);
                    // An exchange that lasted over a sleep says nothing of the time.
                    if !self.look() {
                        self.measured(&answer, sent, received);
                    }
                    self.adopt(answer, &batch).await;
                    pause = Duration::from_secs(1);
                }
                Err(Trouble::Network) => {
                    drop(lock);
                    self.is_offline.set(true);
                    self.say(self.at_rest());
                    self.alarm.wait(pause).await;
                    pause = (pause * 2).min(LONGEST_PAUSE);
                    continue;
                }
                Err(trouble) => {
                    self.say(if trouble == Trouble::SignedOut { Status::SignedOut(waiting) } else { Status::Stuck(waiting) });
                    return;
                }
            }
            drop(lock);
        }
        self.say(self.at_rest());
    }

    fn measured(&self, answer: &Answer, sent: f64, received: f64) {
        let was_sure = self.clock.borrow().is_sure();
        let moved = self.clock.borrow_mut().measure(sent, received, answer.now_ms as f64);
        if !was_sure {
            let settled = self.settled.borrow();
            self.outbox.borrow_mut().correct_times(|command| !settled.contains(&command.id), (moved / 1000.0).round() as i64);
        }
    }

    async fn adopt(&self, answer: Answer, batch: &Batch) {
        let done: Vec<CommandId> = batch.commands.iter().take(answer.done).map(|command| command.id).collect();
        self.told.set(if batch.active_at.is_some() || !done.is_empty() { browser::steady() } else { self.told.get() });
        let was_refused = self.outbox.borrow().refused().len();
        self.outbox.borrow_mut().adopt(answer, &self.tree, &self.by);
        self.show();
        if let Some(kept) = &self.kept {
            if !done.is_empty() {
                kept.forget(done).await;
            }
            // A page that is opened later must not send them again, before what is made until then.
            let refused = self.outbox.borrow().refused().to_vec();
            for made in refused.iter().skip(was_refused) {
                kept.keep(made).await;
            }
        }
    }
}

/// Asks the server; the answer, and when the question went out and the answer came in by the steady clock.
async fn ask(session: SessionId, batch: &Batch) -> Result<(Answer, f64, f64), Trouble> {
    let body = serde_json::to_string(batch).map_err(|_| Trouble::Refused)?;
    let sent = browser::steady();
    let answer = browser::exchange(&format!("/api/sessions/{session}/commands"), Some(&body)).await?;
    let received = browser::steady();
    Ok((serde_json::from_str(&answer).map_err(|_| Trouble::Refused)?, sent, received))
}
