//! Sending: in order, one batch after the other, with growing pauses, until everything is acknowledged.

use std::time::Duration;

use leptos::prelude::window;
use resolutionflow::id::{CommandId, SessionId};
use resolutionflow::sync::{Answer, Batch, Status};
use resolutionflow::wire::{from_json, to_json};

use super::browser::{self, Lock, Trouble};
use super::engine::Inner;

/// The longest pause before the server is asked again.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

impl Inner {
    /// What to send now, if anything.
    fn next(&self) -> Option<Batch> {
        let active_at = self.is_beat_due().then(|| self.clock.borrow().now(self.input.get()));
        let batch = Batch { by: Some(self.by.user_id), ..self.outbox.borrow().batch(active_at) };
        let asks = active_at.is_some() || self.has_news.get() || !self.clock.borrow().is_sure();
        (asks || !batch.commands.is_empty()).then_some(batch)
    }

    /// Sends until there is nothing left to send; one tab at a time.
    pub(super) async fn send(&self) {
        let mut pause = Duration::from_secs(1);
        while self.next().is_some() {
            let lock = Lock::of(&format!("resolutionflow/{}/{}", self.by.user_id, self.id)).await;
            let Some(mut batch) = self.next() else { break };
            if !self.clock.borrow().is_sure() {
                // What was made since the jump gets its time before it is sent.
                batch.commands.clear();
            }
            // What surely never left may still be changed. Browsers err about the network, so some day it is tried all the same.
            if pause < LONGEST_PAUSE && !window().navigator().on_line() {
                drop(lock);
                self.rest(&mut pause).await;
                continue;
            }
            self.settled.borrow_mut().extend(batch.commands.iter().map(|command| command.id));
            self.has_news.set(false);
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
                    self.rest(&mut pause).await;
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

    /// Says that there is no network, and waits for a while.
    async fn rest(&self, pause: &mut Duration) {
        self.is_offline.set(true);
        self.say(self.at_rest());
        self.alarm.wait(*pause).await;
        *pause = (*pause * 2).min(LONGEST_PAUSE);
    }

    fn measured(&self, answer: &Answer, sent: f64, received: f64) {
        let was_sure = self.clock.borrow().is_sure();
        let moved = self.clock.borrow_mut().measure(sent, received, answer.now_ms as f64);
        if !was_sure {
            let settled = self.settled.borrow();
            self.outbox.borrow_mut().correct_times(|command| !settled.contains(&command.id), (moved / 1000.0).round() as i64);
            drop(settled);
            // The computer slept, and the steady clock with it.
            if moved >= self.patience_ms {
                let now = self.clock.borrow().now(browser::steady());
                self.was_away(now.plus(-(moved / 1000.0) as i64), now);
            }
        }
    }

    async fn adopt(&self, answer: Answer, batch: &Batch) {
        let done: Vec<CommandId> = batch.commands.iter().take(answer.done).map(|command| command.id).collect();
        self.told.set(if batch.active_at.is_some() || !done.is_empty() { browser::steady() } else { self.told.get() });
        let was_refused = self.outbox.borrow().refused().len();
        self.outbox.borrow_mut().adopt(answer, &self.tree.borrow(), &self.by);
        self.show();
        if !done.is_empty() {
            self.spread_the_news();
        }
        if let Some(store) = &self.unsent_store {
            if !done.is_empty() {
                store.forget(done).await;
            }
            // A page that is opened later must not send them again, before what is made until then.
            let refused = self.outbox.borrow().refused().to_vec();
            for made in refused.iter().skip(was_refused) {
                store.keep(made).await;
            }
        }
    }
}

/// Asks the server; the answer, and when the question went out and the answer came in by the steady clock.
pub(super) async fn ask(session: SessionId, batch: &Batch) -> Result<(Answer, f64, f64), Trouble> {
    let body = to_json(batch);
    let sent = browser::steady();
    let answer = browser::exchange(&format!("/api/sessions/{session}/commands"), Some(&body)).await?;
    let received = browser::steady();
    Ok((from_json(&answer).ok_or(Trouble::Refused)?, sent, received))
}
