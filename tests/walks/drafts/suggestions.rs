//! Suggested words change words alone, and those of different steps are in nobody's way.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use resolutionflow::text::normalise;
use resolutionflow::tree::{DocumentNode, EditError, NodeKind, StepWords, TreeDocument, Unit, apply_all, rebase, units, word_edits};

use super::drafts;
use crate::cases;
use crate::tree_text::hostile;

/// A tree without its words.
fn bare(document: &TreeDocument) -> TreeDocument {
    let mut bare = document.clone();
    for node in &mut bare.nodes {
        node.title.clear();
        node.body.clear();
        match &mut node.kind {
            NodeKind::Decision { options } => options.iter_mut().for_each(|option| option.label.clear()),
            NodeKind::Action { commands, .. } => commands.iter_mut().for_each(|command| {
                command.label.clear();
                command.text.clear();
            }),
            NodeKind::Solution { .. } => {}
        }
    }
    bare
}

/// Other words for every text of a step.
fn reworded(node: &DocumentNode, texts: &[String]) -> StepWords {
    let mut next = texts.iter().cycle().cloned();
    let mut words = StepWords::of(node);
    let StepWords { title, body, answers, commands } = &mut words;
    let labels = answers.iter_mut().map(|(_, label)| label).chain(commands.iter_mut().flat_map(|(label, text)| [label, text]));
    for text in [title, body].into_iter().chain(labels) {
        text.clone_from(&next.next().unwrap_or_default());
    }
    words
}

proptest! {
    #![proptest_config(cases(1_000))]

    #[test]
    fn suggested_words_change_words_of_their_step_alone(origin in drafts(), at in any::<Index>(), texts in vec(hostile(), 1..6)) {
        prop_assume!(!origin.nodes.is_empty());
        let place = at.index(origin.nodes.len());
        let node = &origin.nodes[place];
        prop_assert_eq!(word_edits(&origin, &node.id, &StepWords::of(node)), Ok(vec![]));
        let words = reworded(node, &texts);
        let edits = word_edits(&origin, &node.id, &words).unwrap();
        let is_words = |unit: &Unit| matches!(unit, Unit::Title(_) | Unit::Body(_) | Unit::Label(..) | Unit::Commands(_));
        prop_assert!(edits.iter().flat_map(units).all(|unit| unit.node() == Some(&node.id) && is_words(&unit)), "{:?}", edits);
        let mut after = origin.clone();
        apply_all(&mut after, &edits).unwrap();
        prop_assert_eq!(bare(&after), bare(&origin));
        let now = &after.nodes[place];
        prop_assert_eq!(&now.body, &normalise(&words.body));
        for (one, other) in after.nodes.iter().zip(&origin.nodes).filter(|(one, _)| one.id != node.id) {
            prop_assert_eq!(one, other);
        }
        // Whoever sends the same words for what is there now changes nothing.
        prop_assert_eq!(word_edits(&after, &node.id, &words), Ok(vec![]));
    }

    #[test]
    fn suggestions_for_different_steps_merge(origin in drafts(), at in any::<[Index; 2]>(), texts in vec(hostile(), 1..6)) {
        prop_assume!(!origin.nodes.is_empty());
        let [one, other] = at.map(|at| at.get(&origin.nodes));
        prop_assume!(one.id != other.id);
        let edits = |node: &DocumentNode| word_edits(&origin, &node.id, &reworded(node, &texts)).unwrap();
        let mut present = origin.clone();
        apply_all(&mut present, &edits(one)).unwrap();
        let (rebased, conflicts) = rebase(&origin, &present, &edits(other)).unwrap();
        prop_assert_eq!(conflicts, vec![]);
        apply_all(&mut present, &rebased).unwrap();
        let mut both = origin.clone();
        apply_all(&mut both, &edits(other)).unwrap();
        apply_all(&mut both, &edits(one)).unwrap();
        prop_assert_eq!(present, both);
    }

    #[test]
    fn words_for_what_is_not_there_are_refused(origin in drafts(), at in any::<Index>()) {
        prop_assume!(!origin.nodes.is_empty());
        let node = at.get(&origin.nodes);
        let words = StepWords::of(node);
        let more = |words: &StepWords| word_edits(&origin, &node.id, words);
        let option = StepWords { answers: vec![("\u{1}".to_owned(), "x".to_owned())], ..words.clone() };
        let mut command = words.clone();
        command.commands.push(("x".to_owned(), "y".to_owned()));
        prop_assert!(matches!(more(&option), Err(EditError::NoSuchOption(..))));
        prop_assert!(matches!(more(&command), Err(EditError::NoSuchCommand(..))));
        let nowhere = word_edits(&origin, &"not there at all".into(), &words);
        prop_assert!(matches!(nowhere, Err(EditError::NoSuchNode(_))));
    }
}
