//! Taking steps.

use app::backend::views::{Person, TreeName, WalkPage};
use app::error::AppError;
use resolutionflow::id::SessionId;
use resolutionflow::session::{Action, Command, Reception};

use super::change::Changes;
use super::failure::Failure;
use super::member::Member;
use super::request::Request;
use crate::store::{self, Tx};

impl Request {
    /// Whoever asks, ready to change sessions.
    pub(super) fn changes<'a>(&'a self, tx: &'a mut Tx, member: &Member) -> Changes<'a> {
        self.service.changes(tx, member.account, member.actor, self.service.now())
    }

    /// Carries out a command, once.
    pub(super) async fn carry_out(&self, id: SessionId, command: &Command) -> Result<(), Failure> {
        let (mut tx, member) = self.begin().await?;
        // Resuming parks what the holder is at; nothing else touches a second session.
        let held = if command.action == Action::Resume {
            store::sessions::lock_with_running(&mut tx, member.account, Some(id), member.actor.user_id).await?
        } else {
            store::sessions::lock(&mut tx, member.account, id).await?.into_iter().collect()
        };
        let (here, others): (Vec<_>, Vec<_>) = held.into_iter().partition(|stored| stored.session.id == id);
        let here = here.first().ok_or(AppError::NotFound)?;
        let mut changes = self.changes(&mut tx, &member);
        if changes.receive(&here.session, command).await? == Reception::New {
            for running in &others {
                changes.park(running, command.at).await?;
            }
            changes.carry_out(here, command.clone()).await?;
        }
        Ok(tx.commit().await?)
    }

    /// The session as its holder walks it.
    pub(super) async fn walk_page(&self, id: SessionId) -> Result<WalkPage, Failure> {
        let (mut tx, member) = self.begin().await?;
        let stored = store::sessions::find(&mut tx, member.account, id).await?.ok_or(AppError::NotFound)?;
        let session = stored.session;
        let tree = self.service.trees.get(&mut tx, member.account, session.version).await?;
        let is_mine = session.holder == member.actor.user_id;
        let holder = if is_mine {
            Person { id: session.holder, name: member.name.clone() }
        } else {
            store::users::person(&mut tx, member.account, session.holder).await?
        };
        tx.commit().await?;
        let node = session.node_id().and_then(|id| tree.node(id)).or_else(|| tree.node(tree.root()));
        Ok(WalkPage {
            tree: TreeName { key: tree.key().to_owned(), name: tree.name().to_owned() },
            node: node.ok_or(AppError::NotFound)?.clone(),
            output: stored.open_output,
            holder,
            is_mine,
            now: self.service.now(),
            session,
        })
    }
}
