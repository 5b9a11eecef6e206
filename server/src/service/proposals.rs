//! Suggested changes: made in walks, read by authors, declined and withdrawn. Taking them into drafts is one of the changes of drafts.

mod suggesting;

use app::backend::proposals::Proposals;
use app::backend::views::proposals::{At, ForAuthors, ProposalCard, ProposalPage, SuggestPage};
use app::error::AppError;
use async_trait::async_trait;
use resolutionflow::audit::AuditAction;
use resolutionflow::id::{AccountId, CommandId, DraftId, ProposalId, SessionId, TreeId};
use resolutionflow::proposal::Standing;
use resolutionflow::text::{ProposalNote, Reason};
use resolutionflow::time::Timestamp;
use resolutionflow::tree::{DocumentNode, Edit, NodeId, StepWords, TreeDocument, apply_all, diff, unified};
use serde_json::json;
use sqlx::PgConnection;
use tracing::instrument;

use super::authority::{Authority, Technician};
use super::failure::{Failure, answer};
use super::request::Request;
use crate::heavy::Place;
use crate::store::audit::{self, By, Entry};
use crate::store::drafts::gate;
use crate::store::proposals::{self, Proposal};
use crate::store::{end_read, reports, trees};

/// Suggestions in lists: those that wait, that were decided, and of one person.
const LISTED: (i64, i64, i64) = (200, 50, 100);
/// Bytes of a document from which it is worked with in a place of heavy work.
const LARGE: usize = 200_000;

#[async_trait]
impl Proposals for Request {
    #[instrument(skip_all, parent = &self.span, fields(%session))]
    async fn suggest_page(&self, session: SessionId, step: Option<NodeId>) -> Result<SuggestPage, AppError> {
        answer(self.words_of_step(session, step)).await
    }

    #[instrument(skip_all, parent = &self.span, fields(%session))]
    async fn propose(
        &self,
        id: ProposalId,
        session: SessionId,
        step: NodeId,
        words: StepWords,
        note: ProposalNote,
    ) -> Result<(), AppError> {
        answer(self.propose_words(id, session, step, words, note)).await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn for_authors(&self) -> Result<ForAuthors, AppError> {
        answer(async {
            let (mut tx, author) = self.author().await?;
            let account = author.account();
            let waiting = proposals::waiting(&mut tx, account, None, LISTED.0).await?;
            let decided = proposals::decided(&mut tx, account, LISTED.1).await?;
            let reported = reports::by_tree(&mut tx, account).await?;
            let asked = gate::asked_drafts(&mut tx, account).await?;
            end_read(tx);
            Ok(ForAuthors { waiting, decided, reported, asked })
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn my_proposals(&self) -> Result<Vec<ProposalCard>, AppError> {
        answer(async {
            let (mut tx, technician) = self.technician().await?;
            let cards = proposals::of_user(&mut tx, technician.account(), technician.actor().user_id, LISTED.2).await?;
            end_read(tx);
            Ok(cards)
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn proposal(&self, id: ProposalId) -> Result<ProposalPage, AppError> {
        answer(self.proposal_page(id)).await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn take_proposal(
        &self,
        id: ProposalId,
        command: CommandId,
        at: Option<At>,
        keep_mine: Vec<bool>,
    ) -> Result<Option<DraftId>, AppError> {
        answer(self.take(id, command, at, keep_mine)).await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn decline_proposal(&self, id: ProposalId, reason: Reason) -> Result<(), AppError> {
        answer(async {
            let (mut tx, author) = self.author().await?;
            let account = author.account();
            let by = author.by().user.ok_or(AppError::Forbidden)?;
            let proposal = proposals::lock(&mut tx, account, id).await?.ok_or(AppError::NotFound)?;
            if proposal.card.declined.as_ref().is_some_and(|(_, before)| before == reason.as_str()) {
                end_read(tx);
                return Ok(());
            }
            undecided(proposal.card.standing)?;
            let now = self.service.now();
            proposals::decline(&mut tx, account, id, &reason, by, now).await?;
            let of = (id, proposal.version.tree_id);
            record_proposal(&mut tx, (account, author.by()), now, of, AuditAction::DeclineProposal).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn withdraw_proposal(&self, id: ProposalId) -> Result<(), AppError> {
        answer(async {
            let (mut tx, technician) = self.technician().await?;
            let account = technician.account();
            let proposal = proposals::lock(&mut tx, account, id).await?.ok_or(AppError::NotFound)?;
            if !may_read(&technician, &proposal) {
                return Err(AppError::NotFound.into());
            }
            if proposal.card.by.id != technician.actor().user_id {
                return Err(AppError::Forbidden.into());
            }
            if proposal.card.standing == Standing::Withdrawn {
                end_read(tx);
                return Ok(());
            }
            undecided(proposal.card.standing)?;
            let now = self.service.now();
            proposals::withdraw(&mut tx, account, id, now).await?;
            let of = (id, proposal.version.tree_id);
            record_proposal(&mut tx, (account, technician.by()), now, of, AuditAction::WithdrawProposal).await?;
            Ok(tx.commit().await?)
        })
        .await
    }
}

impl Request {
    async fn proposal_page(&self, id: ProposalId) -> Result<ProposalPage, Failure> {
        let (mut tx, technician) = self.technician().await?;
        let account = technician.account();
        let proposal = proposals::find(&mut tx, account, id).await?.filter(|proposal| may_read(&technician, proposal));
        let proposal = proposal.ok_or(AppError::NotFound)?;
        let origin = trees::document(&mut tx, account, proposal.version).await?;
        let meeting = match (technician.may_author(), proposal.card.standing) {
            (true, Standing::Waiting) => Some(self.service.meeting(&mut tx, account, &proposal, &origin).await?),
            _ => None,
        };
        end_read(tx);
        let meets = match meeting {
            Some(meeting) => Some(meeting.meets().await?),
            None => None,
        };
        let origin = parsed(origin).await?;
        let edits: Vec<Edit> = serde_json::from_str(&proposal.edits)?;
        // The step alone: the rest is as it was.
        let before = TreeDocument { nodes: vec![find(&origin, &proposal.card.node)?.clone()], ..TreeDocument::default() };
        let mut after = before.clone();
        apply_all(&mut after, &edits).map_err(|error| Failure::Fault(Box::new(error)))?;
        let changes = diff(&before, &after);
        let version = format!("version {}", proposal.version.number);
        let unified = unified((&version, &before), ("suggestion", &after));
        let is_mine = proposal.card.by.id == technician.actor().user_id;
        Ok(ProposalPage { card: proposal.card, changes, unified, is_mine, meets })
    }
}

/// True if a suggestion is there for the one who asks: their own, or for those who may write trees anybody's.
fn may_read(technician: &Technician, proposal: &Proposal) -> bool {
    technician.may_author() || proposal.card.by.id == technician.actor().user_id
}

fn undecided(standing: Standing) -> Result<(), AppError> {
    standing.undecided().map_err(|decided| AppError::BadEdit(decided.to_string()))
}

/// Locks a suggestion that is to be taken.
///
/// # Errors
/// [`AppError::BadEdit`] where it does not wait any more.
pub(super) async fn waiting(conn: &mut PgConnection, account: AccountId, id: ProposalId) -> Result<(), Failure> {
    let proposal = proposals::lock(conn, account, id).await?.ok_or(AppError::NotFound)?;
    Ok(undecided(proposal.card.standing)?)
}

/// Records what was done about a suggestion, under its tree.
pub(super) async fn record_proposal(
    conn: &mut PgConnection,
    (account, by): (AccountId, By),
    now: Timestamp,
    (id, tree): (ProposalId, TreeId),
    action: AuditAction,
) -> Result<(), sqlx::Error> {
    let entry = Entry { by, action, subject: tree.0, before: None, after: Some(json!({"suggestion": id})) };
    audit::insert(conn, account, now, &entry).await
}

/// The document of a version.
async fn parsed(stored: String) -> Result<TreeDocument, Failure> {
    let is_large = stored.len() > LARGE;
    let parse = move || serde_json::from_str::<TreeDocument>(&stored);
    Ok(if is_large { Place::take().await.ok_or(AppError::Busy)?.work(parse).await?? } else { parse()? })
}

fn find<'d>(document: &'d TreeDocument, id: &NodeId) -> Result<&'d DocumentNode, AppError> {
    document.nodes.iter().find(|node| node.id == *id).ok_or(AppError::NotFound)
}
