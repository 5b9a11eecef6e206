//! Instructions and commands of an item.

use resolutionflow::tree::{Command, Shell};

use super::items::Item;
use crate::draft::fenced;
use crate::sketch::paragraph;

/// An item and all below it as lines of instructions.
pub(super) fn instructions(items: &[Item], item: usize, body: &mut String) {
    let mut waiting = vec![(item, 0_usize)];
    let mut is_first = true;
    while let Some((at, depth)) = waiting.pop() {
        let Item { number, text, body: more, code, children, .. } = &items[at];
        let mark = number.map_or("-".to_owned(), |number| format!("{number}."));
        let indent = "   ".repeat(depth.min(8));
        let gap = if body.is_empty() {
            ""
        } else if is_first && !is_list(body) {
            "\n\n"
        } else {
            "\n"
        };
        body.push_str(&format!("{gap}{indent}{mark} {}", text.replace('\n', " ")));
        for line in more.lines().filter(|line| !line.trim().is_empty()) {
            body.push_str(&format!("\n{indent}   {line}"));
        }
        for (word, code) in code {
            for line in fenced(word, code).lines() {
                body.push_str(&format!("\n{indent}   {line}"));
            }
        }
        is_first = false;
        waiting.extend(children.iter().rev().map(|child| (*child, depth + 1)));
    }
}

fn is_list(body: &str) -> bool {
    let last = body.lines().last().unwrap_or_default().trim_start();
    last.starts_with("- ") || last.split_once(". ").is_some_and(|(number, _)| number.parse::<u64>().is_ok())
}

/// Commands of an item: code of a shell. Other code stands in the instructions.
pub(super) fn commands(item: &Item, title: &str, body: &mut String) -> Vec<Command> {
    let mut commands = Vec::new();
    for (word, code) in &item.code {
        let shell = match word.split_whitespace().next().unwrap_or_default().to_ascii_lowercase().as_str() {
            "powershell" | "ps1" | "pwsh" | "ps" => Some(Shell::Powershell),
            "cmd" | "bat" | "batch" | "dos" => Some(Shell::Cmd),
            "bash" | "sh" | "shell" | "zsh" | "console" => Some(Shell::Bash),
            _ => None,
        };
        match shell.filter(|_| !code.trim().is_empty()) {
            Some(shell) => {
                let label = title.chars().take(120).collect();
                commands.push(Command { label, shell, text: code.trim_end().to_owned(), places: String::new() });
            }
            None => paragraph(body, &fenced(word, code)),
        }
    }
    commands
}
