//! Drafts of trees: what authors write before anybody walks it.

mod asked;
mod back;
mod begin;
mod cache;
mod change;
mod deeds;
mod effect;
mod gate;
mod imports;
mod names;
mod pages;
mod passing;
mod previews;
mod publish;
mod rebase;
mod taking;
mod walk_tests;
mod walked_steps;
mod work;

use app::backend::drafts::{DraftChange, DraftSource, Drafts};
use app::backend::views::Imported;
use app::backend::views::drafts::{DraftChanges, DraftImport, DraftPage, Drafts as List};
use app::backend::views::walked_steps::WalkedSteps;
use app::error::AppError;
use async_trait::async_trait;
use import::Mapping;
use resolutionflow::audit::AuditAction;
use resolutionflow::id::{AccountId, CommandId, DraftId, UserId};
use resolutionflow::time::Timestamp;
use serde_json::{Value, json};
use sqlx::PgConnection;
use tracing::instrument;

use super::authority::{Author, Authority};
use super::failure::{Failure, answer};
use super::request::Request;
use crate::store::audit::{self, Entry};
use crate::store::drafts::{self, End, Facts};
use crate::store::{accounts, end_read, proposals};

pub(super) use cache::DraftCache;
pub use walk_tests::TestsOfTree;

/// The most drafts that an account has at a time, without those that have ended.
const MOST: i64 = 200;
/// Steps and bytes of texts above which a document is worked with in a place of heavy work: below it takes less time than the database.
const LARGE: (u32, usize) = (1_000, 200_000);

#[async_trait]
impl Drafts for Request {
    #[instrument(skip_all, parent = &self.span)]
    async fn drafts(&self) -> Result<List, AppError> {
        answer(self.list_drafts()).await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn begin_draft(&self, id: CommandId, source: DraftSource) -> Result<DraftId, AppError> {
        answer(self.begin_draft_of(DraftId(id.0), source)).await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn draft(&self, id: DraftId) -> Result<DraftPage, AppError> {
        answer(self.draft_page(id)).await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn walked_steps(&self, id: DraftId) -> Result<WalkedSteps, AppError> {
        answer(self.walked_steps_of(id)).await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn draft_changes(&self, id: DraftId) -> Result<DraftChanges, AppError> {
        answer(self.changes_page(id)).await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn draft_import(&self, id: DraftId) -> Result<Option<DraftImport>, AppError> {
        answer(self.import_of(id)).await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn map_import(&self, id: DraftId, command: CommandId, base_revision: u32, mapping: Mapping) -> Result<u32, AppError> {
        answer(self.read_again(id, command, base_revision, mapping)).await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn change_draft(&self, id: DraftId, command: CommandId, base_revision: u32, change: DraftChange) -> Result<u32, AppError> {
        answer(async { self.make(self.asked(id, command, base_revision, change).await?).await }).await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn undo_draft(&self, id: DraftId, command: CommandId, redo: bool) -> Result<u32, AppError> {
        answer(self.make(asked::Asked::back(id, command, redo))).await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn discard_draft(&self, id: DraftId, discarded: bool) -> Result<(), AppError> {
        answer(self.discard(id, discarded)).await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn publish_draft(&self, id: DraftId, command: CommandId, revision: u32) -> Result<Imported, AppError> {
        answer(self.publish(id, command, revision)).await
    }
}

impl Request {
    async fn discard(&self, id: DraftId, discarded: bool) -> Result<(), Failure> {
        let (mut tx, author) = self.author().await?;
        let (account, by, now) = (author.account(), authors(author)?, self.service.now());
        if !discarded {
            // Nobody begins another one meanwhile.
            accounts::lock(&mut tx, account).await?;
        }
        let draft = drafts::lock(&mut tx, account, id).await?.ok_or(AppError::NotFound)?;
        match (&draft.end, discarded) {
            (Some(end @ End::Published { .. }), _) => return refuse_ended(Some(end)),
            (Some(End::Discarded), true) | (None, false) => {
                end_read(tx);
                return Ok(());
            }
            (None, true) => drafts::discard(&mut tx, account, id, Some((now, by))).await?,
            (Some(End::Discarded), false) => {
                if let Some(base) = draft.base
                    && drafts::of_tree(&mut tx, account, base.tree_id).await?.is_some()
                {
                    let words = "This tree has another draft by now. Discard that one first.";
                    return Err(AppError::BadEdit(words.to_owned()).into());
                }
                refuse_too_many(&mut tx, account).await?;
                drafts::discard(&mut tx, account, id, None).await?;
            }
        }
        proposals::lay_aside(&mut tx, account, id, discarded).await?;
        let action = if discarded { AuditAction::DiscardDraft } else { AuditAction::RestoreDraft };
        let name = drafts::name(&mut tx, account, id).await?;
        record(&mut tx, author, now, (id, action), json!({"name": name})).await?;
        Ok(tx.commit().await?)
    }
}

/// The user who writes; a command line writes no drafts.
fn authors(author: Author) -> Result<UserId, AppError> {
    author.by().user.ok_or(AppError::Forbidden)
}

fn is_large(nodes: u32, text_bytes: usize) -> bool {
    nodes > LARGE.0 || text_bytes > LARGE.1
}

/// Fails where a draft has ended, with its end.
fn refuse_ended(end: Option<&End>) -> Result<(), Failure> {
    let published = match end {
        None => return Ok(()),
        Some(End::Discarded) => None,
        Some(End::Published { version, .. }) => Some(*version),
    };
    Err(AppError::DraftEnded(published).into())
}

/// Facts of a draft that people write in.
///
/// # Errors
/// [`AppError::NotFound`]; [`AppError::DraftEnded`].
async fn facts_of(conn: &mut PgConnection, account: AccountId, id: DraftId) -> Result<Facts, Failure> {
    if let Some(facts) = drafts::facts(conn, account, id).await? {
        return Ok(facts);
    }
    let draft = drafts::find(conn, account, id).await?.ok_or(AppError::NotFound)?;
    refuse_ended(draft.end.as_ref())?;
    Err(AppError::NotFound.into())
}

async fn refuse_too_many(conn: &mut PgConnection, account: AccountId) -> Result<(), Failure> {
    if drafts::count(conn, account).await? < MOST {
        return Ok(());
    }
    Err(AppError::BadEdit(format!("There are {MOST} drafts already. Publish or discard one first.")).into())
}

/// Records an action on a draft under its name.
async fn record(
    conn: &mut PgConnection,
    author: Author,
    now: Timestamp,
    (id, action): (DraftId, AuditAction),
    state: Value,
) -> Result<(), sqlx::Error> {
    let entry = Entry { by: author.by(), action, subject: id.0, before: None, after: Some(state) };
    audit::insert(conn, author.account(), now, &entry).await
}
