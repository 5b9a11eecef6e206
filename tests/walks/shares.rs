//! Coverage of the random walks: each situation that a property is about occurs in enough of them.

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
use resolutionflow::decision::{ClockSource, LeftBy};
use resolutionflow::session::{Action, Refusal};

use crate::trees::{has_loop, has_several_parents};
use crate::walk::{Taken, Walk, walks};

const WALKS: usize = 300;

/// A situation, and the test for it in a walk.
type Share = (&'static str, fn(&Walk) -> bool);

const SHARES: [Share; 19] = [
    ("tree with a loop", |walk| has_loop(&walk.document)),
    ("tree with a node of several parents", |walk| has_several_parents(&walk.document)),
    ("a node visited twice", visits_a_node_twice),
    ("back", |walk| did(walk, |action| matches!(action, Action::Back))),
    ("jump", |walk| did(walk, |action| matches!(action, Action::Jump { .. }))),
    ("park", |walk| did(walk, |action| matches!(action, Action::Park { .. }))),
    ("resume", |walk| did(walk, |action| matches!(action, Action::Resume))),
    ("detour", |walk| did(walk, |action| matches!(action, Action::Detour { .. }))),
    ("detour ended", |walk| did(walk, |action| matches!(action, Action::EndDetour))),
    ("not all of it work", |walk| {
        walk.states().any(|state| state.records.iter().any(|record| record.active_seconds < record.duration_seconds))
    }),
    ("taken over", |walk| did(walk, |action| matches!(action, Action::TakeOver))),
    ("close of an open visit", |walk| walk.states().any(|state| state.records.iter().any(|record| record.left_by == LeftBy::Closed))),
    ("undone close", |walk| did(walk, |action| matches!(action, Action::UndoClose))),
    ("handed to somebody else", |walk| walk.states().any(|state| state.holder != walk.start.holder)),
    ("a change of what somebody else recorded", |walk| walk.taken.iter().any(changes_anothers_record)),
    ("server clock backwards", |walk| walk.taken.windows(2).any(|pair| pair[1].now < pair[0].now)),
    ("browser's clock decided", |walk| walk.states().any(|state| state.records.iter().any(|record| record.clock == ClockSource::Client))),
    ("refused for the wrong person", |walk| walk.taken.iter().any(|taken| taken.result == Err(Refusal::NotYours))),
    ("refused for the wrong moment", |walk| {
        walk.taken.iter().any(|taken| matches!(taken.result, Err(other) if other != Refusal::NotYours))
    }),
];

fn did(walk: &Walk, what: fn(&Action) -> bool) -> bool {
    walk.carried_out().any(|(taken, _)| what(&taken.command.action))
}

fn visits_a_node_twice(walk: &Walk) -> bool {
    let records = &walk.end().records;
    records.iter().enumerate().any(|(at, record)| {
        let earlier = records[..at].iter().filter(|earlier| !earlier.superseded && !earlier.is_interrupted());
        !record.superseded && earlier.clone().any(|earlier| earlier.node_id == record.node_id)
    })
}

fn changes_anothers_record(taken: &Taken) -> bool {
    let (Action::Note { visit_id, .. } | Action::SetIdle { visit_id, .. }) = &taken.command.action else { return false };
    taken.before.records.iter().any(|record| record.id == *visit_id && record.technician_id != taken.by.user_id)
}

#[test]
fn random_walks_loop_go_back_jump_park_and_meet_backward_clocks() {
    let rng = TestRng::deterministic_rng(RngAlgorithm::XorShift);
    let mut runner = TestRunner::new_with_rng(crate::cases(256), rng);
    let strategy = walks();
    let walks: Vec<Walk> = (0..WALKS).map(|_| strategy.new_tree(&mut runner).unwrap().current()).collect();
    let commands: usize = walks.iter().map(|walk| walk.carried_out().count()).sum();
    let records: usize = walks.iter().map(|walk| walk.end().records.len()).sum();
    println!("{WALKS} walks, {commands} commands carried out, {records} records");
    for (what, happens) in SHARES {
        let share = 100 * walks.iter().filter(|walk| happens(walk)).count() / WALKS;
        println!("{share:>4} %  {what}");
        assert!(share >= 5, "{what}: only {share} % of the walks");
    }
}
