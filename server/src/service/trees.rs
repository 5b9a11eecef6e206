//! The tree library, and what managers do with it.

use app::backend::exports::Exported;
use app::backend::views::{Imported, TreeLibrary, TreePage, TreeQuery};
use app::error::AppError;
use resolutionflow::audit::AuditAction;
use resolutionflow::id::{AccountId, CommandId, TreeId};
use resolutionflow::session::VersionRef;
use resolutionflow::text::normalise;
use resolutionflow::time::Timestamp;
use resolutionflow::tree::{NotADocument, Tree, TreeDocument};
use serde_json::json;
use sqlx::PgConnection;
use tokio::task::spawn_blocking;
use uuid::Uuid;

use super::authority::{Authority, Manager, Technician};
use super::failure::{Failure, until_settled};
use super::{Service, cursor};
use crate::store::audit::Entry;
use crate::store::trees::Wanted;
use crate::store::{self, Tx, audit, categories, reports, trees};

/// How many trees a page of the library shows.
const PAGE: usize = 60;
/// How many reported problems the page of a tree shows.
const REPORTS: i64 = 100;

impl Service {
    /// A page of the library, recent first.
    pub(super) async fn tree_library(&self, mut tx: Tx, technician: &Technician, query: &TreeQuery) -> Result<TreeLibrary, Failure> {
        let after = cursor::read(query.after.as_deref())?;
        let wanted = Wanted {
            text: query.text.trim(),
            category: &normalise(&query.category),
            archived: query.archived,
            after,
            limit: PAGE as i64 + 1,
        };
        let found = trees::list(&mut tx, technician.account(), &wanted).await?;
        let categories = trees::categories(&mut tx, technician.account(), query.archived).await?;
        tx.commit().await?;
        let (found, next) = cursor::page(found, PAGE, |tree| (tree.card.published_at, tree.id.0.simple()));
        Ok(TreeLibrary { trees: found.into_iter().map(|tree| tree.card).collect(), categories, next })
    }

    /// One tree in its latest version.
    pub(super) async fn tree_page(&self, mut tx: Tx, technician: &Technician, key: &str) -> Result<TreePage, Failure> {
        let shelved = trees::find(&mut tx, technician.account(), &normalise(key)).await?.ok_or(AppError::NotFound)?;
        let tree = self.trees.get(&mut tx, technician.account(), shelved.latest()).await?;
        let reports = match technician.manager() {
            Ok(manager) => reports::unsettled(&mut tx, manager.account(), shelved.id, REPORTS).await?,
            Err(_) => Vec::new(),
        };
        tx.commit().await?;
        Ok(TreePage { card: shelved.card, tree: Tree::clone(&tree), reports })
    }

    /// Marks a reported problem as seen to. The key of the tree that it is about.
    pub(super) async fn settle(&self, mut tx: Tx, manager: &Manager, id: CommandId) -> Result<String, Failure> {
        let now = self.now();
        let settled = reports::settle(&mut tx, manager.account(), id, manager.by().user, now).await?;
        let (tree, key) = settled.ok_or(AppError::NotFound)?;
        let entry = Entry {
            by: manager.by(),
            action: AuditAction::SettleReport,
            subject: tree.0,
            before: None,
            after: Some(json!({"report": id})),
        };
        audit::insert(&mut tx, manager.account(), now, &entry).await?;
        tx.commit().await?;
        Ok(key)
    }

    /// The latest version's document.
    pub(super) async fn export_tree(&self, mut tx: Tx, technician: &Technician, key: &str) -> Result<Exported, Failure> {
        let exported = document(&mut tx, technician.account(), key).await?;
        tx.commit().await?;
        Ok(exported)
    }

    /// Takes a tree out of the library, or back in.
    pub(super) async fn shelve_tree(&self, mut tx: Tx, manager: &Manager, key: &str, archived: bool) -> Result<(), Failure> {
        let shelved = trees::find(&mut tx, manager.account(), &normalise(key)).await?.ok_or(AppError::NotFound)?;
        if shelved.card.archived != archived {
            let now = self.now();
            trees::archive(&mut tx, manager.account(), shelved.id, archived.then_some(now)).await?;
            let action = if archived { AuditAction::ArchiveTree } else { AuditAction::RestoreTree };
            let entry = Entry { by: manager.by(), action, subject: shelved.id.0, before: None, after: None };
            audit::insert(&mut tx, manager.account(), now, &entry).await?;
        }
        Ok(tx.commit().await?)
    }
}

/// The document of a tree's latest version.
pub(super) async fn document(conn: &mut PgConnection, account: AccountId, key: &str) -> Result<Exported, Failure> {
    let shelved = trees::find(conn, account, &normalise(key)).await?.ok_or(AppError::NotFound)?;
    let document = trees::document(conn, account, shelved.latest()).await?;
    Ok(Exported { file_name: format!("{}.json", shelved.card.key), content: document.to_json().into_bytes() })
}

/// Imports a document: the same content again is a no-op, other content becomes the next version.
pub(super) async fn import(service: &Service, manager: Manager, document: &[u8]) -> Result<Imported, Failure> {
    let bytes = document.to_vec();
    // A large document takes a while to check and to parse.
    let (document, tree) = spawn_blocking(move || read(&bytes)).await??;
    until_settled(|| take_in(service, manager, &document, &tree)).await
}

fn read(bytes: &[u8]) -> Result<(TreeDocument, Tree), AppError> {
    let document = TreeDocument::from_json(bytes).map_err(|error| match error {
        NotADocument::TooLarge(_) => AppError::TooLarge,
        NotADocument::Malformed(_) => AppError::NotATree(error.to_string()),
    })?;
    let tree = Tree::publish(&document).map_err(AppError::BrokenTree)?;
    Ok((document, tree))
}

async fn take_in(service: &Service, manager: Manager, document: &TreeDocument, tree: &Tree) -> Result<Imported, Failure> {
    let mut tx = store::begin(service.pool(), manager.account()).await?;
    let imported = publish(&mut tx, manager, document, tree, service.now()).await?;
    tx.commit().await?;
    Ok(imported)
}

/// Makes a document the latest version of its tree, in a transaction that sees the account.
pub(crate) async fn publish(
    conn: &mut PgConnection,
    manager: Manager,
    document: &TreeDocument,
    tree: &Tree,
    now: Timestamp,
) -> Result<Imported, Failure> {
    let account = manager.account();
    let version = match trees::lock(conn, account, document).await? {
        Some((latest, true)) => return Ok(imported(document, latest, true)),
        Some((latest, false)) => VersionRef { number: latest.number + 1, ..latest },
        None => VersionRef { tree_id: TreeId(Uuid::now_v7()), number: 1 },
    };
    let category = categories::ensure(conn, account, tree.category()).await?;
    trees::publish(conn, account, version, document, tree, &category, manager.by().user, now).await?;
    let after = json!({"key": document.key, "version": version.number});
    let entry = Entry { by: manager.by(), action: AuditAction::ImportTree, subject: version.tree_id.0, before: None, after: Some(after) };
    audit::insert(conn, account, now, &entry).await?;
    Ok(imported(document, version, false))
}

fn imported(document: &TreeDocument, version: VersionRef, unchanged: bool) -> Imported {
    Imported { key: document.key.clone(), version: version.number, unchanged }
}
