//! Buttons of the forms of drafts.

use resolutionflow::id::CommandId;
use resolutionflow::text::Title;

use super::support::{field, id};
use crate::backend::drafts::StepDeed;
use crate::error::AppError;

/// What a button does beside saving the fields of its form.
#[derive(Debug, PartialEq, Eq)]
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
    /// Deed of a button's value, `verb:object`; `below` is the title that was typed for a new step.
    ///
    /// # Errors
    /// [`AppError::Malformed`], and [`AppError::Invalid`] for a title.
    pub(super) fn of(text: &str, below: &str) -> Result<Self, AppError> {
        let (verb, object) = text.split_once(':').unwrap_or((text, ""));
        let number = |text: &str| text.parse::<usize>().map_err(|_| AppError::Malformed);
        let row = |deed: fn(usize) -> StepDeed| Ok(Self::OfStep(deed(number(object)?)));
        Ok(match verb {
            "" | "save" => Self::Save,
            "undo" => Self::Undo,
            "redo" => Self::Redo,
            "publish" => Self::Publish,
            "discard" => Self::Discard,
            "preview" => Self::Preview(false),
            "preview-here" => Self::Preview(true),
            "fix" => {
                let (problem, fix) = object.split_once('.').ok_or(AppError::Malformed)?;
                Self::Fix(number(problem)?, number(fix)?)
            }
            "add-row" => Self::OfStep(StepDeed::AddRow),
            "remove-row" => return row(StepDeed::RemoveRow),
            "raise-row" => return row(StepDeed::RaiseRow),
            "create" => return row(StepDeed::CreateTarget),
            "add-step" => Self::OfStep(StepDeed::AddStep(field("form[below]", below, Title::parse)?.to_string())),
            "adopt" => Self::OfStep(StepDeed::Adopt(field("deed", object, Title::parse)?.to_string())),
            "settle" => Self::Settle(id(object)?),
            "remove" => Self::OfStep(StepDeed::Remove),
            "up" => Self::OfStep(StepDeed::Move { up: true }),
            "down" => Self::OfStep(StepDeed::Move { up: false }),
            "root" => Self::OfStep(StepDeed::MakeRoot),
            _ => return Err(AppError::Malformed),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_button_is_a_deed_and_nothing_else_is() {
        let of = |text: &str| Deed::of(text, "Next");
        assert_eq!(of("remove-row:0"), Ok(Deed::OfStep(StepDeed::RemoveRow(0))));
        assert_eq!(Deed::of("add-step", " ").unwrap_err().faults()[0].field, "form[below]");
        assert_eq!(of("add-step"), Ok(Deed::OfStep(StepDeed::AddStep("Next".to_owned()))));
        assert_eq!(of("adopt:Call them: now"), Ok(Deed::OfStep(StepDeed::Adopt("Call them: now".to_owned()))));
        assert_eq!(of("fix:3.1"), Ok(Deed::Fix(3, 1)));
        for broken in ["x", "fix:1", "settle:1", "remove-row:", "raise-row:-1"] {
            assert_eq!(of(broken), Err(AppError::Malformed), "{broken}");
        }
    }
}
