//! No typed text is lost, and all of it can be copied.

use proptest::prelude::*;

use super::*;
use crate::pdf::faces::{Face, Faces};
use crate::pdf::printable::{Reach, printable};
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

/// The tree of the tests in Hebrew, and a Persian and a Chinese note.
#[test]
fn a_text_that_runs_from_right_to_left_reads_as_it_was_typed() {
    let titles = ["האם המדפסת (HP 4015) דולקת? 192.168.1.10", "هل الطابعة متصلة", "Is the printer on? כן"];
    let steps = titles.map(|title| step(title, "לא, error 0x80070005", "בדוק את הכבל. ואז לחץ F5.\nمی\u{200c}خواهم", "שלום 1\n  two", 5));
    let mut report = session(steps.into());
    report.header.client = "משרד רואי חשבון".to_owned();
    report.steps[1].step.superseded = true;
    let pdf = write(&report).unwrap();
    let read = letters(&text(&pdf));
    let typed =
        titles.into_iter().chain(["לא, error 0x80070005", "בדוק את הכבל. ואז לחץ F5.", "می\u{200c}خواهم", "שלום 1", "משרד רואי חשבון"]);
    for typed in typed {
        assert!(read.contains(&letters(typed)), "{typed} in {read}");
    }
    assert!(!read.contains("U+"), "{read}");
}

#[test]
fn a_folder_of_fonts_shows_what_the_program_has_no_glyph_for() {
    let report = report_with("works again 😀 語 🔥");
    let fonts = Fonts::of_folder(concat!(env!("CARGO_MANIFEST_DIR"), "/pdf/tests/fonts"));
    let pdf = crate::pdf::write(&report, &fonts).unwrap();
    let read = text(&pdf);
    assert!(read.matches("works again 😀 語 U+1F525").count() >= 7 + 2 * 4, "{read}");
    assert!(pdf.len() < write(&report).unwrap().len() + 4_000, "only the glyphs that it needs are in it: {}", pdf.len());
    assert_eq!(crate::pdf::write(&report, &fonts).unwrap(), pdf);
}

/// Without spaces, which a document has where lines end, joiners, and the marks of direction that poppler adds.
fn letters(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{200c}' | '\u{200d}' | '\u{202a}'..='\u{202e}')).collect()
}

/// Its letters as the document prints them.
fn printed(text: &str, face: Face, faces: &mut Faces) -> String {
    letters(&text.split('\n').map(|line| printable(line, face, faces, Reach::All).text).collect::<String>())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn every_word_can_be_found_again(text in nasty()) {
        let (mut faces, _) = Faces::read(&Fonts::default()).unwrap();
        let report = report_with(&text);
        let pdf = write(&report).unwrap();
        let read = letters(&super::text(&pdf));
        for fact in report.facts() {
            let printed = printed(&fact.text, Face::Prose, &mut faces);
            prop_assert!(read.contains(&printed), "{printed} of {:?} in {read}", fact.text);
        }
        let mut rest = read.split_once("Duration").unwrap().1;
        for step in &report.steps {
            let title = format!("{}.{}{}{}", step.step.number, step.marks(), step.title(), step.step.duration.exact());
            let mut expected = vec![printed(&title, Face::Strong, &mut faces)];
            for fact in step.facts(report.zone).into_iter().filter(|fact| fact.label != "Duration") {
                expected.push(fact.label.to_owned());
                expected.push(printed(&fact.text, if fact.verbatim { Face::Mono } else { Face::Prose }, &mut faces));
            }
            for part in expected {
                let found = rest.split_once(&part);
                prop_assert!(found.is_some(), "{part} in {rest}");
                rest = found.unwrap().1;
            }
        }
    }
}
