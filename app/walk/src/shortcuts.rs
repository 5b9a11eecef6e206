//! Single keys of the walk page: the one table for the player, which presses, and for the list behind "?".

/// Keys that choose an option of the open step, the first key the first option: digits, then letters without shortcuts of their own.
/// Options beyond them are reached with the arrow keys.
pub const MARKS: [&str; 29] = [
    "1", "2", "3", "4", "5", "6", "7", "8", "9", "a", "d", "e", "g", "h", "i", "j", "k", "l", "m", "q", "r", "s", "t", "u", "v", "w", "x",
    "y", "z",
];

/// Keys of the walk page that have one effect, and their line in the list behind "?".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shortcut {
    /// Keys, by the names that [`respond`](super::respond) gives them.
    pub keys: &'static [&'static str],
    /// The keys as the list shows them.
    pub shown: &'static str,
    /// The effect in words.
    pub words: &'static str,
    /// Effect on the page.
    pub effect: Effect,
}

/// Effect of a key. A text in it is a CSS selector: the key acts on the first element that matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Clicks the option with that mark.
    Choose,
    /// Moves the focus to the option before or after.
    Move,
    /// Moves the focus into a field, unfolded if need be.
    Focus(&'static str),
    /// Clicks a button that only opens something.
    Open(&'static str),
    /// Clicks a button that does something: not at once, because the key may be the beginning of a word.
    Click(&'static str),
    /// Clicks a button, unless something that the key would press has the focus.
    ClickIfFree(&'static str),
}

/// All shortcuts, in the order of the list.
pub const SHORTCUTS: [Shortcut; 10] = [
    Shortcut { keys: &MARKS, shown: "1–9, a–z", words: "The option with that mark", effect: Effect::Choose },
    Shortcut {
        keys: &["Enter"],
        shown: "Enter",
        words: "Continue, or complete at the end",
        effect: Effect::ClickIfFree(".step-continue, .walk-foot .button-primary"),
    },
    Shortcut { keys: &["b"], shown: "b", words: "Back", effect: Effect::Click("button[value=back]:not(:disabled)") },
    Shortcut { keys: &["ArrowUp", "ArrowDown"], shown: "↑ ↓", words: "From option to option", effect: Effect::Move },
    Shortcut { keys: &["n"], shown: "n", words: "Notes", effect: Effect::Focus("textarea[name=notes]") },
    Shortcut { keys: &["o"], shown: "o", words: "Command output", effect: Effect::Focus("textarea[name=output]") },
    // The label of a command with a gap leads to the field to fill in.
    Shortcut {
        keys: &["c"],
        shown: "c",
        words: "Copy the command",
        effect: Effect::Click(".step-fill:not([hidden]), .step-copy:not([hidden]) button"),
    },
    Shortcut { keys: &["p"], shown: "p", words: "Park: Enter does it", effect: Effect::Focus("input[name=parked_reason]") },
    Shortcut { keys: &["f"], shown: "f", words: "Complete session", effect: Effect::Open("button[value=finish]") },
    Shortcut { keys: &["?"], shown: "?", words: "These keys", effect: Effect::Open("[popovertarget=keys]") },
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::SHORTCUTS;

    #[test]
    fn no_key_has_two_effects() {
        let mut seen = HashSet::new();
        for key in SHORTCUTS.iter().flat_map(|shortcut| shortcut.keys) {
            assert!(seen.insert(key), "{key} is there twice");
        }
    }
}
