//! Buttons of the forms of drafts.

use resolutionflow::id::CommandId;
use resolutionflow::text::{TextError, Title};
use resolutionflow::tree::{DocumentNode, TreeDocument};

use super::support::{field, id};
use crate::backend::drafts::StepDeed;
use crate::error::AppError;

/// The most characters of a branch that is pasted; the Text tab takes more.
const BRANCH: usize = 100_000;

/// What a button does beside saving the fields of its form.
#[derive(Debug, PartialEq)]
pub(super) enum Deed {
    /// Nothing.
    Save,
    /// Undoes the author's last change.
    Undo,
    /// Makes it again.
    Redo,
    /// Goes on to where the draft is published.
    Publish,
    /// Discards the draft.
    Discard,
    /// Begins a preview where walks begin, or with true at the step.
    Preview(bool),
    /// Marks a problem that a technician reported as seen to.
    Settle(CommandId),
    /// The fix of a problem, by the positions of both.
    Fix(usize, usize),
    /// One of the step, made with its fields.
    OfStep(StepDeed),
}

impl Deed {
    /// Deed of a button's value, `verb:object`; `below` is the title that was typed for a new step, `branch` the text of
    /// steps that are pasted.
    ///
    /// # Errors
    /// [`AppError::Malformed`], [`AppError::Invalid`] for a title or a text, and [`AppError::NotATree`].
    pub(super) fn of(text: &str, below: &str, branch: &str) -> Result<Self, AppError> {
        let (verb, object) = text.split_once(':').unwrap_or((text, ""));
        let number = |text: &str| text.parse::<usize>().map_err(|_| AppError::Malformed);
        let two = |text: &str| text.split_once('.').ok_or(AppError::Malformed).and_then(|(one, other)| Ok((number(one)?, number(other)?)));
        let row = |deed: fn(usize) -> StepDeed| Ok(Self::OfStep(deed(number(object)?)));
        let moved = |up| Ok(Self::OfStep(StepDeed::Move { up, past: if object.is_empty() { 1 } else { number(object)? } }));
        Ok(match verb {
            "" | "save" => Self::Save,
            "undo" => Self::Undo,
            "redo" => Self::Redo,
            "publish" => Self::Publish,
            "discard" => Self::Discard,
            "preview" => Self::Preview(false),
            "preview-here" => Self::Preview(true),
            "fix" => two(object).map(|(problem, fix)| Self::Fix(problem, fix))?,
            "add-row" => Self::OfStep(StepDeed::AddRow),
            "remove-row" => return row(StepDeed::RemoveRow),
            "move-row" => two(object).map(|(from, to)| Self::OfStep(StepDeed::MoveRow(from, to)))?,
            "create" => return row(StepDeed::CreateTarget),
            "add-step" => Self::OfStep(StepDeed::AddStep(field("form[below]", below, Title::parse)?.to_string())),
            "adopt" => Self::OfStep(StepDeed::Adopt(field("deed", object, Title::parse)?.to_string())),
            "settle" => Self::Settle(id(object)?),
            "remove" => Self::OfStep(StepDeed::Remove),
            "remove-branch" => Self::OfStep(StepDeed::RemoveBranch),
            "paste" => Self::OfStep(StepDeed::Paste(nodes_of(branch)?)),
            "up" => return moved(true),
            "down" => return moved(false),
            "root" => Self::OfStep(StepDeed::MakeRoot),
            _ => return Err(AppError::Malformed),
        })
    }
}

/// Steps of a branch as tree text.
///
/// # Errors
/// [`AppError::Invalid`] without a text and with one over [`BRANCH`], [`AppError::NotATree`].
fn nodes_of(branch: &str) -> Result<Vec<DocumentNode>, AppError> {
    let length = branch.chars().count();
    if branch.trim().is_empty() {
        return Err(AppError::invalid("form[branch]", TextError::Empty));
    }
    if length > BRANCH {
        return Err(AppError::invalid("form[branch]", TextError::TooLong { limit: BRANCH, length }));
    }
    let read = TreeDocument::read(branch.as_bytes()).map_err(|error| AppError::NotATree(error.to_string()))?;
    Ok(read.into_draft().0.nodes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_button_is_a_deed_and_nothing_else_is() {
        let of = |text: &str| Deed::of(text, "Next", "## [end] It works\n=>\n");
        assert_eq!(of("remove-row:0"), Ok(Deed::OfStep(StepDeed::RemoveRow(0))));
        assert_eq!(Deed::of("add-step", " ", "").unwrap_err().faults()[0].field, "form[below]");
        assert!(matches!(of("paste"), Ok(Deed::OfStep(StepDeed::Paste(nodes))) if nodes.len() == 1 && nodes[0].id.0 == "end"));
        for (branch, fault) in
            [(" ", TextError::Empty), (&*"x".repeat(BRANCH + 1), TextError::TooLong { limit: BRANCH, length: BRANCH + 1 })]
        {
            assert_eq!(Deed::of("paste", "", branch), Err(AppError::invalid("form[branch]", fault)));
        }
        assert!(matches!(Deed::of("paste", "", "## [a] No exit\n"), Err(AppError::NotATree(_))));
        assert_eq!(of("add-step"), Ok(Deed::OfStep(StepDeed::AddStep("Next".to_owned()))));
        assert_eq!(of("adopt:Call them: now"), Ok(Deed::OfStep(StepDeed::Adopt("Call them: now".to_owned()))));
        assert_eq!(of("fix:3.1"), Ok(Deed::Fix(3, 1)));
        assert_eq!(of("move-row:3.1"), Ok(Deed::OfStep(StepDeed::MoveRow(3, 1))));
        assert_eq!(of("up"), Ok(Deed::OfStep(StepDeed::Move { up: true, past: 1 })));
        assert_eq!(of("down:3"), Ok(Deed::OfStep(StepDeed::Move { up: false, past: 3 })));
        for broken in ["x", "fix:1", "settle:1", "remove-row:", "move-row:1", "move-row:0.-1", "up:-1"] {
            assert_eq!(of(broken), Err(AppError::Malformed), "{broken}");
        }
    }
}
