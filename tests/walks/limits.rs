//! At most 2,000 records a session, and always a way to its end.

use proptest::prelude::*;
use resolutionflow::decision::{ClockSource, DecisionRecord, LeftBy};
use resolutionflow::id::{CommandId, VisitId};
use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Action, Command, MAX_RECORDS, Phase, Refusal, Session};
use resolutionflow::time::Seconds;
use resolutionflow::tree::{NodeKind, Tree};

use crate::cases;
use crate::trees::documents;
use crate::walk::{holder, started, uuid, walks_after};

/// The session after so many quick visits of its first step.
pub(crate) fn with_records(mut session: Session, tree: &Tree, count: usize) -> Session {
    let node = tree.node(tree.root()).unwrap();
    session.records = (0..count)
        .map(|number| DecisionRecord {
            id: VisitId(uuid(100_000 + number)),
            node_id: Some(node.id.clone()),
            node_type: node.node_type(),
            title: node.title.clone(),
            option_id: None,
            answer: None,
            notes: Default::default(),
            entered_at: session.started_at,
            exited_at: session.started_at,
            duration_seconds: Seconds(0),
            active_seconds: Seconds(0),
            left_by: LeftBy::Answered,
            technician_id: session.holder,
            superseded: false,
            clock: ClockSource::Server,
            extra: Default::default(),
        })
        .collect();
    session
}

fn attempt(session: &Session, tree: &Tree, action: Action) -> Result<Session, Refusal> {
    let command = Command { id: CommandId(uuid(500_000)), base_revision: session.revision, at: None, draft: None, action };
    session.after(tree, &command, &holder(session), session.last_activity_at.plus(10))
}

fn complete(session: &Session, tree: &Tree) -> Result<Session, Refusal> {
    attempt(session, tree, Action::Complete { outcome: Outcome::Unresolved, notes: Default::default(), next_steps: Default::default() })
}

fn forward(session: &Session, tree: &Tree) -> Action {
    match &tree.node(session.node_id().unwrap()).unwrap().kind {
        NodeKind::Decision { options } => Action::Choose { option_id: options[0].id.clone() },
        _ => Action::Continue,
    }
}

proptest! {
    #![proptest_config(cases(16))]

    #[test]
    fn no_session_outgrows_its_limit_and_every_active_one_can_be_completed(walk in walks_after(MAX_RECORDS - 12..MAX_RECORDS)) {
        for state in walk.states() {
            assert!(state.records.len() <= MAX_RECORDS);
            assert_eq!(complete(state, &walk.tree).is_ok(), state.completion().is_none());
        }
    }

    #[test]
    fn exactly_two_thousand_records_fit(document in documents()) {
        let tree = Tree::publish(&document).unwrap();
        let nearly = with_records(started(&tree), &tree, MAX_RECORDS - 2);
        let last = attempt(&nearly, &tree, forward(&nearly, &tree)).unwrap();
        assert_eq!(last.records.len(), MAX_RECORDS - 1);
        for action in [forward(&last, &tree), Action::Back, Action::Jump { record_id: last.records[0].id }] {
            let is_solution = matches!(tree.node(last.node_id().unwrap()).unwrap().kind, NodeKind::Solution { .. });
            let expected = if is_solution && action == Action::Continue { Refusal::WrongStep } else { Refusal::TooManySteps };
            assert_eq!(attempt(&last, &tree, action), Err(expected));
        }
        assert_eq!(complete(&last, &tree).unwrap().records.len(), MAX_RECORDS);
        let parked = attempt(&last, &tree, Action::PARK).unwrap();
        assert_eq!(parked.records.len(), MAX_RECORDS);
        assert_eq!(attempt(&parked, &tree, Action::Resume), Err(Refusal::TooManySteps));
        assert_eq!(complete(&parked, &tree).unwrap().records.len(), MAX_RECORDS);
    }

    #[test]
    fn a_full_session_whose_close_was_undone_can_still_be_completed(document in documents()) {
        let tree = Tree::publish(&document).unwrap();
        let full = with_records(started(&tree), &tree, MAX_RECORDS - 1);
        let closed = attempt(&full, &tree, Action::close_as(Outcome::Cancelled)).unwrap();
        let reopened = attempt(&closed, &tree, Action::UndoClose).unwrap();
        assert!(matches!(reopened.phase, Phase::Parked { .. }));
        assert!(complete(&reopened, &tree).is_ok());
    }
}
