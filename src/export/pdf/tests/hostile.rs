//! Texts that no office types: whatever can be stored can be written.

use resolutionflow::text::{Label, Note, Output, Scratchpad, Title};

use super::*;

/// A session with one text in every field, as long as each can be stored.
fn full_of(unit: &str) -> Report {
    let text = |limit: usize| unit.chars().cycle().take(limit).collect::<String>();
    let output = unit.repeat((16_000 / unit.len()).max(1));
    assert!(output.len() <= Output::LIMIT);
    let (title, note) = (text(Title::LIMIT), text(Note::LIMIT));
    let mut report = session(vec![step(&title, &text(Label::LIMIT), &note, &output, 42)]);
    let header = &mut report.header;
    header.tree_name = title.clone();
    header.technicians = vec![text(Label::LIMIT); 3];
    header.client = title;
    header.ticket = text(64);
    (header.outcome_notes, header.next_steps) = (text(4_000), text(4_000));
    header.scratchpad = text(Scratchpad::LIMIT);
    report
}

#[test]
fn no_text_that_can_be_stored_makes_a_document_fail() {
    let units = [
        "\u{301}",
        "e\u{301}\u{327}\u{323}\u{302}\u{30a}\u{308}\u{303}\u{304}\u{306}",
        "x                                                                                                                        ",
        " ",
        "\u{a0}",
        "\u{2009}",
        "\u{200d}",
        "\t",
        "\u{20dd}\u{489}",
        "\u{1f468}\u{200d}\u{1f469}",
        "\u{1100}",
        "\u{915}\u{94d}",
        "\u{e33}",
        "\u{5d0}\u{661}",
        "\u{fe0f}",
        "\u{1f1e6}",
        "ffi",
        "\u{2044}1",
        "\u{fffd}\u{ffff}",
    ];
    let spaces = [format!("x{}y", " ".repeat(30_000)), format!("{}x", " ".repeat(60_000))];
    for unit in units.into_iter().chain(spaces.iter().map(String::as_str)) {
        assert!(write(&full_of(unit)).is_ok(), "{unit:?}: {:?}", write(&full_of(unit)).err());
    }
}
