//! What runs behind the page: commands are carried out at once, kept on this computer, and sent in order until they are
//! acknowledged.

use std::cell::{Cell, RefCell};
use std::collections::{HashSet, VecDeque};
use std::time::Duration;

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::closure::Closure;
use leptos::web_sys::BroadcastChannel;
use resolutionflow::access::Actor;
use resolutionflow::id::{CommandId, SessionId, UserId, VisitId};
use resolutionflow::session::{Action, Command, Draft, Phase, Refusal, Session};
use resolutionflow::sync::{Batch, Clock, Made, Outbox, Status};
use resolutionflow::text::Note;
use resolutionflow::time::{Seconds, Timestamp};
use resolutionflow::tree::{Node, NodeId, STEPS_AHEAD, Tree};
use resolutionflow::wire::from_json;
use send_wrapper::SendWrapper;
use walk_view::{Now, Walker};
use wasm_bindgen_futures::spawn_local;

use super::browser::{self, Alarm};
use super::sending::ask;
use super::unsent::Unsent;

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

pub(super) struct Inner {
    pub(super) id: SessionId,
    pub(super) by: Actor,
    pub(super) tree: RefCell<Tree>,
    /// Of a large tree: the steps of which bodies and commands are here; none of one that came as a whole.
    read: RefCell<Option<HashSet<NodeId>>>,
    address: String,
    pub(super) outbox: RefCell<Outbox>,
    pub(super) clock: RefCell<Clock>,
    pub(super) unsent_store: Option<Unsent>,
    /// Writes to the disk that have not ended.
    writing: Cell<usize>,
    /// Whether something is typed that is no command yet.
    is_typed: Cell<bool>,
    /// Whether another tab said that the session changed.
    pub(super) has_news: Cell<bool>,
    news: Option<BroadcastChannel>,
    /// After how many milliseconds without input somebody counts as away.
    pub(super) patience_ms: f64,
    absences: RefCell<VecDeque<Absence>>,
    /// Whether the last request came to nothing.
    pub(super) is_offline: Cell<bool>,
    is_kept: Cell<bool>,
    sending: Cell<bool>,
    pub(super) alarm: Alarm,
    /// Commands whose times stand: they may have reached the server, or were made before the clock was in doubt.
    pub(super) settled: RefCell<HashSet<CommandId>>,
    last_id_ms: Cell<u64>,
    /// The last real input, and the last that the server was told of; by the steady clock.
    pub(super) input: Cell<f64>,
    pub(super) told: Cell<f64>,
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

async fn nodes(address: &str, from: &NodeId) -> Option<Vec<Node>> {
    let from = js_sys::encode_uri_component(&from.0);
    let nodes = browser::exchange(&format!("{address}/nodes?from={from}"), None).await.ok()?;
    from_json(&nodes)
}

fn take_in(tree: &mut Tree, read: &mut HashSet<NodeId>, nodes: &[Node]) {
    read.extend(nodes.iter().map(|node| node.id.clone()));
    tree.fill_in(nodes.to_vec());
}

/// Somebody was away from the page during a visit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Absence {
    visit: VisitId,
    left: Timestamp,
    back: Timestamp,
}

impl Absence {
    /// How long it was.
    pub(super) fn length(self) -> Seconds {
        self.back.since(self.left)
    }
}

/// What makes it another step for whoever looks, or shows another time at it: the server's word on when it began is the last.
#[derive(PartialEq, Eq)]
struct Standing {
    visit: Option<(VisitId, Timestamp)>,
    holder: UserId,
    is_over: bool,
}

impl Standing {
    fn of(session: &Session) -> Self {
        let visit = session.open_visit().map(|visit| (visit.id, visit.entered_at));
        Self { visit, holder: session.holder, is_over: session.completion().is_some() }
    }
}

impl Engine {
    /// Asks the server how the walk stands, reads what an earlier page could not send, and goes on from there. None where the
    /// server does not answer: the page stays as it came.
    pub(super) async fn begin(walker: Walker) -> Option<Self> {
        let Walker { session: id, version, actor: by, idle_threshold } = walker;
        let address = format!("/api/trees/{}/versions/{}", version.tree_id, version.number);
        let tree = browser::exchange(&address, None).await.ok()?;
        let mut tree: Tree = from_json(&tree)?;
        let unsent_store = Unsent::open(by.user_id, id).await;
        let pending = match &unsent_store {
            Some(store) => store.read().await,
            None => None,
        };
        let empty = Batch { known_revision: u32::MAX, commands: Vec::new(), active_at: None, by: Some(by.user_id) };
        let (answer, sent, received) = ask(id, &empty).await.ok()?;
        let clock = Clock::set(sent, received, answer.now_ms as f64, browser::wall());
        let is_kept = pending.is_some();
        let pending = pending.unwrap_or_default();
        let earlier = pending.iter().flatten().map(|made| made.command.id).collect();
        let outbox = Outbox::new(answer.state.session, pending, &tree, &by);
        let mut read = tree.is_structure().then(HashSet::new);
        if let (Some(read), Some(here)) = (&mut read, outbox.current().node_id()) {
            take_in(&mut tree, read, &nodes(&address, here).await?);
        }
        let inner = Inner {
            told_of: RefCell::new((outbox.current().clone(), outbox.lost().count())),
            shown: RefCell::new(Standing::of(outbox.current())),
            outbox: RefCell::new(outbox),
            id,
            by,
            tree: RefCell::new(tree),
            read: RefCell::new(read),
            address,
            clock: RefCell::new(clock),
            unsent_store,
            writing: Cell::new(0),
            is_typed: Cell::new(false),
            has_news: Cell::new(false),
            news: BroadcastChannel::new(&format!("resolutionflow/{id}")).ok(),
            patience_ms: idle_threshold.0 as f64 * 1000.0,
            absences: RefCell::default(),
            is_offline: Cell::new(false),
            is_kept: Cell::new(is_kept),
            sending: Cell::new(false),
            alarm: Alarm::default(),
            settled: RefCell::new(earlier),
            last_id_ms: Cell::new(0),
            input: Cell::new(received),
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
        engine.hear_other_tabs();
        // Whoever opens the page again was away since the last that was seen of them.
        let now = clock.now(received);
        let last = engine.0.outbox.borrow().current().last_activity_at;
        if now.since(last) >= idle_threshold {
            engine.0.was_away(last, now);
        }
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
        self.0.outbox.borrow().lost().map(str::to_owned).collect()
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
        read(&self.0.tree.borrow())
    }

    /// The node at which the walk stands, and the name of its tree.
    pub(super) fn here(self) -> Option<(Node, String)> {
        let (outbox, tree) = (self.0.outbox.borrow(), self.0.tree.borrow());
        let node = outbox.current().node_id().and_then(|id| tree.node(id))?.clone();
        Some((node, tree.name().to_owned()))
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
        let unsent = inner.unsent();
        let command = Command { id, base_revision: 0, at: Some(at), draft, action };
        let made = inner.outbox.borrow_mut().make(&inner.tree.borrow(), &inner.by, command, unsent)?.clone();
        if inner.open_visit() != visit {
            inner.output.borrow_mut().clear();
        }
        self.keep(&made);
        inner.show();
        self.read_on();
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

    /// An absence that nobody has explained yet.
    pub(super) fn absence(self) -> Option<Absence> {
        self.0.absences.borrow().front().copied()
    }

    /// Remembers how much of that absence was not work.
    pub(super) fn end_absence(self, idle: Seconds) {
        let Some(absence) = self.0.absences.borrow_mut().pop_front() else { return };
        let known = self.session().idle(absence.visit);
        if let Some(known) = known.filter(|_| idle.0 > 0) {
            _ = self.act(Action::SetIdle { visit_id: absence.visit, idle_seconds: known + idle, reason: None }, None);
        }
        self.0.session.update(|count| *count += 1);
    }

    /// Of a large tree, asks for what can be read from here on, before somebody gets there.
    fn read_on(self) {
        let inner = self.0;
        let Some(here) = self.session().node_id().cloned() else { return };
        let Some(lacks) = inner.lacks(&here) else { return };
        spawn_local(async move {
            let Some(nodes) = nodes(&inner.address, &lacks).await else { return };
            let was_unread = self.is_unread();
            if let Some(read) = &mut *inner.read.borrow_mut() {
                take_in(&mut inner.tree.borrow_mut(), read, &nodes);
            }
            if was_unread && !self.is_unread() {
                inner.step.update(|count| *count += 1);
            }
        });
    }

    /// Whether what there is to read at the open step has not come yet.
    pub(super) fn is_unread(self) -> bool {
        let session = self.session();
        session.node_id().is_some_and(|here| self.0.read.borrow().as_ref().is_some_and(|read| !read.contains(here)))
    }

    fn hear_other_tabs(self) {
        let Some(news) = &self.0.news else { return };
        let heard = Closure::<dyn FnMut()>::new(move || {
            self.0.has_news.set(true);
            self.send_soon();
        });
        news.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        heard.forget();
    }

    /// The network may be back: does not wait for the end of the pause.
    pub(super) fn try_now(self) {
        self.0.alarm.ring();
        self.read_on();
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
        let gone = inner.outbox.borrow_mut().discard();
        inner.show();
        spawn_local(async move {
            if let Some(store) = &inner.unsent_store {
                store.forget(gone).await;
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
        let Some(store) = &inner.unsent_store else { return inner.say(Status::Saving) };
        let written = store.keep(made);
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
    pub(super) fn look(&self) -> bool {
        let jumped = self.clock.borrow_mut().look(browser::steady(), browser::wall());
        if jumped {
            self.settled.borrow_mut().extend(self.outbox.borrow().pending().iter().map(|made| made.command.id));
        }
        jumped
    }

    /// The nearest step, from one on and at most half of what is read ahead, of which there is nothing to read here yet.
    fn lacks(&self, from: &NodeId) -> Option<NodeId> {
        let (tree, read) = (self.tree.borrow(), self.read.borrow());
        let read = read.as_ref()?;
        let (mut seen, mut near) = (HashSet::from([from]), vec![from]);
        for _ in 0..STEPS_AHEAD / 2 {
            if let Some(lacks) = near.iter().find(|id| !read.contains(**id)) {
                return Some((*lacks).clone());
            }
            let targets = near.iter().filter_map(|id| tree.node(id)).flat_map(|node| node.kind.targets());
            near = targets.filter(|target| seen.insert(target)).collect();
        }
        None
    }

    fn open_visit(&self) -> Option<VisitId> {
        self.outbox.borrow().current().open_visit().map(|visit| visit.id)
    }

    fn note_input(&self) {
        let steady = browser::steady();
        let last = self.input.replace(steady);
        if steady - last >= self.patience_ms {
            let clock = *self.clock.borrow();
            self.was_away(clock.now(last), clock.now(steady));
        }
    }

    /// Nobody was at the page for so long that it is asked whether that counts.
    pub(super) fn was_away(&self, left: Timestamp, back: Timestamp) {
        let outbox = self.outbox.borrow();
        let session = outbox.current();
        let Some(visit) = session.open_visit().filter(|_| session.holder == self.by.user_id) else { return };
        self.absences.borrow_mut().push_back(Absence { visit: visit.id, left: left.max(visit.entered_at), back });
        self.session.update(|count| *count += 1);
    }

    /// The last command, if it surely never left this page.
    fn unsent(&self) -> Option<CommandId> {
        let last = self.outbox.borrow().pending().last().map(|made| made.command.id)?;
        (!self.settled.borrow().contains(&last)).then_some(last)
    }

    /// Tells the other tabs of this browser that the session changed.
    pub(super) fn spread_the_news(&self) {
        if let Some(news) = &self.news {
            _ = news.post_message(&true.into());
        }
    }

    /// Tells how many steps wait, so that signing out on another page can ask.
    fn mark_unsent(&self) {
        browser::mark_unsent(&format!("unsent/{}/{}", self.by.user_id, self.id), self.outbox.borrow().pending().len());
    }

    pub(super) fn is_beat_due(&self) -> bool {
        self.outbox.borrow().current().open_visit().is_some() && self.input.get() > self.told.get() + BEAT_MS
    }

    /// Has the page show how things stand now.
    pub(super) fn show(&self) {
        let (mut session, refused) = (self.outbox.borrow().current().clone(), self.outbox.borrow().lost().count());
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

    pub(super) fn say(&self, status: Status) {
        self.mark_unsent();
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
    pub(super) fn at_rest(&self) -> Status {
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
}
