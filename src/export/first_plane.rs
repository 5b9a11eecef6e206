//! Text within Unicode's first plane. Databases of PSAs that hold no more cut a text at the first character beyond it, without a word.

use super::redact::Kind;

/// The most characters of an emoji: two people with skin tones who kiss.
const LONGEST: usize = 10;
/// Asks for the coloured form of the character before it.
const COLOURED: char = '\u{fe0f}';

/// The text with emoji as their short names in brackets, `[thumbs up]`, and other characters beyond the first plane as their numbers,
/// `[U+20BB7]`; with the number of those that are written out so. Marks of direction are left out: they would turn what stands behind them.
pub(super) fn written_out(text: &str) -> (String, usize) {
    let (mut written, mut count, mut rest) = (String::with_capacity(text.len()), 0, text);
    while let Some(c) = rest.chars().next() {
        let emoji = emoji(rest);
        let end = emoji.map_or(c.len_utf8(), |(_, end)| end);
        match emoji {
            Some((name, _)) => written.push_str(&named(name)),
            None if u32::from(c) > 0xffff => written.push_str(&format!("[U+{:04X}]", u32::from(c))),
            None if is_direction(c) => {}
            None => written.push(c),
        }
        count += usize::from(emoji.is_some() || u32::from(c) > 0xffff);
        rest = &rest[end..];
    }
    (written, count)
}

/// Short name and length in bytes of the longest emoji at the beginning of the text; none where it begins with a character of the first
/// plane that is not to be shown as one.
fn emoji(text: &str) -> Option<(&'static str, usize)> {
    let is_beyond = text.chars().next().is_some_and(|c| u32::from(c) > 0xffff);
    if !is_beyond && text.chars().nth(1) != Some(COLOURED) {
        return None;
    }
    let ends: Vec<usize> = text.char_indices().map(|(start, c)| start + c.len_utf8()).take(LONGEST).collect();
    ends.into_iter().rev().find_map(|end| Some((emojis::get(&text[..end])?.name(), end)))
}

/// In brackets, and not like a mask: 🔑 is not `[key]`, which stands for a key that was left out.
fn named(name: &str) -> String {
    let bracketed = format!("[{name}]");
    if Kind::ALL.iter().any(|kind| kind.mask() == bracketed) { format!("[{name} emoji]") } else { bracketed }
}

/// True for marks, embeddings, overrides and isolates of direction.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::nasty;
    use super::*;

    fn written(text: &str) -> (String, usize) {
        written_out(text)
    }

    #[test]
    fn emoji_are_named_and_other_characters_numbered() {
        for (text, said, count) in [
            ("Rebooted 👍", "Rebooted [thumbs up]", 1),
            ("👍🏽 👨‍👩‍👧 🇩🇪 🏴󠁧󠁢󠁥󠁮󠁧󠁿", "[thumbs up: medium skin tone] [family: man, woman, girl] [flag: Germany] [flag: England]", 4),
            ("🔥🔥", "[fire][fire]", 2),
            ("⚠️ low, 1️⃣ first", "[warning] low, [keycap: 1] first", 2),
            ("⚠ ✓ → © 1 *", "⚠ ✓ → © 1 *", 0),
            ("𠮷野家, 𝒙", "[U+20BB7]野家, [U+1D499]", 2),
            ("\u{10ffff}\u{f0000}", "[U+10FFFF][U+F0000]", 2),
            ("📧 🔑", "[e-mail emoji] [key emoji]", 2),
            ("株式会社テスト שלום", "株式会社テスト שלום", 0),
        ] {
            assert_eq!(written(text), (said.to_owned(), count), "{text}");
        }
    }

    #[test]
    fn no_mark_of_direction_is_left() {
        assert_eq!(written("\u{202e}.gpj.exe\u{202c} is\u{200f} \u{2067}the\u{2069}\u{61c} attachment").0, ".gpj.exe is the attachment");
    }

    proptest! {
        #[test]
        fn nothing_is_beyond_the_first_plane_and_what_is_written_out_stays(text in nasty(), any in any::<String>()) {
            for text in [text, any] {
                let (written, count) = written_out(&text);
                prop_assert!(written.chars().all(|c| u32::from(c) <= 0xffff && !is_direction(c)), "{written}");
                prop_assert_eq!(written_out(&written), (written.clone(), 0));
                let beyond = text.chars().filter(|c| u32::from(*c) > 0xffff).count();
                prop_assert!((count > 0) == (beyond > 0) || text.contains(COLOURED));
            }
        }
    }
}
