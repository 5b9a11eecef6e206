//! Sending: commands are kept on this computer's disk, and sent in order, one batch after the other, with growing pauses, until
//! everything is acknowledged.

use std::cell::{Cell, OnceCell, RefCell};
use std::time::Duration;

use leptos::prelude::window;
use litemap::LiteMap;
use resolutionflow::id::{CommandId, SessionId};
use resolutionflow::session::Action;
use resolutionflow::sync::{Answer, Batch, Made, Status};
use resolutionflow::wire::{from_json, to_json};
use wasm_bindgen_futures::spawn_local;

use super::browser::{self, Alarm, Lock, Trouble};
use super::paint::Paint;
use super::presence::Presence;
use super::safety::{Safety, WayOut};
use super::tabs::Tabs;
use super::unsent::Unsent;
use super::walk_state::{Texts, WalkState};

/// Longest pause before the server is asked again.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// News in an answer of the server that the fields of the page have to follow.
pub(super) struct News {
    /// Saved texts beside the step that is on the page, before and with the answer; none if another step comes up.
    pub(super) texts: Option<(Texts, Texts)>,
    /// True if a command was refused.
    pub(super) is_refused: bool,
    /// The way out of the page that a refused command would have opened.
    pub(super) way: Option<WayOut>,
}

/// Path of a walk's commands to this computer's disk and to the server, with the state that it reads and changes.
pub(super) struct Outgoing {
    pub(super) walk: &'static WalkState,
    pub(super) presence: &'static Presence,
    pub(super) safety: &'static Safety,
    pub(super) paint: &'static Paint,
    pub(super) tabs: Tabs,
    /// Commands on this computer's disk; none where the browser keeps nothing.
    pub(super) store: Option<Unsent>,
    /// Commands whose times stand: they may have reached the server, or were made before the clock was in doubt.
    pub(super) settled: RefCell<LiteMap<CommandId, ()>>,
    /// Commands of an earlier page, whose texts are in no field of this one.
    pub(super) earlier: Vec<CommandId>,
    /// True if the session may have changed elsewhere: another tab said so, or somebody comes back to this one.
    pub(super) has_news: Cell<bool>,
    pub(super) is_sending: Cell<bool>,
    /// Pause between two attempts to send.
    pub(super) alarm: Alarm,
    /// Called with the news of an answer.
    pub(super) on_news: OnceCell<Box<dyn Fn(News)>>,
}

impl Outgoing {
    /// Begins to send what waits, unless that is going on.
    pub(super) fn begin(&'static self) {
        if !self.is_sending.replace(true) {
            spawn_local(async move {
                self.send().await;
                self.is_sending.set(false);
            });
        }
    }

    /// Asks the server whenever another tab says that the session changed.
    pub(super) fn listen(&'static self) {
        self.tabs.listen(move || {
            self.has_news.set(true);
            self.begin();
        });
    }

    /// Copies what waits, and sends it, before this returns. Nothing that takes its time ends while a page is closed: neither a write to the
    /// disk nor the wait for another tab. What arrives twice is done once; the usual way to the server hears the answer.
    pub(super) fn part(&self) {
        let pending = self.walk.outbox.borrow().pending().to_vec();
        if pending.is_empty() {
            return;
        }
        self.safety.keep_copy(&to_json(&pending));
        // Times of what was made while the clock was in doubt do not stand yet.
        if self.presence.is_sure() {
            let batch = Batch { by: Some(self.walk.by.user_id), ..self.walk.outbox.borrow().batch(None) };
            self.settle(batch.commands.iter().map(|command| command.id));
            browser::send_off(&address(self.walk.id), &to_json(&batch));
        }
    }

    /// Writes a command to the disk. The write begins here and now, in the event that made the command.
    pub(super) fn keep(&'static self, made: &Made) {
        let (safety, walk) = (self.safety, self.walk);
        let Some(store) = &self.store else { return safety.say(Status::Saving, walk.waiting()) };
        let written = store.keep(made);
        safety.begin_write();
        safety.rest(walk.waiting());
        spawn_local(async move {
            if safety.end_write(written.await) {
                safety.rest(walk.waiting());
            }
        });
    }

    /// Forgets the commands that will not be saved, on the page and on the disk.
    pub(super) fn discard(&'static self) {
        let gone = self.walk.outbox.borrow_mut().discard();
        self.count_lost();
        self.safety.rest(self.walk.waiting());
        self.paint.show(&self.walk.outbox.borrow());
        spawn_local(async move {
            if let Some(store) = &self.store {
                store.forget(gone).await;
            }
        });
    }

    /// Id of the last pending command, if it surely never left this page, so that another one may take its place.
    pub(super) fn unsent(&self) -> Option<CommandId> {
        let last = self.walk.outbox.borrow().pending().last().map(|made| made.command.id)?;
        (!self.settled.borrow().contains_key(&last)).then_some(last)
    }

    /// Lets the times of commands stand.
    fn settle(&self, ids: impl Iterator<Item = CommandId>) {
        let mut settled = self.settled.borrow_mut();
        for id in ids {
            settled.insert(id, ());
        }
    }

    /// Compares the clocks; true if the computer slept, or its clock was changed, since the last look. Times of commands that were made
    /// before that stand.
    pub(super) fn look(&self) -> bool {
        let jumped = self.presence.look();
        if jumped {
            self.settle(self.walk.outbox.borrow().pending().iter().map(|made| made.command.id));
        }
        jumped
    }

    /// Next batch, if there is anything to send or to ask.
    fn next(&self) -> Option<Batch> {
        let active_at = self.walk.with_session(|session| self.presence.beat(session));
        let batch = Batch { by: Some(self.walk.by.user_id), ..self.walk.outbox.borrow().batch(active_at) };
        let asks = active_at.is_some() || self.has_news.get() || !self.presence.is_sure();
        (asks || !batch.commands.is_empty()).then_some(batch)
    }

    /// Sends until there is nothing left to send; one tab at a time.
    async fn send(&self) {
        let (walk, safety) = (self.walk, self.safety);
        let mut pause = Duration::from_secs(1);
        while self.next().is_some() {
            let lock = Lock::of(&format!("resolutionflow/{}/{}", walk.by.user_id, walk.id)).await;
            let Some(mut batch) = self.next() else { break };
            if !self.presence.is_sure() {
                // What was made since the jump gets its time before it is sent.
                batch.commands.clear();
            }
            // What surely never left may still be changed. Browsers err about the network, so some day it is tried all the same.
            if pause < LONGEST_PAUSE && !window().navigator().on_line() {
                drop(lock);
                self.rest(Status::Offline, &mut pause).await;
                continue;
            }
            self.settle(batch.commands.iter().map(|command| command.id));
            self.has_news.set(false);
            let asked = ask(walk.id, &batch).await;
            let waiting = walk.waiting();
            match asked {
                Ok((answer, sent, received)) => {
                    safety.set_hindered(None);
                    // An exchange that lasted over a sleep says nothing of the time.
                    if !self.look() {
                        self.measured(&answer, sent, received);
                    }
                    self.adopt(answer, &batch).await;
                    pause = Duration::from_secs(1);
                }
                Err(trouble @ (Trouble::Network | Trouble::Later)) => {
                    drop(lock);
                    self.rest(if trouble == Trouble::Later { Status::Later } else { Status::Offline }, &mut pause).await;
                    continue;
                }
                Err(Trouble::SignedOut) => return safety.say(Status::SignedOut(waiting), waiting),
                Err(Trouble::Refused) => return safety.say(Status::Stuck(waiting), waiting),
            }
            drop(lock);
        }
        safety.rest(walk.waiting());
    }

    /// Says why nothing can be sent, and waits for a while.
    async fn rest(&self, hindered: fn(usize) -> Status, pause: &mut Duration) {
        self.safety.set_hindered(Some(hindered));
        self.safety.rest(self.walk.waiting());
        self.alarm.wait(*pause).await;
        *pause = (*pause * 2).min(LONGEST_PAUSE);
    }

    /// Sets the clock by an exchange, and with it the times of what was made while the clock was in doubt.
    fn measured(&self, answer: &Answer, sent: f64, received: f64) {
        let was_sure = self.presence.is_sure();
        let moved = self.presence.measure(sent, received, answer.now_ms as f64);
        // What is painted with the answer shows its time.
        self.presence.show_second();
        if !was_sure {
            let settled = self.settled.borrow();
            let is_open = |id: CommandId| !settled.contains_key(&id);
            self.walk.outbox.borrow_mut().correct_times(|command| is_open(command.id), moved.round() as i64);
            drop(settled);
            // The computer slept, and the steady clock with it.
            self.walk.with_session(|session| self.presence.slept(session, self.walk.by.user_id, moved));
        }
    }

    /// Tells the status how many commands will not be saved.
    fn count_lost(&self) {
        self.safety.set_lost(self.walk.outbox.borrow().lost().count());
    }

    /// Takes commands that were just refused, after the first `from`, off those that will not be saved where their texts are still in the
    /// fields of this page: notes, and the way out. Returns their ids.
    fn take_back(&self, from: usize, way: Option<&WayOut>) -> Vec<CommandId> {
        let is_same_step = self.paint.open_visit() == self.walk.open_visit();
        let is_in_fields = |made: &&Made| {
            let id = made.command.id;
            let is_note = matches!(made.command.action, Action::Note { .. }) && is_same_step && !self.earlier.contains(&id);
            is_note || way.is_some_and(|way| way.command == id)
        };
        let outbox = self.walk.outbox.borrow();
        let mut ids: Vec<CommandId> = outbox.refused().iter().skip(from).filter(is_in_fields).map(|made| made.command.id).collect();
        drop(outbox);
        ids.retain(|id| self.walk.take_back(*id));
        ids
    }

    async fn adopt(&self, answer: Answer, batch: &Batch) {
        let mut done: Vec<CommandId> = batch.commands.iter().take(answer.done).map(|command| command.id).collect();
        if batch.active_at.is_some() || !done.is_empty() {
            self.presence.told();
        }
        if !done.is_empty() {
            self.tabs.tell();
        }
        let was_refused = self.walk.outbox.borrow().refused().len();
        let is_refused = answer.refused.is_some();
        let before = self.walk.texts(is_refused);
        self.walk.adopt(answer);
        let way = if is_refused { self.safety.stay() } else { None };
        if is_refused {
            done.extend(self.take_back(was_refused, way.as_ref()));
        }
        self.count_lost();
        let painted = self.paint.open_visit();
        let is_painted = |(before, after): &(Texts, Texts)| before.visit == after.visit && painted == Some(after.visit);
        let texts = before.zip(self.walk.texts(false)).filter(is_painted);
        self.paint.show(&self.walk.outbox.borrow());
        if let Some(hear) = self.on_news.get() {
            hear(News { texts, is_refused, way });
        }
        if let Some(store) = &self.store {
            if !done.is_empty() {
                store.forget(done).await;
            }
            // A page that is opened later must not send them again, before what is made until then.
            let refused = self.walk.outbox.borrow().refused().to_vec();
            for made in refused.iter().skip(was_refused) {
                store.keep(made).await;
            }
        }
    }
}

/// Sends a batch to the server, or asks with an empty one. Returns the answer, and when the request went out and the answer came in, in
/// milliseconds of the steady clock.
///
/// # Errors
/// [`Trouble`] where there is no answer that can be read.
pub(super) async fn ask(session: SessionId, batch: &Batch) -> Result<(Answer, f64, f64), Trouble> {
    let body = to_json(batch);
    let sent = browser::steady();
    let answer = browser::exchange(&address(session), Some(&body)).await?;
    let received = browser::steady();
    Ok((from_json(&answer).ok_or(Trouble::Refused)?, sent, received))
}

/// Address to which the commands of a session are sent.
fn address(session: SessionId) -> String {
    format!("/api/sessions/{session}/commands")
}
