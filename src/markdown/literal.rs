//! Marks that authors mean as they stand: `<` of raw HTML, backslashes of paths, wildcards, underscores around a word, `[Note]:`.
//!
//! CommonMark drops them or takes them for markup. So each is replaced by a stand-in before the parser sees it, and put back into what the
//! parser made of the text: as itself in words, and in code exactly as it was written. Stand-ins are punctuation of Kharoshthi, a script
//! that nobody has written for 1,700 years: to the parser, which looks at what stands beside `*` and `_`, they are punctuation as well.

use std::collections::HashSet;

use super::link::is_safe;
use super::path::{Backslashes, Paths};

const LESS: char = '\u{10a50}';
/// `\<`, an escape in words.
const ESCAPED_LESS: char = '\u{10a51}';
const BACKSLASH: char = '\u{10a52}';
/// `\\` in a path that was written for CommonMark: one backslash in words.
const TWO_BACKSLASHES: char = '\u{10a53}';
const STAR: char = '\u{10a54}';
const UNDERSCORE: char = '\u{10a55}';
const TILDE: char = '\u{10a56}';
const DOT: char = '\u{10a57}';
const BRACKET: char = '\u{10a58}';
const STAND_INS: std::ops::RangeInclusive<char> = LESS..=BRACKET;

/// Length, in digits, from which a number before a dot is a year or the like, and no number of a list.
const DIGITS_OF_A_YEAR: usize = 4;
/// What may stand before the text of a line.
const MARGIN: [char; 6] = [' ', '\t', '>', '-', '+', '*'];

/// The text with stand-ins for every mark that is none. A stand-in of the text's own becomes U+FFFD.
pub(super) fn stand_in(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len() + markdown.len() / 8);
    let references = references(markdown);
    for text in markdown.split_inclusive('\n') {
        let line: Vec<char> = text.chars().map(|c| if STAND_INS.contains(&c) { char::REPLACEMENT_CHARACTER } else { c }).collect();
        let no_list = dot_of_a_year(&line);
        let no_definition = definition(text).filter(|(label, leads)| !(*leads && references.contains(label))).map(|_| start_of_text(&line));
        Line { no_list, no_definition, line: &line, out: &mut out }.write();
    }
    out
}

/// Puts the marks back into words, or into an address.
pub(super) fn restore(text: &str) -> String {
    restored(text, |stand_in| match stand_in {
        ESCAPED_LESS => "<",
        TWO_BACKSLASHES => "\\",
        other => plain(other),
    })
}

/// Puts the marks back into code, as they were written.
pub(super) fn restore_code(code: &str) -> String {
    restored(code, |stand_in| match stand_in {
        ESCAPED_LESS => "\\<",
        TWO_BACKSLASHES => "\\\\",
        other => plain(other),
    })
}

fn restored(text: &str, mark: impl Fn(char) -> &'static str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if STAND_INS.contains(&c) { out.push_str(mark(c)) } else { out.push(c) }
    }
    out
}

fn plain(stand_in: char) -> &'static str {
    match stand_in {
        LESS => "<",
        BACKSLASH => "\\",
        STAR => "*",
        UNDERSCORE => "_",
        TILDE => "~",
        DOT => ".",
        _ => "[",
    }
}

/// Position of the first character of a line behind spaces, quotes and bullets.
fn start_of_text(line: &[char]) -> usize {
    line.iter().position(|c| !MARGIN.contains(c)).unwrap_or(line.len())
}

/// Position of the dot of `1986. A good year`, which begins no list.
fn dot_of_a_year(line: &[char]) -> Option<usize> {
    let start = start_of_text(line);
    let digits = line[start..].iter().take_while(|c| c.is_ascii_digit()).count();
    let dot = start + digits;
    (digits >= DIGITS_OF_A_YEAR && line.get(dot) == Some(&'.')).then_some(dot)
}

/// Label of a line that begins as the definition of a reference does, `[label]: `, in lower case; true with it if an address for links
/// follows. CommonMark shows no definition; `[Note]: restart` is none that an author means.
fn definition(line: &str) -> Option<(String, bool)> {
    let (label, target) = line.trim_start_matches(MARGIN).strip_prefix('[')?.split_once("]:")?;
    let target = target.trim_start().trim_start_matches('<');
    (!label.contains(['[', ']'])).then(|| (label.to_lowercase(), is_safe(target)))
}

/// Labels, in lower case, of what can be references: words in brackets that no colon follows.
fn references(markdown: &str) -> HashSet<String> {
    if !markdown.contains("]:") {
        return HashSet::new();
    }
    let brackets = markdown.split('[').skip(1).filter_map(|rest| rest.split_once(']'));
    brackets.filter(|(_, after)| !after.starts_with(':')).map(|(label, _)| label.to_lowercase()).collect()
}

struct Line<'a> {
    line: &'a [char],
    /// Position of a dot that makes no list.
    no_list: Option<usize>,
    /// Position of a bracket that begins no definition.
    no_definition: Option<usize>,
    out: &'a mut String,
}

impl Line<'_> {
    fn write(mut self) {
        let mut paths = Paths::default();
        let mut at = 0;
        while at < self.line.len() {
            let end = at + self.line[at..].iter().take_while(|c| !is_between_words(**c)).count();
            if end == at {
                self.out.push(self.line[at]);
                at += 1;
            } else {
                let backslashes = paths.next(&self.line[at..end]);
                at = self.word(at, end, backslashes);
            }
        }
    }

    fn at(&self, position: usize) -> char {
        self.line.get(position).copied().unwrap_or('\n')
    }

    fn before(&self, position: usize) -> char {
        position.checked_sub(1).map_or('\n', |before| self.at(before))
    }

    /// Writes a word, which reaches from `start` to before `end`, and returns where the line goes on.
    fn word(&mut self, start: usize, end: usize, backslashes: Backslashes) -> usize {
        let is_path = backslashes != Backslashes::Escape;
        let address = (start..end).find(|at| self.begins_address(*at)).unwrap_or(end);
        let has_own_underscores = has_own_underscores(&self.line[start..end]);
        let mut at = start;
        while at < end {
            let (c, next) = (self.line[at], self.at(at + 1));
            let literal = match c {
                '\\' if backslashes == Backslashes::Doubled && next == '\\' => {
                    at += 1;
                    Some(TWO_BACKSLASHES)
                }
                '\\' if is_path => Some(BACKSLASH),
                '\\' if next == '<' => {
                    at += 1;
                    Some(ESCAPED_LESS)
                }
                '\\' if next.is_ascii_punctuation() => {
                    self.out.extend([c, next]);
                    at += 2;
                    continue;
                }
                '<' if !self.is_autolink(at) => Some(LESS),
                '*' if self.is_literal_star(at, is_path, at > address) => Some(STAR),
                '_' if is_path || has_own_underscores || at > address => Some(UNDERSCORE),
                // One tilde strikes nothing out; names such as PROGRA~1 have it.
                '~' if next != '~' && self.before(at) != '~' => Some(TILDE),
                '.' if self.no_list == Some(at) => Some(DOT),
                '[' if self.no_definition == Some(at) => Some(BRACKET),
                _ => None,
            };
            self.out.push(literal.unwrap_or(c));
            at += 1;
        }
        at
    }

    /// True if `<` begins an address in angle brackets, or the target of a link.
    fn is_autolink(&self, at: usize) -> bool {
        let inside = &self.line[at + 1..];
        let is_closed = inside.iter().find(|c| matches!(c, '<' | '>' | ' ' | '\t' | '\n')) == Some(&'>');
        let is_target = self.before(at) == '(' && at > 1 && self.line[at - 2] == ']';
        is_target || is_closed && self.begins_address(at + 1)
    }

    /// True if the scheme of a web or mail address begins here.
    fn begins_address(&self, at: usize) -> bool {
        let is_scheme = |scheme: &&str| scheme.chars().zip(at..).all(|(c, at)| c == self.at(at).to_ascii_lowercase());
        !self.before(at).is_ascii_alphanumeric() && ["http://", "https://", "mailto:"].iter().any(is_scheme)
    }

    /// True if a star is a wildcard, or stands between two letters, or is part of a path or an address.
    fn is_literal_star(&self, at: usize, is_path: bool, is_in_address: bool) -> bool {
        let (before, next) = (self.before(at), self.at(at + 1));
        if before == '*' || next == '*' {
            return false;
        }
        let is_wildcard = next == '.' && (self.at(at + 2).is_alphanumeric() || self.at(at + 2) == '*');
        let is_end_of_wildcard = before == '.' && at > 1 && self.line[at - 2] == '*';
        let is_between_letters = before.is_alphanumeric() && next.is_alphanumeric();
        let is_folder = is_path && before == '\\' || is_in_address && (next == '/' || next.is_alphanumeric());
        is_wildcard || is_end_of_wildcard || is_between_letters || is_folder
    }
}

fn is_between_words(c: char) -> bool {
    c.is_whitespace() || c == '|'
}

/// True if underscores stand around a part of the word, which then has them in its name: `__init__.py`. Those around other markup or a
/// remark that ends in punctuation, `_Note:_`, are markup all the same.
fn has_own_underscores(word: &[char]) -> bool {
    let lead = word.iter().take_while(|c| **c != '_').count();
    let inner = &word[lead..];
    let inner = &inner[inner.iter().take_while(|c| **c == '_').count()..];
    let Some(last) = inner.iter().rposition(|c| *c == '_') else { return false };
    let end = inner[..last].iter().rfind(|c| **c != '_');
    end.is_some_and(|end| !matches!(end, ':' | '!' | '?' | ',' | '.' | ';' | '*' | '~'))
}
