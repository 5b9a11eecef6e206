//! Taking steps of a walk.

use app::backend::views::{Earlier, Pace, Person, TreeName, WalkPage};
use app::backend::walks::Walks;
use app::error::{AppError, Fault};
use async_trait::async_trait;
use resolutionflow::id::SessionId;
use resolutionflow::session::{Action, Command};
use resolutionflow::sync::{Answer, Batch, MAX_BATCH, State, take};
use resolutionflow::timing::Present;
use tracing::instrument;

use super::Service;
use super::authority::Technician;
use super::change::Changes;
use super::failure::{Failure, answer};
use super::request::Request;
use super::tree_cache::Trees;
use crate::store::sessions::Stored;
use crate::store::{Tx, end_read, sessions, users};

#[async_trait]
impl Walks for Request {
    #[instrument(skip_all, parent = &self.span, fields(session = %id))]
    async fn walk(&self, id: SessionId) -> Result<WalkPage, AppError> {
        let service = &self.service;
        let read = async |trees: Trees| {
            let (mut tx, technician) = self.technician().await?;
            let stored = sessions::find(&mut tx, technician.reach(), id).await?.ok_or(AppError::NotFound)?;
            let session = stored.session;
            let sees_times = technician.sees_times_of(session.holder);
            let tree = trees.get(&mut tx, technician.account(), session.version).await?;
            let is_mine = session.holder == technician.actor().user_id;
            let holder = if is_mine {
                Person { id: session.holder, name: technician.name().to_owned() }
            } else {
                users::person(&mut tx, technician.account(), session.holder).await?
            };
            let before = match session.follows {
                Some(id) => service.earlier(&mut tx, &trees, &technician, id).await?,
                None => None,
            };
            let pace = if is_mine { service.pace(&mut tx, &technician, &session, &tree).await? } else { Pace::default() };
            end_read(tx);
            let node = session.node_id().and_then(|id| tree.node(id)).or_else(|| tree.node(tree.root()));
            Ok(WalkPage {
                position: session.node_id().and_then(|id| tree.position(id)),
                tree: TreeName { key: tree.key().to_owned(), name: tree.name().to_owned() },
                node: node.ok_or(AppError::NotFound)?.clone(),
                output: stored.open_output,
                holder,
                is_mine,
                pace,
                before,
                now: service.now(),
                session: if sees_times { session } else { session.without_times() },
            })
        };
        answer(service.with_trees(read)).await
    }

    #[instrument(skip_all, parent = &self.span, fields(%session))]
    async fn command(&self, session: SessionId, command: Command) -> Result<(), AppError> {
        let batch = Batch { known_revision: command.base_revision, commands: vec![command], active_at: None, by: None };
        let carry_out = async |trees: Trees| {
            let (tx, technician) = self.technician().await?;
            self.service.take_batch(tx, &trees, &technician, session, &batch).await
        };
        answer(async {
            let refused = self.service.with_trees_by_id(carry_out).await?.refused;
            refused.map_or(Ok(()), |refused| Err(AppError::from(refused).into()))
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span, fields(%session))]
    async fn send(&self, session: SessionId, batch: Batch) -> Result<Answer, AppError> {
        let send = async |trees: Trees| {
            let asks_only = batch.commands.is_empty() && batch.active_at.is_none();
            let (tx, technician) = if asks_only { self.onlooker().await? } else { self.technician().await? };
            self.service.take_batch(tx, &trees, &technician, session, &batch).await
        };
        answer(self.service.with_trees_by_id(send)).await
    }
}

impl Service {
    /// Handle for changes of sessions by the technician, as of now, over a transaction that sees their account.
    pub(super) fn changes_of<'a>(&'a self, tx: &'a mut Tx, trees: &'a Trees, technician: &Technician) -> Changes<'a> {
        let changes = self.changes(tx, trees, technician.account(), technician.actor(), self.clock_time());
        Changes { address: technician.by().address, ..changes }
    }

    /// Carries out what a browser made of a walk while it was ahead, each command once, up to the first that is refused.
    /// An empty batch asks how things stand.
    async fn take_batch(
        &self,
        mut tx: Tx,
        trees: &Trees,
        technician: &Technician,
        id: SessionId,
        batch: &Batch,
    ) -> Result<Answer, Failure> {
        if batch.commands.len() > MAX_BATCH {
            return Err(AppError::Malformed.into());
        }
        let (account, actor, reach) = (technician.account(), technician.actor(), technician.reach());
        if batch.by.is_some_and(|by| by != actor.user_id) {
            return Err(AppError::NotSignedIn.into());
        }
        // Resuming parks what the holder is at; nothing else touches a second session.
        let held = if batch.commands.iter().any(|command| command.action == Action::Resume) {
            sessions::lock_with_running(&mut tx, reach, Some(id), actor.user_id).await?
        } else if batch.commands.is_empty() && batch.active_at.is_none() {
            sessions::find(&mut tx, reach, id).await?.into_iter().collect()
        } else {
            sessions::lock(&mut tx, reach, id).await?.into_iter().collect()
        };
        let (here, others): (Vec<_>, Vec<_>) = held.into_iter().partition(|stored| stored.session.id == id);
        let mut here = here.into_iter().next().ok_or(AppError::NotFound)?;
        let mut changes = self.changes_of(&mut tx, trees, technician);
        let tree = changes.tree(here.session.version).await?;
        let seen = changes.receipts(&here.session, &batch.commands).await?;
        if !seen.is_empty() {
            // It had to wait for the same batch that came before: the row is the new one, the output beside it from before.
            here = sessions::find(changes.conn, reach, id).await?.ok_or(AppError::NotFound)?;
        }
        let mut taken = take(&here.session, &tree, &batch.commands, &seen, &actor, changes.now);
        for carried in &taken.carried {
            if let Action::Reassign { holder } = &carried.command.action
                && !users::active(changes.conn, account).await?.contains(holder)
            {
                return Err(AppError::invalid("holder", Fault::Unknown).into());
            }
        }
        if let Some(resume) = taken.carried.iter().find(|carried| carried.command.action == Action::Resume) {
            for running in &others {
                changes.park(running, resume.command.at).await?;
            }
            let present = Present { now: changes.now, free_since: changes.free_since().await? };
            taken = take(&here.session, &tree, &batch.commands, &seen, &actor, present);
        }
        let open_output = changes.store(&here, &tree, &taken.session, &taken.carried).await?;
        let now = changes.now.cut();
        let mut session = taken.session;
        if let Some(at) = batch.active_at.and_then(|at| session.beat(&actor, at, now)) {
            sessions::touch(&mut tx, account, id, at).await?;
            session.last_activity_at = at;
        }
        tx.commit().await?;
        if !technician.sees_times_of(session.holder) {
            let state = State::since(None, session.without_times(), open_output);
            return Ok(Answer { now_ms: self.clock_time().unix_ms(), done: taken.done, refused: taken.refused, state });
        }
        let known = (batch.known_revision == here.session.revision).then_some(&here.session);
        let state = State::since(known, session, open_output);
        Ok(Answer { now_ms: self.clock_time().unix_ms(), done: taken.done, refused: taken.refused, state })
    }

    /// The session that a follow-up follows, if the technician reads it.
    async fn earlier(&self, tx: &mut Tx, trees: &Trees, technician: &Technician, id: SessionId) -> Result<Option<Box<Earlier>>, Failure> {
        let Some(Stored { session, .. }) = sessions::find(tx, technician.reach(), id).await? else { return Ok(None) };
        let tree = trees.get(tx, technician.account(), session.version).await?.name().to_owned();
        let holder = users::person(tx, technician.account(), session.holder).await?;
        let is_untimed = !technician.sees_times_of(session.holder);
        let session = if is_untimed { session.without_times() } else { session };
        Ok(Some(Box::new(Earlier { session, is_untimed, tree, holder })))
    }
}
