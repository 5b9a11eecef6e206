//! Merges lose nothing: units that do not meet are all in the outcome, the others are there or in a conflict.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use resolutionflow::tree::{Edit, TreeDocument, Unit, apply_all, merge, rebase, units};

use super::{drafts, made, picks};
use crate::cases;

/// Units that edits change, and what they change beside.
fn touched(made: &[(Edit, Vec<Edit>)]) -> Vec<Unit> {
    made.iter().flat_map(|(edit, undo)| std::iter::once(edit).chain(undo)).flat_map(units).collect()
}

proptest! {
    #![proptest_config(cases(1_000))]

    #[test]
    fn where_one_changed_nothing_the_other_is_the_outcome(origin in drafts(), other in drafts(), picks in picks(0..6)) {
        let mut edited = origin.clone();
        made(&mut edited, &picks);
        for other in [other, edited] {
            for (theirs, mine) in [(&other, &origin), (&origin, &other), (&other, &other)] {
                let merged = merge(&origin, theirs, mine);
                prop_assert_eq!((&merged.document, merged.conflicts.len()), (&other, 0));
            }
        }
    }

    #[test]
    fn units_that_do_not_meet_merge_whoever_comes_first(origin in drafts(), theirs in picks(1..6), mine in picks(1..6)) {
        let (mut a, mut b) = (origin.clone(), origin.clone());
        let (by_them, by_me) = (made(&mut a, &theirs), made(&mut b, &mine));
        // A renamed step changes links that are no units of the edit, and a step that is gone is read as renamed where one like it came,
        // such as a branch that was pasted elsewhere and then removed. Names have tests of their own.
        let has_more = |one: &TreeDocument, other: &TreeDocument| {
            one.nodes.iter().any(|node| other.nodes.iter().all(|there| there.id != node.id))
        };
        let may_rename = |edited: &TreeDocument, made: &[(Edit, Vec<Edit>)]| {
            made.iter().any(|(edit, _)| matches!(edit, Edit::Rename { .. })) || has_more(&origin, edited) && has_more(edited, &origin)
        };
        let (theirs, mine) = (touched(&by_them), touched(&by_me));
        if !may_rename(&a, &by_them) && !may_rename(&b, &by_me) && !theirs.iter().any(|unit| mine.iter().any(|other| unit.meets(other))) {
            let merged = merge(&origin, &a, &b);
            prop_assert_eq!(&merged.conflicts, &vec![], "{:?} {:?}", by_them, by_me);
            prop_assert_eq!(merge(&origin, &b, &a).document, merged.document, "{:?} {:?}", by_them, by_me);
        }
    }

    #[test]
    fn a_merge_of_anything_is_a_draft_and_a_conflict_can_be_decided_for_either(
        origin in drafts(), theirs in picks(0..8), mine in picks(0..8),
    ) {
        let (mut a, mut b) = (origin.clone(), origin.clone());
        made(&mut a, &theirs);
        made(&mut b, &mine);
        let merged = merge(&origin, &a, &b);
        prop_assert!(merged.document.is_draft());
        for conflict in &merged.conflicts {
            prop_assert_ne!(&conflict.theirs, &conflict.mine, "{:?}", conflict);
            let mut kept = merged.document.clone();
            let made = apply_all(&mut kept, &conflict.keep_mine);
            prop_assert!(made.is_ok(), "{:?} {:?}", conflict, made);
        }
        let unrelated = merge(&origin, &a, &TreeDocument { name: "Another".into(), ..origin.clone() });
        prop_assert!(unrelated.document.is_draft());
    }

    /// Several authors type into one draft, each of whom last saw it at some revision.
    #[test]
    fn every_word_is_in_the_draft_or_in_a_conflict(
        origin in drafts(), turns in vec((any::<Index>(), any::<Index>(), any::<bool>()), 1..12),
    ) {
        prop_assume!(!origin.nodes.is_empty());
        let mut revisions = vec![origin];
        let mut said: Vec<(usize, String)> = Vec::new();
        for (number, (seen, at, is_body)) in turns.into_iter().enumerate() {
            let base = seen.get(&revisions).clone();
            let place = at.index(base.nodes.len());
            let (node, words) = (base.nodes[place].id.clone(), format!("said in turn {number}"));
            let edit = if is_body {
                Edit::Body { node, body: format!("{}\n\n{words}", base.nodes[place].body) }
            } else {
                Edit::Title { node, title: words.clone() }
            };
            let current = revisions[revisions.len() - 1].clone();
            let (edits, conflicts) = rebase(&base, &current, std::slice::from_ref(&edit)).unwrap();
            if conflicts.is_empty() {
                let mut next = current;
                apply_all(&mut next, &edits).unwrap();
                prop_assert!(next.to_text().contains(&words));
                if is_body {
                    said.push((place, words));
                }
                revisions.push(next);
            } else {
                prop_assert!(conflicts.iter().any(|conflict| conflict.mine.as_ref().is_some_and(|mine| mine.contains(&words))));
            }
        }
        let text = revisions[revisions.len() - 1].to_text();
        for (_, words) in said {
            prop_assert!(text.contains(&words), "{} in {}", words, text);
        }
    }
}
