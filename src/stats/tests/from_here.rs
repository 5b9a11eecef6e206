//! What is usual from a step on, counted by hand.

use crate::outcome::Outcome;
use crate::stats::{FromHere, NodeKey, Rate, USUAL, Usual, WalkStep, Way};
use crate::time::Seconds;
use crate::tree::NodeType;

const ROOT: NodeKey = NodeKey(1);
const FIX: NodeKey = NodeKey(2);

fn step(node: NodeKey, active: u64, node_type: NodeType, left_by: Option<Way>) -> WalkStep {
    let elapsed = Seconds(active + 7);
    WalkStep { node, node_type, left_by, superseded: false, elapsed, active: Seconds(active), by_browser: Seconds(0), parks: 0 }
}

#[test]
fn a_walk_counts_once_for_a_node_from_its_first_arrival_with_all_that_followed() {
    // Root 10 s, fix 20 s, back to the root 30 s, an ad-hoc step there 40 s, fix 50 s.
    let steps = [
        step(ROOT, 10, NodeType::Decision, Some(Way::Continue)),
        step(FIX, 20, NodeType::Action, Some(Way::Back)),
        step(ROOT, 30, NodeType::Decision, Some(Way::Continue)),
        step(ROOT, 40, NodeType::Custom, None),
        step(FIX, 50, NodeType::Action, None),
    ];
    let mut from_here = FromHere::default();
    for walk in 0..USUAL {
        assert_eq!(from_here.usual(ROOT), None, "after {walk} walks");
        from_here.insert(if walk % 5 == 0 { Outcome::Escalated } else { Outcome::Resolved }, &steps);
    }
    let usual = |rest| Some(Usual { walks: 30, rest: Seconds(rest), escalated: Rate::new(6, 30) });
    assert_eq!(from_here.usual(ROOT), usual(150));
    assert_eq!(from_here.usual(FIX), usual(140));
    assert_eq!(from_here.usual(NodeKey(3)), None);
    assert_eq!(from_here.all().len(), 2);
    from_here.insert(Outcome::ResolvedExternally, &steps);
    assert_eq!(from_here.usual(ROOT).unwrap().escalated, Rate::new(6, 30), "is in no rate");

    let mut elsewhere = FromHere::default();
    (1..USUAL).for_each(|_| elsewhere.insert(Outcome::ResolvedExternally, &steps));
    elsewhere.insert(Outcome::Escalated, &steps);
    assert_eq!(elsewhere.usual(ROOT).unwrap().escalated, None, "one decided walk says nothing");
}

#[test]
fn what_is_usual_reads_as_people_say_it() {
    let words = |rest, part, whole| Usual { walks: 30, rest: Seconds(rest), escalated: Rate::new(part, whole) }.in_words();
    assert_eq!(words(372, 6, 30), "Usually 6 min from here, 1 in 5 is escalated");
    assert_eq!(words(29, 0, 30), "Usually less than a minute from here, none is escalated");
    assert_eq!(words(30, 1, 31), "Usually 1 min from here, 1 in 31 is escalated");
    assert_eq!(words(5_400, 15, 30), "Usually 1 h 30 min from here, 1 in 2 is escalated");
    assert_eq!(words(60, 16, 30), "Usually 1 min from here, 5 in 10 are escalated");
    assert_eq!(words(60, 29, 30), "Usually 1 min from here, 9 in 10 are escalated");
    assert_eq!(words(60, 30, 30), "Usually 1 min from here, all are escalated");
    assert_eq!(words(60, 0, 0), "Usually 1 min from here");
}
