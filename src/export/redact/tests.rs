use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;

use super::super::tests::{nasty, report_with};
use super::*;
use crate::{Format, Options};
use resolutionflow::text::CommandValue;
use resolutionflow::tree::{Command, CommandValues, Shell, fill};

/// Lines of the corpus: a text, and what becomes of it.
fn corpus() -> Vec<(&'static str, &'static str)> {
    let lines = include_str!("corpus.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| line.split_once(" → ").unwrap_or((line, line))).collect()
}

fn texts() -> impl Strategy<Value = String> {
    let known = select(corpus().into_iter().flat_map(|(text, masked)| [text, masked]).collect::<Vec<_>>()).prop_map(str::to_owned);
    let glue = select(vec!["", " ", "\n", ":", "=", "@", ".", "\\", "\"", "-p ", "password=", "token: ", "[", "]"]).prop_map(str::to_owned);
    proptest::collection::vec(prop_oneof![known, nasty(), glue], 0..6).prop_map(|texts| texts.concat())
}

fn redacted(text: &str) -> String {
    redact(text).unwrap().0
}

#[test]
fn the_corpus_is_masked_and_its_near_misses_survive() {
    let results = corpus().into_iter().map(|(text, expected)| (text, redacted(text), expected));
    let wrong: Vec<_> = results.filter(|(_, masked, expected)| masked != expected).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_comes_together_when_control_characters_go_is_masked_too() {
    assert_eq!(redacted("\u{1b}[31m10.0.\u{7}0.17\u{1b}[0m"), "[31m[IP-address][0m");
}

#[test]
fn what_nobody_sees_hides_nothing() {
    for unseen in ["\u{200b}", "\u{ad}", "\u{fe0f}", "\u{feff}", "\u{2060}", "\u{202e}", "\u{e0100}"] {
        let hidden = |text: &str| redacted(&text.replace('|', unseen));
        assert_eq!(hidden("ada@|contoso.com, 10.0.0.|17 and pass|word=Hun|ter2"), "[e-mail], [IP-address] and password=[password]");
    }
}

#[test]
fn a_private_key_goes_as_a_whole() {
    let key = "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n\nshort\n-----END RSA PRIVATE KEY-----";
    assert_eq!(redacted(&format!("a\n{key}\nb\n-----BEGIN PRIVATE KEY-----\ncut")), "a\n[token]\nb\n[token]");
}

#[test]
fn counts_read_as_people_say_them() {
    let said = |text: &str| redact(text).unwrap().1.to_string();
    assert_eq!(said("a@b.de, c@d.de and password=x"), "2 e-mail addresses, 1 password");
    assert_eq!(said("[e-mail] is a mask already"), "1 e-mail address");
    assert_eq!(said("nothing here"), "nothing had to be masked");
}

#[test]
fn a_text_comes_apart_at_its_masks() {
    let parts = |text: &str| Part::of(text).unwrap().into_iter().map(|part| (part.text, part.is_mask)).collect::<Vec<_>>();
    let expected =
        [("pw ", false), ("[password]", true), (" of ", false), ("[e-mail]", true)].map(|(text, is_mask)| (text.to_owned(), is_mask));
    assert_eq!(parts("pw [password] of [e-mail]"), expected);
    assert_eq!(parts(""), []);
}

#[test]
fn a_detector_that_cannot_be_built_refuses_the_text() {
    for expression in ["(", r"\w{9999}"] {
        let pattern = detector::Pattern { kind: Kind::Token, expression, judge: judge::all };
        assert!(Detector::new(&pattern).is_err());
    }
    assert!(DETECTORS.is_ok() && MASKS.is_ok());
}

/// Texts with a secret in them, and the secret.
const SECRETS: [(&str, &str); 16] = [
    ("mail ada@contoso.example now", "ada@contoso"),
    ("from 203.0.113.77 on", "203.0.113.77"),
    ("[2001:db8::8a2e:7334]", "8a2e"),
    ("Bearer abcdEF0123456789", "abcdEF0123456789"),
    ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", "eyJ"),
    ("ghp_16C7e42F292c6912E7710c838347Ae178B4a", "16C7e42F"),
    ("api_key=51x9zz", "51x9zz"),
    ("\"client_secret\": \"Q~x8.zz\"", "Q~x8.zz"),
    ("e3b0c44298fc1c149afbf4c8996fb92427ae41e4", "e3b0c442"),
    ("TWFuIGlzIGRpc3Rpbmd1aXNoZWQsIG5vdCBvbmx5IGJ5IGhpcw==", "TWFuIGlz"),
    ("\\\\files01\\hr\\pay.xlsx", "pay.xlsx"),
    ("psexec \\\\pc7 -p Hunter22 cmd", "Hunter22"),
    ("net use Z: \\\\files01\\hr Hunter22 /user:ada", "Hunter22"),
    ("tool --password=Hunter22", "Hunter22"),
    ("PASSWORD: Hunter22", "Hunter22"),
    ("https://ada:Hunter22@host.example/x", "Hunter22"),
];

/// Number of masks in the strings of a value.
fn masks(value: &Value) -> usize {
    match value {
        Value::String(text) => MASKS.as_ref().unwrap().find_iter(text).count(),
        Value::Array(values) => values.iter().map(masks).sum(),
        Value::Object(fields) => fields.values().map(masks).sum(),
        _ => 0,
    }
}

/// Commands that take a password, as authors write them.
const COMMANDS: [&str; 9] = [
    "tool --password={{pw}} -x",
    "tool --password {{pw}} -x",
    "tool -Password:{{pw}} -x",
    "tool /pass:{{pw}} /x",
    "tool --password=\"{{pw}}\" -x",
    "tool -e \"DB_PASSWORD={{pw}}\" -x",
    "curl -u ada:{{pw}} https://x.example",
    "sshpass -p {{pw}} ssh host",
    "net use Z: \\\\files01\\hr /user:ada {{pw}}",
];

/// Passwords of at least four characters that can be seen, many of them with what shells obey.
fn passwords() -> impl Strategy<Value = CommandValue> {
    let fragment = prop_oneof!["[!-~]{1,4}", "\\PC", "['\"`^%!$\\\\ ]{1,3}", "[A-Za-z0-9]{1,6}"];
    let text = proptest::collection::vec(fragment, 1..8).prop_map(|parts| parts.concat());
    text.prop_filter_map("too short", |text| {
        let value = CommandValue::parse(&text).ok()?;
        let visible = value.as_str().chars().filter(|c| !c.is_whitespace() && !c.is_control()).count();
        (visible >= 4).then_some(value)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn no_shell_s_quoting_keeps_a_password_from_being_masked(command in select(&COMMANDS[..]), password in passwords()) {
        let says_none = ["true", "false", "none", "null", "never", "$true", "$false", "$null"];
        prop_assume!(!says_none.contains(&password.as_str().to_lowercase().trim_matches(['.', ','])) && !detector::is_mask(password.as_str()));
        // These cannot be told from another flag, from another setting or from none.
        let is_other = match password.as_str() {
            text if command.starts_with("net") => text.starts_with('/'),
            text if command.contains("DB_") => text.contains('=') || text.starts_with(['"', '\'']),
            _ => false,
        };
        prop_assume!(!is_other);
        prop_assume!(!command.contains(password.as_str()));
        for shell in [Shell::Powershell, Shell::Cmd, Shell::Bash] {
            let place = if command.contains("'{{") || command.contains("\"{{") { "q" } else { "w" };
            let command_line = Command { label: String::new(), shell, text: command.to_owned(), places: place.to_owned() };
            let filled = fill(&command_line, &CommandValues([("pw".to_owned(), password.clone())].into_iter().collect()));
            if filled.refused.is_some() {
                continue;
            }
            let filled = filled.text;
            let masked = redacted(&format!("{filled}\nnext line"));
            let words = password.as_str().split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| word.len() >= 4 && !command.contains(word));
            for part in words.chain([password.as_str()]) {
                prop_assert!(!masked.replace("[password]", " ").contains(part), "{filled} became {masked}");
            }
            prop_assert!(masked.contains("[password]") && masked.ends_with("\nnext line"), "{filled} became {masked}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn redacting_twice_is_redacting_once(text in texts()) {
        let (once, counts) = redact(&text).unwrap();
        prop_assert_eq!(redact(&once).unwrap(), (once, counts));
    }

    #[test]
    fn a_near_miss_survives_between_any_lines(before in nasty(), miss in select(corpus().into_iter().filter(|(text, masked)| text == masked).collect::<Vec<_>>()), after in nasty()) {
        let masked = redacted(&format!("{before}\n{}\n{after}", miss.0));
        prop_assert!(masked.contains(miss.0), "{masked}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn no_secret_survives_in_any_field_of_any_format(before in nasty(), secret in select(&SECRETS[..]), after in nasty()) {
        let (text, secret) = secret;
        let text = format!("{before} {text} {after}");
        let mut report = report_with(&text);
        report.records[0].extra = serde_json::from_value(serde_json::json!({"of": {"others": [text, {"password": secret}]}, &text: 1})).unwrap();
        let report = report.with(&Options { redacted: true, ..Options::default() }).unwrap();
        let counts = report.redacted.clone().unwrap();
        let total: usize = Kind::ALL.into_iter().map(|kind| counts.get(kind)).sum();
        prop_assert!(total >= 14, "{counts}");
        for format in Format::ALL {
            let Some(written) = report.text(format) else { continue };
            prop_assert!(!written.contains(secret), "{secret} in {written}");
            prop_assert!(format == Format::Json || written.contains(&counts.to_string()), "{counts} in {written}");
            prop_assert!(!report.file_name(format).contains(secret));
        }
        let json: Value = serde_json::from_str(&report.text(Format::Json).unwrap()).unwrap();
        prop_assert_eq!(&json["redacted"], &serde_json::to_value(&counts).unwrap());
        prop_assert_eq!(masks(&json["session"]) + masks(&json["steps"]), total);
    }
}
