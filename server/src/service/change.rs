//! Applies commands to locked sessions and writes row, outputs, audit entries and receipts.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;

use resolutionflow::access::Actor;
use resolutionflow::audit::Change;
use resolutionflow::id::{AccountId, CommandId, SessionId, VisitId};
use resolutionflow::session::{Action, Applied, Command, Event, Receipt, Reception, Session, VersionRef, receive};
use resolutionflow::sync::Carried;
use resolutionflow::time::{ClockTime, Timestamp};
use resolutionflow::timing::Present;
use resolutionflow::tree::Tree;
use sqlx::PgConnection;
use uuid::Uuid;

use super::failure::Failure;
use super::tree_cache::Trees;
use super::writes::Writes;
use crate::store::audit::{By, Entry};
use crate::store::commands::Done;
use crate::store::reports::Report;
use crate::store::sessions::{NewOutput, Stored};
use crate::store::{audit, clients, commands, last_visits, outputs, reports, sessions};

/// Changes of sessions by one actor, in one transaction, at one moment. The caller begins and commits the transaction, which has to see the
/// account.
pub(crate) struct Changes<'a> {
    pub(crate) conn: &'a mut PgConnection,
    pub(super) trees: &'a Trees,
    pub(super) writes: &'a Writes,
    pub(crate) account: AccountId,
    pub(crate) actor: Actor,
    /// IP address of the actor's browser, for the audit trail; none where no browser asks.
    pub(super) address: Option<IpAddr>,
    pub(crate) now: ClockTime,
}

impl Changes<'_> {
    /// Decides if a command is new to the session or was carried out before, by its receipt.
    ///
    /// # Errors
    /// [`Conflict`](resolutionflow::session::Conflict): `Stale` where the session has moved on from the command's revision,
    /// `DifferentContent` where the id was used for something else.
    pub(super) async fn receive(&mut self, session: &Session, command: &Command) -> Result<Reception, Failure> {
        let seen = self.receipts(session, std::slice::from_ref(command)).await?;
        Ok(receive(session.revision, seen.get(&command.id), command, &self.actor)?)
    }

    /// Receipts of those of the commands that were carried out before, by their ids.
    ///
    /// A single command on the present revision is new, because carrying it out would have moved the revision on; so the usual
    /// step asks for none. Should its id be taken all the same, storing its receipt says so.
    pub(super) async fn receipts(&mut self, session: &Session, sent: &[Command]) -> Result<HashMap<CommandId, Receipt>, Failure> {
        if sent.is_empty() || matches!(sent, [only] if only.base_revision == session.revision) {
            return Ok(HashMap::new());
        }
        let ids: Vec<Uuid> = sent.iter().map(|command| command.id.0).collect();
        Ok(commands::receipts(self.conn, self.account, session.id, &ids).await?)
    }

    /// Carries out a new command on a locked session, stores row, outputs, audit entries and receipt, and returns the session after it.
    ///
    /// # Errors
    /// The domain's refusal; nothing is stored then.
    pub(crate) async fn carry_out(&mut self, stored: &Stored, command: Command) -> Result<Session, Failure> {
        let tree = self.tree(stored.session.version).await?;
        let free_since = if command.action == Action::Resume { self.free_since().await? } else { None };
        let present = Present { now: self.now, free_since };
        let Applied { session, events } = stored.session.apply(&tree, &command, &self.actor, present)?;
        self.store(stored, &tree, &session, &[Carried { command: &command, revision: session.revision, events }]).await?;
        Ok(session)
    }

    /// Stores the results of commands on a locked session, in one go: the row as it is `after` them, their outputs and audit entries, their
    /// receipts. Returns the output of the step that is open then. Without commands it stores nothing.
    pub(super) async fn store(
        &mut self,
        stored: &Stored,
        tree: &Tree,
        after: &Session,
        carried: &[Carried<'_>],
    ) -> Result<String, Failure> {
        let mut open = OpenOutput { visit: stored.session.open_visit().map(|visit| visit.id), output: stored.open_output.clone() };
        if carried.is_empty() {
            return Ok(open.output);
        }
        let client = if after.facts.client == stored.session.facts.client {
            stored.client
        } else {
            clients::ensure(self.conn, self.account, &after.facts.client).await?
        };
        let mut output = NewOutput { visits: open.visit.filter(|_| !open.output.is_empty()).into_iter().collect(), is_removed: false };
        let (mut receipts, mut printed) = (Vec::with_capacity(carried.len()), 0);
        for Carried { command, revision, events } in carried {
            for event in events {
                printed += if let Event::Output { output, .. } = event { output.as_str().len() } else { 0 };
                output.is_removed |= matches!(event, Event::Output { output, .. } if output.as_str().is_empty()) && !open.output.is_empty();
                output.visits.extend(self.store_event(&stored.session, command.id, event, &mut open).await?);
            }
            receipts.push(Done::command(command, *revision));
        }
        // After the outputs, which are part of what it is found by.
        let row = sessions::update(self.conn, self.account, (&stored.session, after), client, tree.name(), &output).await?;
        self.remember(after.id, &receipts).await?;
        self.writes.count(self.conn, self.account, self.actor.user_id, row + printed, self.now.cut()).await?;
        if after.completion().is_some() {
            commands::put_down(self.conn, self.account, after.id, self.now.cut()).await?;
        }
        Ok(open.output)
    }

    /// The published version of a tree.
    pub(crate) async fn tree(&mut self, version: VersionRef) -> Result<Arc<Tree>, Failure> {
        self.trees.get(self.conn, self.account, version).await
    }

    /// Parks a running session of the actor's, as starting or resuming another one does: as of `at`, where the browser told it, otherwise
    /// as of now.
    pub(super) async fn park(&mut self, running: &Stored, at: Option<ClockTime>) -> Result<(), Failure> {
        let id = CommandId(Uuid::now_v7());
        let park = Command { id, base_revision: running.session.revision, at, draft: None, action: Action::PARK };
        self.carry_out(running, park).await?;
        Ok(())
    }

    /// End of the actor's last visit, in whatever session: the next one begins no earlier. To be asked after what they are at was parked;
    /// nothing of theirs begins or ends elsewhere until the transaction ends.
    pub(super) async fn free_since(&mut self) -> Result<Option<Timestamp>, sqlx::Error> {
        last_visits::lock(self.conn, self.account, self.actor.user_id).await
    }

    /// Stores receipts of what the actor sent, by which a repetition is recognised. Fails on `commands_pkey` where an id is taken.
    pub(super) async fn remember(&mut self, session: SessionId, receipts: &[Done]) -> Result<(), Failure> {
        Ok(commands::insert(self.conn, self.account, session, self.actor.user_id, self.now.cut(), receipts).await?)
    }

    /// Stores what an event leaves beside the session. The visit whose output changed, if one did.
    async fn store_event(
        &mut self,
        session: &Session,
        command: CommandId,
        event: &Event,
        open: &mut OpenOutput,
    ) -> Result<Option<VisitId>, Failure> {
        let mut printed = None;
        match event {
            Event::Output { visit_id, output } => {
                let is_open = open.visit == Some(*visit_id);
                if !(is_open && open.output == output.as_str()) {
                    outputs::save(self.conn, self.account, session.id, *visit_id, output).await?;
                    printed = Some(*visit_id);
                }
                if is_open {
                    output.as_str().clone_into(&mut open.output);
                }
            }
            Event::Problem { node_id, problem } => {
                let report = Report { id: command, node: node_id, problem, by: self.actor.user_id };
                reports::insert(self.conn, self.account, session, &report, self.now.cut()).await?;
            }
            Event::Audited(Change { action, before, after }) => {
                let by = By { user: Some(self.actor.user_id), address: self.address };
                let entry = Entry { by, action: *action, subject: session.id.0, before: before.clone(), after: after.clone() };
                audit::insert(self.conn, self.account, self.now.cut(), &entry).await?;
            }
            Event::Freed { technician, at } => last_visits::ended(self.conn, self.account, *technician, *at).await?,
            Event::Opened(visit) => *open = OpenOutput { visit: *visit, output: String::new() },
        }
        Ok(printed)
    }
}

/// Output of the open visit, as stored so far.
struct OpenOutput {
    visit: Option<VisitId>,
    output: String,
}
