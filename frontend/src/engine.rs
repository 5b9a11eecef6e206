//! Engine behind the page. It carries commands out at once and hands them to [`Outgoing`]; the page reads state and signals here.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use leptos::prelude::*;
use resolutionflow::session::{Action, Command, Draft, Refusal, Session};
use resolutionflow::sync::{Batch, Clock, Outbox, Status};
use resolutionflow::time::Seconds;
use resolutionflow::tree::{Node, Tree};
use send_wrapper::SendWrapper;
use walk_view::{Now, Walker};
use wasm_bindgen_futures::spawn_local;

use super::browser::{self, Alarm};
use super::paint::{Paint, set_off};
use super::presence::{Absence, Presence};
use super::reading::Reading;
use super::safety::Safety;
use super::sending::{Outgoing, ask};
use super::tabs::Tabs;
use super::unsent::Unsent;
use super::walk_state::WalkState;

/// Handle to the page's walk engine. Cheap to copy; lives until the page unloads.
#[derive(Clone, Copy)]
pub(super) struct Engine(&'static SendWrapper<Outgoing>);

/// Keeps a value until the page unloads.
fn for_ever<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

impl Engine {
    /// Asks the server how the walk stands, reads what an earlier page could not send, and goes on from there. None where the
    /// server does not answer: the page stays as it came.
    pub(super) async fn begin(walker: Walker) -> Option<Self> {
        let Walker { session: id, version, actor: by, idle_threshold } = walker;
        let (reading, mut tree) = Reading::begin(version).await?;
        let store = Unsent::open(by.user_id, id).await;
        let pending = match &store {
            Some(store) => store.read().await,
            None => None,
        };
        let empty = Batch { known_revision: u32::MAX, commands: Vec::new(), active_at: None, by: Some(by.user_id) };
        let (answer, sent, received) = ask(id, &empty).await.ok()?;
        let clock = Clock::set(sent, received, answer.now_ms as f64, browser::wall());
        let is_kept = pending.is_some();
        let pending = pending.unwrap_or_default();
        let settled = pending.iter().flatten().map(|made| made.command.id).collect();
        let outbox = Outbox::new(answer.state.session, pending, &tree, &by);
        if let Some(here) = outbox.current().node_id().filter(|here| !reading.has(here)) {
            let nodes = reading.ask(here).await?;
            reading.take_in(&mut tree, nodes);
        }
        let paint = for_ever(Paint::new(&outbox));
        let walk = for_ever(WalkState::new(id, by, outbox, tree, reading, answer.state.open_output));
        let outgoing = Outgoing {
            walk,
            presence: for_ever(Presence::new(clock, idle_threshold, received)),
            safety: for_ever(Safety::new(format!("unsent/{}/{id}", by.user_id), is_kept, walk.waiting())),
            paint,
            tabs: Tabs::of(id),
            store,
            settled: RefCell::new(settled),
            has_news: Cell::new(false),
            is_sending: Cell::new(false),
            alarm: Alarm::default(),
        };
        let engine = Self(for_ever(SendWrapper::new(outgoing)));
        engine.0.listen();
        walk.with_session(|session| engine.0.presence.opened(session, by.user_id));
        engine.0.begin();
        Some(engine)
    }

    /// Reruns the caller with every step.
    pub(super) fn track_step(self) {
        self.0.paint.step_changed.track();
    }

    /// Reruns the caller with every change of the session that can be seen.
    pub(super) fn track_session(self) {
        self.0.paint.session_changed.track();
    }

    /// Reruns the caller with every change of [`Engine::status`] and [`Engine::is_kept`].
    pub(super) fn track_safety(self) {
        self.0.safety.changed.track();
    }

    /// Reruns the caller with every change of [`Engine::absence`].
    pub(super) fn track_absences(self) {
        self.0.presence.absences_changed.track();
    }

    /// Reads the session as the person sees it.
    pub(super) fn with_session<T>(self, read: impl FnOnce(&Session) -> T) -> T {
        self.0.walk.with_session(read)
    }

    /// Reads the version that is walked.
    pub(super) fn with_tree<T>(self, read: impl FnOnce(&Tree) -> T) -> T {
        self.0.walk.with_tree(read)
    }

    /// The node at which the walk stands, and the name of its tree.
    pub(super) fn here(self) -> Option<(Node, String)> {
        self.0.walk.here()
    }

    /// True if the texts of the open step have not come yet.
    pub(super) fn is_unread(self) -> bool {
        self.0.walk.is_unread()
    }

    /// True if the person holds the session, and so may walk it.
    pub(super) fn is_mine(self) -> bool {
        self.with_session(|session| session.holder == self.0.walk.by.user_id)
    }

    /// Output of the open step's commands, as saved.
    pub(super) fn output(self) -> String {
        self.0.walk.output()
    }

    /// Remembers the output that is being saved.
    pub(super) fn set_output(self, output: &str) {
        self.0.walk.set_output(output);
    }

    /// Status beside the timer.
    pub(super) fn status(self) -> Status {
        self.0.safety.status()
    }

    /// True if what waits is on this computer's disk.
    pub(super) fn is_kept(self) -> bool {
        self.0.safety.is_kept()
    }

    /// Number of commands that the server does not have.
    pub(super) fn waiting(self) -> usize {
        self.0.walk.waiting()
    }

    /// Lines of the commands that the server did not take.
    pub(super) fn refused(self) -> Vec<String> {
        self.0.walk.outbox.borrow().lost().map(str::to_owned).collect()
    }

    /// Forgets them.
    pub(super) fn discard(self) {
        self.0.discard();
    }

    /// Does something, at once. Its write to the disk has begun when this returns, and it is sent as soon as may be.
    ///
    /// # Errors
    /// [`Refusal`] where the walk does not allow it now.
    pub(super) fn act(self, action: Action, draft: Option<Draft>) -> Result<(), Refusal> {
        let Outgoing { walk, presence, safety, paint, .. } = &**self.0;
        walk.with_session(|session| presence.note_input(session, walk.by.user_id));
        safety.stay();
        self.0.look();
        let (id, at) = presence.new_id();
        let command = Command { id, base_revision: 0, at: Some(at), draft, action };
        let made = walk.make(command, self.0.unsent())?;
        self.0.keep(&made);
        paint.show(&walk.outbox.borrow());
        self.read_on();
        self.0.begin();
        Ok(())
    }

    /// Goes to another page, once everything that was done here is saved.
    pub(super) fn go_to(self, address: String) {
        self.0.safety.go_to(address, self.waiting());
    }

    /// Notes that something is being typed, or is no longer.
    pub(super) fn set_typed(self, is_typed: bool) {
        self.0.safety.set_typed(is_typed, self.waiting());
    }

    /// Notes that a typed text does not fit.
    pub(super) fn cannot_save(self) {
        self.0.safety.say(Status::TooLong, self.waiting());
    }

    /// Notes input on the page.
    pub(super) fn note_input(self) {
        let Outgoing { walk, presence, .. } = &**self.0;
        walk.with_session(|session| presence.note_input(session, walk.by.user_id));
        if walk.with_session(|session| presence.beat(session)).is_some() {
            self.0.begin();
        }
    }

    /// Server's time, as it ticks.
    pub(super) fn now(self) -> Now {
        Now(self.0.presence.seconds)
    }

    /// Called every second: moves the clocks and detects sleep or a changed clock.
    pub(super) fn tick(self) {
        self.0.look();
        self.0.presence.tick();
        if !self.0.presence.is_sure() {
            self.0.begin();
        }
    }

    /// Time to the next full second of the server.
    pub(super) fn to_the_next_second(self) -> Duration {
        self.0.presence.to_the_next_second()
    }

    /// First absence that nobody has explained yet.
    pub(super) fn absence(self) -> Option<Absence> {
        self.0.presence.absence()
    }

    /// Takes it off the list, and saves how much of it was not work.
    pub(super) fn end_absence(self, idle: Seconds) {
        let Some(absence) = self.0.presence.end_absence() else { return };
        let known = self.with_session(|session| session.idle(absence.visit));
        if let Some(known) = known.filter(|_| idle.0 > 0) {
            _ = self.act(Action::SetIdle { visit_id: absence.visit, idle_seconds: known + idle, reason: None }, None);
        }
    }

    /// Tries to send and to read on without waiting for the end of the pause: the network may be back.
    pub(super) fn try_now(self) {
        self.0.alarm.ring();
        self.read_on();
        self.0.begin();
    }

    /// Asks for the texts of a large tree that can be read from here on, before somebody gets there.
    fn read_on(self) {
        let Outgoing { walk, paint, .. } = &**self.0;
        let (walk, paint) = (*walk, *paint);
        let Some(unread) = walk.unread_ahead() else { return };
        spawn_local(async move {
            if walk.read_from(&unread).await {
                set_off(paint.step_changed);
            }
        });
    }
}
