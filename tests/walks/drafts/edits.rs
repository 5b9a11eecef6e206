//! Edits are undone exactly, and refuse what they cannot do without a trace.

use proptest::prelude::*;
use resolutionflow::tree::{
    Edit, Evidence, NodeId, NodeKind, TreeDocument, Unit, advise, apply, apply_all, check, check_with_fixes, undo, units,
};

use super::{drafts, made, normal_edit, picks};
use crate::cases;

/// Value of a unit, if it is there.
fn value(document: &TreeDocument, unit: &Unit) -> Option<String> {
    let node = |id: &NodeId| document.nodes.iter().find(|node| node.id == *id);
    let option = |id: &NodeId, option: &str| match &node(id)?.kind {
        NodeKind::Decision { options } => options.iter().find(|other| other.id == option),
        _ => None,
    };
    match unit {
        Unit::Head("name") => Some(document.name.clone()),
        Unit::Head("root") => Some(document.root.0.clone()),
        Unit::Node(id) => node(id).map(|_| String::new()),
        Unit::Title(id) => node(id).map(|node| node.title.clone()),
        Unit::Body(id) => node(id).map(|node| node.body.clone()),
        Unit::Option(id, one) => option(id, one).map(|_| String::new()),
        Unit::Label(id, one) => option(id, one).map(|option| option.label.clone()),
        Unit::Target(id, one) => option(id, one).map(|option| option.next_node_id.0.clone()),
        Unit::Commands(id) | Unit::Next(id) | Unit::Outcome(id) => match (&node(id)?.kind, unit) {
            (NodeKind::Action { commands, .. }, Unit::Commands(_)) => Some(format!("{commands:?}")),
            (NodeKind::Action { next_node_id, .. }, Unit::Next(_)) => Some(next_node_id.0.clone()),
            (NodeKind::Solution { suggested_outcome }, Unit::Outcome(_)) => Some(format!("{suggested_outcome:?}")),
            _ => None,
        },
        Unit::Kind(id) => node(id).map(|node| format!("{:?}", std::mem::discriminant(&node.kind))),
        _ => None,
    }
}

proptest! {
    #![proptest_config(cases(1_000))]

    #[test]
    fn what_was_done_is_undone_exactly(draft in drafts(), picks in picks(1..12)) {
        let mut document = draft.clone();
        for pick in &picks {
            let (before, edit) = (document.clone(), normal_edit(&pick.of(&document)));
            prop_assert_eq!(&serde_json::from_str::<Edit>(&serde_json::to_string(&edit).unwrap()).unwrap(), &edit);
            match apply(&mut document, &edit) {
                Err(_) => prop_assert_eq!(&document, &before),
                Ok(undo) => {
                    prop_assert!(document.is_draft(), "{:?}", edit);
                    let mut undone = document.clone();
                    apply_all(&mut undone, &undo).unwrap();
                    prop_assert_eq!(undone, before, "{:?} {:?}", edit, undo);
                }
            }
        }
        let mut again = draft.clone();
        let edits: Vec<Edit> = made(&mut again, &picks).into_iter().map(|(edit, _)| edit).collect();
        prop_assert_eq!(&again, &document);
        let mut folded = draft.clone();
        let undo = apply_all(&mut folded, &edits).unwrap();
        prop_assert_eq!(&folded, &document);
        apply_all(&mut folded, &undo).unwrap();
        prop_assert_eq!(folded, draft);
    }

    #[test]
    fn undoing_an_authors_edits_leaves_what_another_alone_has_changed(draft in drafts(), mine in picks(1..4), theirs in picks(1..4)) {
        let mut document = draft;
        let mine = made(&mut document, &mine);
        let theirs = made(&mut document, &theirs);
        let inverse: Vec<Edit> = mine.into_iter().rev().flat_map(|(_, undo)| undo).collect();
        let since: Vec<Edit> = theirs.into_iter().flat_map(|(edit, undo)| [edit].into_iter().chain(undo)).collect();
        if let Ok(inverse) = undo(&inverse, &since) {
            let before = document.clone();
            // A link to a step that gets its name back leads to the same step.
            let renamed = |id: String| {
                inverse.iter().fold(id, |id, edit| match edit {
                    Edit::Rename { node, to } if node.0 == id => to.0.clone(),
                    _ => id,
                })
            };
            if apply_all(&mut document, &inverse).is_ok() {
                for unit in since.iter().flat_map(units) {
                    prop_assert_eq!(value(&document, &unit), value(&before, &unit).map(renamed), "{:?} {:?}", unit, inverse);
                }
            } else {
                prop_assert_eq!(document, before);
            }
        }
    }

    #[test]
    fn every_fix_can_be_made_and_takes_its_problem_away(draft in drafts()) {
        let (problems, fixes) = check_with_fixes(&draft);
        prop_assert_eq!(&problems, &check(&draft));
        prop_assert_eq!(problems.first.len(), fixes.len());
        for (problem, fixes) in problems.first.iter().zip(fixes) {
            for fix in fixes {
                let mut fixed = draft.clone();
                let made = apply_all(&mut fixed, &fix.edits);
                prop_assert!(made.is_ok(), "{:?} {:?}", fix, made);
                let left = check(&fixed).first.iter().filter(|other| *other == problem).count();
                prop_assert!(left < problems.first.iter().filter(|other| *other == problem).count(), "{} {:?}", problem, fix);
            }
        }
        for warning in advise(&draft, &Evidence::default(), &[]).first {
            for fix in &warning.fixes {
                let mut fixed = draft.clone();
                let made = apply_all(&mut fixed, &fix.edits);
                prop_assert!(made.is_ok(), "{:?} {:?}", warning, made);
                prop_assert!(!advise(&fixed, &Evidence::default(), &[]).first.contains(&warning), "{:?}", warning);
            }
        }
    }
}
