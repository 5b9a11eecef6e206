//! Engine behind the page. It carries commands out at once and hands them to [`Outgoing`]; the page reads state and signals here.

use std::cell::{Cell, OnceCell, RefCell};
use std::time::Duration;

use leptos::prelude::*;
use resolutionflow::id::CommandId;
use resolutionflow::session::{Action, Command, Draft, Refusal, Session};
use resolutionflow::sync::{Batch, Clock, Outbox, Status, with_copy};
use resolutionflow::time::Seconds;
use resolutionflow::tree::{Node, Tree};
use resolutionflow::wire::from_json;
use send_wrapper::SendWrapper;
use walk_view::{Now, Walker};
use wasm_bindgen_futures::spawn_local;

use super::browser::{self, Alarm};
use super::paint::{Paint, set_off};
use super::presence::{Absence, Presence};
use super::reading::Reading;
use super::safety::{Safety, WayOut, copy_of};
use super::sending::{News, Outgoing, ask};
use super::tabs::Tabs;
use super::unsent::Unsent;
use super::walk_state::WalkState;

/// Handle of the page to its walk: state, signals and actions. Cheap to copy; lives until the page unloads.
#[derive(Clone, Copy)]
pub(super) struct Engine(&'static SendWrapper<Outgoing>);

/// Keeps a value until the page unloads.
fn for_ever<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

impl Engine {
    /// Reads the tree, the commands that an earlier page could not send, and the session as the server has it, and goes on from there. None
    /// where the server does not answer: the page stays as it came.
    pub(super) async fn begin(walker: Walker) -> Option<Self> {
        let Walker { session: id, version, actor: by, idle_threshold } = walker;
        let (reading, mut tree) = Reading::begin(version).await?;
        let store = Unsent::open(by.user_id, id).await;
        let pending = match &store {
            Some(store) => store.read().await,
            None => None,
        };
        let name = format!("unsent/{}/{id}", by.user_id);
        let copy = browser::stored(&copy_of(&name)).and_then(|json| from_json(&json)).unwrap_or_default();
        let empty = Batch { known_revision: u32::MAX, commands: Vec::new(), active_at: None, by: Some(by.user_id) };
        let (answer, sent, received) = ask(id, &empty).await.ok()?;
        let clock = Clock::set(sent, received, answer.now_ms as f64, browser::wall());
        let is_kept = pending.is_some();
        let pending = with_copy(pending.unwrap_or_default(), copy);
        let earlier: Vec<CommandId> = pending.iter().flatten().map(|made| made.command.id).collect();
        let outbox = Outbox::new(answer.state.session, pending, &tree, &by);
        if let Some(here) = outbox.current().node_id().filter(|here| !reading.has(here)) {
            let nodes = reading.ask(here).await?;
            reading.take_in(&mut tree, nodes);
        }
        let paint = for_ever(Paint::new(&outbox, by.user_id));
        let lost = outbox.lost().count();
        let walk = for_ever(WalkState::new(id, by, outbox, tree, reading, answer.state.open_output));
        let outgoing = Outgoing {
            walk,
            presence: for_ever(Presence::new(clock, idle_threshold, received)),
            safety: for_ever(Safety::new(name, is_kept, walk.waiting(), lost)),
            paint,
            tabs: Tabs::of(id),
            store,
            settled: RefCell::new(earlier.iter().map(|id| (*id, ())).collect()),
            earlier,
            has_news: Cell::new(false),
            is_sending: Cell::new(false),
            alarm: Alarm::default(),
            on_news: OnceCell::new(),
        };
        let engine = Self(for_ever(SendWrapper::new(outgoing)));
        engine.0.listen();
        walk.with_session(|session| engine.0.presence.opened(session, by.user_id));
        engine.0.begin();
        Some(engine)
    }

    /// Makes the caller rerun with every step.
    pub(super) fn track_step(self) {
        self.0.paint.step_changed.track();
    }

    /// Makes the caller rerun when another step is open to the user, or its texts have come.
    pub(super) fn track_open_step(self) {
        self.0.paint.open_step_changed.track();
    }

    /// Makes the caller rerun with every change of the session that can be seen.
    pub(super) fn track_session(self) {
        self.0.paint.session_changed.track();
    }

    /// Makes the caller rerun with every change of [`Engine::status`] and its words.
    pub(super) fn track_safety(self) {
        self.0.safety.changed.track();
    }

    /// Makes the caller rerun with every change of [`Engine::absence`].
    pub(super) fn track_absences(self) {
        self.0.presence.absences_changed.track();
    }

    /// Reads the session as the page shows it: as the server has it, with the pending commands applied.
    pub(super) fn with_session<T>(self, read: impl FnOnce(&Session) -> T) -> T {
        self.0.walk.with_session(read)
    }

    /// Reads the tree, in the version that is walked.
    pub(super) fn with_tree<T>(self, read: impl FnOnce(&Tree) -> T) -> T {
        self.0.walk.with_tree(read)
    }

    /// Node at which the walk stands, and the name of its tree; none if the session stands at no node of the tree.
    pub(super) fn here(self) -> Option<(Node, String)> {
        self.0.walk.here()
    }

    /// Position in the tree of the open step; none in an ad-hoc step.
    pub(super) fn position(self) -> Option<usize> {
        let visit =
            self.with_session(|session| session.open_visit().filter(|visit| visit.detour.is_none()).map(|visit| visit.node_id.clone()));
        self.with_tree(|tree| tree.position(&visit?))
    }

    /// True if body and commands of the open step have not come yet.
    pub(super) fn is_unread(self) -> bool {
        self.0.walk.is_unread()
    }

    /// True if the user of the page holds the session, and so may walk it.
    pub(super) fn is_mine(self) -> bool {
        self.with_session(|session| session.holder == self.0.walk.by.user_id)
    }

    /// Output of the open step's commands, as last saved.
    pub(super) fn output(self) -> String {
        self.0.walk.output()
    }

    /// Remembers an output of the open step's commands that is about to be saved.
    pub(super) fn set_output(self, output: &str) {
        self.0.walk.set_output(output);
    }

    /// True if the session is the user's to walk on: it is running, and they hold it.
    pub(super) fn is_walking(self) -> bool {
        self.is_mine() && self.with_session(|session| session.open_visit().is_some())
    }

    /// State of saving.
    pub(super) fn status(self) -> Status {
        self.0.safety.status()
    }

    /// State of saving in words.
    pub(super) fn status_words(self) -> String {
        self.0.safety.words()
    }

    /// Calls `hear` with the news in every answer of the server, from now on.
    pub(super) fn on_news(self, hear: impl Fn(News) + 'static) {
        _ = self.0.on_news.set(Box::new(hear));
    }

    /// Number of commands that the server has not acknowledged yet.
    pub(super) fn waiting(self) -> usize {
        self.0.walk.waiting()
    }

    /// Lines, in words, of the commands that will not be saved: the server rejected them, or this build cannot read them.
    pub(super) fn refused(self) -> Vec<String> {
        self.0.walk.outbox.borrow().lost().map(str::to_owned).collect()
    }

    /// Forgets the commands that will not be saved.
    pub(super) fn discard(self) {
        self.0.discard();
    }

    /// Carries an action out, at once, and saves the texts of `draft` with it. The write to the disk has begun when this returns, and the
    /// command is sent as soon as may be. Returns the id of the command.
    ///
    /// # Errors
    /// [`Refusal`] where the walk does not allow it now.
    pub(super) fn act(self, action: Action, draft: Option<Draft>) -> Result<CommandId, Refusal> {
        let Outgoing { walk, presence, safety, paint, .. } = &**self.0;
        walk.with_session(|session| presence.note_input(session, walk.by.user_id));
        _ = safety.stay();
        self.0.look();
        let (id, at) = presence.new_id();
        let command = Command { id, base_revision: 0, at: Some(at), draft, action };
        let made = walk.make(command, self.0.unsent())?;
        self.0.keep(&made);
        paint.show(&walk.outbox.borrow());
        self.read_on();
        self.0.begin();
        Ok(made.command.id)
    }

    /// Goes to another page, once the command that leads there is accepted and everything that was done on this one is saved.
    pub(super) fn go_to(self, way: WayOut) {
        self.0.safety.go_to(way, self.waiting());
    }

    /// Notes if a text is being typed that no command saves yet.
    pub(super) fn set_typed(self, is_typed: bool) {
        self.0.safety.set_typed(is_typed, self.waiting());
    }

    /// Shows that a typed text is too long to be saved.
    pub(super) fn cannot_save(self) {
        self.0.safety.say(Status::TooLong, self.waiting());
    }

    /// Notes input of the user, and tells the server of it at most once a minute (timing rule 7).
    pub(super) fn note_input(self) {
        let Outgoing { walk, presence, .. } = &**self.0;
        walk.with_session(|session| presence.note_input(session, walk.by.user_id));
        if walk.with_session(|session| presence.beat(session)).is_some() {
            self.0.begin();
        }
    }

    /// Signal of the server's time, which ticks each second.
    pub(super) fn now(self) -> Now {
        Now(self.0.presence.seconds)
    }

    /// Moves the clocks and detects sleep or a changed clock. To be called at every full second.
    pub(super) fn tick(self) {
        self.0.look();
        self.0.presence.tick();
        if !self.0.presence.is_sure() {
            self.0.begin();
        }
    }

    /// Time until the next full second of the server's clock.
    pub(super) fn to_the_next_second(self) -> Duration {
        self.0.presence.to_the_next_second()
    }

    /// Earliest absence that the user has not explained yet (timing rule 6).
    pub(super) fn absence(self) -> Option<Absence> {
        self.0.presence.absence()
    }

    /// Takes the earliest absence off the list, and saves `idle`, the part of it that was not work, with its visit.
    pub(super) fn end_absence(self, idle: Seconds) {
        let Some(absence) = self.0.presence.end_absence() else { return };
        let known = self.with_session(|session| session.idle(absence.visit));
        if let Some(known) = known.filter(|_| idle.0 > 0) {
            _ = self.act(Action::SetIdle { visit_id: absence.visit, idle_seconds: known + idle, reason: None }, None);
        }
    }

    /// Tries to send, and to read more of the tree, without waiting for the end of the pause: the network may be back.
    pub(super) fn try_now(self) {
        self.0.alarm.ring();
        self.read_on();
        self.0.begin();
    }

    /// Keeps and sends what waits, at once: the page is out of sight, and may be gone in a moment.
    pub(super) fn part(self) {
        self.0.part();
    }

    /// Asks the server how the session stands, because it may have gone on elsewhere.
    pub(super) fn ask_now(self) {
        self.0.has_news.set(true);
        self.try_now();
    }

    /// Asks for the texts of a large tree that can be read from here on, before somebody gets there.
    fn read_on(self) {
        let Outgoing { walk, paint, .. } = &**self.0;
        let (walk, paint) = (*walk, *paint);
        let Some(unread) = walk.unread_ahead() else { return };
        spawn_local(async move {
            // A step that is left already keeps its fields until the server has accepted that.
            if walk.read_from(&unread).await && walk.open_visit().is_some() {
                set_off(paint.open_step_changed);
            }
        });
    }
}
