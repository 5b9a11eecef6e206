//! The checker finds every mistake, and says at which node.

use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use resolutionflow::tree::{Tree, TreeDocument, check};

use crate::cases;
use crate::mistakes::{Breaking, Expected, MISTAKES, Mistake};
use crate::trees::documents;

fn is_reported(document: &TreeDocument, (node, words): &Expected) -> bool {
    check(document).first.iter().any(|problem| problem.node == *node && problem.message.contains(words))
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn each_mistake_is_reported_at_its_node_and_nothing_is_published(
        document in documents(), mistake in select(MISTAKES.to_vec()), pick in any::<Index>(),
    ) {
        let mut breaking = Breaking::of(document);
        let expected = breaking.make(mistake, pick);
        let document = breaking.document;
        assert!(is_reported(&document, &expected), "{expected:?} not in {:?}", check(&document));
        assert_eq!(Tree::publish(&document).unwrap_err(), check(&document));
    }

    #[test]
    fn a_mistake_that_breaks_no_path_is_reported_alone(
        document in documents(), mistake in select(MISTAKES.to_vec()), pick in any::<Index>(),
    ) {
        let breaks_paths = matches!(mistake, Mistake::NoOptions | Mistake::EmptyNodeId);
        let mut breaking = Breaking::of(document);
        breaking.make(mistake, pick);
        let problems = check(&breaking.document).first;
        assert!(breaks_paths || problems.len() == 1, "{problems:?}");
    }
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn several_mistakes_are_all_reported_at_once(
        document in documents(), mistakes in subsequence(MISTAKES.to_vec(), 2..=MISTAKES.len()).prop_shuffle(), pick in any::<Index>(),
    ) {
        let mut breaking = Breaking::of(document);
        let expected: Vec<Expected> = mistakes.into_iter().map(|mistake| breaking.make(mistake, pick)).collect();
        for one in &expected {
            assert!(is_reported(&breaking.document, one), "{one:?} not in {:?}", check(&breaking.document));
        }
    }

    #[test]
    fn a_broken_document_reads_back_equal_too(document in documents(), mistakes in subsequence(MISTAKES.to_vec(), 1..6), pick in any::<Index>()) {
        let mut breaking = Breaking::of(document);
        for mistake in mistakes {
            breaking.make(mistake, pick);
        }
        let read = TreeDocument::from_json(breaking.document.to_json().as_bytes()).unwrap();
        assert_eq!(TreeDocument::from_json(read.to_json().as_bytes()).unwrap(), read);
        assert_eq!(check(&read).is_empty(), check(&breaking.document).is_empty());
    }
}
