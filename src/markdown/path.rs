//! Windows paths in a line of words: where a backslash is a backslash, and no escape.

/// Reading of the backslashes of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Backslashes {
    /// CommonMark's: one before punctuation escapes it.
    Escape,
    /// A path: each is one.
    Literal,
    /// A path whose author wrote each of them twice, as CommonMark wants it.
    Doubled,
}

/// Reader of the words of a line, one after the other: a path may go on behind a space.
#[derive(Debug, Default)]
pub(super) struct Paths {
    /// Number of words since a path began that look like more of it; none outside of one.
    since: Option<usize>,
}

/// The most words of a folder's name that are looked at: `Program Files (x86)`.
const WORDS_OF_A_NAME: usize = 3;
/// Registry hives as paths begin with them, in lower case.
const HIVES: [&str; 5] = ["hklm", "hkcu", "hkcr", "hku", "hkcc"];

impl Paths {
    /// Reads the next word of the line.
    pub(super) fn next(&mut self, word: &[char]) -> Backslashes {
        let ends_here = word.last().is_some_and(|c| matches!(c, ',' | '.' | ';'));
        if is_path(word) {
            self.since = (!ends_here).then_some(0);
            return if is_doubled(word) { Backslashes::Doubled } else { Backslashes::Literal };
        }
        let is_more_of_a_name = word[0].is_uppercase() || word[0].is_ascii_digit() || word[0] == '(';
        self.since = self.since.map(|words| words + 1).filter(|words| is_more_of_a_name && *words <= WORDS_OF_A_NAME);
        let goes_on = self.since.is_some() && position_of(word, |before, _| before.is_alphanumeric() || before == ')');
        if ends_here {
            self.since = None;
        }
        if goes_on { Backslashes::Literal } else { Backslashes::Escape }
    }
}

/// True if something in the word can be nothing but a path's.
fn is_path(word: &[char]) -> bool {
    is_share(word) || has_drive(word) || has_hive(word) || begins_in_a_folder(word) || position_of(word, is_of_a_path)
}

/// True if a backslash, first of its run or alone, has neighbours that `matches`.
fn position_of(word: &[char], matches: impl Fn(char, char) -> bool) -> bool {
    let mut at = 0;
    while let Some(found) = word[at..].iter().position(|c| *c == '\\') {
        let start = at + found;
        let run = word[start..].iter().take_while(|c| **c == '\\').count();
        let before = start.checked_sub(1).map_or(' ', |before| word[before]);
        let after = word.get(start + run).copied().unwrap_or(' ');
        // Of an even number each may escape the next one.
        if run % 2 == 1 && matches(before, after) {
            return true;
        }
        at = start + run;
    }
    false
}

/// Nothing is escaped before a letter; and nobody escapes `$`, which means nothing, in the middle of a word.
fn is_of_a_path(before: char, after: char) -> bool {
    let is_component = before.is_alphanumeric() || matches!(before, '%' | '}' | '>' | ')');
    after.is_alphanumeric()
        || is_component && matches!(after, '$' | '%' | '@')
        || matches!(before, '%' | '}' | '>') && after != ' '
        || is_component && after == '{'
}

/// `\\server\share`, at the beginning of the word or behind a quote, a bracket or the like.
fn is_share(word: &[char]) -> bool {
    let mut at = 0;
    while let Some(found) = word[at..].iter().position(|c| *c == '\\') {
        let start = at + found;
        let run = word[start..].iter().take_while(|c| **c == '\\').count();
        let is_start =
            start == 0 || matches!(word[start - 1], '"' | '\'' | '(' | '[' | '*' | '_' | '`' | '=' | ':' | ',' | '“' | '‘' | '«' | '„');
        let names = |c: &char| c.is_alphanumeric() || matches!(c, '{' | '<' | '%' | '$' | '?' | '.');
        if is_start && (run == 2 || run == 4) && word.get(start + run).is_some_and(names) {
            return true;
        }
        at = start + run;
    }
    false
}

/// `C:\`, `HKLM:\`, `Env:\`.
fn has_drive(word: &[char]) -> bool {
    let is_drive = |colon: usize| {
        let letters = word[..colon].iter().rev().take_while(|c| c.is_ascii_alphabetic()).count();
        let start = colon - letters;
        let name: String = word[start..colon].iter().collect::<String>().to_ascii_lowercase();
        let is_name = letters == 1 || HIVES.contains(&name.as_str()) || matches!(name.as_str(), "env" | "cert" | "wsman");
        is_name && (start == 0 || !word[start - 1].is_alphanumeric())
    };
    (1..word.len()).any(|at| word[at] == '\\' && word[at - 1] == ':' && is_drive(at - 1))
}

/// `HKLM\`, `HKEY_LOCAL_MACHINE\`.
fn has_hive(word: &[char]) -> bool {
    let start = word.iter().take_while(|c| !c.is_alphanumeric()).count();
    let Some(end) = word[start..].iter().position(|c| *c == '\\') else { return false };
    let name: String = word[start..start + end].iter().collect::<String>().to_ascii_lowercase();
    HIVES.contains(&name.as_str()) || name.starts_with("hkey_")
}

/// `.\`, `..\`, `~\`, `$env:TEMP\`.
fn begins_in_a_folder(word: &[char]) -> bool {
    let start = word.iter().take_while(|c| matches!(c, '"' | '\'' | '(' | '[' | '*' | '_' | '`' | '“' | '‘')).count();
    let Some(end) = word[start..].iter().position(|c| *c == '\\') else { return false };
    let folder: String = word[start..start + end].iter().collect();
    matches!(folder.as_str(), "." | ".." | "~") || folder.len() > 1 && folder.starts_with('$')
}

/// True if every run of backslashes is even, and the word begins with four if it is a share.
fn is_doubled(word: &[char]) -> bool {
    let runs: Vec<usize> = word.split(|c| *c != '\\').map(<[char]>::len).filter(|run| *run > 0).collect();
    runs.iter().all(|run| run % 2 == 0) && (!is_share(word) || runs[0] == 4)
}
