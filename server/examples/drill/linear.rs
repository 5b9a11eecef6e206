//! A session as something that many write and read at once: whether there is an order of what was asked, each between its call and its
//! answer, in which every answer is right.

use std::collections::HashSet;

use todc_utils::linearizability::WGLChecker;
use todc_utils::linearizability::history::{Action, History};
use todc_utils::specifications::Specification;
use uuid::Uuid;

use super::history::{Asked, Operation, Said};

/// What somebody asked of a session, with the answer.
#[derive(Debug, Clone)]
struct Step {
    asked: Asked,
    said: Said,
}

/// The session: none before its start, then its revision.
struct Walk;

impl Specification for Walk {
    type State = Option<u32>;
    type Operation = Step;

    fn init() -> Self::State {
        None
    }

    fn apply(step: &Step, state: &Self::State) -> (bool, Self::State) {
        let next = match (step.asked, &step.said, *state) {
            (Asked::Start, Said::Done, None) => Some(0),
            (Asked::Take { base }, Said::Done, Some(revision)) if base == revision => Some(revision + 1),
            (Asked::Take { base }, Said::Stale, Some(revision)) if base != revision => *state,
            (Asked::Read, Said::Revision(said), Some(revision)) if *said == revision => *state,
            _ => return (false, *state),
        };
        (true, next)
    }
}

/// True if there is such an order for the operations of one session. What was never answered counts as carried out at some time after its
/// call if it is stored, and as not carried out otherwise.
pub(super) fn is_linearizable(operations: &[&Operation], stored: &HashSet<Uuid>) -> bool {
    let mut events = Vec::new();
    for operation in operations {
        let (said, answered) = match &operation.said {
            Said::Odd(_) => continue,
            Said::Nothing if !stored.contains(&operation.id) => continue,
            Said::Nothing => (Said::Done, u64::MAX),
            said => (said.clone(), operation.answered),
        };
        let step = Step { asked: operation.asked, said };
        // What ends as another begins was before it.
        events.push(((operation.called, 1), operation.tab, Action::Call(step.clone())));
        events.push(((answered, 0), operation.tab, Action::Response(step)));
    }
    events.sort_by_key(|(at, ..)| *at);
    let events: Vec<_> = events.into_iter().map(|(_, tab, event)| (tab, event)).collect();
    events.is_empty() || WGLChecker::<Walk>::is_linearizable(History::from_actions(events))
}

#[cfg(test)]
mod tests {
    use super::super::check::tests::{operation, taken};
    use super::*;

    fn is_linear(operations: &[Operation]) -> bool {
        is_linearizable(&operations.iter().collect::<Vec<_>>(), &operations.iter().map(|operation| operation.id).collect())
    }

    fn read(called: u64, revision: u32) -> Operation {
        Operation { tab: 1, asked: Asked::Read, said: Said::Revision(revision), ..operation(called) }
    }

    #[test]
    fn a_read_sees_what_was_acknowledged_before_it_and_either_of_two_at_once() {
        let start = operation(0);
        let slow = Operation { answered: 50, ..taken(10, 0) };
        assert!(is_linear(&[start.clone(), slow.clone(), read(20, 0), read(30, 1)]));
        assert!(!is_linear(&[start.clone(), slow.clone(), read(20, 1), read(30, 0)]), "what was seen is seen from then on");
        assert!(!is_linear(&[start.clone(), slow, read(60, 0)]), "a server that has not heard of it");
        assert!(!is_linear(&[start, read(10, 1)]), "nobody did that");
    }

    #[test]
    fn of_two_commands_on_one_revision_one_is_carried_out() {
        let start = operation(0);
        let stale = Operation { tab: 1, said: Said::Stale, answered: 40, ..taken(12, 0) };
        assert!(is_linear(&[start.clone(), taken(10, 0), stale.clone()]));
        assert!(!is_linear(&[start.clone(), stale]));
        assert!(!is_linear(&[start, taken(10, 0), Operation { tab: 1, ..taken(12, 0) }]));
    }

    #[test]
    fn what_was_never_answered_may_have_been_carried_out_at_any_time() {
        let given_up = Operation { said: Said::Nothing, ..taken(10, 0) };
        assert!(is_linear(&[operation(0), given_up.clone(), read(60, 0), read(70, 1)]));
        let neither = is_linearizable(&[&operation(0), &given_up, &read(60, 1)], &HashSet::new());
        assert!(!neither, "it is not stored");
    }
}
