//! Publication of tree documents.

use app::backend::views::Imported;
use app::error::AppError;
use resolutionflow::audit::AuditAction;
use resolutionflow::id::{AccountId, DraftId, TreeId, UserId};
use resolutionflow::session::VersionRef;
use resolutionflow::text::VersionNote;
use resolutionflow::time::Timestamp;
use resolutionflow::tree::{NotADocument, Tree, TreeDocument};
use serde_json::json;
use sqlx::PgConnection;
use uuid::Uuid;

use super::Service;
use super::authority::Manager;
use super::failure::{Failure, answer};
use super::retry::retry_on_conflict;
use crate::heavy::Place;
use crate::store::audit::{By, Entry};
use crate::store::{audit, categories, trees, versions};

/// Draft that becomes a version, as far as the version keeps it.
pub(crate) struct OfDraft {
    /// Its id.
    pub id: DraftId,
    /// What changed and why.
    pub note: VersionNote,
    /// Those who wrote it, and those whose suggestions are in it.
    pub contributors: Vec<UserId>,
}

impl Service {
    /// Publishes a tree file, JSON or tree text, for the command line: the same content again is a no-op, other content
    /// becomes the next version.
    ///
    /// # Errors
    /// [`AppError::NotATree`], [`AppError::BrokenTree`] with its problems, [`AppError::TooLarge`].
    pub async fn import_tree(&self, account: AccountId, document: &[u8]) -> Result<Imported, AppError> {
        let manager = Manager::on_the_command_line(account);
        answer(async {
            let (document, tree) = parse(document).await?;
            let import = async || {
                let mut tx = self.begin(&manager).await?;
                let imported = publish(&mut tx, account, manager.by(), &document, &tree, self.now(), None).await?;
                tx.commit().await?;
                Ok(imported)
            };
            retry_on_conflict(import).await
        })
        .await
    }
}

/// Parses and checks a tree file, in a place of heavy work: a large one takes a while. Returns it as written, and as the tree that
/// sessions walk. Not to be called while a connection of the database is held.
///
/// # Errors
/// [`AppError::NotATree`], [`AppError::BrokenTree`] with its problems, [`AppError::TooLarge`], [`AppError::Busy`].
pub(super) async fn parse(document: &[u8]) -> Result<(TreeDocument, Tree), Failure> {
    let place = Place::take().await.ok_or(AppError::Busy)?;
    let bytes = document.to_vec();
    let parsed = place.work(move || {
        let document = TreeDocument::read(&bytes).map_err(|error| match error {
            NotADocument::TooLarge(_) => AppError::TooLarge,
            NotADocument::Malformed(_) | NotADocument::Faulty(_) | NotADocument::Foreign(_) => AppError::NotATree(error.to_string()),
        })?;
        let tree = Tree::publish(&document).map_err(AppError::BrokenTree)?;
        Ok::<_, AppError>((document, tree))
    });
    Ok(parsed.await??)
}

/// Makes a checked document the latest version of the tree with its key, in a transaction that sees the account: the same content again is
/// a no-op, other content becomes the next version, a new key a new tree. `draft` is what the version keeps of its draft, if it was one.
pub(crate) async fn publish(
    conn: &mut PgConnection,
    account: AccountId,
    by: By,
    document: &TreeDocument,
    tree: &Tree,
    now: Timestamp,
    draft: Option<&OfDraft>,
) -> Result<Imported, Failure> {
    let (version, unchanged) = match trees::lock(conn, account, document).await? {
        Some((latest, true)) => (latest, true),
        Some((latest, false)) => (VersionRef { number: latest.number + 1, ..latest }, false),
        None => (VersionRef { tree_id: TreeId(Uuid::now_v7()), number: 1 }, false),
    };
    if !unchanged {
        let category = categories::ensure(conn, account, tree.category()).await?;
        let note = draft.map_or("", |draft| draft.note.as_str());
        trees::publish(conn, account, version, document, tree, &category, note, by.user, now).await?;
        if let Some(draft) = draft {
            versions::add_contributors(conn, account, version, &draft.contributors).await?;
        }
    }
    let told = json!({"key": document.key, "version": version.number});
    let entry = |action, after| Entry { by, action, subject: version.tree_id.0, before: None, after: Some(after) };
    match draft {
        // A draft ends even if it changes nothing.
        Some(draft) => {
            let told = json!({"key": document.key, "version": version.number, "draft": draft.id});
            audit::insert(conn, account, now, &entry(AuditAction::PublishDraft, told)).await?;
        }
        None if unchanged => {}
        None => audit::insert(conn, account, now, &entry(AuditAction::ImportTree, told)).await?,
    }
    Ok(imported(document, version, unchanged))
}

fn imported(document: &TreeDocument, version: VersionRef, unchanged: bool) -> Imported {
    Imported { key: document.key.clone(), version: version.number, unchanged }
}
