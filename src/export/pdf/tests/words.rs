//! No typed text is lost, and all of it can be copied.

use proptest::prelude::*;

use super::*;
use crate::pdf::faces::{Face, Faces};
use crate::pdf::printable::printable;
use crate::tests::nasty;

#[test]
fn a_session_reads_as_it_was_walked() {
    let read = text(&write(&demo()).unwrap());
    assert_eq!(read, include_str!("demo.txt"), "{read}");
}

#[test]
fn what_has_no_glyph_prints_as_its_number() {
    let read = text(&write(&report_with("works again 🔥 語")).unwrap());
    assert!(read.matches("works again U+1F525 U+8A9E").count() >= 7 + 2 * 4, "{read}");
}

/// Without spaces, which a document has where lines end.
fn letters(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Its letters as the document prints them.
fn printed(text: &str, face: Face, faces: &Faces) -> String {
    letters(&text.split('\n').map(|line| printable(line, face, faces).text).collect::<String>())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn every_word_can_be_found_again(text in nasty()) {
        let (faces, _) = Faces::read().unwrap();
        let report = report_with(&text);
        let pdf = write(&report).unwrap();
        let read = letters(&super::text(&pdf));
        for fact in report.facts() {
            let printed = printed(&fact.text, Face::Prose, &faces);
            prop_assert!(read.contains(&printed), "{printed} of {:?} in {read}", fact.text);
        }
        let mut rest = read.split_once("Duration").unwrap().1;
        for step in &report.steps {
            let facts = step.facts(report.zone).into_iter().filter(|fact| fact.label != "Duration");
            let expected = facts.flat_map(|fact| {
                [fact.label.to_owned(), printed(&fact.text, if fact.verbatim { Face::Mono } else { Face::Prose }, &faces)]
            });
            let title = printed(&format!("{}.{}{}{}", step.step.number, step.marks(), step.title(), step.step.duration.exact()), Face::Strong, &faces);
            for part in [title].into_iter().chain(expected) {
                let found = rest.split_once(&part);
                prop_assert!(found.is_some(), "{part} in {rest}");
                rest = found.unwrap().1;
            }
        }
    }
}
