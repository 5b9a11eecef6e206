//! Changes of drafts: one transaction each, in which the draft's row is locked, and once for a command.

use app::backend::views::proposals::At;
use app::error::AppError;
use resolutionflow::audit::AuditAction;
use resolutionflow::id::{AccountId, CommandId, DraftId, UserId};
use resolutionflow::session::Fingerprint;
use resolutionflow::time::Timestamp;
use sqlx::PgConnection;

use super::asked::{Asked, Taking, What};
use super::back::Back;
use super::cache::Source;
use super::work::{Base, Done, Wish, Work, Worked};
use super::{authors, is_large, refuse_ended};
use crate::heavy::Place;
use crate::service::authority::Authority;
use crate::service::failure::Failure;
use crate::service::proposals::{record_proposal, waiting};
use crate::service::request::Request;
use crate::store::drafts::edits::{self, Kind, Made};
use crate::store::drafts::imports;
use crate::store::drafts::{self, Draft, readers, standing};
use crate::store::{end_read, proposals};

/// Time within which what an author types into one field is undone as one, in seconds.
const TYPING: i64 = 30;
/// The most changes, and bytes of them, that a form's author may have missed. Who comes later loads the page again.
pub(super) const MISSED: (i64, i64) = (1_000, 64 * 1024 * 1024);
/// Bytes from which texts are worked with in a place of heavy work.
pub(super) const LARGE_TEXT: usize = 100_000;

/// Change in the transaction that has locked its draft.
pub(super) struct Making {
    pub account: AccountId,
    pub id: DraftId,
    pub by: UserId,
    pub now: Timestamp,
    pub command: CommandId,
    pub fingerprint: Fingerprint,
}

impl Request {
    /// Changes a draft; the revision afterwards. With a large document it begins again once it has a place of heavy work, for which no
    /// connection waits.
    pub(super) async fn make(&self, asked: Asked) -> Result<u32, Failure> {
        let mut asked = Some(asked);
        let mut place = None;
        loop {
            match self.make_with(&mut asked, place.take()).await? {
                Some(revision) => return Ok(revision),
                None => place = Some(Place::take().await.ok_or(AppError::Busy)?),
            }
        }
    }

    /// As [`Request::make`]; none where it needs a place and has none, and `asked` is still there then.
    async fn make_with(&self, asked: &mut Option<Asked>, place: Option<Place>) -> Result<Option<u32>, Failure> {
        let (mut tx, author) = if place.is_some() { self.author_now().await? } else { self.author().await? };
        let (account, by, now) = (author.account(), authors(author)?, self.service.now());
        let Some(sent) = asked.as_ref() else { return Err(AppError::Unexpected.into()) };
        let (id, command, fingerprint) = (sent.id, sent.command, sent.fingerprint);
        let draft = drafts::lock(&mut tx, account, id).await?.ok_or(AppError::NotFound)?;
        if let Some((receipt, revision)) = edits::receipt(&mut tx, account, id, command).await? {
            let is_same = receipt.fingerprint == fingerprint && receipt.by == by;
            return if is_same { Ok(Some(revision)) } else { Err(AppError::DifferentContent.into()) };
        }
        refuse_ended(draft.end.as_ref())?;
        let undone = match &sent.what {
            What::Back(back) => Some(self.undoable(&mut tx, account, (id, by), *back).await?),
            What::Take(taking) => {
                waiting(&mut tx, account, taking.proposal).await?;
                None
            }
            What::Change(..) => None,
        };
        let base = match (&sent.what, &undone) {
            (What::Change(base, _), _) => *base,
            (_, Some(undone)) => undone.last,
            _ => draft.revision,
        };
        let missed = self.missed(&mut tx, account, id, base, &draft).await?;
        if place.is_none() && (is_large(draft.node_count, draft.text_bytes) || sent.bytes.max(missed) > LARGE_TEXT) {
            end_read(tx);
            return Ok(None);
        }
        let Some(sent) = asked.take() else { return Err(AppError::Unexpected.into()) };
        let present = self.service.drafts.source(&mut tx, account, id, draft.revision).await?;
        let is_read = matches!(present, Source::Stored(_));
        let import = sent.import;
        let is_whole = import.is_none() && matches!(sent.what, What::Change(_, Wish::Whole(_)));
        let mut taken = None;
        let (kind, wish, last) = match (sent.what, &undone) {
            (What::Take(taking), _) => {
                // Decided of another revision it would be another decision.
                let Taking { proposal, tree, at, keep_mine, origin, edits, by } = *taking;
                let keep_mine = if at == Some(At::Revision(draft.revision)) { keep_mine } else { Vec::new() };
                taken = Some(((proposal, tree), origin));
                (Kind::Change, Wish::Proposal { edits, keep_mine, by }, None)
            }
            (What::Change(_, wish), _) => {
                let last = edits::begun_since(&mut tx, account, id, draft.revision, by, now.plus(-TYPING)).await?;
                (Kind::Change, wish, last)
            }
            (What::Back(back), Some(undone)) => {
                let since = match back {
                    Back::Entry(_) => standing::since(&mut tx, account, id, undone.last).await?,
                    Back::Undo | Back::Redo => edits::of_others(&mut tx, account, id, undone.last, by).await?,
                };
                let wish = Wish::Back { inverse: undone.inverse.clone(), since, sentence: undone.sentence.clone() };
                (if back == Back::Redo { Kind::Redo } else { Kind::Undo }, wish, None)
            }
            (What::Back(_), None) => return Err(AppError::Unexpected.into()),
        };
        let (taken, base) = match taken {
            Some((proposal, origin)) => (Some(proposal), Base::Version(origin)),
            None => (None, self.base(&mut tx, account, id, base, draft.revision).await?),
        };
        let work = Work { present, base, wish, last };
        let Worked { held, done } = within(place, move || work.done()).await??;
        let revision = draft.revision + u32::from(done.is_some());
        let making = Making { account, id, by, now, command, fingerprint };
        self.write(&mut tx, &making, (kind, revision), done.as_ref()).await?;
        if let Some(undone) = &undone {
            edits::note_undone(&mut tx, account, id, undone, revision).await?;
            proposals::undo(&mut tx, account, id, undone, revision).await?;
        }
        if let Some(proposal) = taken {
            let revision = done.is_some().then_some(revision);
            proposals::take(&mut tx, account, proposal.0, (id, revision), (command, by), now).await?;
            record_proposal(&mut tx, (account, author.by()), now, proposal, AuditAction::TakeProposal).await?;
        }
        if let Some(import) = &import {
            imports::keep(&mut tx, account, id, import).await?;
        }
        if is_whole {
            readers::forget_text(&mut tx, account, id, by).await?;
        }
        tx.commit().await?;
        if done.is_some() || is_read {
            self.service.drafts.keep(account, id, revision, held).await;
        }
        Ok(Some(revision))
    }

    /// Writes what was done, or the receipt of what changed nothing.
    pub(super) async fn write(
        &self,
        conn: &mut PgConnection,
        making: &Making,
        (kind, revision): (Kind, u32),
        done: Option<&Done>,
    ) -> Result<(), Failure> {
        let Making { account, id, by, now, command, fingerprint } = *making;
        let made = Made {
            command,
            fingerprint,
            revision,
            kind,
            edits: done.map(|done| (done.edits.as_str(), done.inverse.as_str())),
            sentence: done.map_or("", |done| &done.sentence),
            entry: done.and_then(|done| done.entry).unwrap_or(revision),
        };
        edits::insert(conn, account, id, &made, by, now).await?;
        if let Some(done) = done {
            let bytes = done.saved.bytes() + done.edits.len() + done.inverse.len();
            self.service.writes.count(conn, account, by, bytes, now).await?;
            drafts::save(conn, account, id, (&done.saved, revision), by, now).await?;
        }
        Ok(())
    }

    /// Bytes of what has changed since a revision, to be worked through.
    ///
    /// # Errors
    /// [`AppError::BadEdit`] where it is too much, or the draft has no such revision.
    async fn missed(&self, conn: &mut PgConnection, account: AccountId, id: DraftId, base: u32, draft: &Draft) -> Result<usize, Failure> {
        if base > draft.revision {
            return Err(AppError::BadEdit("This draft has no such revision: load the page again.".to_owned()).into());
        }
        if base == draft.revision {
            return Ok(0);
        }
        let (changes, bytes) = edits::after(conn, account, id, base).await?;
        if changes > MISSED.0 || bytes > MISSED.1 {
            return Err(AppError::BadEdit("Too much has changed since: load the page again, and make the change there.".to_owned()).into());
        }
        Ok(usize::try_from(bytes).unwrap_or(usize::MAX))
    }

    /// The document of the revision that a form was made of.
    async fn base(&self, conn: &mut PgConnection, account: AccountId, id: DraftId, base: u32, present: u32) -> Result<Base, Failure> {
        if base == present {
            return Ok(Base::Present);
        }
        Ok(match self.service.drafts.get(account, id, base).await {
            Some(held) => Base::Held(held),
            None => Base::Before(edits::way_back(conn, account, id, base).await?),
        })
    }
}

/// Does work in a place of heavy work, or here where it needs none.
pub(super) async fn within<T: Send + 'static>(place: Option<Place>, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Failure> {
    match place {
        Some(place) => Ok(place.work(work).await?),
        None => Ok(work()),
    }
}
