//! What must hold of every walk, and so of every sum of them.

use proptest::prelude::*;
use proptest::sample::Index;
use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Action, trail};
use resolutionflow::stats::{COUNTED, FrequencyTable, NodeKey, OptionKey, Way, decode_steps, encode_steps, walk_of};
use resolutionflow::time::Seconds;
use resolutionflow::timing::Totals;
use resolutionflow::tree::{NodeKind, NodeType, Tree};
use resolutionflow::zone::Zone;

use super::{counted, path_and_trail, several, sum};
use crate::cases;
use crate::walk::walks;

/// Key of the node to which a way leads from another; none where it is no edge of the tree.
fn target(tree: &Tree, from: NodeKey, way: Way) -> Option<NodeKey> {
    let node = tree.nodes().iter().find(|node| NodeKey::of(&node.id) == from)?;
    match (&node.kind, way) {
        (NodeKind::Decision { options }, Way::Option(chosen)) => {
            options.iter().find(|option| OptionKey::of(&node.id, &option.id) == chosen).map(|option| NodeKey::of(&option.next_node_id))
        }
        (NodeKind::Action { next_node_id, .. }, Way::Continue) => Some(NodeKey::of(next_node_id)),
        _ => None,
    }
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn a_session_counts_exactly_where_it_has_an_outcome_and_was_not_cancelled(walk in walks()) {
        for state in walk.states() {
            let counts = state.completion().is_some_and(|completion| completion.outcome != Outcome::Cancelled);
            assert_eq!(walk_of(state, &Zone::UTC).is_some(), counts);
        }
    }

    #[test]
    fn arrivals_are_departures_and_exits(walks in several()) {
        let walks: Vec<_> = walks.iter().flat_map(|walk| counted(walk).map(|(_, walk)| walk)).collect();
        let figures = sum(&walks);
        for node in figures.nodes.values() {
            for flow in path_and_trail(node) {
                assert_eq!(flow.arrived(), flow.left());
            }
        }
        let total = |of: fn(&resolutionflow::stats::Flow) -> i64| {
            [0, 1].map(|which| figures.nodes.values().map(|node| of(path_and_trail(node)[which])).sum::<i64>())
        };
        let ended = walks.len() as i64;
        assert_eq!(total(|flow| flow.starts), [ended, ended]);
        assert_eq!(total(|flow| flow.exits), [ended, ended]);
        assert_eq!(figures.sessions.walks(&COUNTED), ended);
        assert_eq!(figures.sessions.counts.endings.count(), ended);
    }

    #[test]
    fn drops_are_sessions_are_arrivals_at_most_and_every_exit_is_of_one_kind(walks in several()) {
        let walks: Vec<_> = walks.iter().flat_map(|walk| counted(walk).map(|(_, walk)| walk)).collect();
        let figures = sum(&walks);
        for node in figures.nodes.values() {
            let exits = &node.exits;
            assert!(0 <= exits.drop && exits.drop <= node.sessions && node.sessions <= node.trail.arrived());
            assert_eq!((exits.count(), node.trail.exits), (node.trail.exits, node.path.exits));
            assert_eq!((node.elapsed.count(), node.active.count()), (node.trail.left(), node.trail.left()));
            for (key, option) in &node.options {
                let times = |departures: &std::collections::BTreeMap<Way, i64>| departures.get(&Way::Option(*key)).copied().unwrap_or(0);
                assert_eq!(option.elapsed.count(), times(&node.trail.departures));
                assert!(option.endings.count() <= option.sessions && option.endings.count() <= times(&node.path.departures));
                assert!(option.sessions <= option.elapsed.count());
            }
        }
    }

    #[test]
    fn every_transition_of_a_final_path_is_an_edge_of_the_version(walk in walks()) {
        for (_, counted) in counted(&walk) {
            let path: Vec<_> = counted.path().collect();
            assert_eq!(path.first().map(|one| one.step.node), Some(NodeKey::of(walk.tree.root())));
            for pair in path.windows(2) {
                let way = pair[0].left_by.unwrap();
                assert_eq!(target(&walk.tree, pair[0].step.node, way), Some(pair[1].step.node));
                assert_eq!(pair[1].arrived_by, Some(way));
            }
        }
    }

    #[test]
    fn times_of_steps_add_up_to_those_of_sessions(walk in walks()) {
        for (state, counted) in counted(&walk) {
            let totals = Totals::of(&state.records);
            let figures = sum([&counted]);
            let seconds = |of: fn(&resolutionflow::stats::NodeFigures) -> [&FrequencyTable; 2]| {
                figures.nodes.values().flat_map(of).map(FrequencyTable::sum).sum::<i64>()
            };
            let (elapsed, active) = (seconds(|node| [&node.elapsed, &node.ad_hoc.elapsed]), seconds(|node| [&node.active, &node.ad_hoc.active]));
            assert_eq!((elapsed, active), (totals.total.0 as i64, totals.active.0 as i64));
            assert_eq!((figures.sessions.elapsed(&COUNTED).sum(), figures.sessions.active(&COUNTED).sum()), (elapsed, active));
            assert_eq!(counted.totals, totals);
            let steps = trail(&state.records);
            assert_eq!(figures.sessions.counts.steps, steps.len() as i64);
            assert_eq!(figures.sessions.counts.steps_without_time, steps.iter().filter(|step| step.duration <= Seconds(1)).count() as i64);
        }
    }

    #[test]
    fn a_walk_ends_where_its_last_step_at_a_node_is(walk in walks()) {
        for (state, counted) in counted(&walk) {
            let last = state.records.iter().rev().find(|record| record.node_id.is_some()).unwrap();
            let exit = counted.exit().unwrap();
            assert_eq!((exit.node, exit.node_type, exit.superseded), (NodeKey::of(state.node_id().unwrap()), last.node_type, false));
            // An ad-hoc step hangs on the node whose visit is the last before it.
            for (step, of_trail) in counted.steps.iter().zip(trail(&state.records)).filter(|(step, _)| step.is_ad_hoc()) {
                let at = state.records.iter().position(|record| record.id == of_trail.visits[0]).unwrap();
                let before = state.records[..at].iter().rev().find_map(|record| record.node_id.as_ref()).unwrap();
                assert_eq!((step.node, of_trail.node_type), (NodeKey::of(before), NodeType::Custom));
            }
        }
    }

    #[test]
    fn records_that_other_writers_left_are_counted_without_a_gap(walk in walks(), places in proptest::collection::vec(any::<(Index, Index)>(), 1..6)) {
        let mut session = walk.end().clone();
        for (one, other) in places {
            let (first, second) = (one.index(session.records.len()), other.index(session.records.len()));
            session.records.swap(first, second);
            if session.records.len() > 1 {
                session.records.remove(first);
            }
        }
        if let Some(walk) = walk_of(&session, &Zone::UTC) {
            let figures = sum([&walk]);
            assert!(figures.nodes.values().flat_map(path_and_trail).all(|flow| flow.arrived() == flow.left()));
            let elapsed = figures.nodes.values().flat_map(|node| [&node.elapsed, &node.ad_hoc.elapsed]).map(FrequencyTable::sum);
            assert_eq!(elapsed.sum::<i64>(), Totals::of(&session.records).total.0 as i64);
            assert_eq!(decode_steps(&encode_steps(&walk.steps)), Ok(walk.steps));
        }
    }

    #[test]
    fn what_does_not_change_a_figure_does_not_change_the_walk(walk in walks()) {
        for (taken, after) in walk.carried_out() {
            let (before, now) = (walk_of(&taken.before, &Zone::UTC), walk_of(after, &Zone::UTC));
            if matches!(taken.command.action, Action::Note { .. } | Action::Output { .. } | Action::ReportProblem { .. }) {
                assert_eq!(before, now);
            }
            if let (Action::CorrectOutcome { outcome, .. }, Some(mut before), Some(now)) = (&taken.command.action, before, now) {
                before.outcome = *outcome;
                assert_eq!(before, now);
            }
        }
    }
}
