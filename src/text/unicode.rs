//! The one form in which typed texts are kept, by the tables of Unicode: composed characters, white space of any kind as one space, and
//! nothing that no one sees.

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;
use icu_properties::props::{DefaultIgnorableCodePoint, EmojiModifier, ExtendedPictographic, GeneralCategory, GeneralCategoryGroup};
use icu_properties::{CodePointMapData, CodePointSetData};

/// Zero width non-joiner and joiner.
const JOINERS: [char; 2] = ['\u{200c}', '\u{200d}'];

/// Long text in normalisation form C. Nothing else changes.
pub fn composed(text: &str) -> Cow<'_, str> {
    ComposingNormalizerBorrowed::new_nfc().normalize(text)
}

/// One-line text as it is kept: in normalisation form C, white space of any kind collapsed to one space and none at the ends, without
/// controls, directions, tags, fillers and zero-width characters. Joiners stay between letters and emoji, where Persian, Hindi and
/// families need them. Empty where nothing of it is visible.
pub fn one_line(text: &str) -> String {
    let mut line = less_unseen(text);
    // Composed, characters may be no letters any more, and joiners beside them go as well: `<`, U+0338 is ≮.
    loop {
        let kept = less_unseen(&line);
        if kept == line {
            return if is_visible(&line) { line } else { String::new() };
        }
        line = kept;
    }
}

/// A text without what a one-line text is kept without, composed.
fn less_unseen(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut chars = text.chars().filter(|c| is_space(*c) || !is_dropped(*c)).peekable();
    let mut space = false;
    while let Some(c) = chars.next() {
        if is_space(c) {
            space = true;
        } else if JOINERS.contains(&c) {
            let is_between = !space && line.chars().next_back().is_some_and(joins) && chars.peek().copied().is_some_and(joins);
            line.extend(is_between.then_some(c));
        } else {
            line.extend((space && !line.is_empty()).then_some(' '));
            space = false;
            line.push(c);
        }
    }
    composed(&line).into_owned()
}

/// True if somebody sees something of the text.
fn is_visible(text: &str) -> bool {
    // The blank pattern of Braille, and the null notehead: of all characters that are not ignorable they alone have no ink.
    let has_ink = |c: char| !matches!(c, '\u{2800}' | '\u{1d159}') && !is_ignorable(c) && !is_space(c) && !is_dropped(c);
    text.chars().any(has_ink)
}

/// White space, with the separators of the ASCII controls.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}')
}

/// True for what a one-line text is kept without.
fn is_dropped(c: char) -> bool {
    match c {
        // Soft hyphen, zero width space, word joiner and the invisible operators after it, byte order mark.
        '\u{ad}' | '\u{200b}' | '\u{2060}'..='\u{2065}' | '\u{feff}' => true,
        // Directions, and the deprecated formats beside them.
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}' => true,
        // Fillers of Hangul.
        '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' => true,
        // Annotations between the lines, and tags.
        '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e00ff}' => true,
        _ => c.is_control(),
    }
}

/// True for characters that no one sees unless a font or a neighbour makes something of them.
pub(crate) fn is_ignorable(c: char) -> bool {
    CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
}

/// True for letters with their marks, and for emoji with their colours.
fn joins(c: char) -> bool {
    let category = CodePointMapData::<GeneralCategory>::new().get(c);
    GeneralCategoryGroup::Letter.union(GeneralCategoryGroup::Mark).contains(category)
        || CodePointSetData::new::<ExtendedPictographic>().contains(c)
        || CodePointSetData::new::<EmojiModifier>().contains(c)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn white_space_of_any_kind_is_one_space() {
        for typed in [
            "Acme Dental",
            " Acme  Dental ",
            "Acme\u{a0}Dental",
            "Acme\u{200b} Dental",
            "Acme \u{200b} Dental",
            "\u{feff}Acme\tDental\r\n",
            "Acme\u{2009}\u{202f}Dental",
            "Acme\u{3000}Dental",
            "Acme\u{2028}Dental\u{85}",
            "Acme\u{1f}Dental\0\u{7}",
            "\u{202a}Acme Dental\u{202c}",
            "Ac\u{ad}me Den\u{2060}tal",
        ] {
            assert_eq!(one_line(typed), "Acme Dental", "{typed:?}");
        }
    }

    #[test]
    fn characters_are_composed() {
        for (typed, kept) in [
            ("Mu\u{308}ller", "Müller"),
            ("I\u{307}stanbul", "İstanbul"),
            ("\u{1112}\u{1161}\u{11ab}\u{1100}\u{116e}\u{11a8}", "한국"),
            ("a\u{323}\u{302}", "ậ"),
            ("a\u{302}\u{323}", "ậ"),
            ("\u{212b}\u{2126}", "ÅΩ"),
            ("か\u{3099}", "が"),
            // Form C, not KC: what looks different stays so.
            ("ＡＣＭＥ ﬁ ½ Straße", "ＡＣＭＥ ﬁ ½ Straße"),
            // A character between base and mark that goes leaves them together.
            ("u\u{200b}\u{308}", "ü"),
        ] {
            assert_eq!(one_line(typed), kept, "{typed:?}");
        }
    }

    #[test]
    fn joiners_stay_where_letters_and_emoji_need_them() {
        for kept in [
            "می\u{200c}خواهم",
            "क्\u{200d}ष",
            "ක්\u{200d}\u{dbb}ී ලංකා",
            "র\u{200d}\u{9cd}য",
            "👨\u{200d}👩\u{200d}👧\u{200d}👦",
            "👩🏽\u{200d}🚀",
            "🏳\u{fe0f}\u{200d}🌈",
            "❤\u{fe0f}\u{200d}🔥",
            "葛\u{e0100}城",
        ] {
            assert_eq!(one_line(kept), kept);
        }
        for (typed, kept) in [
            ("Yes\u{200d}", "Yes"),
            ("\u{200c}Yes", "Yes"),
            ("می\u{200c} خواهم", "می خواهم"),
            ("می\u{200c}\u{200c}خواهم", "می\u{200c}خواهم"),
            ("1\u{200d}2", "12"),
            ("👨\u{200d}!", "👨!"),
            ("<\u{338}\u{200c}ᄀ", "≮ᄀ"),
            ("a\u{200d}↔\u{338}", "a↮"),
            // The flag of Scotland is a black one with tags.
            ("🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}", "🏴"),
            ("🇩🇪", "🇩🇪"),
        ] {
            assert_eq!(one_line(typed), kept, "{typed:?}");
        }
    }

    #[test]
    fn what_nobody_sees_is_empty() {
        for typed in [
            "",
            " \u{a0}\u{3000}",
            "\u{200b}",
            "\u{2800}",
            "\u{2800}\u{2800} \u{2800}",
            "\u{3164}",
            "\u{115f}\u{1160}",
            "\u{ffa0}",
            "\u{ad}\u{feff}",
            "\u{200d}",
            "\u{fe0f}",
            "\u{34f}",
            "\u{17b4}",
            "\u{202e}\u{2066}",
            "\u{1d159}",
            "\u{e0041}",
        ] {
            assert_eq!(one_line(typed), "", "{typed:?}");
        }
        for seen in ["?", "·", "⠁", "\u{2800}⠁", "ㅏ", "😀", "\u{e001}"] {
            assert_eq!(one_line(seen), seen);
        }
    }

    #[test]
    fn a_long_text_is_composed_and_nothing_else() {
        assert_eq!(composed("  Mu\u{308}ller\n\n\ttwo  \u{a0}spaces\u{200b}"), "  Müller\n\n\ttwo  \u{a0}spaces\u{200b}");
    }

    proptest! {
        #[test]
        fn what_is_kept_is_kept_as_it_is(typed in "\\PC{0,8}[\u{300}-\u{34f}\u{200b}-\u{200f}\u{1100}-\u{11ff} ]{0,6}\\PC{0,8}") {
            let kept = one_line(&typed);
            prop_assert_eq!(one_line(&kept), &*kept);
            prop_assert_eq!(kept.is_empty(), !is_visible(&kept));
        }
    }
}
