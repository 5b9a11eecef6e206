//! The work of a change, without the database: what its author meant, merged with what others did meanwhile.

use std::collections::BTreeSet;
use std::sync::Arc;

use app::backend::drafts::StepDeed;
use app::error::{AppError, Dispute};
use resolutionflow::tree::{
    Conflict, Edit, EditError, Merged, NodeId, StepForm, Substitute, TreeDocument, Unit, Wanted, apply, apply_all, diff, merge, rebase,
    substitute, undo,
};

use super::cache::{Held, Source};
use super::deeds::step_edits;
use crate::service::failure::Failure;
use crate::store::drafts::Saved;
use crate::store::drafts::edits::Last;

/// Changes whose sentences a history tells in one row.
const TOLD: usize = 2;
/// The most characters of that.
const LENGTH: usize = 1_000;

/// What somebody means to change in the document that they saw.
pub(super) enum Wish {
    Edits(Vec<Edit>),
    Step {
        node: NodeId,
        form: StepForm,
        deed: Option<StepDeed>,
    },
    Whole(Box<TreeDocument>),
    /// A text in the place of another one, where that was chosen.
    Substitute {
        wanted: Wanted,
        with: Substitute,
        chosen: BTreeSet<usize>,
    },
    /// Undoes or does again: the edits that do it, and all that others did since, as JSON.
    Back {
        inverse: String,
        since: Vec<String>,
        sentence: String,
    },
    /// Takes a suggestion: its edits of the version that its author walked, as JSON, for each dispute whether it stands, and its author's
    /// name.
    Proposal {
        edits: String,
        keep_mine: Vec<bool>,
        by: String,
    },
}

impl Wish {
    /// Its edits of the document that their author saw.
    fn edits(&self, base: &TreeDocument) -> Result<Vec<Edit>, Failure> {
        match self {
            Self::Edits(edits) => Ok(edits.clone()),
            Self::Step { node, form, deed } => step_edits(base, node, form, deed.as_ref()).map_err(bad),
            Self::Whole(document) => Ok(edits_of(base, document)),
            Self::Substitute { wanted, with, chosen } => Ok(substitute(base, wanted, with, chosen)),
            Self::Proposal { edits, .. } => Ok(serde_json::from_str(edits)?),
            Self::Back { inverse, since, .. } => {
                let inverse: Vec<Edit> = serde_json::from_str(inverse)?;
                let since = since.iter().map(|edits| serde_json::from_str(edits)).collect::<Result<Vec<Vec<Edit>>, _>>()?;
                undo(&inverse, since.iter().flatten()).map_err(bad)
            }
        }
    }
}

/// Document that a form was made of.
pub(super) enum Base {
    /// The present one.
    Present,
    /// One in memory.
    Held(Held),
    /// The one before these, each as the edits that undo it, as JSON, the last one first.
    Before(Vec<String>),
    /// One of a version, as JSON.
    Version(String),
}

/// Everything that a change is worked out from.
pub(super) struct Work {
    pub present: Source,
    pub base: Base,
    pub wish: Wish,
    /// The last change, if it is of the same author and of this moment.
    pub last: Option<Last>,
}

/// Outcome of a change.
pub(super) struct Worked {
    /// The document as it is from now on.
    pub held: Held,
    /// What was done; none if nothing changed.
    pub done: Option<Done>,
}

/// What was done, as it is stored.
pub(super) struct Done {
    pub saved: Saved,
    pub edits: String,
    pub inverse: String,
    pub sentence: String,
    /// First revision of those of which it goes on, if it does.
    pub entry: Option<u32>,
}

impl Work {
    /// Works the change out. Of a large document it takes a while.
    ///
    /// # Errors
    /// [`AppError::Disputed`], [`AppError::BadEdit`].
    pub(super) fn done(self) -> Result<Worked, Failure> {
        let held = self.present.held()?;
        let present = held.document.clone();
        let base = match &self.base {
            Base::Present => present.clone(),
            Base::Held(held) => held.document.clone(),
            Base::Before(way_back) => Arc::new(before(&present, way_back)?),
            Base::Version(document) => Arc::new(serde_json::from_str(document)?),
        };
        let edits = self.wish.edits(&base)?;
        let is_back = matches!(self.wish, Wish::Back { .. });
        let edits = match &self.wish {
            Wish::Proposal { keep_mine, .. } => suggested((&*base, &*present), &edits, keep_mine)?,
            _ if Arc::ptr_eq(&base, &present) => edits,
            _ => {
                let (edits, conflicts) = rebase(&base, &present, &edits).map_err(bad)?;
                // Neither has a form in which both texts could be decided.
                refuse(conflicts, is_back || matches!(self.wish, Wish::Substitute { .. }))?;
                edits
            }
        };
        let mut document = TreeDocument::clone(&present);
        let inverse = apply_all(&mut document, &edits).map_err(bad)?;
        if !is_back && document == *present {
            return Ok(Worked { held, done: None });
        }
        let typed_before = self.last.and_then(|last| typing(last, &edits, &present));
        let sentence = match (self.wish, &typed_before) {
            (Wish::Back { sentence, .. }, _) => sentence,
            (Wish::Proposal { by, .. }, _) => format!("Suggested by {by}: {}", told(&present, &document)),
            (_, Some((_, before))) => told(before, &document),
            (_, None) => told(&present, &document),
        };
        let done = Done {
            saved: Saved::of(&present, &document)?,
            edits: serde_json::to_string(&edits)?,
            inverse: serde_json::to_string(&inverse)?,
            sentence,
            entry: typed_before.map(|(entry, _)| entry),
        };
        Ok(Worked { held: Held::new(document), done: Some(done) })
    }
}

/// The document before some changes.
pub(super) fn before(present: &TreeDocument, way_back: &[String]) -> Result<TreeDocument, Failure> {
    let mut document = present.clone();
    for inverse in way_back {
        let inverse: Vec<Edit> = serde_json::from_str(inverse)?;
        for edit in &inverse {
            apply(&mut document, edit).map_err(|error| Failure::Fault(Box::new(error)))?;
        }
    }
    Ok(document)
}

/// If some edits go on with what was typed into one field: the first revision of that, and the document before it.
fn typing(last: Last, edits: &[Edit], present: &TreeDocument) -> Option<(u32, TreeDocument)> {
    let before: Vec<Edit> = serde_json::from_str(&last.edits).ok()?;
    let ([before], [now]) = (before.as_slice(), edits) else { return None };
    let is_one_field = match (before, now) {
        (Edit::Key(_), Edit::Key(_))
        | (Edit::Name(_), Edit::Name(_))
        | (Edit::Category(_), Edit::Category(_))
        | (Edit::Description(_), Edit::Description(_)) => true,
        (Edit::Title { node: one, .. }, Edit::Title { node: other, .. })
        | (Edit::Body { node: one, .. }, Edit::Body { node: other, .. }) => one == other,
        (Edit::Label { node: one, option, .. }, Edit::Label { node: other, option: its, .. }) => (one, option) == (other, its),
        (Edit::Command { node: one, at, .. }, Edit::Command { node: other, at: its, .. }) => (one, at) == (other, its),
        _ => false,
    };
    if !is_one_field {
        return None;
    }
    let inverse: Vec<Edit> = serde_json::from_str(&last.inverse).ok()?;
    let mut document = present.clone();
    apply_all(&mut document, &inverse).ok()?;
    Some((last.entry, document))
}

/// A change in words.
fn told(before: &TreeDocument, after: &TreeDocument) -> String {
    let changes = diff(before, after);
    let first = changes.iter().take(TOLD).map(|change| change.sentence.as_str()).collect::<Vec<_>>().join(" ");
    let first: String = first.chars().take(LENGTH).collect();
    match changes.len().saturating_sub(TOLD) {
        _ if changes.is_empty() => "What was typed is gone again.".to_owned(),
        0 => first,
        1 => format!("{first} And one change more."),
        more => format!("{first} And {more} changes more."),
    }
}

/// Edits that make the one document of the other.
pub(super) fn edits_of(before: &TreeDocument, after: &TreeDocument) -> Vec<Edit> {
    diff(before, after).into_iter().map(|change| change.edit).collect()
}

/// A merge with each of its conflicts as it was decided.
///
/// # Errors
/// [`AppError::Disputed`] where not every one is.
pub(super) fn as_decided(merged: Merged, keep_mine: &[bool]) -> Result<TreeDocument, Failure> {
    let Merged { mut document, conflicts } = merged;
    if keep_mine.len() != conflicts.len() {
        return Err(AppError::Disputed(disputes(conflicts)).into());
    }
    let decided =
        conflicts.into_iter().zip(keep_mine).flat_map(|(conflict, keep)| if *keep { conflict.keep_mine } else { conflict.keep_theirs() });
    apply_all(&mut document, &decided.collect::<Vec<_>>()).map_err(bad)?;
    Ok(document)
}

/// What a suggestion comes to in a draft, or in a later version, than the version that its author walked.
///
/// # Errors
/// [`AppError::BadEdit`] for edits that are none of that version.
pub(super) fn met((origin, present): (&TreeDocument, &TreeDocument), edits: &[Edit]) -> Result<Merged, Failure> {
    let mut mine = origin.clone();
    apply_all(&mut mine, edits).map_err(bad)?;
    Ok(merge(origin, present, &mine))
}

/// True if the step of a suggestion is gone meanwhile.
pub(super) fn is_gone(conflicts: &[Conflict]) -> bool {
    conflicts.iter().any(|conflict| conflict.theirs.is_none() && matches!(conflict.unit, Unit::Node(_)))
}

/// Edits that take a suggestion into a draft.
fn suggested(both: (&TreeDocument, &TreeDocument), edits: &[Edit], keep_mine: &[bool]) -> Result<Vec<Edit>, Failure> {
    let (merged, present) = (met(both, edits)?, both.1);
    if is_gone(&merged.conflicts) {
        let words =
            "The step is gone from the draft, so there is nothing to take the suggestion into. Decline it, or bring the step back first.";
        return Err(AppError::BadEdit(words.to_owned()).into());
    }
    let is_disputed = !merged.conflicts.is_empty();
    let document = as_decided(merged, if is_disputed { keep_mine } else { &[] })?;
    if is_disputed && document == *present {
        let words = "Nothing of the suggestion would be taken this way. Decline it instead, with the reason.";
        return Err(AppError::BadEdit(words.to_owned()).into());
    }
    Ok(edits_of(present, &document))
}

fn refuse(conflicts: Vec<Conflict>, in_words: bool) -> Result<(), Failure> {
    let Some(first) = conflicts.first() else { return Ok(()) };
    if in_words {
        return Err(bad(EditError::ChangedSince(first.unit.to_string())));
    }
    Err(AppError::Disputed(disputes(conflicts)).into())
}

/// What both have changed differently, as pages show it.
pub(super) fn disputes(conflicts: Vec<Conflict>) -> Vec<Dispute> {
    let dispute = |conflict: Conflict| Dispute { part: conflict.unit.to_string(), theirs: conflict.theirs, mine: conflict.mine };
    conflicts.into_iter().map(dispute).collect()
}

pub(super) fn bad(error: EditError) -> Failure {
    AppError::BadEdit(error.to_string()).into()
}
