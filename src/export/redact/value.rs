//! End of the value behind `password=`: a run of parts, quoted or not, as shells and JSON write them. It is read once from left
//! to right, so that the time is proportional to the text's length, whatever its content. Where shells disagree the longer
//! value is meant: rather too much is masked than too little.

/// Characters that end a value behind its closing quote: punctuation of JSON, of a command line and of a sentence.
const ENDS: [char; 12] = [',', ';', '.', ':', '(', ')', ']', '}', '<', '>', '|', '&'];

/// Behind what a quote opens.
const BEGINS: [char; 10] = ['(', '[', '{', '=', ':', ',', ';', '|', '&', '+'];

/// Spellings, between double quotes, of a character that shells would interpret there.
const INSIDE: [&str; 2] = ["\"^%\"", "\"'!'\""];

/// Bytes looked at behind a name.
const HEAD: usize = 300;

/// Place of the value that a text begins with, in bytes.
pub(super) struct Value {
    /// Offset of its beginning, behind its opening quote.
    pub(super) start: usize,
    /// Offset of its end, before its closing quote.
    pub(super) end: usize,
    /// True if quotes stand around it, its own or those around its whole setting.
    pub(super) is_quoted: bool,
}

/// The value that `text` begins with; `before` is what stands before it, which may have opened a quote.
pub(super) fn at(before: &str, text: &str) -> Value {
    if let letters @ 1.. = spelled(head(text)) {
        return Value { start: 0, end: letters, is_quoted: false };
    }
    let opened = opened(before);
    if let Some((value, is_whole)) = escaped(text) {
        // Where it goes on, a shell escapes a quote that is a part of it.
        let longer = Some(opened).filter(|_| !is_whole).map(|opened| around(text, opened));
        return longer.filter(|longer| longer.end > value.end).unwrap_or(value);
    }
    let Some(quote) = text.chars().next().filter(|c| is_quote(*c)) else { return around(text, opened) };
    if opened.is_some_and(|(opened, _)| opened == quote) {
        match text[1..].chars().next() {
            Some(next) if next == quote || inside(text) > 0 => return around(text, opened),
            Some(next) if !ends(next) => {}
            _ => return Value { start: 0, end: 0, is_quoted: false },
        }
    }
    match end(text, None) {
        (end, true) => Value { start: 1, end, is_quoted: true },
        (end, false) => {
            // Where it goes on behind a space, the quotes were a part of a longer one.
            let longer = Some(opened).filter(|_| text[end..].starts_with([' ', '\t'])).map(|opened| around(text, opened));
            match longer {
                Some(longer) if longer.is_quoted && longer.end > end => longer,
                _ if text[..end].ends_with(quote) => Value { start: 1, end: end - 1, is_quoted: true },
                _ => Value { start: 0, end, is_quoted: true },
            }
        }
    }
}

/// Length of a word that a text begins with, if it is spelled letter by letter: `H u n t e r 2`; else 0.
pub(super) fn spelled(text: &str) -> usize {
    let line = text.split('\n').next().unwrap_or_default();
    let is_letter = |word: &&str| word.chars().count() == 1 && !word.contains(['-', '/', '|', '\t']);
    let letters: Vec<_> = line.split(' ').take_while(is_letter).collect();
    let length = letters.join(" ").len();
    // The last letter may have the end of the sentence behind it.
    let last = line[length..].strip_prefix(' ').filter(|rest| rest.chars().count() == 2 && rest.ends_with(['.', ',', ';']));
    if letters.len() < 4 { 0 } else { length + last.map_or(0, str::len) }
}

/// The beginning of a text: however long it is, a look at it behind each of many places takes no longer.
pub(super) fn head(text: &str) -> &str {
    let cut = HEAD.min(text.len());
    &text[..(0..=cut).rev().find(|&position| text.is_char_boundary(position)).unwrap_or(0)]
}

/// The value up to the quote that was open before it, if one was.
fn around(text: &str, opened: Option<(char, bool)>) -> Value {
    let (end, is_open) = end(text, opened);
    let is_closed = !is_open && opened.is_some_and(|(quote, _)| text[..end].ends_with(quote));
    let is_quoted = (is_open || is_closed) && opened.is_some_and(|(_, is_wide)| is_wide);
    Value { start: 0, end: text[..end - usize::from(is_closed)].trim_end().len(), is_quoted }
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'')
}

fn ends(c: char) -> bool {
    c.is_whitespace() || ENDS.contains(&c)
}

/// A value of JSON inside a string, whose quotes have backslashes before them: one, three or seven. And whether it ends there.
fn escaped(text: &str) -> Option<(Value, bool)> {
    let level = text.len() - text.trim_start_matches('\\').len();
    if level == 0 || !(level + 1).is_power_of_two() || !text[level..].starts_with('"') {
        return None;
    }
    let start = level + 1;
    let mut backslashes = 0;
    let mut end = start;
    for c in text[start..].chars().take_while(|c| *c != '\n') {
        if c == '"' && backslashes % (2 * start) == level {
            let is_whole = text[end + 1..].chars().next().is_none_or(|c| ends(c) || c == '"');
            return Some((Value { start, end: end - level, is_quoted: true }, is_whole));
        }
        backslashes = if c == '\\' { backslashes + 1 } else { 0 };
        end += c.len_utf8();
    }
    Some((Value { start, end, is_quoted: true }, true))
}

/// The quote that is open behind a text, judged by the last one, and true if spaces up to the next one are a part of the value:
/// it then stands around one setting alone, or around a connection string.
fn opened(before: &str) -> Option<(char, bool)> {
    let line = before.rsplit('\n').next()?;
    let beside = |at: usize| (line[..at].chars().next_back(), line[at + 1..].chars().next());
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let is_apostrophe = |at: usize| line[at..].starts_with('\'') && is_letter(beside(at).0) && is_letter(beside(at).1);
    let (at, quote) = line.char_indices().rev().find(|(at, c)| is_quote(*c) && !is_apostrophe(*at))?;
    let is_opening = beside(at).0.is_none_or(|c| c.is_whitespace() || BEGINS.contains(&c)) && !beside(at).1.is_some_and(ends);
    let since = &line[at + 1..];
    is_opening.then(|| (quote, since.contains(';') || !since.contains(char::is_whitespace)))
}

/// End of the run of parts, and true if a quote is open there: an unclosed one takes the rest of the line. `around` is the
/// quote around the value, with true if spaces are a part of it.
fn end(text: &str, mut around: Option<(char, bool)>) -> (usize, bool) {
    let mut quote = around.map(|(quote, _)| quote);
    let (mut position, mut last, mut was_quoted) = (0, ' ', false);
    while let Some(c) = text[position..].chars().next().filter(|c| *c != '\n') {
        let rest = &text[position + c.len_utf8()..];
        let next = rest.chars().next();
        let is_end = c.is_whitespace() || (matches!(c, ';' | '&' | ',') && is_setting(rest));
        let is_escape = matches!(c, '\\' | '`') && inside(rest) == 0;
        match (quote, around) {
            (Some(_), Some((_, is_wide))) if is_end && !(is_wide && c.is_whitespace()) => return (position, false),
            (Some('"'), _) if inside(&text[position..]) > 0 => position += inside(&text[position..]) - 1,
            // The quote behind an escaped one is doubled in one shell, and the last one in others.
            (Some('"'), _) if is_escape && rest.starts_with("\"\"") && inside(&rest[1..]) == 0 => position += 2,
            (Some('"'), _) if is_escape && (next == Some('"') || next == Some(c)) => position += 1,
            (Some(open), Some(_)) if open == c && !next.is_some_and(|next| is_quote(next) || matches!(next, '^' | '\\')) => {
                return (position + 1, false);
            }
            (Some(open), _) if open == c => (quote, around, was_quoted) = (None, None, true),
            (Some(_), _) => {}
            (None, _) if is_end || (was_quoted && ENDS.contains(&c)) || (c == ',' && rest.starts_with('"')) => return (position, false),
            (None, _) if is_escape && next.is_some_and(|next| is_quote(next) || next == c) => {
                (position, was_quoted) = (position + 1, false);
            }
            (None, _) if c == '"' || (c == '\'' && !is_apostrophe(last, rest)) => quote = Some(c),
            (None, _) => was_quoted = false,
        }
        position += c.len_utf8();
        last = c;
    }
    (position, quote.is_some())
}

/// Length of the spelling in [`INSIDE`] with which a text begins; 0 if none.
fn inside(text: &str) -> usize {
    INSIDE.into_iter().find(|inside| text.starts_with(inside)).map_or(0, str::len)
}

/// True if a quote behind a letter is an apostrophe and opens nothing.
fn is_apostrophe(last: char, rest: &str) -> bool {
    last.is_alphanumeric() && !rest.chars().take_while(|c| *c != '\n').any(|c| c == '\'')
}

/// True if the next setting of a connection string or of an address's query begins: `name=`.
fn is_setting(text: &str) -> bool {
    let name = text.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | ' ' | '.' | '-'));
    name.len() < text.len() && name.starts_with('=')
}
