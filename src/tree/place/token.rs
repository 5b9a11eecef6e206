//! Tokenizer of commands. It knows few things, each completely; whatever else a line holds makes the line unknown.

use crate::tree::Shell;
use crate::tree::fill::is_letter;

/// Character that stands for a placeholder while a command is read. No text has it.
pub(super) const GAP: char = '\0';

/// Kind of token that is fully understood. This list is the whole of it: a line on which something else stands is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::EnumIter)]
pub(super) enum Known {
    /// Spaces, tabs, and in Bash a backslash at the end of a line.
    Space,
    /// Line feed.
    LineEnd,
    /// Letters, digits, and signs that the shell takes literally.
    Word,
    /// What stands between commands, and before files: `|`, `;`, `&&`, `>`.
    Operator,
    /// Brackets around commands: `(`, `)`, `{`, `}`, and PowerShell's `@{`.
    Group,
    /// `$name`, whose value the shell does not read as code.
    Variable,
    /// Backslash of Bash with the character behind it.
    Escape,
    /// `'…'` on one line, without typographic quotes.
    SingleQuoted,
    /// `"…"` on one line, in which nothing but plain variables is obeyed.
    DoubleQuoted,
    /// `{{name}}`
    Placeholder,
}

/// Piece of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'t> {
    pub(super) kind: Known,
    pub(super) text: &'t str,
}

/// Line of a command with its line feed, and those that continue it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line<'t> {
    pub(super) text: &'t str,
    /// The line's tokens, or the first character that is not understood; none of both where an earlier line left the tokenizer lost.
    pub(super) read: Result<Vec<Token<'t>>, Option<char>>,
}

/// Lines of a command whose placeholders are [`GAP`]s. Behind a line with something unknown in it, such as an opening quote, nothing is
/// known any more; a line with a harmless remark is unknown alone.
pub(super) fn lines(text: &str, shell: Shell) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut is_lost = false;
    let mut rest = text;
    while !rest.is_empty() {
        let (line, after) = rest.split_at(line_length(rest, shell));
        rest = after;
        let read = if is_lost {
            Err(None)
        } else {
            tokens(line, shell).map_err(|at| {
                is_lost = !line[at..].chars().all(is_harmless);
                line[at..].chars().next()
            })
        };
        lines.push(Line { text: line, read });
    }
    lines
}

/// Length of the first line with its line feed, and with the lines that continue it.
fn line_length(text: &str, shell: Shell) -> usize {
    let ends = text.match_indices('\n').map(|(at, _)| at);
    ends.into_iter().find(|at| !continues(&text[..*at], shell)).map_or(text.len(), |at| at + 1)
}

/// True if a line goes on behind its line feed: a sign of the shell stands behind a space at its end, and no remark before it.
pub(super) fn continues(before: &str, shell: Shell) -> bool {
    let line = before.rsplit('\n').next().unwrap_or(before);
    match shell {
        Shell::Powershell => line.ends_with(" `") && !line.contains('#'),
        Shell::Bash => line.ends_with(" \\") && !line.contains('#'),
        Shell::Cmd => false,
    }
}

/// What a remark may hold without changing how later lines are read, whatever shell reads it.
fn is_harmless(c: char) -> bool {
    is_letter(c) || c == GAP || " \n.,:-_/+*?=@#%~".contains(c)
}

/// The line's tokens, or the position of what is no known token.
fn tokens(line: &str, shell: Shell) -> Result<Vec<Token<'_>>, usize> {
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let mut at = 0;
    while at < line.len() {
        let (kind, length) = token(&line[at..], shell, tokens.last()).ok_or(at)?;
        tokens.push(Token { kind, text: &line[at..at + length] });
        at += length;
    }
    Ok(tokens)
}

fn token(text: &str, shell: Shell, before: Option<&Token<'_>>) -> Option<(Known, usize)> {
    let first = text.chars().next()?;
    let before = before.map(|token| token.kind);
    if let Some(operator) = operator(text, shell) {
        return Some((Known::Operator, operator.len()));
    }
    Some(match first {
        ' ' | '\t' => (Known::Space, run(text, |c| matches!(c, ' ' | '\t'))),
        '\n' => (Known::LineEnd, 1),
        GAP => (Known::Placeholder, 1),
        '\'' if shell != Shell::Cmd => (Known::SingleQuoted, quoted(text, shell, before)?),
        '"' => (Known::DoubleQuoted, quoted(text, shell, before)?),
        '$' if shell != Shell::Cmd => (Known::Variable, variable(text, shell)?),
        '\\' if shell == Shell::Bash => match text[1..].chars().next()? {
            '\n' if before == Some(Known::Space) => (Known::Space, 2),
            ' '..='~' => (Known::Escape, 2),
            _ => return None,
        },
        '(' | ')' | '{' | '}' | '@' if group(text, shell, before) => (Known::Group, if first == '@' { 2 } else { 1 }),
        c if is_word(c, shell) && c != '@' => (Known::Word, word(text, shell)),
        _ => return None,
    })
}

/// The operator with which a text begins, the longest first. What begins a here-document, or calls something by its name, is none.
fn operator(text: &str, shell: Shell) -> Option<&'static str> {
    let operators: &[&str] = match shell {
        Shell::Powershell => &["2>&1", "*>&1", "&&", "||", "|", ";", ">>", ">"],
        Shell::Bash => &["&>>", "&>", ">&", "&&", "||", "|&", "|", ";", "&", ">>", ">|", ">", "<"],
        Shell::Cmd => &[">&", "&&", "||", "|", "&", ">>", ">", "<"],
    };
    operators.iter().find(|operator| text.starts_with(**operator) && !text.starts_with("<<")).copied()
}

/// True if a text begins with a bracket around commands. Elsewhere a bracket of Bash expands to words, calculates, or defines a function.
fn group(text: &str, shell: Shell, before: Option<Known>) -> bool {
    let ends = |c: Option<char>| c.is_none_or(|c| matches!(c, ' ' | '\n' | ';'));
    let is_apart = matches!(before, None | Some(Known::Space | Known::LineEnd));
    match shell {
        Shell::Powershell => !text.starts_with('@') || text.starts_with("@{"),
        Shell::Bash if text.starts_with(['{', '}']) => is_apart && ends(text[1..].chars().next()),
        Shell::Bash => text.starts_with(')') || (text.starts_with('(') && is_apart && !text.starts_with("((")),
        Shell::Cmd => false,
    }
}

/// Length of a `$name`; none where something else stands behind the `$`.
fn variable(text: &str, shell: Shell) -> Option<usize> {
    let name = &text[1..];
    let is_name = |c: char| c == '_' || is_letter(c);
    match name.chars().next()? {
        c if c == '_' || (is_letter(c) && !c.is_numeric()) => {
            let mut length = run(name, is_name);
            let scoped = shell == Shell::Powershell && name[length..].starts_with(':');
            if scoped && name[length + 1..].starts_with(is_name) {
                length += 1 + run(&name[length + 1..], is_name);
            }
            Some(1 + length)
        }
        '0'..='9' | '?' | '@' | '#' | '*' if shell == Shell::Bash => Some(2),
        _ => None,
    }
}

/// Length of a quoted text on one line, quotes included; none where it does not end, something in it is obeyed, or a quote stands beside it
/// that the shell takes for a quote inside.
fn quoted(text: &str, shell: Shell, before: Option<Known>) -> Option<usize> {
    if shell != Shell::Bash && matches!(before, Some(Known::SingleQuoted | Known::DoubleQuoted)) {
        return None;
    }
    let quote = text.chars().next()?;
    let mut at = 1;
    loop {
        let c = text[at..].chars().next()?;
        at += match c {
            c if c == quote => return Some(at + 1),
            '\n' | '\u{2018}'..='\u{201f}' => return None,
            '$' if quote == '"' && shell != Shell::Cmd => variable(&text[at..], shell)?,
            '`' if quote == '"' && shell != Shell::Cmd => return None,
            '\\' | '!' if quote == '"' && shell == Shell::Bash => return None,
            '%' | '!' if shell == Shell::Cmd => return None,
            c => c.len_utf8(),
        };
    }
}

/// Length of a word.
fn word(text: &str, shell: Shell) -> usize {
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, c)| *c);
        let is_splat = c == '@' && shell == Shell::Powershell && !next.is_some_and(|next| is_letter(next) || next == GAP);
        if !is_word(c, shell) || is_splat {
            return at;
        }
    }
    text.len()
}

/// True for what the shell takes literally in a word.
fn is_word(c: char, shell: Shell) -> bool {
    let signs = match shell {
        Shell::Powershell => "._-:/\\*?+=,~^@",
        Shell::Bash => "._-:/*?+=,~@%",
        Shell::Cmd => "._-:/\\*?+=,~@#$;[]{}",
    };
    is_letter(c) || signs.contains(c)
}

fn run(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}
