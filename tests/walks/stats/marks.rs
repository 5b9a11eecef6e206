//! Marks of final paths, and marks in addresses.

use proptest::prelude::*;
use resolutionflow::stats::{Mark, PathStep, final_path};

use super::{counted, several};
use crate::cases;

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn walks_have_one_mark_exactly_where_they_have_one_final_path(walks in several()) {
        let paths: Vec<_> = walks.iter().flat_map(|walk| counted(walk).map(|(_, walk)| final_path(&walk.steps))).collect();
        for path in &paths {
            let same = |of: &dyn Fn(&Vec<PathStep>) -> bool| paths.iter().filter(|other| of(other)).count();
            assert_eq!(same(&|other| Mark::of_path(other) == Mark::of_path(path)), same(&|other| other == path));
        }
    }

    #[test]
    fn a_mark_reads_back_from_an_address(number: i64) {
        let mark = Mark(number);
        assert_eq!(mark.to_string().parse(), Ok(mark));
    }
}

#[test]
fn other_texts_are_no_marks() {
    for text in ["", "ff", "00000000000000FF", "+0000000000000ff", "00000000000000fff", "000000000000000é"] {
        assert!(text.parse::<Mark>().is_err(), "{text}");
    }
}
