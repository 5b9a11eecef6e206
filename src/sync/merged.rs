//! Text of a field that two browsers change.

/// Text of a field after its saved text changed elsewhere, from `before` to `after`: the new one where nothing was typed here, otherwise both,
/// so that nothing is overwritten that somebody has not seen.
pub fn merged(typed: &str, before: &str, after: &str) -> String {
    let after = after.trim_end();
    if typed.trim_end() == before.trim_end() {
        after.to_owned()
    } else if typed.contains(after) {
        typed.to_owned()
    } else {
        format!("{after}\n{typed}")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::merged;

    #[test]
    fn what_was_typed_stands_below_what_was_saved_meanwhile() {
        assert_eq!(merged("", "", "The router blinks."), "The router blinks.");
        assert_eq!(merged("Old.", "Old.", "New."), "New.");
        assert_eq!(merged("Old. Typed", "Old.", ""), "Old. Typed");
        assert_eq!(merged("She moved.", "", "The router blinks."), "The router blinks.\nShe moved.");
    }

    proptest! {
        #[test]
        fn neither_text_is_lost(typed in "[ab\n ]{0,6}", before in "[ab\n ]{0,6}", after in "[ab\n ]{0,6}") {
            let both = merged(&typed, &before, &after);
            prop_assert!(both.contains(after.trim_end()));
            prop_assert!(both.contains(&typed) || typed.trim_end() == before.trim_end());
        }
    }
}
