//! Who is shown, and against what.

use proptest::prelude::*;
use uuid::Uuid;

use super::{HeldBack, LEAST_PEOPLE, Limits, Narrowed, Presence, Rates, Shown, Tally, TreeWork, Work, disclose, standings};
use crate::id::{TreeId, UserId};
use crate::stats::ENOUGH;

fn presence(asked: u64, other_trees: u64, other_days: u64) -> Presence {
    Presence { asked, other_trees, other_days }
}

fn tree(number: u128, decided: u64, solved: u64, active: u64) -> TreeWork {
    let active = if decided > 0 { active } else { 0 };
    let squares = if decided > 0 { (active as f64).powi(2) / decided as f64 } else { 0.0 };
    TreeWork {
        tree: TreeId(Uuid::from_u128(number)),
        is_asked: true,
        walks: Tally { walks: decided, decided, solved, active, squares },
        other_days: 0,
    }
}

fn person(number: u128, trees: Vec<TreeWork>) -> Work {
    Work { person: UserId(Uuid::from_u128(number)), trees }
}

#[test]
fn four_people_are_not_shown_and_five_are() {
    assert_eq!(disclose(&[presence(40, 0, 0); 4]), Err(HeldBack::SmallGroup));
    assert_eq!(disclose(&[presence(40, 0, 0); 5]), Ok(vec![Shown::Figures; 5]));
    assert_eq!(disclose(&[presence(9, 0, 0); 50]), Err(HeldBack::SmallGroup));
    assert_eq!(disclose(&[]), Err(HeldBack::SmallGroup));
}

#[test]
fn others_are_named_only_where_there_are_several_of_them() {
    let of = |others: usize| {
        disclose(&[vec![presence(10, 0, 0); 5], vec![presence(3, 0, 0); others], vec![presence(0, 0, 0)]].concat()).unwrap()
    };
    assert_eq!(of(4)[5..], [Shown::Nowhere; 5]);
    assert_eq!(of(5)[5..], [vec![Shown::Name; 5], vec![Shown::Nowhere]].concat());
}

#[test]
fn a_part_is_held_back_where_the_rest_of_the_whole_is_of_few_people() {
    let whole = vec![presence(20, 30, 0); 6];
    assert!(disclose(&whole).is_ok());
    let with = |one| disclose(&[whole.clone(), vec![one]].concat());
    // Shown on the page of all trees, and not here: the difference is theirs.
    assert_eq!(with(presence(0, 30, 0)), Err(HeldBack::Remainder(Narrowed::Trees)));
    assert_eq!(with(presence(4, 30, 0)), Err(HeldBack::Remainder(Narrowed::Trees)));
    // Enough of their walks here, and nine elsewhere.
    assert_eq!(with(presence(20, 9, 0)), Err(HeldBack::Remainder(Narrowed::Trees)));
    assert_eq!(with(presence(4, 0, 30)), Err(HeldBack::Remainder(Narrowed::Days)));
    // Nowhere shown.
    assert!(with(presence(4, 5, 0)).is_ok());
    let several = disclose(&[whole.clone(), vec![presence(4, 30, 0); 5]].concat()).unwrap();
    assert_eq!(several[6..], [Shown::Name; 5]);
}

#[test]
fn expected_is_by_everybodys_rates_of_the_same_trees() {
    // Everybody's rates: 0.9 of tree 1, 0.3 of tree 2; 600 s and 1,200 s a walk.
    let one = person(1, vec![tree(1, 90, 81, 90 * 600)]);
    let other = person(2, vec![tree(1, 10, 9, 10 * 600), tree(2, 100, 30, 100 * 1_200)]);
    let people = [one, other];
    let rates = Rates::of(&people);
    let found = standings(&people, &rates);
    let close = |one: f64, other: f64| (one - other).abs() < 1e-9;
    assert!(close(found[0].solved.expected, 81.0) && close(found[1].solved.expected, 39.0), "{found:?}");
    assert!(close(found[0].active.expected, 54_000.0) && close(found[1].active.expected, 126_000.0));
    assert_eq!((found[0].limits, found[1].limits), (Limits::Within, Limits::Within), "who takes the harder tree is no worse for it");
    assert_eq!((found[0].solved.shrunk, found[1].active.shrunk), (Some(1.0), Some(1.0)));
}

#[test]
fn who_differs_by_more_than_chance_is_said_to() {
    let mut people: Vec<Work> = (0..9).map(|number| person(number, vec![tree(1, 100, 80, 60_000)])).collect();
    people.push(person(9, vec![tree(1, 100, 50, 60_000)]));
    let found = standings(&people, &Rates::of(&people));
    assert_eq!(found[9].limits, Limits::FarFewer);
    assert!(found[..9].iter().all(|one| one.limits == Limits::Within));
    let shrunk = found[9].solved.shrunk.unwrap();
    assert!(found[9].solved.ratio().unwrap() < shrunk && shrunk < 1.0, "{shrunk}");
    assert_eq!(Limits::FarFewer.words(), "fewer than expected (99.8 %)");
}

#[test]
fn a_tree_that_nobody_resolves_expects_nothing() {
    let people: Vec<Work> = (0..5).map(|number| person(number, vec![tree(1, 12, 0, 0)])).collect();
    let found = standings(&people, &Rates::of(&people));
    assert!(found.iter().all(|one| one.solved.shrunk.is_none() && one.solved.ratio().is_none() && one.limits == Limits::Within));
}

fn works() -> impl Strategy<Value = Vec<Work>> {
    let tally = (0u64..40).prop_flat_map(|decided| (Just(decided), 0..=decided, 0u64..90_000));
    let of_tree = (0u128..4, any::<bool>(), tally, 0u64..15).prop_map(|(number, is_asked, (decided, solved, active), other_days)| {
        TreeWork { is_asked, other_days, ..tree(number, decided, solved, active) }
    });
    let trees = prop::collection::vec(of_tree, 0..4).prop_map(|mut trees| {
        trees.sort_by_key(|one| one.tree);
        trees.dedup_by_key(|one| one.tree);
        // A tree is asked for or not, whoever walked it.
        trees.iter_mut().for_each(|one| one.is_asked = one.tree.0.as_u128() < 3);
        trees
    });
    prop::collection::vec(trees, 0..16)
        .prop_map(|all| all.into_iter().enumerate().map(|(number, trees)| person(number as u128, trees)).collect())
}

proptest! {
    #[test]
    fn nobody_is_shown_among_few_or_by_few_walks_and_no_difference_shows_anybody(works in works()) {
        let people: Vec<Presence> = works.iter().map(Presence::of).collect();
        let Ok(shown) = disclose(&people) else { return Ok(()) };
        prop_assert_eq!(shown.len(), people.len());
        let with = |way: Shown| people.iter().zip(&shown).filter(move |(_, shown)| **shown == way).map(|(person, _)| *person);
        prop_assert!(with(Shown::Figures).count() >= LEAST_PEOPLE);
        for person in with(Shown::Figures) {
            prop_assert!(person.asked >= ENOUGH);
            prop_assert!([person.other_trees, person.other_days].iter().all(|rest| *rest == 0 || *rest >= ENOUGH));
        }
        let named = with(Shown::Name).count();
        prop_assert!(named == 0 || named >= LEAST_PEOPLE);
        for rest in [|one: &Presence| one.other_trees, |one: &Presence| one.other_days] {
            if people.iter().any(|one| rest(one) > 0) {
                // The page of the whole has everybody of enough walks; who of them is missing here is nobody or several.
                let whole = people.iter().zip(&shown).filter(|(one, _)| one.asked + rest(one) >= ENOUGH);
                let missing = whole.filter(|(_, shown)| **shown != Shown::Figures).count();
                prop_assert!(missing == 0 || missing >= LEAST_PEOPLE);
            }
        }
    }

    #[test]
    fn who_is_shown_does_not_depend_on_the_order_of_people(works in works(), at in any::<prop::sample::Index>()) {
        let people: Vec<Presence> = works.iter().map(Presence::of).collect();
        let mut turned = people.clone();
        let by = if people.is_empty() { 0 } else { at.index(people.len()) };
        turned.rotate_left(by);
        let expected = disclose(&people).map(|mut shown| { shown.rotate_left(by); shown });
        prop_assert_eq!(disclose(&turned), expected);
    }

    #[test]
    fn everybody_together_is_as_expected_and_shrinking_never_leaves_the_ratio_or_passes_one(works in works()) {
        let found = standings(&works, &Rates::of(&works));
        let sum = |of: fn(&super::Standing) -> f64| found.iter().map(of).sum::<f64>();
        prop_assert!((sum(|one| one.solved.observed) - sum(|one| one.solved.expected)).abs() < 1e-6);
        prop_assert!((sum(|one| one.active.observed) - sum(|one| one.active.expected)).abs() < 1e-3);
        for one in found.iter().flat_map(|one| [one.solved, one.active]) {
            let (Some(ratio), Some(shrunk)) = (one.ratio(), one.shrunk) else { continue };
            prop_assert!((ratio.min(1.0) - 1e-9..=ratio.max(1.0) + 1e-9).contains(&shrunk), "{} {}", ratio, shrunk);
        }
    }
}
