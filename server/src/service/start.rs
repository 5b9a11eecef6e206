//! Starting a walk, and leaving one for another tree.

use app::backend::views::{Occasion, StartPage};
use app::backend::walks::Starts;
use app::error::{AppError, Fault};
use async_trait::async_trait;
use resolutionflow::id::{AccountId, CommandId, SessionId};
use resolutionflow::insights::DrawAnswer;
use resolutionflow::session::{Action, Command, Conflict, Facts, Reception, Session};
use resolutionflow::text::{ClientName, OutcomeNotes, Ticket, normalise};
use tracing::instrument;

use super::Service;
use super::change::Changes;
use super::failure::{Failure, answer};
use super::request::Request;
use super::tree_cache::Trees;
use crate::store::commands::{Done, Start};
use crate::store::measurements::draws;
use crate::store::sessions::{Before, Reach, Stored};
use crate::store::{self, clients, commands, end_read, sessions, trees};

/// Clients that are suggested.
const SUGGESTIONS: i64 = 200;

#[async_trait]
impl Starts for Request {
    #[instrument(skip_all, parent = &self.span)]
    async fn start_page(&self, occasion: Occasion) -> Result<StartPage, AppError> {
        answer(async {
            let (mut tx, technician) = self.technician().await?;
            let shelved = trees::find(&mut tx, technician.account(), &normalise(&occasion.tree)).await?.ok_or(AppError::NotFound)?;
            let clients = clients::names(&mut tx, technician.account(), SUGGESTIONS).await?;
            // A text that cannot be a ticket or a client has no walks before it; the form says what is wrong with it once it is sent.
            let ticket = Ticket::parse(&occasion.ticket).unwrap_or_default();
            let client = match ClientName::parse(&occasion.client) {
                Ok(name) => clients::find(&mut tx, technician.account(), &name).await?,
                Err(_) => None,
            };
            let before = Before { tree: shelved.id, ticket: &ticket, client, until: self.service.now() };
            let recurring = sessions::recurring(&mut tx, technician.reach(), &before).await?;
            end_read(tx);
            // The walk that is about to begin does not wait for it.
            if technician.settings().shows_usual {
                _ = self.service.usual_so_far((technician.account(), shelved.latest())).await;
            }
            Ok(StartPage { card: shelved.card, clients, recurring })
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span, fields(session = %id.0))]
    async fn start(&self, id: CommandId, tree: &str, facts: Facts, follows: Option<SessionId>) -> Result<SessionId, AppError> {
        let start = Start { tree: normalise(tree), facts: before_outcome(&facts), follows, answer: None };
        self.start_session(id, start).await
    }

    #[instrument(skip_all, parent = &self.span, fields(session = %id.0))]
    async fn start_drawn(
        &self,
        id: CommandId,
        tree: &str,
        facts: Facts,
        follows: Option<SessionId>,
        answer: DrawAnswer,
    ) -> Result<SessionId, AppError> {
        let start = Start { tree: normalise(tree), facts: before_outcome(&facts), follows, answer: Some(answer) };
        self.start_session(id, start).await
    }

    #[instrument(skip_all, parent = &self.span, fields(%session))]
    async fn switch_tree(&self, session: SessionId, command: Command, tree: &str) -> Result<SessionId, AppError> {
        let switch = async |trees: Trees| {
            let (mut tx, technician) = self.technician().await?;
            if command.action != Action::Abandon {
                return Err(AppError::Malformed.into());
            }
            let holder = technician.actor().user_id;
            let held = sessions::lock_with_running(&mut tx, technician.reach(), Some(session), holder).await?;
            let (old, others): (Vec<_>, Vec<_>) = held.into_iter().partition(|stored| stored.session.id == session);
            let old = old.first().ok_or(AppError::NotFound)?;
            let mut changes = self.service.changes_of(&mut tx, &trees, &technician);
            if changes.receive(&old.session, &command).await? == Reception::Repeated {
                changes.was_switched(command.id, tree).await?;
                return Ok(SessionId(command.id.0));
            }
            let left = changes.carry_out(old, command.clone()).await?;
            for running in &others {
                changes.park(running, None).await?;
            }
            let start = Start { tree: normalise(tree), facts: before_outcome(&left.facts), follows: None, answer: None };
            let started = changes.start(command.id, start).await?;
            draws::switch(changes.conn, changes.account, session, started.session.id).await?;
            tx.commit().await?;
            Ok(started.session.id)
        };
        answer(self.service.with_trees_by_id(switch)).await
    }
}

impl Request {
    async fn start_session(&self, id: CommandId, start: Start) -> Result<SessionId, AppError> {
        let begin = async |trees: Trees| {
            let (mut tx, technician) = self.technician().await?;
            let mut changes = self.service.changes_of(&mut tx, &trees, &technician);
            if changes.was_started(id, &start).await? {
                return Ok(SessionId(id.0));
            }
            if let Some(follows) = start.follows
                && sessions::find(changes.conn, technician.reach(), follows).await?.is_none()
            {
                return Err(AppError::NotFound.into());
            }
            let measured = changes.draw(id, &start, technician.settings().zone).await?;
            if let Some(measured) = measured.as_ref().filter(|measured| measured.waits_for(&start)) {
                // The draw stays, whatever the technician does now.
                changes.tell_drawn(id, &start, measured).await?;
                tx.commit().await?;
                return Err(AppError::Drawn.into());
            }
            let running = sessions::lock_with_running(changes.conn, technician.reach(), None, changes.actor.user_id).await?;
            for running in &running {
                changes.park(running, None).await?;
            }
            let tree = measured.as_ref().map_or(&start.tree, |measured| measured.tree(&start)).clone();
            let started = changes.start_on(&tree, id, start.clone()).await?;
            if let Some(measured) = &measured {
                draws::add_session(changes.conn, changes.account, started.session.id, &measured.session(&start)).await?;
            }
            tx.commit().await?;
            // Whoever starts sessions also ends some, so what is due does not pile up.
            self.service.sweep_receipts(technician.account()).await;
            Ok(started.session.id)
        };
        answer(self.service.with_trees_by_id(begin)).await
    }
}

impl Service {
    /// Deletes some of an account's receipts that are due. The next start tries again where that fails.
    async fn sweep_receipts(&self, account: AccountId) {
        let swept = async {
            let mut tx = store::begin(&self.pool, account).await?;
            commands::sweep(&mut tx, account, self.now()).await?;
            Ok::<_, sqlx::Error>(tx.commit().await?)
        };
        if let Err(error) = swept.await {
            tracing::warn!(%error, "receipts that are due stay for now");
        }
    }
}

/// Facts of a session that has no outcome yet.
fn before_outcome(facts: &Facts) -> Facts {
    Facts { outcome_notes: OutcomeNotes::default(), next_steps: OutcomeNotes::default(), ..facts.clone() }
}

impl Changes<'_> {
    /// True if the same start was carried out before.
    async fn was_started(&mut self, id: CommandId, start: &Start) -> Result<bool, Failure> {
        match commands::find(self.conn, self.account, SessionId(id.0), id).await? {
            None => Ok(false),
            Some(receipt) if receipt.fingerprint == start.fingerprint() && receipt.by == self.actor.user_id => Ok(true),
            Some(_) => Err(Conflict::DifferentContent.into()),
        }
    }

    /// Fails unless the walk was left for this tree: the session that began with it never changes its tree.
    async fn was_switched(&mut self, id: CommandId, key: &str) -> Result<(), Failure> {
        let begun = sessions::find(self.conn, Reach::whole(self.account), SessionId(id.0)).await?;
        let tree = trees::find(self.conn, self.account, &normalise(key)).await?;
        match begun.zip(tree) {
            Some((begun, tree)) if begun.session.version.tree_id == tree.id => Ok(()),
            _ => Err(Conflict::DifferentContent.into()),
        }
    }

    /// Starts a session of the latest version of a tree, held by the actor, with the command's id as its own, and stores its receipt.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where no tree has that key, and a fault of the field `tree` where it is archived.
    pub(crate) async fn start(&mut self, id: CommandId, start: Start) -> Result<Stored, Failure> {
        let tree = start.tree.clone();
        self.start_on(&tree, id, start).await
    }

    /// As [`Changes::start`], on the tree with another key than the one that was asked for.
    async fn start_on(&mut self, tree: &str, id: CommandId, start: Start) -> Result<Stored, Failure> {
        let shelved = trees::find(self.conn, self.account, tree).await?.ok_or(AppError::NotFound)?;
        if shelved.card.archived {
            return Err(AppError::invalid("tree", Fault::Unknown).into());
        }
        let version = shelved.latest();
        let tree = self.tree(version).await?;
        let client = clients::ensure(self.conn, self.account, &start.facts.client).await?;
        let now = self.now.cut();
        let at = self.free_since().await?.map_or(now, |free_since| free_since.max(now));
        let session = Session::start(SessionId(id.0), version, &tree, &self.actor, start.facts.clone(), start.follows, at);
        sessions::insert(self.conn, self.account, &session, client, tree.name()).await?;
        self.remember(session.id, &[Done::start(id, &start)]).await?;
        Ok(Stored { session, client, open_output: String::new() })
    }
}
