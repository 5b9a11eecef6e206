//! Publication of drafts.

use app::backend::views::Imported;
use app::error::AppError;
use resolutionflow::id::{CommandId, DraftId};
use resolutionflow::session::VersionRef;
use resolutionflow::tree::{Problems, Tree, TreeDocument};
use std::sync::Arc;

use super::change::within;
use super::{authors, is_large, refuse_ended};
use crate::heavy::Place;
use crate::service::authority::{Authority, Manager};
use crate::service::failure::Failure;
use crate::service::publish::publish;
use crate::service::request::Request;
use crate::service::retry::retry_on_conflict;
use crate::store::drafts::{self, Draft, End, Facts};
use crate::store::{Tx, end_read, trees};

use super::pages::key_problem;

/// Draft as its page was seen, to be published.
struct Seen {
    id: DraftId,
    command: CommandId,
    revision: u32,
    document: Arc<TreeDocument>,
    tree: Arc<Tree>,
}

impl Request {
    pub(super) async fn publish(&self, id: DraftId, command: CommandId, revision: u32) -> Result<Imported, Failure> {
        let (mut tx, manager) = self.manager().await?;
        let draft = drafts::find(&mut tx, manager.account(), id).await?.ok_or(AppError::NotFound)?;
        if let Some(before) = published(&mut tx, manager, &draft, command, revision).await? {
            end_read(tx);
            return Ok(before);
        }
        let facts = match unmoved(&mut tx, manager, id, &draft, revision).await {
            Err(Failure::Answer(AppError::Moved)) => {
                // The same command may have published it since the draft was read.
                let draft = drafts::find(&mut tx, manager.account(), id).await?.ok_or(AppError::NotFound)?;
                let before = published(&mut tx, manager, &draft, command, revision).await?;
                end_read(tx);
                return before.ok_or_else(|| AppError::Moved.into());
            }
            facts => facts?,
        };
        let source = self.service.drafts.source(&mut tx, manager.account(), id, revision).await?;
        end_read(tx);
        if source.revision() != revision {
            return Err(AppError::Moved.into());
        }
        let place = if is_large(draft.node_count, draft.text_bytes) { Some(Place::take().await.ok_or(AppError::Busy)?) } else { None };
        let (document, tree) = within(place, move || {
            let document = source.held()?.document;
            let tree = Tree::publish(&document);
            Ok::<_, serde_json::Error>((document, tree))
        })
        .await??;
        let mut problems = tree.as_ref().err().cloned().unwrap_or_default();
        problems = with_key(problems, &facts);
        let tree = match tree {
            Ok(tree) if problems.is_empty() => Arc::new(tree),
            _ => return Err(AppError::BrokenTree(problems).into()),
        };
        let seen = Seen { id, command, revision, document, tree };
        retry_on_conflict(|| self.publish_seen(&seen)).await
    }

    /// Publishes what was checked, if the draft is still the same.
    async fn publish_seen(&self, seen: &Seen) -> Result<Imported, Failure> {
        // Checking a large document takes a while, in which the role may have been taken away.
        let (mut tx, manager) = self.manager_now().await?;
        let (account, by, now) = (manager.account(), authors(manager)?, self.service.now());
        let draft = drafts::lock(&mut tx, account, seen.id).await?.ok_or(AppError::NotFound)?;
        if let Some(before) = published(&mut tx, manager, &draft, seen.command, seen.revision).await? {
            end_read(tx);
            return Ok(before);
        }
        if let Some(base) = draft.base {
            // Nobody publishes a version of it meanwhile.
            trees::lock_by_id(&mut tx, account, base.tree_id).await?;
        }
        let facts = unmoved(&mut tx, manager, seen.id, &draft, seen.revision).await?;
        let problems = with_key(Problems::default(), &facts);
        if !problems.is_empty() {
            return Err(AppError::BrokenTree(problems).into());
        }
        let imported = publish(&mut tx, manager, &seen.document, &seen.tree, now, Some(seen.id)).await?;
        let expected = draft.base.map_or(1, |base| base.number + u32::from(!imported.unchanged));
        let tree = trees::find(&mut tx, account, &imported.key).await?.ok_or(AppError::NotFound)?;
        if imported.version != expected || (draft.base.is_none() && imported.unchanged) {
            // Somebody else has published a tree of this key at this moment.
            return Err(AppError::Moved.into());
        }
        let version = VersionRef { tree_id: tree.id, number: imported.version };
        drafts::end_as_published(&mut tx, account, seen.id, (version, imported.unchanged), (seen.command, by), now).await?;
        tx.commit().await?;
        Ok(imported)
    }
}

/// The answer of the same command, if it was carried out before.
async fn published(tx: &mut Tx, manager: Manager, draft: &Draft, command: CommandId, revision: u32) -> Result<Option<Imported>, Failure> {
    match &draft.end {
        Some(End::Published { version, command: first, by, unchanged, tree }) if *first == command => {
            if draft.revision != revision || Some(*by) != manager.by().user {
                return Err(AppError::DifferentContent.into());
            }
            let key = trees::key(tx, manager.account(), *tree).await?;
            Ok(Some(Imported { key, version: *version, unchanged: *unchanged }))
        }
        Some(End::Published { .. }) => Err(AppError::Moved.into()),
        end => refuse_ended(end.as_ref()).map(|()| None),
    }
}

/// Facts of a draft.
///
/// # Errors
/// [`AppError::Moved`] where it has another revision, or its tree another version than the one that it is based on.
async fn unmoved(tx: &mut Tx, manager: Manager, id: DraftId, draft: &Draft, revision: u32) -> Result<Facts, Failure> {
    let facts = drafts::facts(tx, manager.account(), id).await?.ok_or(AppError::Moved)?;
    if draft.revision != revision || facts.newer().is_some() { Err(AppError::Moved.into()) } else { Ok(facts) }
}

/// Problems with the one that only the other trees can tell.
pub(super) fn with_key(mut problems: Problems, facts: &Facts) -> Problems {
    if let Some((problem, _)) = key_problem(facts) {
        problems.count += 1;
        problems.first.push(problem);
    }
    problems
}
