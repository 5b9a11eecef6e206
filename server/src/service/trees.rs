//! The tree library, and what managers do with it.

use std::sync::Arc;

use app::backend::exports::{Content, Exported};
use app::backend::trees::Trees;
use app::backend::views::{Imported, TreeLibrary, TreePage, TreeQuery};
use app::error::AppError;
use async_trait::async_trait;
use resolutionflow::audit::AuditAction;
use resolutionflow::id::{AccountId, CommandId};
use resolutionflow::session::VersionRef;
use resolutionflow::text::normalise;
use resolutionflow::tree::{Problems, Tree, TreeDocument};
use serde_json::json;
use tracing::instrument;

use super::authority::Authority;
use super::failure::{Failure, answer};
use super::publish::{parse, publish};
use super::request::Request;
use super::retry::retry_on_conflict;
use super::tree_cache::Trees as Published;
use super::{Service, cursor};
use crate::heavy::Place;
use crate::store::audit::Entry;
use crate::store::trees::LibraryFilter;
use crate::store::{self, Tx, accounts, audit, end_read, reports, reviews, trees, users};

/// Trees on a page of the library.
const PAGE: usize = 60;
/// Reported problems on the page of a tree.
const REPORTS: i64 = 100;

#[async_trait]
impl Trees for Request {
    #[instrument(skip_all, parent = &self.span)]
    async fn trees(&self, query: TreeQuery) -> Result<TreeLibrary, AppError> {
        answer(async {
            let (mut tx, technician) = self.technician().await?;
            let filter = LibraryFilter {
                text: query.text.trim(),
                category: &normalise(&query.category),
                archived: query.archived,
                after: cursor::read(query.after.as_deref())?,
                limit: PAGE as i64 + 1,
            };
            let found = trees::list(&mut tx, technician.account(), &filter).await?;
            let categories = trees::categories(&mut tx, technician.account(), query.archived).await?;
            end_read(tx);
            let (found, next) = cursor::page(found, PAGE, |tree| (tree.card.published_at, tree.id.0.simple()));
            Ok(TreeLibrary { trees: found.into_iter().map(|tree| tree.card).collect(), categories, next })
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn tree(&self, key: &str) -> Result<TreePage, AppError> {
        let read = async |published: Published| {
            let (mut tx, technician) = self.technician().await?;
            let shelved = trees::find(&mut tx, technician.account(), &normalise(key)).await?.ok_or(AppError::NotFound)?;
            let tree = published.get(&mut tx, technician.account(), shelved.latest()).await?;
            let care = reviews::of_tree(&mut tx, technician.account(), shelved.id).await?;
            let (reports, owners) = match technician.author() {
                Ok(author) => {
                    let account = author.account();
                    (reports::unsettled(&mut tx, account, shelved.id, REPORTS).await?, users::authors(&mut tx, account).await?)
                }
                Err(_) => (Vec::new(), Vec::new()),
            };
            let (budget, pace) = self.service.pace_of_tree(tx, &technician, shelved.latest(), &tree).await?;
            Ok(TreePage { card: shelved.card, tree: Tree::clone(&tree), care, owners, reports, budget, pace })
        };
        answer(self.service.with_trees(read)).await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn tree_document(&self, key: &str) -> Result<Exported, AppError> {
        answer(async {
            let place = Place::take().await.ok_or(AppError::Busy)?;
            let (tx, technician) = self.technician().await?;
            document(place, tx, technician.account(), key).await
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn archive_tree(&self, key: &str, archived: bool) -> Result<(), AppError> {
        answer(async {
            let (mut tx, manager) = self.manager().await?;
            let shelved = trees::find(&mut tx, manager.account(), &normalise(key)).await?.ok_or(AppError::NotFound)?;
            if shelved.card.archived != archived {
                let now = self.service.now();
                trees::archive(&mut tx, manager.account(), shelved.id, archived.then_some(now)).await?;
                let action = if archived { AuditAction::ArchiveTree } else { AuditAction::RestoreTree };
                let entry = Entry { by: manager.by(), action, subject: shelved.id.0, before: None, after: None };
                audit::insert(&mut tx, manager.account(), now, &entry).await?;
            }
            Ok(tx.commit().await?)
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn import_tree(&self, document: &[u8]) -> Result<Imported, AppError> {
        answer(async {
            // Only managers have the server check a document.
            let (tx, _) = self.manager().await?;
            end_read(tx);
            let (document, tree) = parse(document).await?;
            let import = async || {
                // Checking a large document takes a while, in which the role may have been taken away.
                let (mut tx, manager) = self.manager_now().await?;
                if accounts::settings(&mut tx, manager.account()).await?.needs_approval {
                    // A draft is what somebody can approve.
                    return Err(AppError::Unapproved.into());
                }
                let imported = publish(&mut tx, manager.account(), manager.by(), &document, &tree, self.service.now(), None).await?;
                tx.commit().await?;
                Ok(imported)
            };
            retry_on_conflict(import).await
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn check_tree(&self, document: &[u8]) -> Result<Problems, AppError> {
        answer(async {
            let (tx, _) = self.manager().await?;
            end_read(tx);
            match parse(document).await {
                Ok(_) => Ok(Problems::default()),
                Err(Failure::Answer(AppError::BrokenTree(problems))) => Ok(problems),
                Err(failure) => Err(failure),
            }
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn settle_report(&self, id: CommandId) -> Result<String, AppError> {
        answer(async {
            let (mut tx, author) = self.author().await?;
            let now = self.service.now();
            let settled = reports::settle(&mut tx, author.account(), id, author.by().user, now).await?;
            let (tree, key) = settled.ok_or(AppError::NotFound)?;
            let after = Some(json!({"report": id}));
            let entry = Entry { by: author.by(), action: AuditAction::SettleReport, subject: tree.0, before: None, after };
            audit::insert(&mut tx, author.account(), now, &entry).await?;
            tx.commit().await?;
            Ok(key)
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn tree_version(&self, version: VersionRef) -> Result<Arc<Tree>, AppError> {
        let read = async |published: Published| {
            let (mut tx, technician) = self.onlooker().await?;
            let tree = published.get(&mut tx, technician.account(), version).await?;
            end_read(tx);
            Ok(tree)
        };
        let found = self.service.with_trees(read).await.map_err(|failure| match failure {
            Failure::Database(sqlx::Error::RowNotFound) => AppError::NotFound.into(),
            failure => failure,
        });
        answer(async { found }).await
    }
}

impl Service {
    /// The tree file of the latest version of the tree with this key, as its author wrote it.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where no tree of the account has the key.
    pub async fn tree_document(&self, account: AccountId, key: &str) -> Result<Exported, AppError> {
        answer(async {
            let place = Place::take().await.ok_or(AppError::Busy)?;
            document(place, store::begin(&self.pool, account).await?, account, key).await
        })
        .await
    }
}

/// The document of a tree's latest version. A large one takes a while to write, and nothing of the database is held then.
async fn document(place: Place, mut tx: Tx, account: AccountId, key: &str) -> Result<Exported, Failure> {
    let shelved = trees::find(&mut tx, account, &normalise(key)).await?.ok_or(AppError::NotFound)?;
    let stored = trees::document(&mut tx, account, shelved.latest()).await?;
    end_read(tx);
    let written = place.work(move || serde_json::from_str::<TreeDocument>(&stored).map(|document| document.to_json().into_bytes()));
    Ok(Exported { file_name: format!("{}.json", shelved.card.key), content: Content::Short(written.await??) })
}
