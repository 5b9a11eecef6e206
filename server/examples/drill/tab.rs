//! A tab of a browser with a session open in it, which asks and sends as the walk player does.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Context;
use resolutionflow::id::{CommandId, SessionId};
use resolutionflow::session::{Action, Command, Conflict, Session, VersionRef};
use resolutionflow::sync::{Answer, Batch, Refused};
use resolutionflow::time::ClockTime;
use resolutionflow::tree::Tree;
use uuid::Uuid;

use super::history::{Asked, History, Said};
use super::http::Browser;

/// The drill ended before there was an answer.
#[derive(Debug, thiserror::Error)]
#[error("the drill has ended")]
pub(crate) struct Ended;

/// The answer was an odd one, which the history has.
#[derive(Debug, thiserror::Error)]
#[error("an odd answer")]
pub(crate) struct Noted;

/// A tab: what it knows of its session.
pub(crate) struct Tab {
    number: usize,
    browser: Browser,
    history: Arc<History>,
    session: Session,
}

impl Tab {
    /// Opens a session in a tab.
    pub(crate) async fn open(number: usize, mut browser: Browser, history: Arc<History>, id: SessionId) -> anyhow::Result<Self> {
        let batch = Batch { known_revision: 0, commands: Vec::new(), active_at: None, by: None };
        let (what, called) = ((Uuid::now_v7(), Asked::Read), history.now());
        let asked = exchange(&mut browser, id, &batch).await;
        let answer = asked.or_else(|error| note_failure(error, |said| history.note(id.0, number, what, called, said)))?;
        let session = answer.state.session;
        history.note(id.0, number, what, called, Said::Revision(session.revision))?;
        Ok(Self { number, browser, history, session })
    }

    pub(crate) fn session(&self) -> &Session {
        &self.session
    }

    /// The version that the session walks.
    pub(crate) async fn tree(&mut self) -> anyhow::Result<Tree> {
        let VersionRef { tree_id, number } = self.session.version;
        let reply = self.browser.get(&format!("/api/trees/{tree_id}/readings/{number}")).await.ok_or(Ended)?;
        serde_json::from_slice(&reply.body).with_context(|| reply.head.clone())
    }

    /// Asks how the session stands.
    pub(crate) async fn read(&mut self) -> anyhow::Result<()> {
        self.ask((Uuid::now_v7(), Asked::Read), Vec::new()).await
    }

    /// Sends a command that is made on what the tab knows, with one id until it is answered.
    pub(crate) async fn act(&mut self, action: Action) -> anyhow::Result<()> {
        let (id, base) = (Uuid::now_v7(), self.session.revision);
        let now = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis())?;
        let command = Command { id: CommandId(id), base_revision: base, at: Some(ClockTime::from_unix_ms(now)), draft: None, action };
        self.ask((id, Asked::Take { base }), vec![command]).await
    }

    async fn ask(&mut self, what: (Uuid, Asked), commands: Vec<Command>) -> anyhow::Result<()> {
        let batch = Batch { known_revision: self.session.revision, commands, active_at: None, by: Some(self.session.holder) };
        let (called, session) = (self.history.now(), self.session.id);
        let note = |said| self.history.note(session.0, self.number, what, called, said);
        let answer = exchange(&mut self.browser, session, &batch).await.or_else(|error| note_failure(error, note))?;
        note(match (answer.refused, what.1) {
            (None, Asked::Read) => Said::Revision(answer.state.session.revision),
            (None, _) if answer.done == 1 => Said::Done,
            (Some(Refused::Conflict(Conflict::Stale)), _) => Said::Stale,
            (refused, _) => Said::Odd(format!("{refused:?} for {:?}", batch.commands)),
        })?;
        self.session = answer.state.onto(&self.session);
        Ok(())
    }
}

/// Writes down a request that got no answer, or none that can be read.
fn note_failure<T>(error: anyhow::Error, note: impl Fn(Said) -> anyhow::Result<()>) -> anyhow::Result<T> {
    if error.is::<Ended>() {
        note(Said::Nothing)?;
        return Err(error);
    }
    note(Said::Odd(error.to_string()))?;
    Err(Noted.into())
}

/// Sends a batch until it is answered.
async fn exchange(browser: &mut Browser, session: SessionId, batch: &Batch) -> anyhow::Result<Answer> {
    let path = format!("/api/sessions/{session}/commands");
    let reply = browser.post(&path, "application/json", &serde_json::to_string(batch)?).await.ok_or(Ended)?;
    let words = || format!("status {}: {}", reply.status, String::from_utf8_lossy(&reply.body));
    serde_json::from_slice(&reply.body).with_context(words)
}
