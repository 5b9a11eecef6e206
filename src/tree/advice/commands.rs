//! Warnings of commands: placeholders spelt in two ways, and what deletes or restarts without a word about it.

use std::collections::HashMap;

use super::{Found, WarningKind};
use crate::text::brief;
use crate::tree::check::Fix;
use crate::tree::edit::Edit;
use crate::tree::fill::{misread, name, next_placeholder};
use crate::tree::{Command, DocumentNode, NodeKind, TreeDocument};

/// The most spellings of a name that are told apart.
const SPELLINGS: usize = 20;
/// The most commands that one fix changes.
const FIXED: usize = 1_000;

pub(super) fn advise(document: &TreeDocument, found: &mut Found<'_>) {
    spellings(document, found);
    for node in &document.nodes {
        let NodeKind::Action { commands, .. } = &node.kind else { continue };
        if let Some(inside) = commands.iter().find_map(|command| misread(&command.text)) {
            let inside = brief(inside);
            let words =
                format!("{{{{{inside}}}}} asks for nothing: a label begins with a capital letter; an example and a default may follow.");
            found.add(WarningKind::Placeholder, Some(&node.id), words, Vec::new);
        }
        for harm in [&DELETES, &RESTARTS] {
            let Some(command) = commands.iter().find(|command| harm.is_done_by(&command.text)) else { continue };
            let told = [&node.title, &node.body].into_iter().chain(commands.iter().map(|command| &command.label));
            if told.into_iter().any(|text| harm.is_told_by(text)) {
                continue;
            }
            let words = format!("The command “{}” {}, and nothing here says so.", brief(&command.label), harm.does);
            found.add(WarningKind::Unannounced, Some(&node.id), words, || {
                let gap = if node.body.trim().is_empty() { "" } else { "\n\n" };
                let body = format!("{}{gap}**{}**", node.body.trim_end(), harm.says);
                vec![Fix::new("Say so in its text", vec![Edit::Body { node: node.id.clone(), body }])]
            });
        }
    }
}

fn commands(document: &TreeDocument) -> impl Iterator<Item = (&DocumentNode, usize, &Command)> {
    document.nodes.iter().flat_map(|node| {
        let commands = if let NodeKind::Action { commands, .. } = &node.kind { commands.as_slice() } else { &[] };
        commands.iter().enumerate().map(move |(at, command)| (node, at, command))
    })
}

/// Names of a text's placeholders, in their order.
fn names(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (_, whole, after) = next_placeholder(rest)?;
        rest = after;
        Some(name(whole))
    })
}

/// Warns of a name that differs from another one in case, hyphens and spaces alone: it asks for the same thing twice.
fn spellings(document: &TreeDocument, found: &mut Found<'_>) {
    // Spellings of each name, in the order in which they are read, with the number of uses and the node of the first.
    let mut spelt: HashMap<String, Vec<(&str, usize, &DocumentNode)>> = HashMap::new();
    let mut keys = Vec::new();
    for (node, _, command) in commands(document) {
        for name in names(&command.text) {
            let key: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
            let spellings = spelt.entry(key.clone()).or_default();
            if spellings.is_empty() {
                keys.push(key);
            }
            match spellings.iter().position(|(other, ..)| *other == name) {
                Some(at) => spellings[at].1 += 1,
                None if spellings.len() < SPELLINGS => spellings.push((name, 1, node)),
                None => {}
            }
        }
    }
    for spellings in keys.iter().filter_map(|key| spelt.get(key)).filter(|spellings| spellings.len() > 1) {
        // Of several that are as frequent the first.
        let most = spellings.iter().map(|(_, times, _)| times).max();
        let Some((usual, ..)) = spellings.iter().find(|(_, times, _)| Some(times) == most) else { continue };
        for (other, _, node) in spellings.iter().filter(|(name, ..)| name != usual) {
            let words = format!("{{{{{other}}}}} is called {{{{{usual}}}}} elsewhere; whoever walks is asked for both.");
            found.add(WarningKind::Placeholder, Some(&node.id), words, || {
                let edits = respelt(document, other, usual);
                if edits.is_empty() { Vec::new() } else { vec![Fix::new(format!("Write {{{{{usual}}}}} everywhere"), edits)] }
            });
        }
    }
}

/// Edits that spell a placeholder in another way; none if there are too many for one fix.
fn respelt(document: &TreeDocument, from: &str, to: &str) -> Vec<Edit> {
    let has = commands(document).filter(|(_, _, command)| names(&command.text).any(|name| name == from));
    let edits: Vec<Edit> = has
        .take(FIXED + 1)
        .map(|(node, at, command)| {
            let (mut text, mut rest) = (String::new(), command.text.as_str());
            while let Some((before, whole, after)) = next_placeholder(rest) {
                text.push_str(before);
                match whole.split_once('|') {
                    _ if name(whole) != from => text.push_str(whole),
                    Some((_, words)) => text.push_str(&format!("{{{{{to}|{words}")),
                    None => text.push_str(&format!("{{{{{to}}}}}")),
                }
                rest = after;
            }
            text.push_str(rest);
            Edit::Command { node: node.id.clone(), at, command: Command { text, ..command.clone() } }
        })
        .collect();
    if edits.len() > FIXED { Vec::new() } else { edits }
}

/// Harm that a command may do, and the words that tell of it.
struct Harm {
    does: &'static str,
    /// Sentence that tells of it.
    says: &'static str,
    /// Programs that do it.
    programs: &'static [&'static str],
    /// Beginnings of programs that do it.
    beginnings: &'static [&'static str],
    /// Arguments with which a program does it.
    arguments: &'static [&'static str],
    /// Parts of words that tell of it, in some of the languages that trees are written in.
    words: &'static [&'static str],
}

const DELETES: Harm = Harm {
    does: "deletes something",
    says: "This deletes something that does not come back.",
    programs: &["rm", "rmdir", "rd", "del", "erase", "ri", "unlink", "shred", "wipefs", "format", "diskpart", "userdel", "groupdel"],
    beginnings: &[
        "remove-",
        "clear-content",
        "clear-item",
        "clear-disk",
        "clear-recyclebin",
        "clear-eventlog",
        "mkfs",
        "format-volume",
        "uninstall-",
    ],
    arguments: &["delete", "/delete", "-delete", "--delete", "uninstall", "purge"],
    words: &[
        "delet",
        "remov",
        "eras",
        "wipe",
        "clear",
        "clean",
        "empt",
        "format",
        "uninstall",
        "purge",
        "reset",
        "lösch",
        "entfern",
        "leer",
        "supprim",
        "effac",
        "elimin",
        "borr",
        "verwijder",
        "wissen",
    ],
};

const RESTARTS: Harm = Harm {
    does: "restarts the computer or shuts it down",
    says: "This restarts the computer or shuts it down.",
    programs: &["reboot", "shutdown", "poweroff", "halt", "restart-computer", "stop-computer"],
    beginnings: &[],
    arguments: &["reboot", "poweroff"],
    words: &[
        "restart",
        "reboot",
        "shut",
        "start again",
        "turn",
        "power",
        "neu start",
        "neustart",
        "neu gestartet",
        "herunter",
        "redémarr",
        "éteind",
        "reinici",
        "apag",
        "herstart",
        "afsluit",
        "opnieuw",
    ],
};

impl Harm {
    /// True if one of the commands in a text is a program that does it.
    fn is_done_by(&self, text: &str) -> bool {
        text.split(['\n', ';', '|', '&', '(', ')', '{', '}']).any(|command| {
            let mut words = command.split_whitespace().map(|word| word.trim_matches(['"', '\'', '`']).to_lowercase());
            let Some(program) = words.find(|word| !matches!(word.as_str(), "" | "sudo" | "doas" | "call" | "start" | "-u" | "root")) else {
                return false;
            };
            let program = program.rsplit(['/', '\\']).next().unwrap_or(&program).trim_end_matches(".exe");
            let is_one = self.programs.contains(&program) || self.beginnings.iter().any(|beginning| program.starts_with(beginning));
            // `shutdown /a` calls one off.
            let arguments: Vec<String> = words.collect();
            (is_one && !arguments.iter().any(|word| word == "/a")) || arguments.iter().any(|word| self.arguments.contains(&word.as_str()))
        })
    }

    fn is_told_by(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        self.words.iter().any(|word| text.contains(word))
    }
}
