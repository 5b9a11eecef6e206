//! Beginnings of drafts: blank, of a tree, of its copy, or of a file.

use app::backend::drafts::DraftSource;
use app::error::AppError;
use resolutionflow::audit::AuditAction;
use resolutionflow::id::{AccountId, DraftId, UserId};
use resolutionflow::session::{Fingerprint, VersionRef};
use resolutionflow::text::{normalise, one_line};
use resolutionflow::tree::{DocumentNode, FORMAT, NodeKind, TreeDocument, new_node_id};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use uuid::Uuid;

use super::cache::Held;
use super::change::within;
use super::imports::read;
use super::{LARGE, authors, record, refuse_too_many};
use crate::heavy::Place;
use crate::service::Service;
use crate::service::authority::{Author, Authority};
use crate::service::failure::{Failure, answer};
use crate::service::request::Request;
use crate::service::retry::retry_on_conflict;
use crate::store::drafts::imports::{self, Import};
use crate::store::drafts::{self, Saved};
use crate::store::{self, Tx, accounts, end_read, trees};

/// The first step of a blank tree.
const FIRST: &str = "What is the problem?";
/// Key of a tree whose name has no letter or digit that a key may have.
const KEY: &str = "tree";
/// The most characters of a key that is made of a name.
const KEY_LENGTH: usize = 80;
/// Keys that are tried: the name's, then with numbers behind it.
const KEYS: usize = 500;

/// Document that a draft begins with, before its key is sure.
struct Beginning {
    document: TreeDocument,
    /// Version that it is based on, or whose words it has.
    version: Option<VersionRef>,
    kind: Kind,
    /// The file of another program that it was made of.
    import: Option<Import>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// It is the next version of a tree.
    Next,
    /// It is the next version of a tree, with words of an earlier one. Nobody writes another draft of it.
    Earlier,
    /// It is a tree of its own, under a key that no other has.
    Own,
    /// It is the next version of the tree that has its key, if there is one that nobody writes in.
    File,
}

impl Request {
    pub(super) async fn begin_draft_of(&self, id: DraftId, source: DraftSource) -> Result<DraftId, Failure> {
        let fingerprint = fingerprint(&source);
        let (mut tx, author) = self.author().await?;
        if let Some(begun) = begun(&mut tx, author, id, fingerprint).await? {
            end_read(tx);
            return Ok(begun);
        }
        let beginning = match source {
            DraftSource::Blank { name } => {
                end_read(tx);
                Beginning { document: blank(&name), version: None, kind: Kind::Own, import: None }
            }
            DraftSource::Tree { key } => match latest(tx, author.account(), &key, true).await? {
                Latest::Draft(present) => return Ok(present),
                Latest::Version(document, version) => Beginning { document, version: Some(version), kind: Kind::Next, import: None },
            },
            DraftSource::Version { key, number } => {
                let (document, latest) = earlier(tx, author.account(), &key, number).await?;
                Beginning { document, version: Some(latest), kind: Kind::Earlier, import: None }
            }
            DraftSource::Copy { key, name } => match latest(tx, author.account(), &key, false).await? {
                Latest::Draft(present) => return Ok(present),
                Latest::Version(document, _) => {
                    let document = TreeDocument { name: one_line(&name), ..document };
                    Beginning { document, version: None, kind: Kind::Own, import: None }
                }
            },
            DraftSource::Duplicate { draft, name } => {
                let facts = drafts::facts(&mut tx, author.account(), draft).await?.ok_or(AppError::NotFound)?;
                let source = self.service.drafts.source(&mut tx, author.account(), draft, facts.revision).await?;
                end_read(tx);
                let place = if facts.is_large() { Some(Place::take().await.ok_or(AppError::Busy)?) } else { None };
                let document = within(place, move || source.held().map(|held| TreeDocument::clone(&held.document))).await??;
                Beginning { document: TreeDocument { name: one_line(&name), ..document }, version: None, kind: Kind::Own, import: None }
            }
            // Only authors have the server read a file.
            DraftSource::File(bytes) => {
                end_read(tx);
                of_file(bytes, String::new()).await?
            }
            DraftSource::Upload { bytes, name } => {
                end_read(tx);
                of_file(bytes, name).await?
            }
        };
        let begin = async || {
            // Reading a large document takes a while, in which the role may have been taken away.
            let (tx, author) = self.author_now().await?;
            self.service.begin_with(tx, author, (id, fingerprint), &beginning).await
        };
        let id = retry_on_conflict(begin).await?;
        self.service.sweep_drafts(author.account()).await;
        Ok(id)
    }
}

impl Service {
    /// Begins a draft with a tree file, whatever is wrong with it, in the name of a user, for the command line. The draft's id, and the tree of
    /// which it is the next version; none for a draft that stands by itself.
    ///
    /// # Errors
    /// [`AppError::NotATree`], [`AppError::TooLarge`], and [`AppError::Forbidden`] for a user who may not write trees.
    pub async fn import_draft(&self, account: AccountId, user: UserId, document: &[u8]) -> Result<(DraftId, Option<String>), AppError> {
        answer(async {
            let beginning = of_file(document.to_vec(), String::new()).await?;
            let (id, fingerprint) = (DraftId(Uuid::now_v7()), fingerprint(&DraftSource::File(document.to_vec())));
            let begin = async || {
                let mut tx = store::begin(&self.pool, account).await?;
                let author = Author::on_the_command_line(&mut tx, account, user).await??;
                self.begin_with(tx, author, (id, fingerprint), &beginning).await
            };
            let id = retry_on_conflict(begin).await?;
            let mut tx = store::begin(&self.pool, account).await?;
            let base = drafts::facts(&mut tx, account, id).await?.and_then(|facts| facts.card.base);
            end_read(tx);
            Ok((id, base.map(|(key, _)| key)))
        })
        .await
    }

    async fn begin_with(
        &self,
        mut tx: Tx,
        author: Author,
        (id, fingerprint): (DraftId, Fingerprint),
        beginning: &Beginning,
    ) -> Result<DraftId, Failure> {
        let (account, by, now) = (author.account(), authors(author)?, self.now());
        // One at a time: of two that begin a draft of a tree the second gets the first one's, and no two get one key.
        accounts::lock(&mut tx, account).await?;
        if let Some(begun) = begun(&mut tx, author, id, fingerprint).await? {
            return Ok(begun);
        }
        let mut document = beginning.document.clone();
        let base = match beginning.kind {
            Kind::Next | Kind::Earlier => beginning.version,
            Kind::Own => {
                document.key = free_key(&mut tx, account, &document.name).await?;
                None
            }
            Kind::File => match trees::find(&mut tx, account, &document.key).await?.filter(|tree| tree.card.key == document.key) {
                Some(tree) if drafts::of_tree(&mut tx, account, tree.id).await?.is_none() => Some(tree.latest()),
                _ => None,
            },
        };
        if let (Kind::Next, Some(base)) = (beginning.kind, base)
            && let Some(present) = drafts::of_tree(&mut tx, account, base.tree_id).await?
        {
            return Ok(present);
        }
        if let (Kind::Earlier, Some(base)) = (beginning.kind, base) {
            refuse_written(&mut tx, account, base).await?;
        }
        refuse_too_many(&mut tx, account).await?;
        let saved = Saved::of(&TreeDocument::default(), &document)?;
        let of_import = beginning.import.as_ref().map_or(Ok(0), Import::bytes)?;
        self.writes.count(&mut tx, account, by, saved.bytes() + of_import, now).await?;
        drafts::insert(&mut tx, account, id, fingerprint, (base, beginning.kind != Kind::Next), by, now).await?;
        drafts::save(&mut tx, account, id, (&saved, 0), by, now).await?;
        if let Some(import) = &beginning.import {
            imports::keep(&mut tx, account, id, import).await?;
        }
        let told = json!({"name": document.name, "key": document.key, "version": base.map(|base| base.number)});
        record(&mut tx, author, now, (id, AuditAction::BeginDraft), told).await?;
        tx.commit().await?;
        self.drafts.keep(account, id, 0, Held::new(document)).await;
        Ok(id)
    }

    /// Deletes some of an account's drafts whose time is over. The next beginning tries again where that fails.
    async fn sweep_drafts(&self, account: AccountId) {
        let swept = async {
            let mut tx = store::begin(&self.pool, account).await?;
            drafts::sweep(&mut tx, account, self.now()).await?;
            Ok::<_, sqlx::Error>(tx.commit().await?)
        };
        if let Err(error) = swept.await {
            tracing::warn!(%error, "drafts whose time is over stay for now");
        }
    }
}

/// The draft that the same form has begun, if it was sent before.
async fn begun(conn: &mut PgConnection, author: Author, id: DraftId, fingerprint: Fingerprint) -> Result<Option<DraftId>, Failure> {
    match drafts::find(conn, author.account(), id).await? {
        None => Ok(None),
        Some(draft) if draft.fingerprint == fingerprint && Some(draft.begun_by) == author.by().user => Ok(Some(id)),
        Some(_) => Err(AppError::DifferentContent.into()),
    }
}

fn fingerprint(source: &DraftSource) -> Fingerprint {
    let of = |content: Value| Fingerprint::of_kind("draft", &content);
    match source {
        DraftSource::Blank { name } => of(json!({"blank": name})),
        DraftSource::Tree { key } => of(json!({"tree": key})),
        DraftSource::Version { key, number } => of(json!({"version": key, "number": number})),
        DraftSource::Copy { key, name } => of(json!({"copy": key, "name": name})),
        DraftSource::Duplicate { draft, name } => of(json!({"duplicate": draft, "name": name})),
        DraftSource::File(bytes) => of(json!({"file": Sha256::digest(bytes).as_slice()})),
        DraftSource::Upload { bytes, name } => of(json!({"file": Sha256::digest(bytes).as_slice(), "name": name})),
    }
}

/// A tree of one step.
fn blank(name: &str) -> TreeDocument {
    let id = new_node_id(&TreeDocument::default(), FIRST);
    let kind = NodeKind::Decision { options: Vec::new() };
    let first = DocumentNode { id: id.clone(), kind, title: FIRST.to_owned(), body: String::new() };
    TreeDocument { format: FORMAT.to_owned(), name: one_line(name), root: id, nodes: vec![first], ..TreeDocument::default() }
}

enum Latest {
    /// The draft in which people write the next version.
    Draft(DraftId),
    Version(TreeDocument, VersionRef),
}

/// The latest version of a tree, or, if that is asked for, the draft of its next one. Nothing of the database is held while a large
/// document is parsed.
async fn latest(mut tx: Tx, account: AccountId, key: &str, or_draft: bool) -> Result<Latest, Failure> {
    let tree = trees::find(&mut tx, account, &normalise(key)).await?.ok_or(AppError::NotFound)?;
    if or_draft && let Some(present) = drafts::of_tree(&mut tx, account, tree.id).await? {
        end_read(tx);
        return Ok(Latest::Draft(present));
    }
    let stored = trees::document(&mut tx, account, tree.latest()).await?;
    end_read(tx);
    Ok(Latest::Version(parsed(stored).await?, tree.latest()))
}

/// An earlier version of a tree, and the latest one. Nothing of the database is held while a large document is parsed.
async fn earlier(mut tx: Tx, account: AccountId, key: &str, number: u32) -> Result<(TreeDocument, VersionRef), Failure> {
    let tree = trees::find(&mut tx, account, &normalise(key)).await?.ok_or(AppError::NotFound)?;
    refuse_written(&mut tx, account, tree.latest()).await?;
    if number == 0 || number > tree.latest().number {
        return Err(AppError::NotFound.into());
    }
    let stored = trees::document(&mut tx, account, VersionRef { number, ..tree.latest() }).await?;
    end_read(tx);
    Ok((parsed(stored).await?, tree.latest()))
}

/// Fails where somebody writes a draft of a tree already, which an earlier version would take the place of.
async fn refuse_written(conn: &mut PgConnection, account: AccountId, version: VersionRef) -> Result<(), Failure> {
    match drafts::of_tree(conn, account, version.tree_id).await? {
        None => Ok(()),
        Some(_) => {
            let words = "This tree has a draft already. Publish or discard it first, then restore the version.";
            Err(AppError::BadEdit(words.to_owned()).into())
        }
    }
}

/// The document of a version.
async fn parsed(stored: String) -> Result<TreeDocument, Failure> {
    let place = if stored.len() > LARGE.1 { Some(Place::take().await.ok_or(AppError::Busy)?) } else { None };
    Ok(within(place, move || serde_json::from_str::<TreeDocument>(&stored).map(|document| document.into_draft().0)).await??)
}

/// The tree of a file, whatever is wrong with it; of one of another program with what became of it.
async fn of_file(bytes: Vec<u8>, name: String) -> Result<Beginning, Failure> {
    let (document, import) = read(bytes, name).await?;
    let kind = if import.is_some() { Kind::Own } else { Kind::File };
    Ok(Beginning { document, version: None, kind, import })
}

/// A key made of a name, which no tree and no draft has.
async fn free_key(conn: &mut PgConnection, account: AccountId, name: &str) -> Result<String, Failure> {
    let key = key_of(name);
    let keys: Vec<String> = std::iter::once(key.clone()).chain((2..KEYS).map(|number| format!("{key}-{number}"))).collect();
    let taken = drafts::taken_keys(conn, account, &keys).await?;
    // Where all are taken, the checker's words ask for another one before anything is published.
    Ok(keys.into_iter().find(|key| !taken.contains(key)).unwrap_or(key))
}

/// Small letters, digits and hyphens of a name.
fn key_of(name: &str) -> String {
    let letters: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).take(KEY_LENGTH).collect();
    let key = letters.split_whitespace().collect::<Vec<_>>().join("-").to_ascii_lowercase();
    if key.is_empty() { KEY.to_owned() } else { key }
}
