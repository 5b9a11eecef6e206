//! Publication of drafts.

use app::backend::views::Imported;
use app::error::AppError;
use resolutionflow::audit::AuditAction;
use resolutionflow::id::{CommandId, DraftId, UserId};
use resolutionflow::session::{Fingerprint, VersionRef};
use resolutionflow::tree::{Problems, Tree, TreeDocument, is_approved};
use serde_json::json;
use std::sync::Arc;

use super::change::within;
use super::passing::hash;
use super::rebase::Rebasing;
use super::{authors, is_large, refuse_ended};
use crate::heavy::Place;
use crate::service::authority::{Author, Authority};
use crate::service::failure::Failure;
use crate::service::publish::{OfDraft, publish};
use crate::service::request::Request;
use crate::service::retry::retry_on_conflict;
use crate::store::audit::{self, Entry};
use crate::store::drafts::{self, Draft, End, Facts, gate, silences, standing};
use crate::store::{Tx, accounts, end_read, proposals, trees};

use super::pages::key_problem;

/// Draft as its page was seen, to be published.
struct Seen {
    id: DraftId,
    command: CommandId,
    revision: u32,
    document: Arc<TreeDocument>,
    tree: Arc<Tree>,
    /// SHA-256 of the document.
    hash: Fingerprint,
}

/// Outcome of a publication.
enum Passed {
    Published(Imported),
    /// The tree has another version, this one, than the draft is based on.
    Behind(u32),
}

impl Request {
    pub(super) async fn publish(&self, id: DraftId, command: CommandId, revision: u32) -> Result<Imported, Failure> {
        let (mut tx, author) = self.author().await?;
        let draft = drafts::find(&mut tx, author.account(), id).await?.ok_or(AppError::NotFound)?;
        if let Some(before) = published(&mut tx, author, (id, &draft), command, revision).await? {
            end_read(tx);
            return Ok(before);
        }
        let facts = match unmoved(&mut tx, author, id, &draft, revision).await {
            Err(Failure::Answer(AppError::Moved)) => {
                // The same command may have published it since the draft was read.
                let draft = drafts::find(&mut tx, author.account(), id).await?.ok_or(AppError::NotFound)?;
                let before = published(&mut tx, author, (id, &draft), command, revision).await?;
                end_read(tx);
                return before.ok_or_else(|| AppError::Moved.into());
            }
            facts => facts?,
        };
        if let Some(version) = facts.newer() {
            end_read(tx);
            return self.brought_up(id, command, revision, version).await;
        }
        let source = self.service.drafts.source(&mut tx, author.account(), id, revision).await?;
        end_read(tx);
        if source.revision() != revision {
            return Err(AppError::Moved.into());
        }
        let place = if is_large(draft.node_count, draft.text_bytes) { Some(Place::take().await.ok_or(AppError::Busy)?) } else { None };
        let (document, tree, hash) = within(place, move || {
            let document = source.held()?.document;
            let (tree, hash) = (Tree::publish(&document), hash(&document));
            Ok::<_, serde_json::Error>((document, tree, hash))
        })
        .await??;
        let mut problems = tree.as_ref().err().cloned().unwrap_or_default();
        problems = with_key(problems, &facts);
        let tree = match tree {
            Ok(tree) if problems.is_empty() => Arc::new(tree),
            _ => return Err(AppError::BrokenTree(problems).into()),
        };
        let seen = Seen { id, command, revision, document, tree, hash };
        match retry_on_conflict(|| self.publish_seen(&seen)).await? {
            Passed::Published(imported) => Ok(imported),
            Passed::Behind(version) => self.brought_up(id, command, revision, version).await,
        }
    }

    /// Brings a draft that was to be published up to a version, for its author to look at again.
    ///
    /// # Errors
    /// [`AppError::Rebased`], or [`AppError::Disputed`] where there is something to decide.
    async fn brought_up(&self, id: DraftId, command: CommandId, revision: u32, version: u32) -> Result<Imported, Failure> {
        self.rebase(&Rebasing { id, command, revision, version, keep_mine: Vec::new() }).await?;
        Err(AppError::Rebased(version).into())
    }

    /// Publishes what was checked, if the draft is still the same.
    async fn publish_seen(&self, seen: &Seen) -> Result<Passed, Failure> {
        // Checking a large document takes a while, in which the role may have been taken away.
        let (mut tx, author) = self.author_now().await?;
        let (account, by, now) = (author.account(), authors(author)?, self.service.now());
        let draft = drafts::lock(&mut tx, account, seen.id).await?.ok_or(AppError::NotFound)?;
        if let Some(before) = published(&mut tx, author, (seen.id, &draft), seen.command, seen.revision).await? {
            end_read(tx);
            return Ok(Passed::Published(before));
        }
        if let Some(base) = draft.base {
            // Nobody publishes a version of it meanwhile.
            trees::lock_by_id(&mut tx, account, base.tree_id).await?;
        }
        let facts = unmoved(&mut tx, author, seen.id, &draft, seen.revision).await?;
        if let Some(version) = facts.newer() {
            return Ok(Passed::Behind(version));
        }
        let problems = with_key(Problems::default(), &facts);
        if !problems.is_empty() {
            return Err(AppError::BrokenTree(problems).into());
        }
        let authors: Vec<UserId> = gate::authors(&mut tx, account, seen.id).await?.into_iter().map(|person| person.id).collect();
        if accounts::settings(&mut tx, account).await?.needs_approval {
            let given = gate::approvals(&mut tx, account, seen.id).await?.into_iter();
            let approvers: Vec<UserId> = given.filter(|given| given.document == seen.hash).map(|given| given.by.id).collect();
            if !is_approved(&authors, &approvers) {
                return Err(AppError::Unapproved.into());
            }
        }
        let mut contributors = authors;
        let proposers = proposals::proposers(&mut tx, account, seen.id).await?;
        contributors.extend(proposers.into_iter().filter(|by| !contributors.contains(by)).collect::<Vec<_>>());
        let of_draft = OfDraft { id: seen.id, note: gate::gate_facts(&mut tx, account, seen.id).await?.note, contributors };
        let imported = publish(&mut tx, account, author.by(), &seen.document, &seen.tree, now, Some(&of_draft)).await?;
        let expected = draft.base.map_or(1, |base| base.number + u32::from(!imported.unchanged));
        let tree = trees::find(&mut tx, account, &imported.key).await?.ok_or(AppError::NotFound)?;
        if imported.version != expected || (draft.base.is_none() && imported.unchanged) {
            // Somebody else has published a tree of this key at this moment.
            return Err(AppError::Moved.into());
        }
        let version = VersionRef { tree_id: tree.id, number: imported.version };
        drafts::end_as_published(&mut tx, account, seen.id, (version, imported.unchanged), (seen.command, by), now).await?;
        proposals::publish(&mut tx, account, seen.id, imported.version).await?;
        silences::hand_on(&mut tx, account, seen.id, tree.id).await?;
        for report in gate::settle(&mut tx, account, seen.id, version, by, now).await? {
            let after = Some(json!({"report": report, "version": version.number}));
            let entry = Entry { by: author.by(), action: AuditAction::SettleReport, subject: tree.id.0, before: None, after };
            audit::insert(&mut tx, account, now, &entry).await?;
        }
        tx.commit().await?;
        Ok(Passed::Published(imported))
    }
}

/// The answer of the same command, if it was carried out before.
async fn published(
    tx: &mut Tx,
    author: Author,
    (id, draft): (DraftId, &Draft),
    command: CommandId,
    revision: u32,
) -> Result<Option<Imported>, Failure> {
    match &draft.end {
        Some(End::Published { version, command: first, by, unchanged, tree }) if *first == command => {
            if draft.revision != revision || Some(*by) != author.by().user {
                return Err(AppError::DifferentContent.into());
            }
            let key = trees::key(tx, author.account(), *tree).await?;
            Ok(Some(Imported { key, version: *version, unchanged: *unchanged }))
        }
        Some(End::Published { .. }) => Err(AppError::Moved.into()),
        end => {
            refuse_ended(end.as_ref())?;
            match draft.base {
                Some(base) if standing::has_rebased(tx, author.account(), id, command).await? => Err(AppError::Rebased(base.number).into()),
                _ => Ok(None),
            }
        }
    }
}

/// Facts of a draft.
///
/// # Errors
/// [`AppError::Moved`] where it has another revision.
async fn unmoved(tx: &mut Tx, author: Author, id: DraftId, draft: &Draft, revision: u32) -> Result<Facts, Failure> {
    let facts = drafts::facts(tx, author.account(), id).await?.ok_or(AppError::Moved)?;
    if draft.revision != revision { Err(AppError::Moved.into()) } else { Ok(facts) }
}

/// Problems with the one that only the other trees can tell.
pub(super) fn with_key(mut problems: Problems, facts: &Facts) -> Problems {
    if let Some((problem, _)) = key_problem(facts) {
        problems.count += 1;
        problems.first.push(problem);
    }
    problems
}
