//! Words, the unit that a search compares.

use resolutionflow::search::in_word;

/// Replaces every character of a text that is no letter or digit by a space. Postgres would take `INC-48213` for a word and a negative
/// number, and `vpn.example.com` for one word; people look for any part. Texts and queries go through this alike.
pub(super) fn words(text: &str) -> String {
    text.chars().map(|c| if in_word(c) { c } else { ' ' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_fall_into_their_parts() {
        assert_eq!(words("INC-48213\0a_b"), "INC 48213 a b");
        assert_eq!(words("\\\\SRV-DC01.corp\\Ärger"), "  SRV DC01 corp Ärger");
    }
}
