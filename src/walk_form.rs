//! Form of the walk page: the verbs of its buttons, the action that each sends, and the page that it leads to. The server
//! function and the player both go by this table.

use crate::id::SessionId;
use crate::outcome::Outcome;
use crate::session::Action;
use crate::text::{Note, OutcomeNotes, Problem, Reason, TextError, Title};
use crate::tree::is_key;

/// Reason why the fields of a form make no action; its text is shown to the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FormError {
    /// A text does not fit.
    #[error("{label} {error}.")]
    Text {
        /// Name of the field in the form.
        field: &'static str,
        /// Label of the field on the page, with which the message begins.
        label: &'static str,
        /// Reason for which the text does not fit.
        error: TextError,
    },
    /// Nothing was chosen in a field that needs a choice.
    #[error("An {field} must be chosen.")]
    NotChosen {
        /// Name of the field.
        field: &'static str,
    },
    /// The chosen value does not exist.
    #[error("There is no such {field}.")]
    Unknown {
        /// Name of the field.
        field: &'static str,
    },
    /// The verb does not exist, or an id that no one types is broken.
    #[error("There is no such step.")]
    Malformed,
}

/// Action of a verb. `object` is what follows the colon in the button's value, `field` gives the value of a field, empty where
/// there is none. `save`, `finish` and `leave` save the notes; what comes next differs.
///
/// # Errors
/// [`FormError`].
pub fn action(verb: &str, object: &str, field: impl Fn(&str) -> String) -> Result<Action, FormError> {
    let visit_id = || field("visit").parse().map_err(|_| FormError::Malformed);
    Ok(match verb {
        "choose" => Action::Choose { option_id: object.to_owned() },
        "continue" => Action::Continue,
        "back" => Action::Back,
        "jump" => Action::Jump { record_id: object.parse().map_err(|_| FormError::Malformed)? },
        "park" => {
            let reason = field("parked_reason");
            let reason = if reason.trim().is_empty() { None } else { Some(reason) };
            Action::Park {
                reason: reason.map(|reason| text("parked_reason", "Why", Reason::parse(&reason))).transpose()?,
                for_someone_else: !field("for_someone_else").is_empty(),
            }
        }
        "resume" => Action::Resume,
        "detour" => Action::Detour { title: text("detour", "What you do", Title::parse(&field("detour")))? },
        "end-detour" => Action::EndDetour,
        "report" => {
            Action::ReportProblem { visit_id: visit_id()?, problem: text("problem", "What is wrong", Problem::parse(&field("problem")))? }
        }
        "save" | "finish" | "leave" => {
            let notes = text("notes", "Notes for this step", Note::parse(&field("notes")))?;
            Action::Note { visit_id: visit_id()?, notes, reason: None }
        }
        "complete" => {
            let chosen = field("outcome");
            let missing =
                if chosen.is_empty() { FormError::NotChosen { field: "outcome" } } else { FormError::Unknown { field: "outcome" } };
            Action::Complete {
                outcome: chosen.parse::<Outcome>().map_err(|_| missing)?,
                notes: text("outcome_notes", "Outcome notes", OutcomeNotes::parse(&field("outcome_notes")))?,
                next_steps: text("next_steps", "Next steps", OutcomeNotes::parse(&field("next_steps")))?,
            }
        }
        _ => return Err(FormError::Malformed),
    })
}

/// Address of the page that a verb leads to. Most lead back to the walk.
pub fn page_after(verb: &str, object: &str, session: SessionId) -> String {
    way_out(verb, object, session).unwrap_or_else(|| format!("/sessions/{session}/walk"))
}

/// Address of the page to which a verb leads out of the walk; none for those that stay. The object of `leave` is the key of the tree to go
/// on in, or empty.
pub fn way_out(verb: &str, object: &str, session: SessionId) -> Option<String> {
    let page = match verb {
        "park" => "",
        "complete" => "?done=completed",
        "finish" => "/complete",
        "leave" if is_key(object) => return Some(format!("/sessions/{session}/wrong-tree?tree={object}")),
        "leave" => "/wrong-tree",
        _ => return None,
    };
    Some(format!("/sessions/{session}{page}"))
}

fn text<T>(field: &'static str, label: &'static str, parsed: Result<T, TextError>) -> Result<T, FormError> {
    parsed.map_err(|error| FormError::Text { field, label, error })
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::id::VisitId;

    #[test]
    fn a_verb_takes_its_fields_and_says_which_one_does_not_fit() {
        let visit_id = VisitId(Uuid::from_u128(1));
        let field = |name: &str| match name {
            "visit" => visit_id.to_string(),
            "detour" => "Asked a colleague".to_owned(),
            "for_someone_else" => "on".to_owned(),
            _ => String::new(),
        };
        assert_eq!(action("choose", "yes", field), Ok(Action::Choose { option_id: "yes".to_owned() }));
        assert_eq!(action("park", "", field), Ok(Action::Park { reason: None, for_someone_else: true }));
        assert_eq!(action("leave", "", field), Ok(Action::Note { visit_id, notes: Note::default(), reason: None }));
        let error = action("report", "", field).unwrap_err();
        assert_eq!(error, FormError::Text { field: "problem", label: "What is wrong", error: TextError::Empty });
        assert_eq!(error.to_string(), "What is wrong must not be empty.");
        assert_eq!(action("complete", "", field).unwrap_err().to_string(), "An outcome must be chosen.");
        assert_eq!(action("jump", "nowhere", field), Err(FormError::Malformed));
        assert_eq!(action("dance", "", field), Err(FormError::Malformed));
    }

    #[test]
    fn a_verb_leads_back_to_the_walk_or_out_of_it() {
        let session = SessionId(Uuid::nil());
        assert_eq!(page_after("choose", "yes", session), format!("/sessions/{session}/walk"));
        assert_eq!(page_after("park", "", session), format!("/sessions/{session}"));
        assert_eq!(way_out("choose", "yes", session), None);
        assert_eq!(way_out("leave", "", session), Some(format!("/sessions/{session}/wrong-tree")));
        assert_eq!(way_out("leave", "no-sound", session), Some(format!("/sessions/{session}/wrong-tree?tree=no-sound")));
        assert_eq!(way_out("leave", "&tree=\r\nx", session), way_out("leave", "", session), "no key of a tree");
    }
}
