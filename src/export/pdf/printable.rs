//! Turns any text into one whose every character can be seen. Typesetting a character without a glyph would leave a box or
//! nothing at all, and nobody could tell which character it was.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::faces::{Face, Faces};

/// Distance of tab stops in output, in columns.
const OUTPUT_TAB: usize = 8;
const PROSE_TAB: usize = 4;
/// The most marks on one letter, more than any language has. A letter with thousands of them would be longer than PDF/A lets a text be.
const MARKS: usize = 8;

/// A line of text, and for each byte range of it a face that has every character in it.
#[derive(Debug, PartialEq)]
pub(super) struct Printable {
    pub(super) text: String,
    pub(super) faces: Vec<(Range<usize>, Face)>,
}

/// Fonts that a text may be set in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// All that there are.
    All,
    /// Those in which each character stands by itself, which are part of the program.
    Plain,
}

/// Printable form of a text without line ends, with spaces for tabs. A character that has no glyph, that is one mark too many on its letter,
/// or that cannot be seen but changes how its neighbours read, becomes `U+XXXX`: a mark of direction at the head of a pasted thumbprint is
/// what broke it. Joiners stay between letters that they shape, as in Persian, in Hindi and in emoji of families.
pub(super) fn printable(line: &str, face: Face, faces: &mut Faces, reach: Reach) -> Printable {
    let mut shown = Printable { text: String::with_capacity(line.len() + 1), faces: Vec::new() };
    let tab = if face == Face::Mono { OUTPUT_TAB } else { PROSE_TAB };
    let (mut column, mut last, mut after_number, mut marks) = (0, face, false, 0);
    let mut follows_letter = false;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        let joins = follows_letter && is_joiner(c) && !last.is_plain() && chars.peek().is_some_and(|next| faces.has(last, *next));
        if joins {
            shown.push([c], last);
            continue;
        }
        follows_letter = false;
        marks = if is_combining_mark(c) { marks + 1 } else { 0 };
        if c == '\t' {
            let width = tab - column % tab;
            shown.push(std::iter::repeat_n(' ', width), face);
            column += width;
        } else if c.is_whitespace() {
            shown.push([if faces.has(face, c) { c } else { ' ' }], face);
            column += 1;
        } else if is_variation_selector(c) {
            continue;
        } else if let Some(found) = find(c, face, last, faces, reach).filter(|_| marks <= MARKS) {
            if after_number && c.is_alphanumeric() {
                shown.push([' '], face);
            }
            shown.push([c], found);
            last = found;
            follows_letter = true;
            column += 1;
        } else {
            let space = if after_number { " " } else { "" };
            let number = format!("{space}U+{:04X}", u32::from(c));
            shown.push(number.chars(), face);
            column += number.len();
            last = face;
            after_number = true;
            continue;
        }
        after_number = false;
    }
    shown
}

impl Printable {
    fn push(&mut self, text: impl IntoIterator<Item = char>, face: Face) {
        let start = self.text.len();
        self.text.extend(text);
        match self.faces.last_mut() {
            Some((range, last)) if *last == face => range.end = self.text.len(),
            _ => self.faces.push((start..self.text.len(), face)),
        }
    }
}

/// The face that shows the character. A mark stands on the letter before it, so it takes that one's face or none.
fn find(c: char, face: Face, last: Face, faces: &mut Faces, reach: Reach) -> Option<Face> {
    if is_unseen(c) {
        return None;
    }
    if is_combining_mark(c) {
        return Some(last).filter(|face| faces.has(*face, c));
    }
    let plain = [face, Face::Prose, Face::Mono, Face::Symbols].into_iter().find(|face| faces.has(*face, c));
    if plain.is_some() || reach == Reach::Plain {
        return plain;
    }
    [Face::Hebrew, Face::Arabic].into_iter().find(|face| faces.has(*face, c)).or_else(|| faces.find(c))
}

/// Says whether its neighbours are joined, and has no ink.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

/// Says how the character before it should look, and nothing of its own.
fn is_variation_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}')
}

/// Has no ink, or ink that only one font's maker knows.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
        || matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{e0000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::pdf::folder::Fonts;

    fn shown(text: &str, face: Face) -> String {
        shown_by(text, face, &Fonts::default())
    }

    fn shown_by(text: &str, face: Face, folder: &Fonts) -> String {
        let (mut faces, _) = Faces::read(folder).unwrap();
        let Printable { text, faces: ranges } = printable(text, face, &mut faces, Reach::All);
        assert_eq!(ranges.iter().flat_map(|(range, _)| range.clone()).collect::<Vec<_>>(), (0..text.len()).collect::<Vec<_>>());
        for (range, face) in ranges {
            assert!(text[range].chars().all(|c| is_joiner(c) || faces.has(face, c)), "{text}");
        }
        text
    }

    #[test]
    fn what_an_office_in_europe_types_has_glyphs() {
        let known = "Zażółć gęślą jaźń · Příliš žluťoučký kůň · Đặng Thị Hồng · Straße, œuvre, Ærø, İstanbul · Съешь ещё булок, Ґанок · Ξεσκεπάζω τὴν \
            → ← ↑ ↓ ⇒ ✓ ✗ ✔ ✘ ⚠ • € £ ° ½ × ÷ ± ≈ ≠ ≤ ≥ µ ∞ Ω ™ © ® § № „“ ”’ ‹› «» – — … ⌘ ⏎ ▶ ● ○ ■ ★ ☎ ✉ ┌─┬┐│├┼┤└┴┘ ═ ║ ░▒▓█ ⠋ e\u{301}";
        for face in [Face::Prose, Face::Strong, Face::Mono] {
            assert_eq!(shown(known, face), known);
        }
    }

    #[test]
    fn what_has_no_glyph_prints_as_its_number() {
        assert_eq!(shown("up 🔥🔥 again", Face::Prose), "up U+1F525 U+1F525 again");
        assert_eq!(shown("語a", Face::Mono), "U+8A9E a");
        assert_eq!(shown("\u{e000}\u{10ffff}", Face::Prose), "U+E000 U+10FFFF");
        assert_eq!(shown("a\u{5b0}", Face::Prose), "aU+05B0");
    }

    #[test]
    fn hebrew_and_arabic_have_glyphs_with_their_points_and_joiners() {
        for known in ["האם המדפסת (HP 4015) דולקת? שָׁלוֹם", "هل الطابعة متصلة؟ مُحَمَّد، ١٢٣", "می\u{200c}خواهم", "پرینتر گچ ژ"]
        {
            for face in [Face::Prose, Face::Strong, Face::Mono] {
                assert_eq!(shown(known, face), known);
            }
        }
        assert_eq!(shown("a\u{200d}b \u{200d}م م\u{200c}", Face::Prose), "aU+200D b U+200D م مU+200C");
    }

    #[test]
    fn what_the_folder_of_fonts_has_is_shown() {
        let folder = Fonts::of_folder(concat!(env!("CARGO_MANIFEST_DIR"), "/pdf/tests/fonts"));
        assert_eq!(
            shown_by("株式会社テスト 𠮷 😀 🔥", Face::Prose, &folder),
            "株式会社テスト 𠮷 😀 U+1F525",
            "the last is there as a picture alone"
        );
        let (mut faces, _) = Faces::read(&folder).unwrap();
        let plain = printable("語 😀 é →", Face::Prose, &mut faces, Reach::Plain);
        assert_eq!(plain.text, "U+8A9E U+1F600 é →");
    }

    #[test]
    fn a_letter_has_eight_marks_and_more_print_as_their_numbers() {
        let eight = format!("e{}", "\u{301}".repeat(8));
        assert_eq!(shown(&format!("{eight}\u{301}\u{301}a"), Face::Prose), format!("{eight}U+0301 U+0301 a"));
    }

    #[test]
    fn what_cannot_be_seen_is_told() {
        assert_eq!(shown("\u{200e}4f 1c", Face::Mono), "U+200E 4f 1c");
        assert_eq!(shown("safe\u{202e}gpj.exe", Face::Prose), "safeU+202E gpj.exe");
        assert_eq!(shown("⚠\u{fe0f}!", Face::Prose), "⚠!");
        assert_eq!(shown("a\u{a0}b\u{3000}c", Face::Prose), "a\u{a0}b c");
    }

    #[test]
    fn tabs_lead_to_columns() {
        assert_eq!(shown("a\tb\t\tc", Face::Mono), "a       b               c");
        assert_eq!(shown("\ta", Face::Prose), "    a");
    }
}
