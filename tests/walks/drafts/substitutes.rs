//! Texts in the place of others: what is chosen is replaced, all else stays, and it is undone as one.

use proptest::prelude::*;
use resolutionflow::tree::{Hits, Substitute, Wanted, apply_all, substitute};

use super::drafts;
use crate::cases;

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn what_is_not_chosen_stays_and_undo_brings_all_back(document in drafts(), matches_case in any::<bool>(), every in 1..4usize) {
        let wanted = Wanted::parse("a", matches_case, false).unwrap();
        let hits = Hits::of(&document, &wanted);
        let chosen: std::collections::BTreeSet<usize> = (0..hits.count).step_by(every).collect();
        let mut changed = document.clone();
        let edits = substitute(&document, &wanted, &Substitute::parse("-").unwrap(), &chosen);
        prop_assert_eq!(edits.is_empty(), chosen.is_empty());
        let inverse = apply_all(&mut changed, &edits).unwrap();
        prop_assert_eq!(Hits::of(&changed, &wanted).count, hits.count - chosen.len());
        apply_all(&mut changed, &inverse).unwrap();
        prop_assert_eq!(changed, document);
    }
}
