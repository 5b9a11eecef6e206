//! One value in one command: as it is, in quotes, or not at all.

use std::borrow::Cow;

use super::Place;
use crate::tree::Shell;

/// Letters and digits of every script. Modifier letters and marks are none of them: code pages of Windows turn some of those into quotes
/// and pipes. The browser's and the server's regular expressions read it alike.
const LETTER: &str = r"^[\p{Lu}\p{Ll}\p{Lo}\p{Nd}]$";

/// The value as it may stand at a place: as it is where it is plain, else in quotes for its shell where those are sure to hold.
///
/// # Errors
/// The character for which it may not; none where no value may.
pub(super) fn put(value: &str, shell: Shell, place: Place) -> Result<Cow<'_, str>, Option<char>> {
    if place == Place::Command {
        return Err(None);
    }
    match unplain(value, shell) {
        None => Ok(value.into()),
        Some(c) if place == Place::Unknown => Err(Some(c)),
        Some(_) => quoted(value, shell).map(Cow::Owned).map_err(Some),
    }
}

/// First character that no shell is sure to take for a part of a word; none where the value is plain.
fn unplain(value: &str, shell: Shell) -> Option<char> {
    let is_plain = |(at, c): (usize, char)| match c {
        '.' | '_' | ':' => true,
        // Behind them an option, a splatted variable or a file of arguments would begin.
        '-' | '@' => at > 0,
        '/' => at > 0 || shell == Shell::Bash,
        '\\' => shell != Shell::Bash,
        c => is_letter(c),
    };
    value.char_indices().find(|place| !is_plain(*place)).map(|(_, c)| c)
}

/// The value in quotes of its own.
///
/// # Errors
/// First character that would not be safe in them: one that the shell obeys in quotes, one that a code page may turn into such a one, and a
/// hyphen at the beginning, because programs take it for an option with quotes and without.
fn quoted(value: &str, shell: Shell) -> Result<String, char> {
    let quote = if shell == Shell::Cmd { '"' } else { '\'' };
    let mut quoted = String::from(quote);
    for (at, c) in value.char_indices() {
        match c {
            '-' if at == 0 => return Err(c),
            '"' | '\u{201c}'..='\u{201f}' | '%' | '!' if shell == Shell::Cmd => return Err(c),
            // PowerShell reads the typographic ones as quotes (language specification, 2.3.5.2); others may get them as plain ones.
            '\'' | '\u{2018}'..='\u{201b}' => match shell {
                Shell::Powershell => quoted.push(c),
                Shell::Bash => quoted.push_str("'\\"),
                Shell::Cmd => {}
            },
            // Beyond ASCII and letters: dashes, double quotes, and the scripts of South and South East Asia, which spell with marks.
            ' '..='~' | '\u{2013}'..='\u{2015}' | '\u{201c}'..='\u{201f}' | '\u{900}'..='\u{109f}' => {}
            c if is_letter(c) => {}
            _ => return Err(c),
        }
        quoted.push(c);
        if shell == Shell::Bash && matches!(c, '\'' | '\u{2018}'..='\u{201b}') {
            quoted.push(quote);
        }
    }
    // A program would take the quote behind a backslash for a part of its argument.
    if shell == Shell::Cmd && value.ends_with('\\') {
        quoted.push('\\');
    }
    quoted.push(quote);
    Ok(quoted)
}

/// True for letters and digits; the clicks look like pipes and exclamation marks, and code pages take them for those.
pub(in crate::tree) fn is_letter(c: char) -> bool {
    c.is_ascii_alphanumeric() || (!c.is_ascii() && !('\u{1c0}'..='\u{1c3}').contains(&c) && matches_letter(c.encode_utf8(&mut [0; 4])))
}

#[cfg(target_arch = "wasm32")]
fn matches_letter(c: &str) -> bool {
    js_sys::RegExp::new(LETTER, "u").test(c)
}

#[cfg(not(target_arch = "wasm32"))]
fn matches_letter(c: &str) -> bool {
    static EXPRESSION: std::sync::LazyLock<Option<regex::Regex>> = std::sync::LazyLock::new(|| regex::Regex::new(LETTER).ok());
    EXPRESSION.as_ref().is_some_and(|letter| letter.is_match(c))
}

/// Character of a value that word processors write where people mean a plain quote or hyphen; none where there is no such.
pub fn typographic(value: &str) -> Option<char> {
    value.chars().find(|c| matches!(c, '\u{2010}'..='\u{2015}' | '\u{2018}'..='\u{201f}'))
}
