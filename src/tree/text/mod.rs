//! Tree text: a tree document as Markdown that people write, compare and keep in git. The same document as JSON, never a dialect: what the
//! printer writes the parser reads back equal, broken documents too. `docs/authoring.md` has the grammar.

mod body;
mod frame;
mod head;
mod inline;
mod lines;
mod parse;
mod print;
mod slug;
mod step;

#[cfg(test)]
mod tests;

pub use frame::is_text;
pub(super) use parse::parse;
pub use slug::Ids;

use super::Shell;

/// Line above and below the head.
const HEAD: &str = "---";
/// Fields of the head, in their order.
const FIELDS: [&str; 6] = ["format", "key", "name", "category", "tags", "root"];

/// Meaning of a line that is no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// `## `: a step begins.
    Step,
    /// Backticks and the name of a shell: a command begins. The field has the number of backticks.
    Command(usize, Shell),
    /// `+ `: an answer of a decision.
    Answer,
    /// `?`: a decision without answers yet.
    Question,
    /// `->`: the step that follows an action.
    Next,
    /// `=>`: a solution.
    Solution,
}

/// Mark at the beginning of a line, with what follows it.
fn mark(line: &str) -> Option<(Mark, &str)> {
    let worded = |word: &str, mark| {
        let is_alone = line.trim_end() == word;
        line.strip_prefix(word).filter(|rest| is_alone || rest.starts_with(' ')).map(|rest| (mark, rest))
    };
    let begun = |arrows: [&str; 2], mark| arrows.iter().find_map(|arrow| line.strip_prefix(arrow)).map(|rest| (mark, rest));
    match line.chars().next()? {
        '#' => worded("##", Mark::Step),
        '`' => command(line),
        '+' => worded("+", Mark::Answer),
        '?' => (line.trim_end() == "?").then_some((Mark::Question, "")),
        '-' | '→' => begun(["->", "→"], Mark::Next),
        '=' | '⇒' => begun(["=>", "⇒"], Mark::Solution),
        _ => None,
    }
}

fn command(line: &str) -> Option<(Mark, &str)> {
    let info = line.trim_start_matches('`');
    let backticks = line.len() - info.len();
    let (name, _) = info.trim_end().split_once(' ').unwrap_or((info.trim_end(), ""));
    let shell = Shell::named(&name.to_ascii_lowercase()).filter(|_| backticks >= 3)?;
    Some((Mark::Command(backticks, shell), &info[name.len()..]))
}

/// Number of backticks of a line that closes a fence; none for any other line.
fn closing(line: &str) -> Option<usize> {
    let line = line.trim_end();
    (line.len() >= 3 && line.bytes().all(|byte| byte == b'`')).then_some(line.len())
}

fn is_blank(line: &str) -> bool {
    line.trim().is_empty()
}

/// True for a line of text that stands with one backslash more than it has, because it would be a mark without it.
fn is_guarded(line: &str) -> bool {
    let bare = line.trim_start_matches('\\');
    mark(bare).is_some() || (is_blank(bare) && bare.len() < line.len())
}
