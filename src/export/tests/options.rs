//! Parts that options leave out are in no format, and all formats say so.

use super::*;
use crate::options::tests::any_options;
use crate::{Detail, Format, Naming, Options};
use resolutionflow::outcome::Outcome;
use resolutionflow::text::{OutcomeNotes, Scratchpad};

/// Three steps, each with a note and output of its own; Ada and Bob take turns.
fn walked() -> Report {
    let facts = Facts { scratchpad: Scratchpad::parse("jotted").unwrap(), ..Facts::default() };
    let mut walk = Walk::start(&ADA, facts, None);
    walk.output("printed-1");
    walk.choose(&ADA, 10, "noted-1", "one");
    walk.act(&ADA, 20, "", Action::Reassign { holder: BOB.user_id });
    walk.act(&BOB, 20, "", Action::Resume);
    walk.output("printed-2");
    walk.act(&BOB, 30, "noted-2", Action::Continue);
    walk.output("printed-3");
    walk.act(
        &BOB,
        40,
        "noted-3",
        Action::Complete { outcome: Outcome::Resolved, notes: OutcomeNotes::default(), next_steps: OutcomeNotes::default() },
    );
    walk.session.records[0].extra = serde_json::from_value(json!({"reviewer": ["Bob Ng"]})).unwrap();
    walk.report(99)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]
    #[test]
    fn every_format_shows_what_the_options_say(options in any_options()) {
        let report = walked().with(&options).unwrap();
        let steps = options.up_to.map_or(3, |steps| steps.get().min(3));
        for format in Format::ALL {
            let Some(written) = report.text(format) else { continue };
            let says = |word: &str| written.contains(word);
            for step in 1..=3 {
                prop_assert_eq!(says(&format!("noted-{step}")), options.notes && step <= steps, "{}", written);
                prop_assert_eq!(says(&format!("printed-{step}")), options.output && step <= steps, "{}", written);
            }
            // The solution is the third step, and its title is said nowhere else.
            prop_assert_eq!(says("The VPN connects again"), steps == 3, "{}", written);
            prop_assert_eq!(says("jotted"), options.notes, "{}", written);
            prop_assert_eq!(says("What was wrong"), options.summary, "{}", written);
            prop_assert_eq!(says("What fixed it"), options.summary && steps == 3, "{}", written);
            let initials = options.naming == Naming::Initials;
            prop_assert_eq!((says("Ada Lovelace") || says("Bob Ng"), says("AL") && says("BN")), (!initials, initials), "{}", written);
            if format == Format::Json {
                let json: serde_json::Value = serde_json::from_str(&written).unwrap();
                prop_assert_eq!(json["steps"].as_array().unwrap().len(), steps);
                prop_assert_eq!(json["session"]["total_seconds"].as_u64(), Some(30));
                prop_assert_eq!(json["shown"].is_null(), steps == 3 && options.notes && options.output);
                prop_assert_eq!(json["redacted"].is_null(), !options.redacted);
                prop_assert_eq!(json["decisions"].as_array().unwrap().len(), [1, 3, 4][steps - 1]);
            } else {
                prop_assert_eq!(says("of 3"), steps < 3, "{}", written);
                prop_assert_eq!((says("without notes"), says("without output")), (!options.notes, !options.output), "{}", written);
                prop_assert_eq!(says("Redacted"), options.redacted, "{}", written);
                prop_assert_eq!(says("Entered"), options.detail == Detail::Full, "{}", written);
                prop_assert!(says("30 s"), "times stay those of the session: {written}");
            }
        }
    }
}

#[test]
fn initials_are_the_first_letters_of_words() {
    for (name, expected) in
        [("Tess Technician", "TT"), ("anna-lena Müller", "AM"), ("  Ødegård ", "Ø"), ("(Bob) 2nd", "B2"), ("…", ""), ("", "")]
    {
        let mut report = walked();
        report.header.technicians = vec![name.to_owned()];
        let report = report.with(&Options { naming: Naming::Initials, ..Options::default() }).unwrap();
        assert_eq!(report.header.technicians, [expected], "{name}");
    }
}

#[test]
fn full_detail_says_when_how_and_by_whose_clock_a_step_was_left_and_which_commands_it_offered() {
    let mut walk = Walk::start(&ADA, Facts::default(), None);
    walk.choose(&ADA, 10, "", "all");
    walk.act(&ADA, 20, "", Action::PARK);
    walk.session.records[1].clock = resolutionflow::decision::ClockSource::Client;
    walk.session.values = serde_json::from_value(json!({"service": "Ras Man"})).unwrap();
    let mut document = serde_json::to_value(tree()).unwrap();
    document["nodes"][1]["commands"] = json!([{"label": "Restart", "shell": "powershell", "text": "Restart-Service {{service}}"}]);
    document["nodes"][1]["body"] =
        serde_json::to_value(resolutionflow::markdown::parse("Ask <user>\n\n| a | b |\n|---|---|\n| 1 | 2 |")).unwrap();
    let tree = serde_json::from_value::<Tree>(document).unwrap().with_places();
    let report = Report::new(&walk.session, &tree, &walk.names, berlin(), at(30));
    let full = report.clone().with(&Options { detail: Detail::Full, ..Options::default() }).unwrap().text(Format::Text).unwrap();
    for said in [
        "2026-02-10 10:15:20 +01:00, parked",
        "By:           Ada Lovelace",
        "Clock:        the browser's",
        "Commands:     Restart-Service 'Ras Man'",
    ] {
        assert!(full.contains(said), "{said} in {full}");
    }
    let lines: Vec<&str> = full.lines().map(str::trim).skip_while(|line| !line.starts_with("Instructions:")).take(4).collect();
    assert_eq!(lines, ["Instructions: Ask <user>", "", "a | b", "1 | 2"]);
    let standard = report.with(&Options::default()).unwrap().text(Format::Text).unwrap();
    assert!(
        !standard.contains("parked")
            && !standard.contains("Clock")
            && !standard.contains("Instructions")
            && !standard.contains("Restart-Service"),
        "{standard}"
    );
}

#[test]
fn what_the_author_of_a_tree_and_other_writers_put_into_records_is_masked_too() {
    let mut report = walked();
    let record = &mut report.records[0];
    record.node_id = Some("mail ada@contoso.example".into());
    record.option_id = Some("10.0.0.17".to_owned());
    let fields =
        json!({"password": 12345678, "pin_token": ["Hun\"ter 2", "a\\"], "attempts": 12345678, "version": 4, "password_set": true});
    record.extra = serde_json::from_value(fields).unwrap();
    let report = report.with(&Options { redacted: true, ..Options::default() }).unwrap();
    let masked = serde_json::to_value(&report.records[0]).unwrap();
    assert_eq!((&masked["node_id"], &masked["option_id"]), (&json!("mail [e-mail]"), &json!("[IP-address]")));
    let masked = |name: &str| masked[name].clone();
    assert_eq!(masked("password"), json!("[password]"));
    assert_eq!(masked("pin_token"), json!(["[token]", "[token]"]));
    assert_eq!((masked("attempts"), masked("version"), masked("password_set")), (json!(12_345_678), json!(4), json!(true)));
    assert_eq!(report.records[1].node_id, Some("certificate".into()), "an id stays where there is nothing to mask");
}
