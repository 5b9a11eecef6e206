//! What a step that is going on is held against.

use crate::insights::StepTimes;
use crate::stats::{NodeKey, WalkStep};
use crate::time::Seconds;
use crate::tree::NodeType;

fn step(node: i64, active: u64, node_type: NodeType) -> WalkStep {
    WalkStep {
        node: NodeKey(node),
        node_type,
        left_by: None,
        superseded: active.is_multiple_of(2),
        elapsed: Seconds(active * 2),
        active: Seconds(active),
        by_browser: Seconds(0),
        parks: 0,
    }
}

#[test]
fn the_p90_of_a_step_is_of_its_active_times_taken_back_or_not_from_ten_on() {
    let mut times = StepTimes::default();
    for second in 1..=20 {
        // Twice in each walk, and an ad-hoc step of an hour, which is no step of the version.
        times.insert(&[step(1, second, NodeType::Action), step(1, 100 + second, NodeType::Action), step(1, 3_600, NodeType::Custom)]);
    }
    for second in 1..=9 {
        times.insert(&[step(2, second, NodeType::Decision)]);
    }
    assert_eq!(times.p90s().into_iter().collect::<Vec<_>>(), [(NodeKey(1), Seconds(116))], "the 36th of 40, and nine are not enough");
    times.insert(&[step(2, 10, NodeType::Decision)]);
    assert_eq!(times.p90s()[&NodeKey(2)], Seconds(9));
}
