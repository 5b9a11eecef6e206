use super::quote::put;
use super::*;
use crate::tree::Shell;

const SHELLS: [Shell; 3] = [Shell::Powershell, Shell::Cmd, Shell::Bash];

fn values(value: &str) -> CommandValues {
    CommandValues([("who".to_owned(), CommandValue::parse(value).unwrap())].into_iter().collect())
}

fn at(place: Place, value: &str, shell: Shell) -> Result<String, Option<char>> {
    put(value, shell, place).map(std::borrow::Cow::into_owned)
}

#[test]
fn a_placeholder_may_have_spaces_and_what_programs_read_as_templates_is_none() {
    let names = |text: &str| {
        let mut names = Vec::new();
        let mut rest = text;
        while let Some((_, whole, after)) = next_placeholder(rest) {
            names.push(name(whole).to_owned());
            rest = after;
        }
        names
    };
    assert_eq!(names("ping {{ host }} {{host}} {{\tuser name }}"), ["host", "host", "user name"]);
    assert_eq!(names("docker inspect -f '{{.State.Status}} {{end}}{{ else }}{{range .X}}{{json .}}' {{box}}"), ["box"]);
    assert_eq!(names("{{{host}}} {{bad{{user}} {{ }} {{1st}} {{a}b}} ${{who} {{"), ["host", "user"]);
    assert_eq!(names(&format!("{{{{{}}}}} {{{{{}}}}}", "x".repeat(40), "x".repeat(41))), ["x".repeat(40)]);
}

#[test]
fn a_placeholder_may_say_what_its_field_shows_and_filters_of_other_programs_are_none() {
    let read = |text: &str| -> Vec<[String; 4]> {
        let commands = serde_json::json!([{"label": "", "shell": "bash", "text": text}]);
        let node = serde_json::json!({"id": "a", "title": "A", "body": [], "type": "action", "next_node_id": "b", "commands": commands});
        let node: Node = serde_json::from_value(node).unwrap();
        placeholders(&node).iter().map(|asked| [asked.name, asked.label, asked.example, asked.default].map(str::to_owned)).collect()
    };
    assert_eq!(read("ping {{ pc | Name of the PC | NB-0123 | NB- }}"), [["pc", "Name of the PC", "NB-0123", "NB-"]]);
    assert_eq!(read("{{pc}} {{pc|Über-PC||x}} {{pc|Other}} {{at|名}}"), [["pc", "Über-PC", "", "x"], ["at", "名", "", ""]]);
    for other in ["item|upper", "item | default('x')", "a||b", "a|B|c|d|e", "a|B\nc", "1|B", ".Name|B", "end|B", "a|\"B\"", "a|B{c"] {
        assert_eq!(read(&format!("echo {{{{{other}}}}}")), Vec::<[String; 4]>::new(), "{other}");
    }
    assert_eq!(read(&format!("{{{{a|{}}}}}", "B".repeat(500))), Vec::<[String; 4]>::new());
}

#[test]
fn fields_begin_with_their_default_and_commands_show_names_alone() {
    let text = "ping {{who|Name of the PC|NB-1|NB-7}} {{other|Server||a b}}";
    let command = Command { label: String::new(), shell: Shell::Bash, text: text.into(), places: "uu".into() };
    let filled = fill(&command, &CommandValues::default());
    assert_eq!((filled.text.as_str(), filled.wants), ("ping {{who}} {{other}}", Some("who")));
    let node = serde_json::json!({"id": "a", "title": "A", "body": [], "type": "action", "next_node_id": "b", "commands": [{"label": "", "shell": "bash", "text": text}]});
    let node: Node = serde_json::from_value(node).unwrap();
    let begun = CommandValues::default().begin(&node);
    assert_eq!((begun.get("who"), begun.get("other")), ("NB-7", "a b"));
    assert_eq!(values("pc1").begin(&node).get("who"), "pc1", "what is known stays");
    // A default is a value like any other.
    let filled = fill(&command, &begun);
    assert_eq!(filled.parts(), ["ping NB-7 ", "{{other}}", ""]);
}

/// Opening braces without end took time in the square of their number.
#[test]
fn a_text_full_of_braces_is_read_at_once() {
    assert_eq!(next_placeholder(&"{{a ".repeat(1_000_000)), None);
    assert_eq!(next_placeholder(&"{".repeat(4_000_000)), None);
}

#[test]
fn a_plain_value_goes_in_as_it_is_everywhere_but_where_a_command_begins() {
    for shell in SHELLS {
        for value in ["srv-01.acme.local", "user@example.com", "10.0.0.1", "fe80::1", "a_b", "müller", "Ёлка", "你好", "שרת", "خادم", "٣٤"]
        {
            for place in [Place::Word, Place::Quotes, Place::Unknown] {
                assert_eq!(at(place, value, shell).as_deref(), Ok(value));
            }
            assert_eq!(at(Place::Command, value, shell), Err(None));
        }
    }
    for (shell, value) in [(Shell::Powershell, r"CORP\j.smith"), (Shell::Cmd, r"\\FILES01\hr"), (Shell::Bash, "/var/log/syslog")] {
        assert_eq!(at(Place::Unknown, value, shell).as_deref(), Ok(value));
    }
}

#[test]
fn at_an_unknown_place_the_first_character_that_is_not_plain_is_told() {
    for (value, c) in [
        ("x; y", ';'),
        ("-rf", '-'),
        ("@x", '@'),
        ("a b", ' '),
        ("$x", '$'),
        ("x\u{1c0}y", '\u{1c0}'),
        ("aʼb", 'ʼ'),
        ("u\u{308}", '\u{308}'),
    ] {
        for shell in SHELLS {
            assert_eq!(at(Place::Unknown, value, shell), Err(Some(c)), "{value}");
        }
    }
    assert_eq!(at(Place::Unknown, r"a\b", Shell::Bash), Err(Some('\\')));
    assert_eq!(at(Place::Unknown, "/x", Shell::Cmd), Err(Some('/')));
}

#[test]
fn a_value_is_quoted_for_its_shell_or_refused() {
    let value = "O'Hara & \"Sons\" $x";
    assert_eq!(at(Place::Word, value, Shell::Powershell).unwrap(), "'O''Hara & \"Sons\" $x'");
    assert_eq!(at(Place::Word, value, Shell::Bash).unwrap(), r#"'O'\''Hara & "Sons" $x'"#);
    assert_eq!(at(Place::Word, value, Shell::Cmd), Err(Some('"')));
    assert_eq!(at(Place::Word, r"C:\My Files\", Shell::Cmd).unwrap(), r#""C:\My Files\\""#);
    for c in ['%', '!', '“', '”', '„'] {
        assert_eq!(at(Place::Quotes, &format!("a {c}"), Shell::Cmd), Err(Some(c)));
    }
    assert_eq!(at(Place::Quotes, "it’s — “so”", Shell::Powershell).unwrap(), "'it’’s — “so”'");
    assert_eq!(at(Place::Quotes, "it’s", Shell::Bash).unwrap(), r"'it'\’'s'");
    for shell in SHELLS {
        assert_eq!(at(Place::Word, "-rf /", shell), Err(Some('-')));
        assert!(at(Place::Word, "Jörg Müller", shell).is_ok() && at(Place::Word, "हिन्दी नाम", shell).is_ok());
    }
}

/// What the best-fit tables of Windows' code pages (unicode.org, WindowsBestFit) make quotes, pipes and signs of the shells.
#[test]
fn what_a_code_page_turns_into_a_sign_that_is_obeyed_goes_in_nowhere() {
    let lookalikes = "\u{a1}\u{a5}\u{a6}\u{b4}\u{1c0}\u{1c3}\u{2b9}\u{2ba}\u{2bc}\u{2c4}\u{2c6}\u{2c8}\u{2cb}\u{2d9}\u{2dc}\u{300}\u{302}\u{303}\
        \u{30e}\u{37e}\u{66a}\u{2032}\u{2035}\u{203c}\u{20a9}\u{2190}\u{2192}\u{2216}\u{2223}\u{2329}\u{2502}\u{25ba}\u{25d9}\u{266a}\u{2758}\
        \u{3008}\u{301d}\u{301e}\u{ff02}\u{ff04}\u{ff05}\u{ff06}\u{ff07}\u{ff1b}\u{ff3c}\u{ff40}\u{ff5c}";
    let invisible = "\u{a0}\u{ad}\u{200b}\u{200d}\u{202e}\u{2028}\u{2029}\u{2060}\u{3000}\u{feff}\u{e0041}\u{1b}\t\n\u{7f}\u{85}";
    for c in lookalikes.chars().chain(invisible.chars()) {
        for shell in SHELLS {
            for place in [Place::Word, Place::Quotes, Place::Unknown] {
                assert_eq!(at(place, &format!("a{c}b"), shell), Err(Some(c)), "{c:?}");
            }
        }
    }
}

#[test]
fn a_refused_command_stands_as_it_was_written_with_its_place_and_the_character_told() {
    let command = |text: &str, places: &str| Command { label: String::new(), shell: Shell::Bash, text: text.into(), places: places.into() };
    let hostile = command("echo {{ who }} {{other}}", "uw");
    let filled = fill(&hostile, &values("a;b"));
    assert_eq!(filled.parts(), ["echo ", "{{ who }}", " {{other}}"]);
    assert_eq!(filled.wants, Some("who"));
    assert_eq!(filled.refusal(), "Not to be copied: “;” in “who” could be obeyed here.");
    assert_eq!(fill(&command("echo {{other}} {{who}}", "wu"), &values("a;b")).wants, Some("other"));
    let plain = command("ssh \"{{who}}\" '{{who}}'", "uq");
    let filled = fill(&plain, &values("pc1"));
    assert_eq!((filled.parts(), filled.wants), (["ssh \"pc1\" 'pc1'", "", ""], None));
    assert_eq!(fill(&command("echo \"{{who}}\".", "q"), &values("a b")).text, "echo 'a b'.");
    assert_eq!(
        fill(&command("{{who}}", "c"), &values("pc1")).refusal(),
        "Not to be copied: a value of “who” would be run as a command here."
    );
    for (value, named) in [("a b", "A space"), ("a—", "“—” (U+2014)"), ("\u{ff5c}", "“｜” (U+FF5C)")] {
        let refusal = fill(&command("x {{who}}", "u"), &values(value)).refusal().to_owned();
        assert!(refusal.contains(&format!("{named} in")), "{refusal}");
    }
}

/// As a tree from before places were found out has it, which a browser may still keep.
#[test]
fn where_places_are_not_told_nothing_is_filled_in() {
    for places in ["", "x", "\u{e9}"] {
        let command = Command { label: String::new(), shell: Shell::Cmd, text: "ping {{who}}".into(), places: places.into() };
        assert_eq!(fill(&command, &values("pc1")).wants, Some("who"));
    }
}

#[test]
fn a_node_asks_for_each_placeholder_once() {
    let node: Node = serde_json::from_value(serde_json::json!({
        "id": "a", "title": "A", "body": [], "type": "action", "next_node_id": "b",
        "commands": [
            {"label": "", "shell": "bash", "text": "ping {{computer}} {{bad{{user name}} {{"},
            {"label": "", "shell": "cmd", "text": "net user {{ user name }} {{computer}}"},
        ],
    }))
    .unwrap();
    assert_eq!(placeholders(&node).iter().map(|asked| asked.name).collect::<Vec<_>>(), ["computer", "user name"]);
    let mut known = CommandValues::default();
    let value = |text: &str| CommandValue::parse(text).unwrap();
    known.take(&CommandValues([("computer".into(), value("pc1")), ("nobody asked".into(), value("x"))].into_iter().collect()), &node);
    assert_eq!(known.0.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["computer"]);
    known.take(&CommandValues([("computer".into(), value(""))].into_iter().collect()), &node);
    assert_eq!(known, CommandValues::default());
}

#[test]
fn a_value_under_a_name_that_no_placeholder_can_have_is_not_even_read() {
    let sent = serde_json::json!({"computer": "pc1", "a\u{0}b": "x", "1st": "x", "": "x", "user name": "tess"});
    let read: CommandValues = serde_json::from_value(sent).unwrap();
    assert_eq!(serde_json::to_value(read).unwrap(), serde_json::json!({"computer": "pc1", "user name": "tess"}));
}

#[test]
fn signs_of_word_processors_are_pointed_out() {
    for (value, sign) in [("a—b", Some('—')), ("it’s", Some('’')), ("“x”", Some('“')), ("a-b 'c' \"d\"", None), ("Jörg", None)]
    {
        assert_eq!(typographic(value), sign);
    }
}
