//! Differences make the one tree of the other.

use proptest::prelude::*;
use proptest::sample::Index;
use resolutionflow::tree::{Edit, NodeId, StepForm, apply, apply_all, diff, form_edits, patch};

use super::{drafts, made, picks};
use crate::cases;
use crate::trees::documents;

proptest! {
    #![proptest_config(cases(1_000))]

    #[test]
    fn the_differences_of_two_trees_make_the_one_of_the_other(older in drafts(), picks in picks(0..10), other in drafts()) {
        prop_assert_eq!(diff(&older, &older), vec![]);
        let mut newer = older.clone();
        made(&mut newer, &picks);
        for newer in [newer, other] {
            let changes = diff(&older, &newer);
            let patched = patch(&older, &changes);
            prop_assert_eq!(patched.as_ref(), Ok(&newer), "{:?}", changes);
            prop_assert!(changes.iter().all(|change| !change.sentence.is_empty() && change.sentence.chars().count() < 700));
            changes.iter().for_each(|change| drop(change.words()));
        }
    }

    #[test]
    fn a_form_says_what_it_has(older in drafts(), newer in drafts(), pick in any::<Index>()) {
        prop_assume!(!older.nodes.is_empty() && !newer.nodes.is_empty());
        let (node, other) = (pick.get(&older.nodes), pick.get(&newer.nodes));
        let form = StepForm { title: other.title.clone(), body: other.body.replace('\n', "\r\n"), kind: other.kind.clone() };
        let mut document = older.clone();
        apply_all(&mut document, &form_edits(&older, &node.id, form).unwrap()).unwrap();
        prop_assert!(document.is_draft());
        let after = document.nodes.iter().find(|after| after.id == node.id).unwrap();
        prop_assert_eq!(&after.body, &other.body);
        let untouched = StepForm { title: node.title.replace('\n', ""), body: node.body.clone(), kind: node.kind.clone() };
        let edits = form_edits(&older, &node.id, untouched).unwrap();
        // A command that says nothing is taken for a row that nobody filled in.
        let is_blank = edits.iter().all(|edit| matches!(edit, Edit::RemoveCommand { .. } | Edit::Command { .. }));
        prop_assert!(is_blank, "{:?}", edits);
    }
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn one_rename_is_one_change(older in documents(), pick in any::<Index>()) {
        let mut newer = older.clone();
        let (node, to) = (pick.get(&older.nodes).id.clone(), NodeId("quite another".into()));
        apply(&mut newer, &Edit::Rename { node: node.clone(), to: to.clone() }).unwrap();
        let changes: Vec<Edit> = diff(&older, &newer).into_iter().map(|change| change.edit).collect();
        prop_assert_eq!(changes, [Edit::Rename { node, to }]);
    }
}
