//! Effectiveness of trees, paths, signs of being stuck, ad-hoc steps and unused steps.

use proptest::prelude::*;
use uuid::Uuid;

use crate::id::SessionId;
use crate::insights::{AdHocStep, Effectiveness, Paths, Stuck, Taken, TreeOrder, Used, detours, per_hundred, unused};
use crate::outcome::Outcome;
use crate::stats::{
    COUNTED, Counts, Ending, Endings, FrequencyTable, Mark, NodeFigures, NodeKey, OptionFigures, OptionKey, Rate, SessionFigures, Way,
};
use crate::time::Seconds;
use crate::tree::Tree;

/// A tree with so many resolved walks of a minute, and so many dropped ones of two.
fn tree(resolved: u64, dropped: u64) -> Effectiveness {
    let table = |outcome: Outcome| {
        let (times, seconds) = match outcome {
            Outcome::Resolved => (resolved, 60),
            Outcome::Escalated => (dropped, 120),
            _ => (0, 0),
        };
        (0..times).map(|_| Seconds(seconds)).collect::<FrequencyTable>()
    };
    let endings = Endings { end: resolved.cast_signed(), drop: dropped.cast_signed(), ..Endings::default() };
    let counts = Counts { endings, lost: 120 * dropped.cast_signed(), ..Counts::default() };
    let sessions = SessionFigures { counts, elapsed: COUNTED.map(table), active: COUNTED.map(table) };
    let came_back = Rate::new(dropped.cast_signed(), (resolved + dropped).cast_signed());
    Effectiveness { sessions, came_back }
}

#[test]
fn hours_are_of_all_walks_and_lost_ones_of_those_that_dropped() {
    let tree = tree(9, 3);
    assert_eq!((tree.walks(), tree.spent(), tree.lost(), tree.times().count()), (12, 9 * 60 + 3 * 120, 360, 9));
    assert!(tree.is_enough() && !self::tree(9, 0).is_enough());
}

#[test]
fn the_table_of_trees_is_sorted_by_each_column_and_trees_with_too_few_walks_stand_last() {
    let sorted = |order: TreeOrder, is_turned: bool| {
        let mut trees = vec![("a", tree(10, 0)), ("b", tree(20, 5)), ("c", tree(1, 1)), ("d", tree(20, 20))];
        order.sort(&mut trees, is_turned, |tree| &tree.1);
        trees.iter().map(|tree| tree.0).collect::<String>()
    };
    assert_eq!((sorted(TreeOrder::Lost, false), sorted(TreeOrder::Lost, true)), ("dbac".into(), "abdc".into()));
    assert_eq!((sorted(TreeOrder::Name, false), sorted(TreeOrder::Name, true)), ("abcd".into(), "dcba".into()));
    assert_eq!((sorted(TreeOrder::Walks, false), sorted(TreeOrder::Walks, true)), ("dbac".into(), "cabd".into()));
    assert_eq!((sorted(TreeOrder::Resolution, false), sorted(TreeOrder::Resolution, true)), ("dbac".into(), "abdc".into()));
    assert_eq!(sorted(TreeOrder::Drops, false), "dbac");
    assert_eq!(sorted(TreeOrder::Median, true), "abdc", "equal ones stay by name");
    assert_eq!((sorted(TreeOrder::CameBack, false), sorted(TreeOrder::CameBack, true)), ("dbac".into(), "abdc".into()));
    for order in ["lost", "spent", "name", "walks", "resolution", "drops", "median", "p90", "came-back"] {
        assert_eq!(order.parse::<TreeOrder>().map(TreeOrder::as_str), Ok(order));
    }
}

proptest! {
    #[test]
    fn paths_and_the_others_are_all_walks(taken in proptest::collection::vec((0i64..6, 0usize..4, 1u64..9), 0..30), most in 0usize..8) {
        let kinds = [Ending::End, Ending::Early, Ending::Drop, Ending::Other];
        let all: Vec<_> = taken.iter().map(|(path, kind, walks)| Taken { path: Mark(*path), ending: kinds[*kind], walks: *walks }).collect();
        let paths = Paths::of(all.iter().copied(), most);
        let sum: u64 = all.iter().map(|one| one.walks).sum();
        assert_eq!(paths.walks, sum);
        assert_eq!(paths.top.iter().map(|path| path.walks).sum::<u64>() + paths.on_others, sum);
        assert!(paths.top.len() <= most && paths.top.is_sorted_by(|one, other| one.walks >= other.walks));
        for path in &paths.top {
            assert_eq!(path.endings.count(), path.walks.cast_signed());
        }
    }

    #[test]
    fn a_number_per_hundred_is_right_to_a_tenth(number in 0i64..1_000_000, of in 1i64..1_000_000) {
        let said = per_hundred(number, of).unwrap();
        match said.strip_prefix("< ") {
            Some(_) => assert!(number > 0 && number * 2_000 < of),
            None => assert!((said.parse::<f64>().unwrap() - 100.0 * number as f64 / of as f64).abs() <= 0.05 + 1e-9),
        }
    }
}

#[test]
fn nothing_per_hundred_of_nothing() {
    assert_eq!((per_hundred(0, 0), per_hundred(1, 0), per_hundred(0, 7), per_hundred(-1, 7)), (None, None, Some("0".into()), None));
    assert_eq!(
        (per_hundred(1, 3).unwrap(), per_hundred(1, 10_000).unwrap(), per_hundred(3, 3).unwrap()),
        ("33.3".into(), "< 0.1".into(), "100".into())
    );
}

#[test]
fn signs_of_being_stuck_are_counted_each_by_itself() {
    let mut node = NodeFigures { sessions: 20, parks: 4, ..NodeFigures::default() };
    node.trail.starts = 20;
    node.trail.arrivals.insert(Way::Back, 5);
    node.trail.departures.extend([(Way::Back, 3), (Way::Jump, 2), (Way::Continue, 18)]);
    node.ad_hoc.elapsed.insert(Seconds(30), 6);
    let stuck = Stuck::of(&node, 1);
    assert_eq!((stuck.sessions, stuck.signs()), (20, [5, 5, 4, 6, 1]));
    assert!(!stuck.is_none() && Stuck::of(&NodeFigures::default(), 0).is_none());
}

#[test]
fn ad_hoc_steps_are_gathered_by_their_words_whatever_their_case() {
    let step = |session: u128, outcome, words: &str| AdHocStep {
        session: SessionId(Uuid::from_u128(session)),
        outcome,
        node: NodeKey(7),
        words: words.to_owned(),
    };
    let steps = [
        step(1, Outcome::Resolved, "Clear the queue"),
        step(1, Outcome::Resolved, "clear  the QUEUE"),
        step(2, Outcome::Escalated, "clear the queue"),
        step(3, Outcome::Workaround, "Restart the spooler"),
    ];
    let found = detours(steps.clone(), 10);
    let found = &found[&NodeKey(7)];
    let told: Vec<_> = found.words.iter().map(|one| (one.words.as_str(), one.sessions, one.solved)).collect();
    assert_eq!((told, found.others, found.sessions), (vec![("Clear the queue", 2, 1), ("Restart the spooler", 1, 1)], 0, 3));
    let one = &detours(steps, 1)[&NodeKey(7)];
    assert_eq!((one.words.len(), one.others, one.sessions, detours([], 1).len()), (1, 1, 3, 0));
}

#[test]
fn steps_and_answers_that_nobody_takes_are_said_once() {
    let json = serde_json::json!({
        "key": "k", "name": "N", "category": "C", "tags": [], "description": "", "root": "q",
        "nodes": [
            {"id": "q", "type": "decision", "title": "Q", "body": [], "options": [
                {"id": "1", "label": "One", "next_node_id": "r"}, {"id": "2", "label": "Two", "next_node_id": "s"}]},
            {"id": "r", "type": "decision", "title": "R", "body": [], "options": [{"id": "1", "label": "Only", "next_node_id": "s"}]},
            {"id": "s", "type": "solution", "title": "S", "body": []},
        ],
    });
    let tree: Tree = serde_json::from_value(json).unwrap();
    let node = |sessions| NodeFigures { sessions, ..NodeFigures::default() };
    let mut q = node(4);
    q.options.insert(OptionKey::of(&"q".into(), "2"), OptionFigures { sessions: 4, ..OptionFigures::default() });
    let mut taken = Used::default();
    for (id, figures) in [("q", q), ("r", node(0)), ("s", node(4))] {
        taken.add(NodeKey::of(&id.into()), &figures);
    }
    assert_eq!(taken.without(&Used::default()), taken);
    assert_eq!(taken.without(&taken), Used::default());
    let told: Vec<_> = unused(&tree, &taken).into_iter().map(|one| (one.step, one.answer)).collect();
    assert_eq!(told, [("Q".to_owned(), Some("One".to_owned())), ("R".to_owned(), None)]);
}
