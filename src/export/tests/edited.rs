//! An edited document is as safe to paste as the original.

use super::golden::careless;
use super::*;
use crate::{Format, Options, redact};

const EDITABLE: [Format; 3] = [Format::Note, Format::Markdown, Format::Text];

fn redacted(format: Format) -> String {
    careless().with(&Options { redacted: true, ..Options::default() }).unwrap().text(format).unwrap()
}

#[test]
fn the_line_about_masks_counts_those_that_the_edited_text_has() {
    for format in EDITABLE {
        let text = redacted(format);
        let typed = text.replace("Renew the client certificate", "Renew it for bob@contoso.example");
        let edited = format.edited(&typed, true).unwrap();
        let line = edited.lines().find(|line| line.contains("Redacted:")).unwrap();
        let mails = edited.replace('\\', "").matches("[e-mail]").count();
        assert!(
            mails > 2 && line.ends_with(&format!(" {mails} e-mail addresses, 2 IP addresses, 1 token, 1 path, 2 passwords")),
            "{edited}"
        );
        let said = |text: &str| text.lines().filter(|line| !line.contains("Redacted:")).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(said(&edited), said(&typed.replace("bob@contoso.example", "[e-mail]")), "nothing else changes");
        assert_eq!(format.edited(&edited, true).unwrap(), edited);
    }
}

#[test]
fn a_text_without_such_a_line_gets_none() {
    for format in EDITABLE {
        let text = "Redacted: as agreed\nMailed [e-mail].";
        assert_eq!(format.edited(text, true).unwrap(), text);
    }
}

#[test]
fn without_redaction_the_text_stays_what_it_is() {
    for format in EDITABLE {
        let text = "Redacted: 2 e-mail addresses\r\nada@contoso.example\u{200b}\n";
        assert_eq!(format.edited(text, false).unwrap(), text.replace('\r', ""));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn an_edited_note_is_one_that_a_psa_takes(text in nasty(), times in 0usize..4_000, redacted in any::<bool>()) {
        let note = Format::Note.edited(&format!("ada@contoso.example\n{}", text.repeat(times)), redacted).unwrap();
        prop_assert!(note.chars().count() <= 32_000 && !note.contains(|c: char| c.is_control() && c != '\n'));
        prop_assert_eq!(note.contains("ada@"), !redacted);
        prop_assert!(!redacted || redact(&note).unwrap().0 == note);
    }
}

#[test]
fn an_edited_note_that_is_too_long_says_so() {
    for text in ["a line\n".repeat(6_000), "x".repeat(40_000)] {
        let note = Format::Note.edited(&text, false).unwrap();
        assert!(note.chars().count() <= 32_000 && note.contains("[Cut here: "), "{note}");
        assert!(note.chars().count() > 31_000 && text.starts_with(&note[..30_000]), "{note}");
    }
}
