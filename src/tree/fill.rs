//! Commands with placeholders: `ping {{computer}}` asks for a computer once, and copies with it filled in, quoted so that
//! the shell takes the value for one word and obeys nothing in it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Node, NodeKind, Shell};
use crate::sorted::Sorted;
use crate::text::CommandValue;

/// The most values of a session: far more than a tree has placeholders, far less than would weigh anything.
const VALUES: usize = 1_000;
/// The most characters of a placeholder's name.
const NAME_LIMIT: usize = 40;

/// Values by placeholder name, for the whole session. Names that no placeholder can have are dropped when read: no command uses
/// them, and Postgres may be unable to store them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "BTreeMap<String, CommandValue>", into = "BTreeMap<String, CommandValue>")]
pub struct CommandValues(pub Sorted<String, CommandValue>);

impl FromIterator<(String, CommandValue)> for CommandValues {
    fn from_iter<I: IntoIterator<Item = (String, CommandValue)>>(values: I) -> Self {
        Self(values.into_iter().filter(|(name, _)| is_name(name)).take(VALUES).collect())
    }
}

impl From<BTreeMap<String, CommandValue>> for CommandValues {
    fn from(values: BTreeMap<String, CommandValue>) -> Self {
        values.into_iter().collect()
    }
}

impl From<CommandValues> for BTreeMap<String, CommandValue> {
    fn from(values: CommandValues) -> Self {
        values.0.into_iter().collect()
    }
}

impl CommandValues {
    /// The value for a placeholder; empty if there is none.
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", CommandValue::as_str)
    }

    /// Takes over the values of a node's placeholders and no others; an empty value removes the stored one.
    pub fn take(&mut self, values: &CommandValues, node: &Node) {
        for name in placeholders(node) {
            match values.0.get(name) {
                Some(value) if value.is_empty() => drop(self.0.remove(name)),
                Some(value) => drop(self.0.insert(name.to_owned(), value.clone())),
                None => {}
            }
        }
    }
}

/// The names of the placeholders of a node's commands, each once, in the order in which they are read.
pub fn placeholders(node: &Node) -> Vec<&str> {
    let NodeKind::Action { commands, .. } = &node.kind else { return Vec::new() };
    let mut names = Vec::new();
    for mut rest in commands.iter().map(|command| command.text.as_str()) {
        while let Some(at) = rest.find("{{") {
            rest = &rest[at..];
            let name = placeholder(rest);
            names.extend(name.filter(|name| !names.contains(name)));
            rest = &rest[name.map_or(2, |name| name.len() + 4)..];
        }
    }
    names
}

/// The name of the placeholder with which a text begins.
fn placeholder(text: &str) -> Option<&str> {
    let name = text.strip_prefix("{{")?.split_once("}}")?.0;
    is_name(name).then_some(name)
}

/// Letters, digits, spaces, `-` and `_`, a letter first.
fn is_name(name: &str) -> bool {
    let named = name.starts_with(char::is_alphabetic) && name.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    named && name.chars().count() <= NAME_LIMIT
}

/// Text of a command with the values there are in place of its placeholders, each quoted for the shell. Where one has no value, the
/// page shows the text but does not offer to copy it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// Text of the command; a placeholder without a value stands as it was written.
    pub text: String,
    /// True if every placeholder has a value, so that the command can be run.
    pub is_whole: bool,
}

/// Between which quotes of the command a place stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quotes {
    None,
    Single,
    Double,
}

/// Puts values in place of a command's placeholders, so that the shell takes each for one word and obeys nothing in it. Where the
/// author wrote quotes around a placeholder, the value is escaped for those; elsewhere a value that is not a plain word gets quotes
/// of its own.
pub fn fill(text: &str, shell: Shell, values: &CommandValues) -> Filled {
    let mut filled = Filled { text: String::with_capacity(text.len()), is_whole: true };
    let mut quotes = Quotes::None;
    let mut before = '\n';
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some(name) = placeholder(rest) {
            let (whole, after) = rest.split_at(name.len() + 4);
            let value: String = values.get(name).chars().filter(|c| !c.is_control()).collect();
            if value.is_empty() {
                filled.text.push_str(whole);
                filled.is_whole = false;
            } else {
                filled.text.push_str(&quoted(&value, shell, quotes));
            }
            (before, rest) = ('}', after);
            continue;
        }
        let mut taken = c.len_utf8();
        match (quotes, c) {
            // A comment, in which quotes mean nothing.
            (Quotes::None, '#') if shell != Shell::Cmd && before.is_whitespace() => taken = rest.find('\n').unwrap_or(rest.len()),
            (Quotes::None | Quotes::Double, c) if escapes(shell, quotes) == Some(c) => {
                taken += rest[taken..].chars().next().map_or(0, char::len_utf8);
            }
            (Quotes::None, '"') => quotes = Quotes::Double,
            (Quotes::Double, '"') => quotes = Quotes::None,
            (Quotes::None, '\'') if shell != Shell::Cmd => quotes = Quotes::Single,
            (Quotes::Single, '\'') => quotes = Quotes::None,
            _ => {}
        }
        filled.text.push_str(&rest[..taken]);
        before = c;
        rest = &rest[taken..];
    }
    filled
}

/// The character that takes its meaning from the next one.
fn escapes(shell: Shell, quotes: Quotes) -> Option<char> {
    match (shell, quotes) {
        (_, Quotes::Single) | (Shell::Cmd, Quotes::Double) => None,
        (Shell::Powershell, _) => Some('`'),
        (Shell::Bash, _) => Some('\\'),
        (Shell::Cmd, Quotes::None) => Some('^'),
    }
}

fn quoted(value: &str, shell: Shell, quotes: Quotes) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '/' | ':') || (c == '\\' && shell != Shell::Bash);
    if quotes == Quotes::None && value.chars().all(is_plain) && !value.starts_with('-') {
        return value.to_owned();
    }
    match shell {
        Shell::Powershell => powershell(value, quotes),
        Shell::Bash => bash(value, quotes),
        Shell::Cmd => cmd(value, quotes),
    }
}

/// Typographic quotes end strings too (PowerShell language specification, 2.3.5.2).
fn powershell(value: &str, quotes: Quotes) -> String {
    let escaped: String = value
        .chars()
        .flat_map(|c| match (quotes, c) {
            (Quotes::Double, '`' | '$' | '"' | '\u{201c}'..='\u{201e}') => vec!['`', c],
            (Quotes::None | Quotes::Single, '\'' | '\u{2018}'..='\u{201b}') => vec![c, c],
            _ => vec![c],
        })
        .collect();
    if quotes == Quotes::None { format!("'{escaped}'") } else { escaped }
}

fn bash(value: &str, quotes: Quotes) -> String {
    let mut escaped = String::new();
    for c in value.chars() {
        match (quotes, c) {
            (Quotes::Double, '\\' | '$' | '`' | '"') => escaped.extend(['\\', c]),
            // No backslash keeps an interactive shell from looking it up in its history.
            (Quotes::Double, '!') => escaped.push_str("\"'!'\""),
            (Quotes::None | Quotes::Single, '\'') => escaped.push_str("'\\''"),
            _ => escaped.push(c),
        }
    }
    if quotes == Quotes::None { format!("'{escaped}'") } else { escaped }
}

/// Inside quotes nothing keeps `%` from naming a variable, so it stands between two quoted parts, behind a caret.
fn cmd(value: &str, quotes: Quotes) -> String {
    let mut escaped = value.replace('"', "\"\"").replace('%', "\"^%\"");
    // A program would take the quote behind a backslash for a part of its argument.
    if value.ends_with('\\') {
        escaped.push('\\');
    }
    if quotes == Quotes::None { format!("\"{escaped}\"") } else { escaped }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn values(value: &str) -> CommandValues {
        CommandValues([("who".to_owned(), CommandValue::parse(value).unwrap())].into())
    }

    fn filled(text: &str, shell: Shell, value: &str) -> String {
        fill(text, shell, &values(value)).text
    }

    #[test]
    fn a_plain_word_stands_as_it_is_and_what_is_missing_as_it_was_written() {
        for shell in [Shell::Powershell, Shell::Cmd, Shell::Bash] {
            assert_eq!(filled("ping {{who}} -n 4", shell, "srv-01.acme.local"), "ping srv-01.acme.local -n 4");
            let missing = fill("ping {{who}} {{what}}", shell, &values("pc1"));
            assert_eq!(missing, Filled { text: "ping pc1 {{what}}".into(), is_whole: false });
            assert_eq!(filled("echo {{ }} {{1st}} ${{who}", shell, "x"), "echo {{ }} {{1st}} ${{who}");
        }
    }

    #[test]
    fn a_value_is_quoted_for_its_shell() {
        let value = "O'Hara & \"Sons\" $x %y%";
        assert_eq!(filled("a {{who}}", Shell::Powershell, value), "a 'O''Hara & \"Sons\" $x %y%'");
        assert_eq!(filled("a \"{{who}}\"", Shell::Powershell, value), "a \"O'Hara & `\"Sons`\" `$x %y%\"");
        assert_eq!(filled("a '{{who}}'", Shell::Powershell, "it’s"), "a 'it’’s'");
        assert_eq!(filled("a {{who}}", Shell::Bash, value), r#"a 'O'\''Hara & "Sons" $x %y%'"#);
        assert_eq!(filled("a {{who}}", Shell::Cmd, value), r#"a "O'Hara & ""Sons"" $x "^%"y"^%"""#);
        assert_eq!(filled("a {{who}}", Shell::Cmd, r"C:\My Files\"), r#"a "C:\My Files\\""#);
        assert_eq!(filled("a {{who}}", Shell::Bash, "-rf"), "a '-rf'");
    }

    #[test]
    fn quotes_in_comments_and_escaped_ones_open_nothing() {
        assert_eq!(filled("# don't\na {{who}}", Shell::Powershell, "b c"), "# don't\na 'b c'");
        assert_eq!(filled(r"echo it\'s {{who}}", Shell::Bash, "b c"), r"echo it\'s 'b c'");
    }

    #[test]
    fn a_node_asks_for_each_placeholder_once() {
        let node: Node = serde_json::from_value(serde_json::json!({
            "id": "a", "title": "A", "body": [], "type": "action", "next_node_id": "b",
            "commands": [
                {"label": "", "shell": "bash", "text": "ping {{computer}} {{bad{{user name}} {{"},
                {"label": "", "shell": "cmd", "text": "net user {{user name}} {{computer}}"},
            ],
        }))
        .unwrap();
        assert_eq!(placeholders(&node), ["computer", "user name"]);
        let mut known = CommandValues::default();
        let value = |text: &str| CommandValue::parse(text).unwrap();
        known.take(&CommandValues([("computer".into(), value("pc1")), ("nobody asked".into(), value("x"))].into()), &node);
        assert_eq!(known.0.keys().collect::<Vec<_>>(), ["computer"]);
        known.take(&CommandValues([("computer".into(), value(""))].into()), &node);
        assert_eq!(known, CommandValues::default());
    }

    #[test]
    fn a_value_under_a_name_that_no_placeholder_can_have_is_not_even_read() {
        let sent = serde_json::json!({"computer": "pc1", "a\u{0}b": "x", "1st": "x", "": "x", "user name": "tess"});
        let read: CommandValues = serde_json::from_value(sent).unwrap();
        assert_eq!(serde_json::to_value(read).unwrap(), serde_json::json!({"computer": "pc1", "user name": "tess"}));
    }

    /// The string that PowerShell makes of a literal.
    fn unquoted(text: &str) -> String {
        let (quote, inside) = (text.chars().next(), &text[1..text.len() - 1]);
        let mut chars = inside.chars();
        let mut read = String::new();
        while let Some(c) = chars.next() {
            let skips = if quote == Some('"') { c == '`' } else { matches!(c, '\'' | '\u{2018}'..='\u{201b}') };
            assert!(quote != Some('"') || !matches!(c, '"' | '$' | '\u{201c}'..='\u{201e}'), "{text} ends early");
            read.push(if skips { chars.next().unwrap_or_else(|| panic!("{text} ends early")) } else { c });
        }
        read
    }

    proptest! {
        #[test]
        fn powershell_reads_the_value_back(value in "\\PC{0,20}[`$\"'’“ ]{1,4}\\PC{0,10}") {
            let value = CommandValue::parse(&value).unwrap();
            prop_assume!(!value.is_empty());
            for text in ["'{{who}}'", "\"{{who}}\""] {
                prop_assert_eq!(unquoted(&filled(text, Shell::Powershell, value.as_str())), value.as_str());
            }
        }
    }

    #[test]
    fn bash_reads_the_value_back() {
        let values = ["a b", "it's", "$(reboot)", "`reboot`", "\\", "a\"b", "!!", "; reboot", "*", "ä ${x} 'y' \"z\"", "-n", "~", "#x"];
        let line = |value: &str| filled("printf '%s\\n' {{who}} \"{{who}}\" '{{who}}'", Shell::Bash, value);
        let script = values.map(line).join("\n");
        let run = std::process::Command::new("bash").args(["-c", &script]).output().unwrap();
        let expected: String = values.iter().map(|value| format!("{value}\n").repeat(3)).collect();
        assert_eq!(String::from_utf8(run.stdout).unwrap(), expected);
    }
}
