//! Carrying out commands on sessions that a transaction holds.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;

use resolutionflow::access::Actor;
use resolutionflow::id::{AccountId, CommandId, SessionId};
use resolutionflow::session::{Action, Command, Conflict, Receipt, Reception, Session, VersionRef, receive};
use resolutionflow::text::Reason;
use resolutionflow::time::Timestamp;
use resolutionflow::tree::Tree;
use serde_json::{Value, json};
use sqlx::PgConnection;
use uuid::Uuid;

use super::failure::Failure;
use super::tree_cache::TreeCache;
use crate::store::audit::{By, Entry, Subject};
use crate::store::commands::{Done, Sent};
use crate::store::reports::Report;
use crate::store::sessions::Stored;
use crate::store::{audit, clients, commands, outputs, reports, sessions};

/// Somebody changes sessions of an account, in one transaction, at one moment.
pub(crate) struct Changes<'a> {
    pub(crate) conn: &'a mut PgConnection,
    pub(super) trees: &'a TreeCache,
    pub(crate) account: AccountId,
    pub(crate) actor: Actor,
    /// From where.
    pub(super) address: Option<IpAddr>,
    pub(crate) now: Timestamp,
}

impl Changes<'_> {
    /// Whether a command is new to a session, or was carried out before.
    pub(super) async fn receive(&mut self, session: &Session, command: &Command) -> Result<Reception, Failure> {
        let seen = self.receipts(session.id, std::slice::from_ref(command)).await?;
        Ok(receive(session.revision, seen.get(&command.id), command, &self.actor)?)
    }

    /// What was carried out before of these commands.
    pub(super) async fn receipts(&mut self, session: SessionId, sent: &[Command]) -> Result<HashMap<CommandId, Receipt>, Failure> {
        if sent.is_empty() {
            return Ok(HashMap::new());
        }
        let ids: Vec<Uuid> = sent.iter().map(|command| command.id.0).collect();
        let found = commands::receipts(self.conn, self.account, session, &ids).await?;
        let receipt = |(id, (sent, by))| match sent {
            Sent::Command(command) => Ok((id, Receipt { command, by })),
            Sent::Start(_) => Err(Conflict::DifferentContent.into()),
        };
        found.into_iter().map(receipt).collect()
    }

    /// Carries a new command out. The session after it.
    pub(crate) async fn carry_out(&mut self, stored: &Stored, command: Command) -> Result<Session, Failure> {
        let tree = self.tree(stored.session.version).await?;
        let after = stored.session.apply(&tree, &command, &self.actor, self.now)?;
        let steps = [(command, after)];
        self.keep(stored, &tree, &steps).await?;
        let [(_, after)] = steps;
        Ok(after)
    }

    /// Keeps what commands made of a session, one after the other: the session, what was printed, the audit trail, the
    /// receipts. Answers what the commands of the step that is open then printed.
    pub(super) async fn keep(&mut self, stored: &Stored, tree: &Tree, steps: &[(Command, Session)]) -> Result<String, Failure> {
        let Some((_, last)) = steps.last() else { return Ok(stored.open_output.clone()) };
        let client = if last.facts.client == stored.session.facts.client {
            stored.client
        } else {
            clients::ensure(self.conn, self.account, &last.facts.client).await?
        };
        let (mut before, mut open_output) = (&stored.session, stored.open_output.clone());
        let mut receipts = Vec::with_capacity(steps.len());
        for (command, after) in steps {
            self.keep_beside(before, command, &mut open_output).await?;
            let by = By { user: Some(self.actor.user_id), address: self.address };
            if let Some(entry) = audited(before, command, self.actor, by) {
                audit::insert(self.conn, self.account, self.now, &entry).await?;
            }
            receipts.push(Done { id: command.id, sent: Sent::Command(command.clone()), revision: after.revision });
            if before.open_visit().map(|visit| visit.id) != after.open_visit().map(|visit| visit.id) {
                open_output.clear();
            }
            before = after;
        }
        // Once all that was printed is there: it is searched by that, too.
        sessions::update(self.conn, self.account, last, client, tree.name()).await?;
        self.remember(last.id, &receipts).await?;
        Ok(open_output)
    }

    /// The version that a session is pinned to.
    pub(crate) async fn tree(&mut self, version: VersionRef) -> Result<Arc<Tree>, Failure> {
        Ok(self.trees.get(self.conn, self.account, version).await?)
    }

    /// Parks the holder's other running session, which starting or resuming one does.
    pub(super) async fn park(&mut self, running: &Stored, at: Option<Timestamp>) -> Result<(), Failure> {
        let id = CommandId(Uuid::now_v7());
        let park = Command { id, base_revision: running.session.revision, at, draft: None, action: Action::PARK };
        self.carry_out(running, park).await?;
        Ok(())
    }

    /// Stores receipts, by which sending the same again is known.
    pub(super) async fn remember(&mut self, session: SessionId, receipts: &[Done]) -> Result<(), Failure> {
        Ok(commands::insert(self.conn, self.account, session, self.actor.user_id, self.now, receipts).await?)
    }

    /// Output is a row of its own: what was typed beside the open step, and what a command says about any step. So is what is
    /// reported to the authors of the tree.
    /// `open_output` is what the open step has.
    async fn keep_beside(&mut self, session: &Session, command: &Command, open_output: &mut String) -> Result<(), Failure> {
        let open = session.open_visit().map(|visit| visit.id);
        if let (Some(draft), Some(visit)) = (&command.draft, open)
            && self.actor.user_id == session.holder
            && draft.visit_id.is_none_or(|id| id == visit)
            && draft.output.as_str() != open_output
        {
            outputs::save(self.conn, self.account, session.id, visit, &draft.output).await?;
            draft.output.as_str().clone_into(open_output);
        }
        if let Action::ReportProblem { visit_id, problem } = &command.action {
            let node = session.reported_node(*visit_id)?;
            let report = Report { id: command.id, node, problem, by: self.actor.user_id };
            reports::insert(self.conn, self.account, session, &report, self.now).await?;
        }
        if let Action::Output { visit_id, output } = &command.action {
            outputs::save(self.conn, self.account, session.id, *visit_id, output).await?;
            if open == Some(*visit_id) {
                output.as_str().clone_into(open_output);
            }
        }
        Ok(())
    }
}

/// What the audit trail keeps of a command, if it is one of those it keeps.
fn audited(before: &Session, command: &Command, actor: Actor, by: By) -> Option<Entry> {
    let outcome = || before.completion().map(|completion| json!({"outcome": completion.outcome}));
    let (was, is): (Option<Value>, Option<Value>) = match &command.action {
        Action::EditFacts { facts } => (Some(json!(before.facts)), Some(json!(facts))),
        Action::CorrectOutcome { outcome: corrected, reason } => (outcome(), Some(json!({"outcome": corrected, "reason": reason}))),
        Action::Close { outcome, reason: None } => (None, Some(json!({"outcome": outcome}))),
        Action::Close { outcome, reason } => (None, Some(json!({"outcome": outcome, "reason": reason}))),
        Action::Abandon => (None, Some(json!({"outcome": "cancelled"}))),
        Action::UndoClose => (outcome(), None),
        Action::TakeOver => (Some(json!({"holder": before.holder})), Some(json!({"holder": actor.user_id}))),
        // What is said of the open visit is no change of a record yet.
        Action::SetIdle { visit_id, idle_seconds, reason } if before.open_visit().is_none_or(|visit| visit.id != *visit_id) => {
            let said = |idle, reason: Option<&Reason>| json!({"visit": visit_id, "idle_seconds": idle, "reason": reason});
            (Some(said(before.idle(*visit_id)?, None)), Some(said(*idle_seconds, reason.as_ref())))
        }
        Action::Reassign { holder } => (Some(json!({"holder": before.holder})), Some(json!({"holder": holder}))),
        Action::Note { visit_id, notes } => {
            let record = before.records.iter().find(|record| record.id == *visit_id)?;
            (Some(json!({"visit": visit_id, "notes": record.notes})), Some(json!({"visit": visit_id, "notes": notes})))
        }
        _ => return None,
    };
    (was != is).then(|| Entry { by, action: command.action.name(), subject: Subject::Session(before.id), before: was, after: is })
}
