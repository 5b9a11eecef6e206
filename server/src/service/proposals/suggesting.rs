//! Suggested changes, as they are made in walks.

use app::backend::views::TreeName;
use app::backend::views::proposals::SuggestPage;
use app::error::AppError;
use resolutionflow::audit::AuditAction;
use resolutionflow::id::{ProposalId, SessionId};
use resolutionflow::session::{Fingerprint, VersionRef};
use resolutionflow::text::{ProposalNote, Title, brief};
use resolutionflow::tree::{NodeId, StepWords, word_edits};
use serde_json::json;
use sqlx::PgConnection;

use super::{find, parsed, record_proposal};
use crate::service::authority::{Authority, Proposer};
use crate::service::failure::Failure;
use crate::service::request::Request;
use crate::service::retry::retry_on_conflict;
use crate::store::proposals::{self, NewProposal};
use crate::store::{accounts, end_read, sessions, trees};

/// The most suggestions of one person that wait.
const WAITING: i64 = 50;

/// Suggestion that is ready to be stored.
struct Ready<'a> {
    id: ProposalId,
    fingerprint: Fingerprint,
    session: SessionId,
    version: VersionRef,
    node: &'a NodeId,
    title: String,
    edits: String,
    note: &'a ProposalNote,
}

impl Request {
    pub(super) async fn words_of_step(&self, id: SessionId, step: Option<NodeId>) -> Result<SuggestPage, Failure> {
        let (mut tx, technician) = self.technician().await?;
        let proposer = technician.proposer()?;
        let account = proposer.account();
        let session = sessions::find(&mut tx, technician.reach(), id).await?.ok_or(AppError::NotFound)?.session;
        let version = session.version;
        let document = trees::document(&mut tx, account, version).await?;
        let latest = trees::latest_number(&mut tx, account, version.tree_id).await?;
        end_read(tx);
        let document = parsed(document).await?;
        let walked = session.records.iter().filter_map(|record| record.node_id.as_ref()).chain(session.node_id());
        let mut ids: Vec<&NodeId> = Vec::new();
        for id in walked {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        let node = find(&document, step.as_ref().or(session.node_id()).ok_or(AppError::NotFound)?)?.clone();
        let steps = ids.into_iter().filter_map(|id| find(&document, id).ok()).map(|node| (node.id.clone(), node.title.clone()));
        let tree = TreeName { key: document.key.clone(), name: document.name.clone() };
        Ok(SuggestPage { session: id, tree, version: version.number, latest, node, steps: steps.collect() })
    }

    pub(super) async fn propose_words(
        &self,
        id: ProposalId,
        session: SessionId,
        step: NodeId,
        words: StepWords,
        note: ProposalNote,
    ) -> Result<(), Failure> {
        let said = json!([session, step, words.title, words.body, words.answers, words.commands, note]);
        let fingerprint = Fingerprint::of_kind("proposal", &said);
        let (mut tx, technician) = self.technician().await?;
        let proposer = technician.proposer()?;
        let account = proposer.account();
        if before(&mut tx, &proposer, id, fingerprint).await? {
            end_read(tx);
            return Ok(());
        }
        let version = sessions::find(&mut tx, technician.reach(), session).await?.ok_or(AppError::NotFound)?.session.version;
        let document = trees::document(&mut tx, account, version).await?;
        end_read(tx);
        let document = parsed(document).await?;
        let node = find(&document, &step)?;
        let edits = word_edits(&document, &step, &words).map_err(|error| AppError::BadEdit(error.to_string()))?;
        if edits.is_empty() {
            let words = "Nothing was suggested: every word is as it was. Change the words above first.";
            return Err(AppError::BadEdit(words.to_owned()).into());
        }
        let title = Title::parse(&node.title).map_or_else(|_| brief(&node.title).into_owned(), |title| title.to_string());
        let edits = serde_json::to_string(&edits)?;
        let ready = Ready { id, fingerprint, session, version, node: &step, title, edits, note: &note };
        retry_on_conflict(|| self.store_proposal(&ready)).await
    }

    async fn store_proposal(&self, ready: &Ready<'_>) -> Result<(), Failure> {
        // Reading a large document takes a while, in which the login may have ended.
        let (mut tx, technician) = self.technician_now().await?;
        let proposer = technician.proposer()?;
        let (account, now) = (proposer.account(), self.service.now());
        // One at a time, so that nobody has more than fit.
        accounts::lock(&mut tx, account).await?;
        if before(&mut tx, &proposer, ready.id, ready.fingerprint).await? {
            end_read(tx);
            return Ok(());
        }
        if proposals::count_waiting(&mut tx, account, proposer.user()).await? >= WAITING {
            let words =
                format!("{WAITING} of your suggestions wait already. Withdraw one of them first, or ask the authors to look at them.");
            return Err(AppError::BadEdit(words).into());
        }
        let bytes = ready.edits.len() + ready.note.as_str().len();
        self.service.writes.count(&mut tx, account, proposer.user(), bytes, now).await?;
        let Ready { id, fingerprint, session, version, node, title, edits, note } = ready;
        let new = NewProposal { id: *id, fingerprint: *fingerprint, session: *session, version: *version, node, title, edits, note };
        proposals::insert(&mut tx, account, &new, proposer.user(), now).await?;
        let of = (ready.id, ready.version.tree_id);
        record_proposal(&mut tx, (account, proposer.by()), now, of, AuditAction::ProposeChange).await?;
        Ok(tx.commit().await?)
    }
}

/// True if the same form was sent before.
///
/// # Errors
/// [`AppError::DifferentContent`] where the id is another suggestion's.
async fn before(conn: &mut PgConnection, proposer: &Proposer, id: ProposalId, fingerprint: Fingerprint) -> Result<bool, Failure> {
    match proposals::find(conn, proposer.account(), id).await? {
        None => Ok(false),
        Some(before) if before.fingerprint == fingerprint && before.card.by.id == proposer.user() => Ok(true),
        Some(_) => Err(AppError::DifferentContent.into()),
    }
}
