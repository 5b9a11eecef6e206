use proptest::prelude::*;
use proptest::sample::select;
use strum::IntoEnumIterator;

use super::*;
use crate::text::CommandValue;
use crate::tree::{Command, CommandValues, fill};

mod bash;
mod templates;

use templates::{BASH, CMD, HOSTILE, POWERSHELL};

const SHELLS: [Shell; 3] = [Shell::Powershell, Shell::Cmd, Shell::Bash];

fn command(text: &str, shell: Shell) -> Command {
    Command { label: "Try".into(), shell, text: text.into(), places: letters(text, shell) }
}

/// A command with one value for each of its placeholders.
fn filled(text: &str, shell: Shell, value: &str) -> Copied {
    let mut values = CommandValues::default();
    let mut rest = text;
    while let Some((_, whole, after)) = next_placeholder(rest) {
        values.0.insert(crate::tree::fill::name(whole).to_owned(), CommandValue::parse(value).unwrap());
        rest = after;
    }
    let command = command(text, shell);
    let filled = fill(&command, &values);
    Copied { can_be_copied: filled.wants.is_none(), text: filled.text }
}

struct Copied {
    text: String,
    can_be_copied: bool,
}

#[test]
fn every_template_has_its_places() {
    for (shell, templates) in [(Shell::Powershell, &POWERSHELL[..]), (Shell::Cmd, &CMD[..]), (Shell::Bash, &BASH[..])] {
        assert!(templates.len() >= 40, "{}", templates.len());
        let wrong: Vec<String> = templates
            .iter()
            .filter(|(text, places)| letters(text, shell) != *places)
            .map(|(text, places)| format!("{text:?}: {}, not {places}", letters(text, shell)))
            .collect();
        assert!(wrong.is_empty(), "{shell:?}:\n{}", wrong.join("\n"));
    }
}

#[test]
fn the_kinds_of_tokens_that_are_known_are_these() {
    let known: Vec<String> = Known::iter().map(|kind| format!("{kind:?}")).collect();
    let told = include_str!("../../../docs/commands.md");
    assert!(told.contains(&known.join(", ")), "docs/commands.md lists: {}", known.join(", "));
}

/// The hostile parts of a value that was put into a command stand in its quotes: read by a model of the shell that knows quotes alone, as
/// the line of such a place holds nothing else.
fn stands_in_quotes(text: &str, shell: Shell, hostile: &str) -> bool {
    let is_single = |c: char| c == '\'' || (shell == Shell::Powershell && ('\u{2018}'..='\u{201b}').contains(&c));
    let is_double = |c: char| c == '"' || (shell == Shell::Powershell && ('\u{201c}'..='\u{201e}').contains(&c));
    let (mut open, mut escaped) = (None, false);
    for (at, c) in text.char_indices() {
        let begins = open.is_none() && !escaped;
        if text[at..].starts_with(hostile) && begins {
            return false;
        }
        match open {
            _ if escaped => escaped = false,
            None if c == '\\' && shell == Shell::Bash => escaped = true,
            None if is_single(c) && shell != Shell::Cmd => open = Some('\''),
            None if is_double(c) => open = Some('"'),
            Some('\'') if is_single(c) => open = None,
            Some('"') if is_double(c) => open = None,
            _ => {}
        }
        if c == '\n' {
            open = None;
        }
    }
    true
}

#[test]
fn a_hostile_value_is_refused_or_stands_in_quotes() {
    let mut copied = 0;
    for (shell, templates) in [(Shell::Powershell, &POWERSHELL[..]), (Shell::Cmd, &CMD[..]), (Shell::Bash, &BASH[..])] {
        for (text, places) in templates {
            for value in HOSTILE {
                let filled = filled(text, shell, value);
                if filled.can_be_copied {
                    assert!(!places.contains(['u', 'c']), "{text}: {value}");
                    assert!(stands_in_quotes(&filled.text, shell, "; touch"), "{}", filled.text);
                    copied += 1;
                }
            }
        }
    }
    assert!(copied > 500, "{copied}");
}

/// Each of these on its line, or opened before it, makes a place unknown.
const UNKNOWN: [(Shell, &[&str]); 3] = [
    (
        Shell::Powershell,
        &[
            "<# don't #>",
            "# it's",
            "$(Get-Date)",
            "@(1)",
            "`",
            "@'\nx\n'@",
            "@\"\nx\n\"@",
            "“x”",
            "‘x",
            "[int]1",
            "& $x",
            "\"`\"\"",
            "--%",
            "%",
            "!x",
            "'a''b'",
            "\"",
            "'",
            "a\u{a0}b",
        ],
    ),
    (Shell::Cmd, &["^", "%PATH%", "!x!", "'x'", "`x`", "(x)", "“x”", "\"", "a\u{a0}b", "%~1"]),
    (
        Shell::Bash,
        &[
            "# it's",
            "$(date)",
            "`date`",
            "${x}",
            "$'x'",
            "$\"x\"",
            "<<EOF\nx\nEOF",
            "<<< x",
            "“x”",
            "’",
            "\"",
            "'",
            "!!",
            "[ x ]",
            "{a,b}",
            "((1))",
            "<(x)",
            "\"\\\"\"",
            "\"!\"",
            "a\u{a0}b",
            "#x",
        ],
    ),
];

const INTERPRETED: [&str; 14] = [
    "powershell -Command x",
    "pwsh -c x",
    "cmd /c x",
    "CMD.EXE /k x",
    "ssh web01 x",
    "bash -c x",
    "/bin/sh -c x",
    "wsl x",
    "psexec \\\\web01 x",
    "winrs -r:web01 x",
    "python3 -c x",
    "perl -e x",
    "iex x",
    "docker exec web x",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn no_value_that_is_not_plain_reaches_a_line_with_something_unknown(
        shell in select(SHELLS.to_vec()),
        which in any::<prop::sample::Index>(),
        before in "(ping |-n 1 |'a b' |web01 |> x ){0,3}",
        after in "( ping| -n| \"a b\"| web01){0,3}",
        gap in select(vec!["{{who}}", "'{{who}}'", "\"{{who}}\"", "\"x {{who}}\"", "a{{who}}b"]),
        is_first in any::<bool>(),
        value in "[a-z]{1,3}[^a-zA-Z0-9._:@/\\\\\\p{L}\\p{M}\\p{N}\\pC\\pZ-][a-z; ]{0,3}[a-z;]",
    ) {
        let fragments: Vec<&str> = UNKNOWN.iter().find(|(of, _)| *of == shell).unwrap().1.iter().chain(&INTERPRETED).copied().collect();
        let fragment = which.get(&fragments);
        let text = if is_first { format!("{before}{fragment} {gap}{after}") } else { format!("{before}{gap}{after} {fragment}") };
        let found = letters(&text, shell);
        prop_assert!(!found.contains(['w', 'q']), "{:?} {:?}: {}", shell, text, found);
        let value = CommandValue::parse(&value).unwrap();
        let filled = filled(&text, shell, value.as_str());
        prop_assert!(!filled.can_be_copied, "{}", filled.text);
        prop_assert!(filled.text == text, "{} is not {}", filled.text, text);
    }

    #[test]
    fn each_placeholder_of_any_text_has_one_place(text in "(\\PC|\\{\\{a\\}\\}|[ \n'\"`$(){}|;&@<>\\\\^%-]|\\{\\{ b \\}\\}){0,30}", shell in select(SHELLS.to_vec())) {
        prop_assert_eq!(places(&text, shell).len(), masked(&text).matches(GAP).count());
    }
}

/// Host names, accounts, shares, and names with spaces, umlauts and apostrophes, by what the placeholders of the demo trees ask for.
fn ordinary(name: &str) -> &'static [&'static str] {
    match name {
        "user" => &["j.smith", r"CORP\j.smith", "jörg.müller", "j.smith@corp.example.com"],
        "address" => &["j.smith@example.com", "zoë.o_hara@example.com"],
        "printer address" => &["10.20.0.31", "SRV-PRINT01", "print.corp.example.com", "fe80::1"],
        "printer" => &["Kyocera-2OG", "Kyocera Büro 2. OG", "Chef's HP (color)", r"\\SRV-PRINT01\Empfang Süd"],
        _ => panic!("{name} is new: name ordinary values"),
    }
}

#[test]
fn nine_tenths_of_the_demo_trees_commands_take_every_ordinary_value() {
    let (mut all, mut refused) = (0, Vec::new());
    for file in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/server/demo/trees")).unwrap() {
        let document = crate::tree::TreeDocument::read(&std::fs::read(file.unwrap().path()).unwrap()).unwrap();
        let tree = Tree::publish(&document).unwrap().with_places();
        for node in tree.nodes() {
            let NodeKind::Action { commands, .. } = &node.kind else { continue };
            for command in commands.iter().filter(|command| next_placeholder(&command.text).is_some()) {
                all += 1;
                let takes = |name: &str, value: &str| {
                    let mut values: CommandValues =
                        serde_json::from_value(serde_json::json!({"printer": "x", "printer address": "x"})).unwrap();
                    values.0.insert(name.to_owned(), CommandValue::parse(value).unwrap());
                    fill(command, &values).wants.is_none()
                };
                let names = crate::tree::placeholders(node);
                let asked: Vec<&str> =
                    names.into_iter().map(|one| one.name).filter(|name| command.text.contains(&format!("{{{{{name}}}}}"))).collect();
                if !asked.iter().all(|name| ordinary(name).iter().all(|value| takes(name, value))) {
                    refused.push(command.text.clone());
                }
            }
        }
    }
    eprintln!("{} of {all} commands refuse an ordinary value:\n{}", refused.len(), refused.join("\n"));
    assert!(all >= 40 && refused.len() * 10 <= all, "{} of {all}: {}", refused.len(), refused.join("\n"));
}

#[test]
fn places_are_told_to_browsers_and_stored_nowhere() {
    let commands = serde_json::json!([{"label": "L", "shell": "bash", "text": "ping {{who}} '{{who}}'", "places": "ww"}, {"label": "", "shell": "cmd", "text": "dir"}]);
    let node = serde_json::json!({"id": "a", "title": "A", "body": [], "type": "action", "next_node_id": "b", "commands": commands});
    let tree = serde_json::json!({"key": "k", "name": "n", "category": "c", "tags": [], "description": "", "root": "a", "nodes": [node]});
    let read: Tree = serde_json::from_value(tree).unwrap();
    let stored = serde_json::to_string(&read).unwrap();
    assert!(!stored.contains("places"), "{stored}");
    let sent = serde_json::to_string(&read.with_places()).unwrap();
    let got: Tree = crate::wire::from_json(&sent).unwrap();
    let NodeKind::Action { commands, .. } = &got.nodes()[0].kind else { panic!() };
    assert_eq!(commands.iter().map(|command| command.places.as_str()).collect::<Vec<_>>(), ["wq", ""]);
    assert_eq!(crate::wire::to_json(&got), sent);
}

#[test]
fn authors_are_warned_of_places_and_of_quotes_that_no_shell_reads() {
    let told = |shell, text: &str| {
        let commands = vec![command(text, shell)];
        let kind = NodeKind::Action { commands, next_node_id: "b".into() };
        warnings([(&"a".into(), &kind)]).first.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    for (shell, text, words) in [
        (Shell::Bash, "{{tool}} -v", "{{tool}} stands where a command would begin"),
        (
            Shell::Bash,
            "echo $(dig {{ host }})",
            "{{ host }} can take letters, digits and . _ : @ / - alone, because not all of its line is understood, from “$” on",
        ),
        (Shell::Powershell, "<# don't #>\nGet-ADUser {{user}}", "not all that stands before it is understood"),
        (Shell::Cmd, "powershell -Command \"Test-Connection {{host}}\"", "“powershell” may read its arguments as commands again"),
        (Shell::Cmd, "az vm start --name {{vm}}", "or be a batch file"),
        (Shell::Powershell, "Write-Host \"Hello {{user}}\"", "put “{{user}}” alone in quotes"),
        (Shell::Bash, "dir={{dir}}\nls $dir", "a variable keeps it"),
        (Shell::Powershell, "Get-ADUser “{{user}}”", "““” is a quote of word processors"),
        (Shell::Cmd, "ping '{{host}}'", "the Command Prompt reads no single quotes; {{host}} needs double ones"),
    ] {
        let told = told(shell, text);
        assert!(told.starts_with("Node “a”: The command “Try”: ") && told.contains(words), "{told}");
    }
    assert_eq!(told(Shell::Bash, "ping -c 1 {{host}}\necho '{{host}}' \"{{host}}\" '{{.State}}'"), "");
}
