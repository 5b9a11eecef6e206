//! The ticket note: what a client reads, and where it is cut.

use super::*;
use crate::{Format, Options};
use resolutionflow::outcome::Outcome;
use resolutionflow::text::{OutcomeNotes, Scratchpad};

const LIMIT: usize = 32_000;

fn note(report: &Report) -> String {
    report.text(Format::Note).unwrap()
}

/// The part above the internal trail.
fn for_the_client(report: &Report) -> String {
    let note = note(report);
    note.split("INTERNAL TRAIL\n").next().unwrap().to_owned()
}

/// The wrong branch first, then an ad-hoc step and what helped.
fn ended(outcome: Outcome) -> Report {
    let facts = Facts { scratchpad: Scratchpad::parse("jotted").unwrap(), ..Facts::default() };
    let mut walk = Walk::start(&ADA, facts, None);
    walk.choose(&ADA, 10, "", "all");
    walk.output("printed");
    walk.act(&ADA, 20, "noted", Action::Back);
    walk.choose(&ADA, 30, "", "one");
    walk.act(&ADA, 40, "noted", Action::Continue);
    walk.act(
        &ADA,
        50,
        "",
        Action::Complete { outcome: Outcome::Resolved, notes: OutcomeNotes::default(), next_steps: OutcomeNotes::default() },
    );
    let completion = resolutionflow::session::Completion { outcome, ..walk.session.completion().unwrap().clone() };
    walk.session.phase = resolutionflow::session::Phase::Completed(completion);
    walk.report(99)
}

#[test]
fn a_client_reads_nothing_internal_and_nothing_superseded() {
    let report = ended(Outcome::Resolved);
    let (client, whole) = (for_the_client(&report), note(&report));
    assert!(
        client.contains("Is it one user? Only this one")
            && client.contains("What fixed it: Renew the client certificate\n   > The VPN connects again\n")
    );
    for internal in ["noted", "printed", "jotted", "Everyone at the site", "Restart the VPN service", "Ada"] {
        assert!(!client.contains(internal) && whole.contains(internal), "{internal} in {whole}");
    }
}

#[test]
fn a_fix_is_claimed_only_where_the_outcome_says_so() {
    for outcome in Outcome::ALL {
        let client = for_the_client(&ended(outcome));
        let claims = ["What fixed it", "What helps for now", "What was done"].map(|label| client.contains(label));
        let expected = match outcome {
            Outcome::Resolved => [true, false, false],
            Outcome::Workaround => [false, true, false],
            _ => [false, false, true],
        };
        assert_eq!(claims, expected, "{client}");
        assert_eq!(client.contains("connects again"), !expected[2], "{client}");
        assert!(client.contains(outcome.word()), "{client}");
    }
}

#[test]
fn a_summary_is_short_however_long_the_walk_was() {
    let mut report = ended(Outcome::Resolved);
    let answered = report.steps[2].clone();
    report.steps.splice(2..2, std::iter::repeat_n(answered, 20));
    let client = for_the_client(&report);
    assert!(client.contains("What was found: (13 before these)\n") && client.lines().count() < 25, "{client}");
}

#[test]
fn without_a_summary_the_note_is_the_trail_alone() {
    let report = ended(Outcome::Resolved).with(&Options { summary: false, ..Options::default() }).unwrap();
    assert!(note(&report).starts_with("INTERNAL TRAIL\nSession 456789ab\n"));
}

#[test]
fn the_time_spent_is_exact() {
    let mut report = ended(Outcome::Resolved);
    for (seconds, said) in [(59, "59 s"), (3599, "59 min 59 s"), (3600, "1 h 00 min 00 s"), (4230, "1 h 10 min 30 s")] {
        report.header.totals.active = resolutionflow::time::Seconds(seconds);
        assert!(for_the_client(&report).contains(&format!("\nTime spent: {said}\n")), "{said}");
    }
}

/// The text typed: a copy of our own headings, a list, a table, and a mark that turns a file's name.
#[test]
fn a_psa_that_collapses_spaces_and_drops_empty_lines_shows_no_heading_that_was_typed() {
    let typed = include_str!("psa-note.txt");
    let mut report = ended(Outcome::Resolved);
    typed.clone_into(&mut report.header.outcome_notes);
    for field in [&mut report.header.client, &mut report.header.ticket] {
        "株式会社テスト".clone_into(field);
    }
    for step in &mut report.steps {
        (step.step.notes, step.output) = (typed.to_owned(), typed.to_owned());
    }
    let note = note(&report);
    let collapsed: Vec<String> = note.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    for (heading, count) in [("FOR THE CLIENT", 1), ("INTERNAL TRAIL", 1), ("Outcome: Resolved", 1)] {
        assert_eq!(collapsed.iter().filter(|line| *line == heading).count(), count, "{heading} in {note}");
    }
    assert!(note.contains("Details: Rebooted [thumbs up]\n   > INTERNAL TRAIL\n   > Outcome: Resolved\n   >   col1    col2\n"), "{note}");
    assert!(note.contains("\n   > gpj.exe is the attachment\n   > - first\n   > - second\n"), "{note}");
    assert!(note.contains("Client: 株式会社テスト"));
    assert_eq!(report.written_out(), 2 + 2 * report.steps.len(), "in both parts, and at each step twice");
}

#[test]
fn tabs_become_spaces_up_to_the_next_stop() {
    let mut report = ended(Outcome::Resolved);
    report.steps[0].output = "a\tb\nlonger than\tc".to_owned();
    assert!(note(&report).contains("\n   > a       b\n   > longer than     c\n"));
}

#[test]
fn a_note_that_fits_is_whole_and_with_one_character_more_its_output_is_shortened() {
    let mut report = ended(Outcome::Resolved);
    report.steps[1].output = "x".to_owned();
    let rest = LIMIT - note(&report).chars().count();
    report.steps[1].output = format!("x{}", "ä".repeat(rest));
    let whole = note(&report);
    assert_eq!((whole.chars().count(), whole.contains("more characters")), (LIMIT, false));
    report.steps[1].output.push('ä');
    let missing = rest + 2 - 16_000;
    let said = format!("ä\n   [{missing} more characters. They are in the PDF, text and JSON exports.]\n");
    let shortened = note(&report);
    assert!(shortened.contains(&said) && shortened.contains("\n5. The VPN connects again\n"), "{shortened}");
}

#[test]
fn long_texts_leave_room_for_the_steps_and_for_the_client() {
    let mut report = ended(Outcome::Resolved);
    let client = |report: &Report| for_the_client(report).chars().count();
    report.header.outcome_notes = "n".repeat(OutcomeNotes::LIMIT);
    report.header.next_steps = "s".repeat(OutcomeNotes::LIMIT);
    let expected = client(&report);
    report.header.scratchpad = "p".repeat(Scratchpad::LIMIT);
    report.steps.iter_mut().for_each(|step| step.output = "o".repeat(40_000));
    let note = note(&report);
    assert_eq!((client(&report), note.matches("more characters").count()), (expected, 1 + report.steps.len()));
    assert!(!note.contains("Cut here") && note.contains("\n5. The VPN connects again\n") && note.chars().count() <= LIMIT, "{note}");
}

#[test]
fn a_trail_that_is_too_long_still_is_cut_at_a_line_and_says_how_much_is_missing() {
    let mut report = ended(Outcome::Resolved);
    report.steps[4].step.notes = "note\n".repeat(10_000);
    let cut = note(&report);
    let (kept, marker) = cut.trim_end().rsplit_once('\n').unwrap();
    let missing = 10_000 - cut.matches("note\n").count();
    assert!(kept.ends_with("   > note"), "{cut}");
    assert_eq!(marker, format!("[Cut here: {missing} more lines. The whole trail is in the PDF, text and JSON exports.]"));
    report.steps[4].step.notes = "n".repeat(40_000);
    let cut = note(&report);
    assert!(cut.contains("nnn…\n[Cut here: 1 more line. The whole"), "{cut}");
    assert!((LIMIT - 9..=LIMIT).contains(&cut.chars().count()), "as much as fits");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn no_text_makes_a_note_too_long(text in nasty(), times in 0usize..2_000) {
        let mut report = report_with(&text);
        report.steps[0].output = text.repeat(times);
        let note = note(&report);
        prop_assert!(note.chars().count() <= LIMIT);
        prop_assert!(note.ends_with('\n') && !note.contains(|c: char| c.is_control() && c != '\n'));
        prop_assert!(note.starts_with("FOR THE CLIENT\n") && note.contains("\nINTERNAL TRAIL\n"));
        prop_assert!(note.chars().all(|c| u32::from(c) <= 0xffff), "{note}");
    }
}
