//! Suggestions taken into drafts, and what they meet there.

use app::backend::drafts::DraftSource;
use app::backend::views::proposals::{At, Meets};
use app::error::AppError;
use resolutionflow::id::{AccountId, CommandId, DraftId, ProposalId};
use resolutionflow::session::VersionRef;
use resolutionflow::tree::{Edit, TreeDocument};
use sqlx::PgConnection;

use super::asked::{Asked, Taking};
use super::cache::Source;
use super::change::{LARGE_TEXT, within};
use super::work::{disputes, is_gone, met};
use super::{authors, is_large};
use crate::heavy::Place;
use crate::service::Service;
use crate::service::authority::Authority;
use crate::service::failure::Failure;
use crate::service::request::Request;
use crate::store::drafts::{self, edits};
use crate::store::proposals::{self, Proposal};
use crate::store::{end_read, trees};

/// What a suggestion is taken into.
enum Present {
    Draft(DraftId, Source),
    /// The latest version with its document, as JSON: there is no draft.
    Version(u32, String),
}

/// Everything from which is worked out what a suggestion meets.
pub(in crate::service) struct Meeting {
    origin: String,
    edits: String,
    present: Present,
    is_large: bool,
}

impl Service {
    /// Reads what a suggestion meets; `origin` is the document of the version that its author walked, as JSON.
    pub(in crate::service) async fn meeting(
        &self,
        conn: &mut PgConnection,
        account: AccountId,
        proposal: &Proposal,
        origin: &str,
    ) -> Result<Meeting, Failure> {
        let tree_id = proposal.version.tree_id;
        let (present, bytes) = match drafts::of_tree(conn, account, tree_id).await? {
            Some(id) => {
                let draft = drafts::find(conn, account, id).await?.ok_or(AppError::NotFound)?;
                let source = self.drafts.source(conn, account, id, draft.revision).await?;
                let bytes = if is_large(draft.node_count, draft.text_bytes) { usize::MAX } else { 0 };
                (Present::Draft(id, source), bytes)
            }
            None => {
                let number = trees::latest_number(conn, account, tree_id).await?;
                let latest = trees::document(conn, account, VersionRef { tree_id, number }).await?;
                let bytes = latest.len();
                (Present::Version(number, latest), bytes)
            }
        };
        let is_large = bytes.max(origin.len()).max(proposal.edits.len()) > LARGE_TEXT;
        Ok(Meeting { origin: origin.to_owned(), edits: proposal.edits.clone(), present, is_large })
    }
}

impl Meeting {
    /// What the suggestion meets. With large documents it takes a while, in which no connection is to be held.
    pub(in crate::service) async fn meets(self) -> Result<Meets, Failure> {
        let place = if self.is_large { Some(Place::take().await.ok_or(AppError::Busy)?) } else { None };
        within(place, move || {
            let edits: Vec<Edit> = serde_json::from_str(&self.edits)?;
            let origin: TreeDocument = serde_json::from_str(&self.origin)?;
            let (draft, at, present) = match self.present {
                Present::Draft(id, source) => {
                    let revision = source.revision();
                    (Some(id), At::Revision(revision), TreeDocument::clone(&source.held()?.document))
                }
                Present::Version(number, document) => (None, At::Version(number), serde_json::from_str(&document)?),
            };
            let merged = met((&origin, &present), &edits)?;
            let is_there = merged.conflicts.is_empty() && merged.document == present;
            Ok(Meets { draft, at, is_gone: is_gone(&merged.conflicts), is_there, disputes: disputes(merged.conflicts) })
        })
        .await?
    }
}

impl Request {
    /// Takes a suggestion into the draft of its tree.
    pub(in crate::service) async fn take(
        &self,
        id: ProposalId,
        command: CommandId,
        at: Option<At>,
        keep_mine: Vec<bool>,
    ) -> Result<Option<DraftId>, Failure> {
        let (mut tx, author) = self.author().await?;
        let (account, by) = (author.account(), authors(author)?);
        let proposal = proposals::find(&mut tx, account, id).await?.ok_or(AppError::NotFound)?;
        let origin = trees::document(&mut tx, account, proposal.version).await?;
        let (edits, name) = (proposal.edits.clone(), proposal.card.by.name.clone());
        let taking = Taking { proposal: id, tree: proposal.version.tree_id, at, keep_mine, origin, edits, by: name };
        if proposal.taken_command == Some(command) {
            // Sent twice. The draft may have gone since.
            let Some(draft) = proposal.card.draft else { return Ok(None) };
            let before = edits::receipt(&mut tx, account, draft, command).await?.map(|(receipt, _)| receipt);
            end_read(tx);
            let fingerprint = Asked::taken(draft, command, taking).fingerprint;
            let is_same = before.is_none_or(|before| before.by == by && before.fingerprint == fingerprint);
            return if is_same { Ok(Some(draft)) } else { Err(AppError::DifferentContent.into()) };
        }
        proposal.card.standing.undecided().map_err(|decided| AppError::BadEdit(decided.to_string()))?;
        let present = drafts::of_tree(&mut tx, account, proposal.version.tree_id).await?;
        let (draft, taking) = match present {
            Some(draft) => {
                end_read(tx);
                (draft, taking)
            }
            None => {
                let meeting = self.service.meeting(&mut tx, account, &proposal, &taking.origin).await?;
                end_read(tx);
                self.begin_for(command, &proposal, taking, meeting.meets().await?).await?
            }
        };
        self.make(Asked::taken(draft, command, taking)).await?;
        Ok(Some(draft))
    }

    /// Begins the draft that a suggestion is taken into, unless it would be refused there.
    async fn begin_for(&self, command: CommandId, proposal: &Proposal, taking: Taking, meets: Meets) -> Result<(DraftId, Taking), Failure> {
        if meets.is_gone {
            let words = "The latest version has no such step any more, so there is nothing to take the suggestion into.";
            return Err(AppError::BadEdit(words.to_owned()).into());
        }
        let is_decided = taking.at == Some(meets.at) && taking.keep_mine.len() == meets.disputes.len();
        if !meets.disputes.is_empty() && !is_decided {
            return Err(AppError::Disputed(meets.disputes).into());
        }
        let key = proposal.card.tree.key.clone();
        let id = self.begin_draft_of(DraftId(command.0), DraftSource::Tree { key }).await?;
        let (mut tx, author) = self.author_now().await?;
        let draft = drafts::find(&mut tx, author.account(), id).await?.ok_or(AppError::NotFound)?;
        end_read(tx);
        // Somebody may have published another version, or begun to write, at this moment.
        let is_same = draft.revision == 0 && draft.base.is_some_and(|base| At::Version(base.number) == meets.at);
        Ok((id, Taking { at: Some(At::Revision(0)).filter(|_| is_same), ..taking }))
    }
}
