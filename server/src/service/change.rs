//! Carrying out commands on sessions that a transaction holds.

use std::sync::Arc;

use resolutionflow::access::Actor;
use resolutionflow::id::{AccountId, CommandId, SessionId};
use resolutionflow::session::{Action, Command, Conflict, Receipt, Reception, Session, VersionRef, receive};
use resolutionflow::time::Timestamp;
use resolutionflow::tree::Tree;
use serde_json::{Value, json};
use sqlx::PgConnection;
use uuid::Uuid;

use super::failure::Failure;
use super::tree_cache::TreeCache;
use crate::store::audit::Entry;
use crate::store::commands::{Done, Sent};
use crate::store::sessions::Stored;
use crate::store::{audit, clients, commands, outputs, sessions};

/// Somebody changes sessions of an account, in one transaction, at one moment.
pub(crate) struct Changes<'a> {
    pub(crate) conn: &'a mut PgConnection,
    pub(super) trees: &'a TreeCache,
    pub(crate) account: AccountId,
    pub(crate) actor: Actor,
    pub(crate) now: Timestamp,
}

impl Changes<'_> {
    /// Whether a command is new to a session, or was carried out before.
    pub(super) async fn receive(&mut self, session: &Session, command: &Command) -> Result<Reception, Failure> {
        let seen = match commands::find(self.conn, self.account, session.id, command.id).await? {
            None => None,
            Some((Sent::Command(command), by)) => Some(Receipt { command, by }),
            Some((Sent::Start(_), _)) => return Err(Conflict::DifferentContent.into()),
        };
        Ok(receive(session.revision, seen.as_ref(), command, &self.actor)?)
    }

    /// Carries a new command out: the session, what its commands printed, the receipt, the audit trail. The session after it.
    pub(crate) async fn carry_out(&mut self, stored: &Stored, command: Command) -> Result<Session, Failure> {
        let before = &stored.session;
        let tree = self.tree(before.version).await?;
        let after = before.apply(&tree, &command, &self.actor, self.now)?;
        let client = if after.facts.client == before.facts.client {
            stored.client
        } else {
            clients::ensure(self.conn, self.account, &after.facts.client).await?
        };
        sessions::update(self.conn, self.account, &after, client, tree.name()).await?;
        self.keep_output(stored, &command).await?;
        if let Some(entry) = audited(before, &command, self.actor) {
            audit::insert(self.conn, self.account, self.now, &entry).await?;
        }
        let id = command.id;
        self.remember(after.id, id, &Sent::Command(command), after.revision).await?;
        Ok(after)
    }

    /// The version that a session is pinned to.
    pub(crate) async fn tree(&mut self, version: VersionRef) -> Result<Arc<Tree>, Failure> {
        Ok(self.trees.get(self.conn, self.account, version).await?)
    }

    /// Parks the holder's other running session, which starting or resuming one does.
    pub(super) async fn park(&mut self, running: &Stored, at: Option<Timestamp>) -> Result<(), Failure> {
        let id = CommandId(Uuid::now_v7());
        let park = Command { id, base_revision: running.session.revision, at, draft: None, action: Action::Park };
        self.carry_out(running, park).await?;
        Ok(())
    }

    /// Stores the receipt, by which sending the same again is known.
    pub(super) async fn remember(&mut self, session: SessionId, id: CommandId, sent: &Sent, revision: u32) -> Result<(), Failure> {
        let done = Done { session, id, by: self.actor.user_id, sent, revision, at: self.now };
        Ok(commands::insert(self.conn, self.account, &done).await?)
    }

    /// Output is a row of its own: what was typed beside the open step, and what a command says about any step.
    async fn keep_output(&mut self, stored: &Stored, command: &Command) -> Result<(), Failure> {
        let session = &stored.session;
        if let (Some(draft), Some(visit)) = (&command.draft, session.open_visit())
            && self.actor.user_id == session.holder
            && draft.visit_id.is_none_or(|id| id == visit.id)
            && draft.output.as_str() != stored.open_output
        {
            outputs::save(self.conn, self.account, session.id, visit.id, &draft.output).await?;
        }
        if let Action::Output { visit_id, output } = &command.action {
            outputs::save(self.conn, self.account, session.id, *visit_id, output).await?;
        }
        Ok(())
    }
}

/// What the audit trail keeps of a command, if it is one of those it keeps.
fn audited(before: &Session, command: &Command, by: Actor) -> Option<Entry> {
    let outcome = || before.completion().map(|completion| json!({"outcome": completion.outcome}));
    let (was, is): (Option<Value>, Option<Value>) = match &command.action {
        Action::EditFacts { facts } => (Some(json!(before.facts)), Some(json!(facts))),
        Action::CorrectOutcome { outcome: corrected, reason } => (outcome(), Some(json!({"outcome": corrected, "reason": reason}))),
        Action::Close { outcome } => (None, Some(json!({"outcome": outcome}))),
        Action::Abandon => (None, Some(json!({"outcome": "cancelled"}))),
        Action::UndoClose => (outcome(), None),
        Action::Reassign { holder } => (Some(json!({"holder": before.holder})), Some(json!({"holder": holder}))),
        Action::Note { visit_id, notes } => {
            let record = before.records.iter().find(|record| record.id == *visit_id)?;
            (Some(json!({"visit": visit_id, "notes": record.notes})), Some(json!({"visit": visit_id, "notes": notes})))
        }
        _ => return None,
    };
    (was != is).then(|| Entry { by: Some(by.user_id), action: command.action.name(), subject: before.id.0, before: was, after: is })
}
