//! Rule of single keys: which press does what, on any keyboard layout, and which one is the beginning of a text.
//!
//! A layout names its keys by what they print, `key`, and the browser names their places by the American layout, `code`. Digits go by
//! their place where the layout prints something else there (French, Czech), letters where it prints no Latin ones (Russian, Greek).
//!
//! A text that is typed while no field has the focus must press nothing. So a letter that answers a step, or goes back, waits for
//! [`TYPING_MS`], and so does the key of an option that the step has not; another printable key within that time shows that somebody
//! types, and both belong to the notes.

use super::{Effect, SHORTCUTS};

/// Time for which a printable key waits for another one, in milliseconds.
pub const TYPING_MS: u64 = 250;

/// A key press, as `KeyboardEvent` tells it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Press {
    /// The printed text, or the name of a key that prints none.
    pub key: String,
    /// The place of the key, by the name of what it prints in the American layout.
    pub code: String,
    /// True if Shift is held.
    pub with_shift: bool,
    /// True if Ctrl, Alt or Meta is held: a command to the browser or the system.
    pub is_command: bool,
    /// True if the key is held down and repeats itself.
    pub is_repeated: bool,
    /// True if an input method composes a text with it.
    pub is_composing: bool,
}

/// The page as the press finds it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ground {
    /// True if a field for text has the focus, or something lies over the page, or there is no step to take.
    pub is_taken: bool,
    /// True if the user has turned single keys off.
    pub is_off: bool,
    /// Number of the step's options: the key of one that is not there is only a text.
    pub options: usize,
}

/// Effect of a shortcut, with the name of the pressed key.
pub type Deed = (Effect, &'static str);

/// A printable key that waits for another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The printed text.
    pub text: String,
    /// Effect of the key, once its time has gone by; none of one that is no shortcut.
    pub deed: Option<Deed>,
}

/// Response to a press.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Response {
    /// The press is left to the browser.
    Pass,
    /// The deed is done at once.
    Act(Deed),
    /// The key waits for [`TYPING_MS`].
    Wait(Held),
    /// The text is added to the notes, which take the focus; no key presses anything.
    Type(String),
}

/// Response to a press while the key `held`, if any, waits.
pub fn respond(press: &Press, held: Option<&Held>, ground: Ground) -> Response {
    let Press { key, is_command, is_repeated, is_composing, .. } = press;
    let name = name(press);
    if *is_command || *is_repeated || *is_composing || ground.is_taken || (ground.is_off && name != "?") {
        return Response::Pass;
    }
    let is_printable = !key.is_ascii() || key.len() == 1;
    if let Some(held) = held.filter(|_| is_printable) {
        return Response::Type([&held.text, key.as_str()].concat());
    }
    match deed(&name, ground.options) {
        Some(deed) if !is_printable || is_at_once(deed) => Response::Act(deed),
        // A space presses the button that has the focus, or scrolls.
        deed if is_printable && key != " " => Response::Wait(Held { text: key.clone(), deed }),
        _ => Response::Pass,
    }
}

/// Name by which the table of shortcuts knows the pressed key.
fn name(Press { key, code, with_shift, .. }: &Press) -> String {
    let mut chars = key.chars();
    let (Some(c), None) = (chars.next(), chars.next()) else {
        // A named key, or two letters of another script on one.
        return if key.is_ascii() { key.clone() } else { place(code, "Key", *with_shift).unwrap_or_default() };
    };
    if c == '?' || c == '؟' {
        return "?".to_owned();
    }
    if c.is_ascii_digit() {
        return key.clone();
    }
    if let Some(digit) = place(code, "Digit", *with_shift) {
        return digit;
    }
    if is_latin(c) {
        // Caps Lock changes no key.
        return if *with_shift { key.clone() } else { key.to_ascii_lowercase() };
    }
    place(code, "Key", *with_shift).unwrap_or_else(|| key.clone())
}

/// What the American layout prints at a place of the kind, in lower case; none with Shift, which prints something else there.
fn place(code: &str, kind: &str, with_shift: bool) -> Option<String> {
    code.strip_prefix(kind).filter(|_| !with_shift).map(str::to_ascii_lowercase)
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
}

fn deed(name: &str, options: usize) -> Option<Deed> {
    SHORTCUTS.iter().find_map(|shortcut| {
        let at = shortcut.keys.iter().position(|key| *key == name)?;
        (shortcut.effect != Effect::Choose || at < options).then_some((shortcut.effect, shortcut.keys[at]))
    })
}

/// True if the deed only moves the focus or opens something, or its key is a digit: those are seldom the beginning of a word.
fn is_at_once((effect, key): Deed) -> bool {
    matches!(effect, Effect::Focus(_) | Effect::Open(_)) || key.starts_with(|first: char| first.is_ascii_digit())
}

#[cfg(test)]
mod tests;
