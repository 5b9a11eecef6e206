//! What is done at the gate of a draft before it is published: its note, silenced warnings, approval.

use app::backend::gate::Gate;
use app::backend::views::gate::GatePage;
use app::error::{AppError, Dispute};
use async_trait::async_trait;
use resolutionflow::audit::AuditAction;
use resolutionflow::id::{CommandId, DraftId};
use resolutionflow::session::Fingerprint;
use resolutionflow::text::{Reason, VersionNote};
use resolutionflow::tree::{NodeId, TreeDocument, WarningKind};
use serde_json::json;
use tracing::instrument;

use super::asked::Asked;
use super::change::within;
use super::rebase::Rebasing;
use super::{authors, is_large, record, refuse_ended};
use crate::heavy::Place;
use crate::service::authority::{Author, Authority};
use crate::service::failure::{Failure, answer};
use crate::service::request::Request;
use crate::store::drafts::silences::{self, About};
use crate::store::drafts::{self, Draft, gate};
use crate::store::{Tx, end_read};

/// The most warnings of a tree that are silenced.
const SILENCED: i64 = 1_000;
/// The most characters of the id of a step whose warning can be silenced: longer ones are shortened where they are told.
const ID: usize = 180;

#[async_trait]
impl Gate for Request {
    #[instrument(skip_all, parent = &self.span)]
    async fn gate(&self, id: DraftId) -> Result<GatePage, AppError> {
        answer(self.gate_page(id)).await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn note_draft(&self, id: DraftId, note: VersionNote, before: VersionNote) -> Result<(), AppError> {
        answer(async {
            let (mut tx, author, _) = self.open_draft(id).await?;
            let present = gate::gate_facts(&mut tx, author.account(), id).await?.note;
            if present == note {
                return Ok(());
            }
            if present != before {
                let (theirs, mine) = (Some(present.to_string()), Some(note.to_string()));
                return Err(AppError::Disputed(vec![Dispute { part: "What changed and why".to_owned(), theirs, mine }]).into());
            }
            self.service.writes.count(&mut tx, author.account(), authors(author)?, note.as_str().len(), self.service.now()).await?;
            gate::save_note(&mut tx, author.account(), id, &note).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn tick_reports(&self, id: DraftId, listed: Vec<CommandId>, ticked: Vec<CommandId>) -> Result<(), AppError> {
        answer(async {
            let (mut tx, author, draft) = self.open_draft(id).await?;
            if let Some(base) = draft.base {
                gate::tick(&mut tx, author.account(), (id, base.tree_id), &listed, &ticked).await?;
            }
            Ok(tx.commit().await?)
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn silence_warning(&self, id: DraftId, warning: (WarningKind, Option<NodeId>), reason: Option<Reason>) -> Result<(), AppError> {
        answer(async {
            let (mut tx, author, draft) = self.open_draft(id).await?;
            let (account, by, now) = (author.account(), authors(author)?, self.service.now());
            let (about, (kind, node)) = (about(id, &draft), (warning.0, warning.1.as_ref()));
            match reason {
                None => silences::show(&mut tx, account, about, (kind, node)).await?,
                Some(_) if node.is_some_and(|node| node.0.is_empty() || node.0.chars().count() > ID) => {
                    return Err(AppError::BadEdit("Give this step a shorter id first.".to_owned()).into());
                }
                Some(reason) => {
                    if silences::count(&mut tx, account, about).await? >= SILENCED {
                        return Err(AppError::BadEdit(format!("At most {SILENCED} warnings of a tree are silenced.")).into());
                    }
                    silences::silence(&mut tx, account, about, (kind, node), &reason, (by, now)).await?;
                }
            }
            Ok(tx.commit().await?)
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn ask_for_approval(&self, id: DraftId, asked: bool) -> Result<(), AppError> {
        answer(async {
            let (mut tx, author, _) = self.open_draft(id).await?;
            let present = gate::gate_facts(&mut tx, author.account(), id).await?.asked;
            if present.is_some() != asked {
                let asked = if asked { Some((self.service.now(), authors(author)?)) } else { None };
                gate::ask(&mut tx, author.account(), id, asked).await?;
            }
            Ok(tx.commit().await?)
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn approve_draft(&self, id: DraftId, revision: u32, approved: bool) -> Result<(), AppError> {
        answer(async { if approved { self.approve(id, revision).await } else { self.withdraw(id).await } }).await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn take_back(&self, id: DraftId, command: CommandId, revision: u32) -> Result<u32, AppError> {
        answer(self.make(Asked::taken_back(id, command, revision))).await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn rebase_draft(
        &self,
        id: DraftId,
        command: CommandId,
        revision: u32,
        version: u32,
        keep_mine: Vec<bool>,
    ) -> Result<u32, AppError> {
        answer(self.rebase(&Rebasing { id, command, revision, version, keep_mine })).await
    }
}

impl Request {
    /// A draft that people write in, locked until the transaction ends.
    async fn open_draft(&self, id: DraftId) -> Result<(Tx, Author, Draft), Failure> {
        let (mut tx, author) = self.author().await?;
        let draft = drafts::lock(&mut tx, author.account(), id).await?.ok_or(AppError::NotFound)?;
        refuse_ended(draft.end.as_ref())?;
        Ok((tx, author, draft))
    }

    /// Approves the document of a revision.
    async fn approve(&self, id: DraftId, revision: u32) -> Result<(), Failure> {
        let (mut tx, author, draft) = self.open_draft(id).await?;
        refuse_moved(&draft, revision)?;
        let source = self.service.drafts.source(&mut tx, author.account(), id, revision).await?;
        end_read(tx);
        let place = if is_large(draft.node_count, draft.text_bytes) { Some(Place::take().await.ok_or(AppError::Busy)?) } else { None };
        let (name, document) = within(place, move || {
            let document = source.held()?.document;
            Ok::<_, serde_json::Error>((document.name.clone(), hash(&document)))
        })
        .await??;
        // Reading a large document takes a while, in which the role may have been taken away.
        let (mut tx, author) = self.author_now().await?;
        let (account, by, now) = (author.account(), authors(author)?, self.service.now());
        let draft = drafts::lock(&mut tx, account, id).await?.ok_or(AppError::NotFound)?;
        refuse_ended(draft.end.as_ref())?;
        refuse_moved(&draft, revision)?;
        if !gate::approvals(&mut tx, account, id).await?.iter().any(|given| given.by.id == by && given.document == document) {
            gate::approve(&mut tx, account, (id, by), document, now).await?;
            record(&mut tx, author, now, (id, AuditAction::ApproveDraft), json!({"name": name})).await?;
        }
        Ok(tx.commit().await?)
    }

    async fn withdraw(&self, id: DraftId) -> Result<(), Failure> {
        let (mut tx, author, _) = self.open_draft(id).await?;
        gate::withdraw(&mut tx, author.account(), id, authors(author)?).await?;
        Ok(tx.commit().await?)
    }
}

fn refuse_moved(draft: &Draft, revision: u32) -> Result<(), AppError> {
    if draft.revision == revision { Ok(()) } else { Err(AppError::Moved) }
}

/// What warnings of a draft are about: its tree, as far as it has one.
pub(super) fn about(id: DraftId, draft: &Draft) -> About {
    draft.base.map_or(About::Draft(id), |base| About::Tree(base.tree_id))
}

/// SHA-256 of a document, by which an approval knows what it is of.
pub(super) fn hash(document: &TreeDocument) -> Fingerprint {
    Fingerprint::of_kind("document", document)
}
