//! Bringing a draft up to a version that was published after the one that it is based on.

use app::error::AppError;
use resolutionflow::audit::AuditAction;
use resolutionflow::id::{CommandId, DraftId};
use resolutionflow::session::{Fingerprint, VersionRef};
use resolutionflow::tree::{TreeDocument, apply_all, merge};
use serde_json::json;

use super::cache::{Held, Source};
use super::change::{Making, within};
use super::work::{Done, Worked, as_decided, bad, edits_of};
use super::{authors, is_large, record, refuse_ended};
use crate::heavy::Place;
use crate::service::authority::{Author, Authority};
use crate::service::failure::Failure;
use crate::service::request::Request;
use crate::service::retry::retry_on_conflict;
use crate::store::drafts::edits::{self, Kind};
use crate::store::drafts::{self, Saved, gate};
use crate::store::{Tx, end_read, trees};

/// Wish to bring a draft up to a version.
pub(super) struct Rebasing {
    pub id: DraftId,
    pub command: CommandId,
    /// Revision of the draft, as its author saw it.
    pub revision: u32,
    pub version: u32,
    /// For each conflict whether the draft's text stays.
    pub keep_mine: Vec<bool>,
}

impl Rebasing {
    fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of_kind("draft rebase", &json!([self.revision, self.version, self.keep_mine]))
    }
}

impl Request {
    /// Brings a draft up to a version; its revision afterwards.
    ///
    /// # Errors
    /// [`AppError::Disputed`], [`AppError::Moved`].
    pub(super) async fn rebase(&self, asked: &Rebasing) -> Result<u32, Failure> {
        let (mut tx, author) = self.author().await?;
        let account = author.account();
        let draft = drafts::find(&mut tx, account, asked.id).await?.ok_or(AppError::NotFound)?;
        if let Some(revision) = before(&mut tx, author, asked).await? {
            end_read(tx);
            return Ok(revision);
        }
        refuse_ended(draft.end.as_ref())?;
        let facts = drafts::facts(&mut tx, account, asked.id).await?.ok_or(AppError::Moved)?;
        let fits = draft.revision == asked.revision && facts.newer() == Some(asked.version);
        let base = draft.base.filter(|_| fits).ok_or(AppError::Moved)?;
        let origin = trees::document(&mut tx, account, base).await?;
        let theirs = trees::document(&mut tx, account, VersionRef { number: asked.version, ..base }).await?;
        let source = self.service.drafts.source(&mut tx, account, asked.id, asked.revision).await?;
        end_read(tx);
        if source.revision() != asked.revision {
            return Err(AppError::Moved.into());
        }
        let is_large = is_large(draft.node_count, draft.text_bytes.max(origin.len()).max(theirs.len()));
        let place = if is_large { Some(Place::take().await.ok_or(AppError::Busy)?) } else { None };
        let (version, keep_mine) = (asked.version, asked.keep_mine.clone());
        let worked = within(place, move || worked(source, (&origin, &theirs), version, &keep_mine)).await??;
        retry_on_conflict(|| self.write_rebase(asked, base, &worked)).await
    }

    /// Writes what was worked out, if draft and tree are still the same.
    async fn write_rebase(&self, asked: &Rebasing, base: VersionRef, worked: &Worked) -> Result<u32, Failure> {
        // Merging large documents takes a while, in which the role may have been taken away.
        let (mut tx, author) = self.author_now().await?;
        let (account, by, now) = (author.account(), authors(author)?, self.service.now());
        let draft = drafts::lock(&mut tx, account, asked.id).await?.ok_or(AppError::NotFound)?;
        if let Some(revision) = before(&mut tx, author, asked).await? {
            return Ok(revision);
        }
        refuse_ended(draft.end.as_ref())?;
        // Nobody publishes yet another version meanwhile.
        trees::lock_by_id(&mut tx, account, base.tree_id).await?;
        let facts = drafts::facts(&mut tx, account, asked.id).await?.ok_or(AppError::Moved)?;
        if draft.revision != asked.revision || draft.base != Some(base) || facts.newer() != Some(asked.version) {
            return Err(AppError::Moved.into());
        }
        let revision = draft.revision + u32::from(worked.done.is_some());
        let making = Making { account, id: asked.id, by, now, command: asked.command, fingerprint: asked.fingerprint() };
        self.write(&mut tx, &making, (Kind::Rebase, revision), worked.done.as_ref()).await?;
        gate::set_base(&mut tx, account, asked.id, asked.version).await?;
        let told = json!({"name": worked.held.document.name, "version": asked.version});
        record(&mut tx, author, now, (asked.id, AuditAction::RebaseDraft), told).await?;
        tx.commit().await?;
        self.service.drafts.keep(account, asked.id, revision, worked.held.clone()).await;
        Ok(revision)
    }
}

/// The revision to which the same command brought the draft before.
async fn before(tx: &mut Tx, author: Author, asked: &Rebasing) -> Result<Option<u32>, Failure> {
    match edits::receipt(tx, author.account(), asked.id, asked.command).await? {
        None => Ok(None),
        Some((receipt, revision)) if receipt.fingerprint == asked.fingerprint() && Some(receipt.by) == author.by().user => {
            Ok(Some(revision))
        }
        Some(_) => Err(AppError::DifferentContent.into()),
    }
}

/// Works out what a version changes in a draft. Of large documents it takes a while.
fn worked(source: Source, (origin, theirs): (&str, &str), version: u32, keep_mine: &[bool]) -> Result<Worked, Failure> {
    let held = source.held()?;
    let (origin, theirs) = (serde_json::from_str(origin)?, serde_json::from_str(theirs)?);
    let document = as_decided(merge(&origin, &theirs, &held.document), keep_mine)?;
    let present = &*held.document;
    if document == *present {
        return Ok(Worked { held, done: None });
    }
    let edits = edits_of(present, &document);
    let mut after = TreeDocument::clone(present);
    let inverse = apply_all(&mut after, &edits).map_err(bad)?;
    let done = Done {
        saved: Saved::of(present, &after)?,
        edits: serde_json::to_string(&edits)?,
        inverse: serde_json::to_string(&inverse)?,
        sentence: format!("Brought up to version {version}, with what that changes."),
        entry: None,
    };
    Ok(Worked { held: Held::new(after), done: Some(done) })
}
