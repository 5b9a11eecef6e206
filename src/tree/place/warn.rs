//! What authors are told about their commands: nothing that keeps a tree from being published, but places where values are refused.

use std::collections::HashSet;

use super::{Found, Reason, places};
use crate::text::brief;
use crate::tree::fill::{name, next_placeholder, shown};
use crate::tree::{Command, NodeId, NodeKind, Problems, Shell};

/// Finds placeholders at which a command cannot be copied with every value, and quotes that no shell reads.
pub fn warnings<'a>(nodes: impl IntoIterator<Item = (&'a NodeId, &'a NodeKind)>) -> Problems {
    let mut found = Problems::default();
    for (id, kind) in nodes {
        let NodeKind::Action { commands, .. } = kind else { continue };
        for command in commands {
            for sentence in sentences(command) {
                found.of_node(id, format!("The command “{}”: {sentence}", brief(&command.label)));
            }
        }
    }
    found
}

fn sentences(command: &Command) -> Vec<String> {
    let (mut sentences, mut seen) = (Vec::new(), HashSet::new());
    let mut rest = command.text.as_str();
    for found in places(&command.text, command.shell) {
        let Some((before, whole, after)) = next_placeholder(rest) else { break };
        let whole = &*shown(whole);
        let sentence = if command.shell == Shell::Cmd && before.ends_with('\'') && after.starts_with('\'') {
            Some(format!("the Command Prompt reads no single quotes; {whole} needs double ones."))
        } else {
            about(&found, whole)
        };
        sentences.extend(sentence.filter(|sentence| seen.insert(sentence.clone())));
        rest = after;
    }
    if let Some(quote) = command.text.chars().find(|c| ('\u{2018}'..='\u{201f}').contains(c)) {
        sentences
            .push(format!("“{quote}” is a quote of word processors, which shells read differently or not at all; type a straight one."));
    }
    sentences
}

fn about(found: &Found, whole: &str) -> Option<String> {
    const SIMPLE: &str = "can take letters, digits and . _ : @ / - alone";
    Some(match found.reason.as_ref()? {
        Reason::Command => {
            format!("{whole} stands where a command would begin, so that its value would be run; it is never filled in there.")
        }
        Reason::Rereads(program) => {
            let program = brief(program);
            format!(
                "{whole} {SIMPLE}, because “{program}” may read its arguments as commands again, or be a batch file, which does; a program is known by its .exe."
            )
        }
        Reason::Unknown(Some(c)) if !c.is_control() => {
            format!("{whole} {SIMPLE}, because not all of its line is understood, from “{c}” on; a line of its own would help.")
        }
        Reason::Unknown(_) => {
            format!("{whole} {SIMPLE}, because not all that stands before it is understood; put it into a command of its own.")
        }
        Reason::Assigned => format!("{whole} {SIMPLE}, because a variable keeps it, which the shell splits into words later."),
        Reason::Joined => {
            let name = name(whole);
            format!(
                "{whole} {SIMPLE}, because it does not stand apart; make it a word of its own, or put “{{{{{name}}}}}” alone in quotes."
            )
        }
    })
}
