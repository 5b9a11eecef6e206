//! What somebody did, told in a line: where it could not be carried out, that line is all that is left of it.

use crate::session::{Action, Command, Session};
use crate::tree::Tree;

/// A command in words, made on this session: `“Is it plugged in?”: Yes, it is. Noted: rebooted.`
pub(super) fn told(session: &Session, tree: &Tree, command: &Command) -> String {
    let here = session.node_id().and_then(|id| tree.node(id));
    let title = here.map_or("", |node| node.title.as_str());
    let did = match &command.action {
        Action::Choose { option_id } => {
            let answer = here.and_then(|node| node.option(option_id)).map_or(option_id.as_str(), |option| option.label.as_str());
            format!("“{title}”: {answer}")
        }
        Action::Continue => format!("Done: “{title}”"),
        Action::Back => format!("Back from “{title}”"),
        Action::Jump { record_id } => {
            let record = session.records.iter().find(|record| record.id == *record_id);
            format!("Back to “{}”", record.map_or("", |record| record.title.as_str()))
        }
        Action::Park { .. } => format!("Parked at “{title}”"),
        Action::Resume => format!("Resumed at “{title}”"),
        Action::Note { notes, .. } => format!("Noted: {notes}"),
        Action::Detour { title } => format!("Not in the tree: “{title}”"),
        Action::EndDetour => "Back to the tree".to_owned(),
        Action::ReportProblem { problem, .. } => format!("Problem with “{title}”: {problem}"),
        Action::Output { output, .. } => format!("Output: {}", output.as_str()),
        Action::Complete { outcome, notes, next_steps } => {
            let texts = [notes, next_steps].into_iter().filter(|text| !text.is_empty()).map(|text| format!(" {text}"));
            format!("Completed as {}.{}", outcome.word(), texts.collect::<String>())
        }
        other => other.name().replace('_', " "),
    };
    let Some(draft) = &command.draft else { return did };
    let is_told = matches!(command.action, Action::Note { .. });
    let noted = Some(&draft.notes).filter(|notes| !notes.is_empty() && !is_told).map(|notes| format!(". Noted: {notes}"));
    let jotted = draft.scratchpad.as_ref().filter(|jotted| !jotted.is_empty()).map(|jotted| format!(". Scratchpad: {jotted}"));
    [Some(did), noted, jotted].into_iter().flatten().collect()
}
