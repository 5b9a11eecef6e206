//! Texts that no office types: whatever can be stored can be written.

use resolutionflow::text::{Label, Note, OutcomeNotes, Output, Scratchpad, Ticket, Title};

use super::*;

/// A session with one text in every field, as long as each can be stored, but no longer than `most` bytes.
fn full_of(unit: &str, most: usize) -> Report {
    let text = |limit: usize| unit.chars().cycle().take(limit.min(most)).collect::<String>();
    let output = unit.repeat((Output::LIMIT.min(most) / unit.len()).max(1));
    let title = text(Title::LIMIT);
    let mut report = session(vec![step(&title, &text(Label::LIMIT), &text(Note::LIMIT), &output, 42)]);
    let header = &mut report.header;
    header.tree_name = title.clone();
    header.technicians = vec![text(Label::LIMIT); 3];
    header.client = title;
    header.ticket = text(Ticket::LIMIT);
    (header.outcome_notes, header.next_steps) = (text(OutcomeNotes::LIMIT), String::new());
    header.scratchpad = text(Scratchpad::LIMIT);
    report
}

#[test]
fn no_text_that_can_be_stored_makes_a_document_fail() {
    let spaces = format!("{}x", " ".repeat(60_000));
    let at_the_limits = ["\u{301}", &spaces].map(|unit| (unit, usize::MAX));
    let short = [
        "e\u{301}\u{327}\u{323}\u{302}\u{30a}\u{308}\u{303}\u{304}\u{306}",
        "\u{a0}\u{2009}",
        "\t",
        "\u{20dd}\u{489}",
        "\u{1f468}\u{200d}\u{1f469}\u{fe0f}",
        "\u{1100}\u{915}\u{94d}\u{e33}",
        "\u{5d0}\u{661}",
        "\u{1f1e6}ffi\u{2044}1",
        "\u{fffd}\u{ffff}",
    ];
    for (unit, most) in at_the_limits.into_iter().chain(short.map(|unit| (unit, 300))) {
        let written = write(&full_of(unit, most));
        assert!(written.is_ok(), "{unit:.20?}: {:?}", written.err());
    }
}
