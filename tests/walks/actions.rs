//! One of every action, for tests that try them all. The server's tests include this file.

use resolutionflow::id::{UserId, VisitId};
use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Action, Facts};
use resolutionflow::text::{Note, Output, Problem, Reason, Title};
use resolutionflow::time::Seconds;

/// One of every action, in the order of the variants; about that visit and that colleague.
///
/// # Panics
/// Where one has no line here.
pub fn every_action(visit_id: VisitId, colleague: UserId) -> Vec<Action> {
    let outcome = Outcome::Resolved;
    let reason = || Reason::parse("Looked again.").unwrap();
    let actions = vec![
        Action::Choose { option_id: "yes".into() },
        Action::Continue,
        Action::Back,
        Action::Jump { record_id: visit_id },
        Action::PARK,
        Action::Resume,
        Action::Detour { title: Title::parse("asked a colleague").unwrap() },
        Action::EndDetour,
        Action::SetIdle { visit_id, idle_seconds: Seconds(7), reason: Some(reason()) },
        Action::ReportProblem { visit_id, problem: Problem::parse("out of date").unwrap() },
        Action::TakeOver,
        Action::Note { visit_id, notes: Note::parse("x").unwrap(), reason: None },
        Action::Output { visit_id, output: Output::parse("x").unwrap() },
        Action::Complete { outcome, notes: Default::default(), next_steps: Default::default() },
        Action::Abandon,
        Action::close_as(Outcome::Cancelled),
        Action::UndoClose,
        Action::EditFacts { facts: Facts { ticket: "48213".to_owned().try_into().unwrap(), ..Facts::default() } },
        Action::CorrectOutcome { outcome: Outcome::Escalated, reason: reason() },
        Action::Reassign { holder: colleague },
    ];
    assert_eq!(actions.iter().map(Action::name).collect::<Vec<_>>(), Action::NAMES);
    actions
}
