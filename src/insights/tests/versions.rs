use chrono::NaiveDate;
use serde_json::json;

use super::walks::{sessions, walk};
use crate::insights::{Comparison, VersionFigures, Weeks};
use crate::outcome::Outcome;
use crate::stats::{Figures, NodeFigures, NodeKey, Rate};
use crate::tree::{NodeId, NodeType, Tree, TreeDocument};

fn tree(title: &str) -> Tree {
    let document = json!({
        "format": "resolutionflow.tree/1", "key": "k", "name": "N", "category": "C", "root": "q1",
        "nodes": [
            {"id": "q1", "type": "decision", "title": title, "options": [
                {"id": "a", "label": "Yes", "next_node_id": "end"}, {"id": "b", "label": "No", "next_node_id": "end"},
            ]},
            {"id": "end", "type": "solution", "title": "Done"},
        ],
    });
    Tree::publish(&serde_json::from_value::<TreeDocument>(document).unwrap()).unwrap()
}

/// Walks of one step at `q1`: so many resolved, each of so many seconds, and so many escalated.
fn version(resolved: usize, seconds: u64, escalated: usize) -> VersionFigures {
    let mut sum = Figures::default();
    for (outcome, times) in [(Outcome::Resolved, resolved), (Outcome::Escalated, escalated)] {
        for _ in 0..times {
            sum += &Figures::of(&walk(outcome, seconds, "q1", NodeType::Decision));
        }
    }
    VersionFigures { sessions: sum.sessions, nodes: sum.nodes, days: Vec::new() }
}

/// Compares two versions of a tree, all of whose walks are of the days that are looked at.
fn compare(trees: (&Tree, &Tree), before: &VersionFigures, after: &VersionFigures) -> Comparison {
    Comparison::of(&[], trees, before, after, [before.sessions.resolution(), after.sessions.resolution()])
}

#[test]
fn the_later_version_is_compared_with_the_earlier_one() {
    let (tree, before, after) = (tree("Q"), version(60, 600, 40), version(80, 300, 20));
    let made = compare((&tree, &tree), &before, &after);
    let resolution = made.resolution.unwrap();
    assert_eq!((resolution.before, resolution.after), (Rate::new(60, 100).unwrap(), Rate::new(80, 100).unwrap()));
    let difference = resolution.difference.unwrap();
    assert!((difference.estimate - 0.2).abs() < 1e-12 && difference.interval.low > 0.0, "{difference:?}");
    assert!((made.drop.unwrap().difference.unwrap().estimate + 0.2).abs() < 1e-12);
    assert_eq!(made.times.ratio.unwrap().estimate, 0.5);
    // Resolution, drop and times of the walks; drop-off and times of the one step that was visited.
    assert_eq!(made.comparisons, 5);
    assert!(resolution.stands_out && made.times.stands_out);
    let step = &made.steps[0];
    assert_eq!((step.id.as_str(), step.is_gone), ("q1", false));
    let (drop_off, times) = step.both.as_ref().unwrap();
    assert_eq!(drop_off.unwrap().before, Rate::new(40, 100).unwrap());
    assert_eq!(times.ratio.unwrap().estimate, 0.5);
}

#[test]
fn looking_daily_takes_more_walks_than_looking_once() {
    let tree = tree("Q");
    let of = |before: (usize, usize), after: (usize, usize)| {
        compare((&tree, &tree), &version(before.0, 60, before.1), &version(after.0, 60, after.1)).watched
    };
    let early = of((60, 40), (75, 25)).unwrap();
    assert!(early.sequence.contains(0.0) && early.more.is_some_and(|more| more > 0), "{early:?}");
    assert_eq!(of((50, 50), (50, 50)).unwrap().more, None);
    let holds = of((100, 100), (190, 10)).unwrap();
    assert!(holds.sequence.low > 0.0 && holds.more == Some(0), "{holds:?}");
    assert_eq!(of((5, 4), (100, 0)), None, "nine are not enough data");
}

#[test]
fn what_is_watched_is_every_walk_whichever_days_are_looked_at() {
    let tree = tree("Q");
    let (before, after) = (version(5, 60, 4), version(5, 60, 4));
    let ever = [Rate::new(100, 200), Rate::new(190, 200)];
    let made = Comparison::of(&[], (&tree, &tree), &before, &after, ever);
    assert_eq!(made.resolution.unwrap().difference, None, "nine walks in these days");
    let watched = made.watched.unwrap();
    assert_eq!((watched.rates, watched.more), (ever.map(Option::unwrap), Some(0)));
    assert_eq!(Comparison::of(&[], (&tree, &tree), &before, &after, [None, ever[1]]).watched, None);
}

#[test]
fn few_walks_make_no_comparison_and_none_make_no_panic() {
    let tree = tree("Q");
    let made = compare((&tree, &tree), &version(9, 60, 0), &version(50, 30, 3));
    assert_eq!((made.resolution.unwrap().difference, made.times.ratio, made.comparisons), (None, None, 0));
    let nothing = compare((&tree, &tree), &VersionFigures::default(), &VersionFigures::default());
    assert_eq!((nothing.resolution, nothing.watched, nothing.comparisons, nothing.steps.len()), (None, None, 0, 2));
}

#[test]
fn a_step_that_means_something_else_is_not_compared() {
    let made = compare((&tree("Is it on?"), &tree("Which colour?")), &version(20, 60, 0), &version(20, 30, 0));
    let said: Vec<_> = made.steps.iter().map(|step| (step.title.as_str(), step.both.is_some(), step.is_gone)).collect();
    assert_eq!(said, [("Which colour?", false, false), ("Done", true, false), ("Is it on?", false, true)]);
    assert_eq!(made.comparisons, 3);
}

#[test]
fn one_of_many_comparisons_that_chance_explains_does_not_stand_out() {
    let (tree, before, after) = (tree("Q"), version(60, 600, 40), version(62, 600, 38));
    let made = compare((&tree, &tree), &before, &after);
    assert!(!made.resolution.unwrap().stands_out && !made.times.stands_out);
}

#[test]
fn weeks_are_the_same_or_said_not_to_be() {
    let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap();
    // 2 March 2026 is a Monday.
    assert_eq!(Weeks::of([day(3, 2), day(3, 8)], [day(3, 5)]), Weeks::Same);
    assert_eq!(Weeks::of([day(3, 2), day(3, 9)], [day(3, 15), day(3, 16)]), Weeks::Partly { both: 1, either: 3 });
    assert_eq!(Weeks::of([day(3, 8)], [day(3, 9)]), Weeks::Apart);
    assert_eq!(Weeks::of([], []), Weeks::Apart);
    let newyear = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
    assert_eq!(Weeks::of([newyear(2025, 12, 30)], [newyear(2026, 1, 2)]), Weeks::Same, "one week in two years");
}

#[test]
fn figures_of_walks_and_nodes_agree() {
    let version = version(3, 60, 1);
    let node: &NodeFigures = &version.nodes[&NodeKey::of(&NodeId::from("q1"))];
    assert_eq!((node.sessions, node.active.count()), (4, 4));
    assert_eq!(sessions(&[(Outcome::Resolved, 1)]).walks(&Outcome::OF_A_WALK), 1);
}
