//! Changes of drafts as somebody asks for them: parsed, not made yet.

use app::backend::drafts::DraftChange;
use app::backend::views::proposals::At;
use app::error::AppError;
use resolutionflow::id::{CommandId, DraftId, ProposalId, TreeId};
use resolutionflow::session::Fingerprint;
use resolutionflow::text::normalise;
use resolutionflow::tree::{Edit, MAX_BYTES, NotADocument, StepForm, TreeDocument};
use serde_json::{Value, json};

use super::back::Back;
use super::change::{LARGE_TEXT, within};
use super::work::Wish;
use super::{authors, refuse_ended};
use crate::heavy::Place;
use crate::service::authority::Authority;
use crate::service::failure::Failure;
use crate::service::request::Request;
use crate::store::drafts::imports::Import;
use crate::store::drafts::{self, readers};
use crate::store::end_read;

/// The most characters of what is kept as wrong with a text.
const FAULT: usize = 4_000;

/// Change as somebody asks for it.
pub(super) struct Asked {
    pub id: DraftId,
    pub command: CommandId,
    pub fingerprint: Fingerprint,
    /// Bytes of what was sent.
    pub bytes: usize,
    pub what: What,
    /// The file that the change reads again, as it is kept from now on.
    pub import: Option<Import>,
}

/// What is to be done.
pub(super) enum What {
    /// A change of the document of a revision.
    Change(u32, Wish),
    Back(Back),
    Take(Box<Taking>),
}

/// Suggestion that is taken into the draft as it is.
pub(super) struct Taking {
    pub proposal: ProposalId,
    /// Its tree.
    pub tree: TreeId,
    /// Document whose disputes were decided.
    pub at: Option<At>,
    /// For each of them whether the suggestion stands.
    pub keep_mine: Vec<bool>,
    /// The version that its author walked, as JSON.
    pub origin: String,
    /// Its edits of that version, as JSON.
    pub edits: String,
    /// Its author's name.
    pub by: String,
}

impl Asked {
    /// Undo or redo.
    pub(super) fn back(id: DraftId, command: CommandId, redo: bool) -> Self {
        let what = What::Back(if redo { Back::Redo } else { Back::Undo });
        Self { id, command, fingerprint: Fingerprint::of_kind("draft undo", &redo), bytes: 0, what, import: None }
    }

    /// Taking back the change that made a revision.
    pub(super) fn taken_back(id: DraftId, command: CommandId, revision: u32) -> Self {
        let what = What::Back(Back::Entry(revision));
        Self { id, command, fingerprint: Fingerprint::of_kind("draft taken back", &revision), bytes: 0, what, import: None }
    }

    /// A suggestion that somebody made in a walk.
    pub(super) fn taken(id: DraftId, command: CommandId, taking: Taking) -> Self {
        let fingerprint = Fingerprint::of_kind("proposal taken", &json!([taking.proposal, taking.keep_mine]));
        let bytes = taking.origin.len().max(taking.edits.len());
        Self { id, command, fingerprint, bytes, what: What::Take(Box::new(taking)), import: None }
    }

    /// The document of a file that was read again, in the place of that of a revision.
    pub(super) fn again((id, base): (DraftId, u32), sent: (CommandId, Fingerprint), document: TreeDocument, import: Import) -> Self {
        let what = What::Change(base, Wish::Whole(Box::new(document)));
        let bytes = import.source.as_ref().map_or(0, |(text, _)| text.len());
        Self { id, command: sent.0, fingerprint: sent.1, bytes, what, import: Some(import) }
    }
}

impl Request {
    /// A change of a draft as its form sent it. Text is parsed; what is no tree is kept as what its author has in the Text tab.
    ///
    /// # Errors
    /// [`AppError::NotATree`], [`AppError::TooLarge`].
    pub(super) async fn asked(&self, id: DraftId, command: CommandId, base: u32, change: DraftChange) -> Result<Asked, Failure> {
        let of = |content: &Value| Fingerprint::of_kind("draft change", &json!([base, content]));
        let (fingerprint, bytes, wish) = match change {
            DraftChange::Edits(edits) => {
                let mut sent = serde_json::to_value(edits)?;
                let bytes = normalise_all(&mut sent);
                (of(&sent), bytes, Wish::Edits(serde_json::from_value::<Vec<Edit>>(sent)?))
            }
            DraftChange::Step { node, form, deed } => {
                let StepForm { title, body, kind } = &form;
                let mut sent = json!([node, title, body, kind, format!("{deed:?}")]);
                let fingerprint = of(&sent);
                (fingerprint, normalise_all(&mut sent), Wish::Step { node, form, deed })
            }
            DraftChange::Substitute { wanted, with, chosen } => {
                // Texts that are looked through are those of the draft, which say for themselves how large they are.
                (of(&json!(["substitute", wanted, with, chosen])), 0, Wish::Substitute { wanted, with, chosen })
            }
            DraftChange::Text(text) => {
                let fingerprint = of(&json!(["text", text]));
                (fingerprint, text.len(), Wish::Whole(Box::new(self.parsed(id, text).await?)))
            }
        };
        Ok(Asked { id, command, fingerprint, bytes, what: What::Change(base, wish), import: None })
    }

    /// The tree of a text. Only authors have the server parse one.
    async fn parsed(&self, id: DraftId, text: String) -> Result<TreeDocument, Failure> {
        let (mut tx, author) = self.author().await?;
        let draft = drafts::find(&mut tx, author.account(), id).await?.ok_or(AppError::NotFound)?;
        end_read(tx);
        let sent = text.clone();
        let read = move || TreeDocument::read(sent.as_bytes()).map(|document| document.into_draft().0);
        let place = if text.len() > LARGE_TEXT { Some(Place::take().await.ok_or(AppError::Busy)?) } else { None };
        let fault = match within(place, read).await? {
            Ok(document) => return Ok(document),
            Err(NotADocument::TooLarge(_)) => return Err(AppError::TooLarge.into()),
            Err(error) => error.to_string(),
        };
        // A draft that has ended keeps nothing; the page still has what was typed.
        refuse_ended(draft.end.as_ref())?;
        let (mut tx, author) = self.author_now().await?;
        let (account, by, now) = (author.account(), authors(author)?, self.service.now());
        let text = normalise(&text);
        if text.len() <= MAX_BYTES {
            let kept: String = fault.chars().take(FAULT).collect();
            self.service.writes.count(&mut tx, account, by, text.len(), now).await?;
            readers::keep_text(&mut tx, account, (id, by), (&text, &kept), now).await?;
            tx.commit().await?;
        }
        Err(AppError::NotATree(fault).into())
    }
}

/// Gives every text of a JSON value LF as line ends, and takes NUL away; the bytes of them.
fn normalise_all(value: &mut Value) -> usize {
    match value {
        Value::String(text) => {
            *text = normalise(text);
            text.len()
        }
        Value::Array(values) => values.iter_mut().map(normalise_all).sum(),
        Value::Object(fields) => fields.values_mut().map(normalise_all).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    }
}
