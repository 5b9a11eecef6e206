//! Folding: characters as a search compares them, each with its place in the text.
//!
//! Compatible forms, case and accents do not count, by the tables of Unicode. Marks that are letters of their own (vowels of Thai and Hindi,
//! voicing of kana) stay. A letter is folded together with its marks, so that composed and decomposed texts are the same.

use std::ops::Range;
use std::sync::LazyLock;

use icu_casemap::CaseMapper;
use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup, Script};

use crate::text::{composed, is_ignorable};

/// Zero width space: no one sees it, but a word may end at it.
pub(super) const ZERO_WIDTH_SPACE: char = '\u{200b}';
/// Letters that have no decomposition, and how they are written without them.
const WRITTEN: [(char, &str); 10] =
    [('ø', "o"), ('æ', "ae"), ('œ', "oe"), ('đ', "d"), ('ð', "d"), ('þ', "th"), ('ł', "l"), ('ħ', "h"), ('ı', "i"), ('ŧ', "t")];
/// The last character of the table of folded characters: Latin, Greek, Cyrillic, Hebrew and Arabic.
const TABLE: u32 = 0x7ff;

/// Character of a folded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Folded {
    pub(super) c: char,
    /// Is also written with an `e` behind it: `ä`, `ö`, `ü` and `ø`.
    pub(super) is_umlaut: bool,
    /// Place of what it stands for, in bytes. The characters that one character becomes share it.
    pub(super) place: Range<usize>,
}

/// Folds a text, character by character with its marks.
pub(super) fn folded(text: &str, mut each: impl FnMut(Folded)) {
    letters(text, |c, is_alone, place| {
        let mut say = |c, is_umlaut| each(Folded { c, is_umlaut, place: place.clone() });
        if is_alone && (c.is_ascii() || is_plain(c)) {
            say(c.to_ascii_lowercase(), false);
        } else if let Some(folded) = TABLE_OF.get(c as usize).filter(|_| is_alone) {
            folded.iter().for_each(|(c, is_umlaut)| say(*c, *is_umlaut));
        } else {
            cluster(&text[place.clone()]).into_iter().for_each(|(c, is_umlaut)| say(c, is_umlaut));
        }
    });
}

/// The same of a text whose case, accents and forms count: composed and decomposed letters alone are the same.
pub(super) fn unfolded(text: &str, mut each: impl FnMut(Folded)) {
    letters(text, |c, is_alone, place| {
        let mut say = |c| each(Folded { c, is_umlaut: false, place: place.clone() });
        if is_alone && c.is_ascii() {
            say(c);
        } else {
            composed(&text[place.clone()]).chars().filter(|c| !is_dropped(*c)).for_each(say);
        }
    });
}

/// Goes through the characters of a text, each with its marks: the first of them, whether it stands alone, and the place of all.
fn letters(text: &str, mut each: impl FnMut(char, bool, Range<usize>)) {
    let mut rest = text.char_indices().peekable();
    while let Some((begin, c)) = rest.next() {
        let mut end = begin + c.len_utf8();
        while let Some((index, next)) = rest.next_if(|(_, next)| c != ZERO_WIDTH_SPACE && continues(*next)) {
            end = index + next.len_utf8();
        }
        each(c, end == begin + c.len_utf8(), begin..end);
    }
}

static TABLE_OF: LazyLock<Vec<Vec<(char, bool)>>> =
    LazyLock::new(|| (0..=TABLE).filter_map(char::from_u32).map(|c| cluster(c.encode_utf8(&mut [0; 4]))).collect());

/// True for what belongs to the character before it: marks, characters that no one sees, the marks of half-width kana, the vowels and
/// finals of Hangul in letters, and the stroke that makes Arabic words longer.
fn continues(c: char) -> bool {
    match c {
        '\u{ad}' => true,
        ..'\u{300}' | ZERO_WIDTH_SPACE => false,
        '\u{ff9e}' | '\u{ff9f}' | '\u{1160}'..='\u{11ff}' | '\u{d7b0}'..='\u{d7ff}' | '\u{640}' => true,
        // The letter of Kirat Rai that composes with one before it, as no other letters but those of Hangul do; and twice itself.
        '\u{16d67}' | '\u{16d68}' => true,
        // Letters of Hangul in the forms of other character sets.
        '\u{3131}'..='\u{318e}' | '\u{ffa0}'..='\u{ffdc}' => {
            DecomposingNormalizerBorrowed::new_nfkd().normalize_iter(std::iter::once(c)).any(|c| matches!(c, '\u{1160}'..='\u{11ff}'))
        }
        _ if is_plain(c) => false,
        _ => is_ignorable(c) || GeneralCategoryGroup::Mark.contains(category(c)),
    }
}

/// True for characters of scripts without case and accents that are folded already: kana, Han and Hangul.
fn is_plain(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}

/// A character and its marks, folded: compatibility caseless form, without accents, composed.
fn cluster(text: &str) -> Vec<(char, bool)> {
    if text.starts_with(ZERO_WIDTH_SPACE) {
        return vec![(ZERO_WIDTH_SPACE, false)];
    }
    let (cases, compatible) = (CaseMapper::new(), DecomposingNormalizerBorrowed::new_nfkd());
    let mut text: String = compatible.normalize(&text.chars().filter(|c| !is_dropped(*c)).collect::<String>()).into_owned();
    // What folds may decompose, and what decomposes may fold.
    for _ in 0..2 {
        text = compatible.normalize(&cases.fold_string(&text)).into_owned();
    }
    let (mut plain, mut umlauts) = (String::with_capacity(text.len()), Vec::new());
    let mut base = None;
    for c in text.chars() {
        let category = category(c);
        if GeneralCategoryGroup::Mark.contains(category) {
            if has_accents(base) {
                umlauts.extend((c == '\u{308}' && plain.ends_with(['a', 'o', 'u'])).then(|| plain.len() - 1));
                continue;
            }
            plain.push(c);
            continue;
        }
        base = Some(c);
        match WRITTEN.iter().find(|(letter, _)| *letter == c) {
            Some((letter, written)) => {
                umlauts.extend((*letter == 'ø').then_some(plain.len()));
                plain.push_str(written);
            }
            None => plain.push(c),
        }
    }
    if !umlauts.is_empty() {
        return plain.char_indices().map(|(index, c)| (c, umlauts.contains(&index))).collect();
    }
    let composed = ComposingNormalizerBorrowed::new_nfkc().normalize(&plain).into_owned();
    composed.chars().filter(|c| !is_dropped(*c)).map(|c| (c, false)).collect()
}

fn is_dropped(c: char) -> bool {
    c == '\u{640}' || is_ignorable(c)
}

/// True if the marks of this character are accents, points and signs beside the letters. Elsewhere they spell.
fn has_accents(base: Option<char>) -> bool {
    let script = base.map(|c| CodePointMapData::<Script>::new().get(c));
    matches!(
        script,
        None | Some(
            Script::Latin
                | Script::Greek
                | Script::Cyrillic
                | Script::Hebrew
                | Script::Arabic
                | Script::Syriac
                | Script::Armenian
                | Script::Common
                | Script::Inherited
        )
    )
}

pub(super) fn category(c: char) -> GeneralCategory {
    CodePointMapData::<GeneralCategory>::new().get(c)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fold(text: &str) -> String {
        let mut all = String::new();
        folded(text, |folded| all.push(folded.c));
        all
    }

    #[test]
    fn what_is_only_written_differently_is_the_same() {
        for (text, same) in [
            ("Brückner BRU\u{308}CKNER", "bruckner bruckner"),
            ("Straße STRASSE STRAẞE", "strasse strasse strasse"),
            ("İstanbul ISPARTA ısparta", "istanbul isparta isparta"),
            ("Ørsted Łódź Æther Þór đuro", "orsted lodz aether thor duro"),
            ("ＡＣＭＥ ﬁne ½", "acme fine 1⁄2"),
            ("Ёлка й", "елка и"),
            ("ΟΔΌΣ οδος", "οδοσ οδοσ"),
            ("ｶﾞｽ ﾌﾟﾘﾝﾀｰ", "ガス プリンター"),
            ("か\u{3099}", "が"),
            ("שָׁלוֹם أحمد مـحمد", "שלום احمد محمد"),
            ("\u{1112}\u{1161}\u{11ab}\u{1100}\u{116e}\u{11a8}", "한국"),
            ("ㄱㅏ ﾡￂ \u{200b}ￒ", "가 가 \u{200b}ᅭ"),
            ("Ex\u{ad}change\u{feff}Ser\u{200d}ver", "exchangeserver"),
        ] {
            assert_eq!(fold(text), same, "{text}");
        }
    }

    #[test]
    fn marks_that_spell_stay() {
        assert_eq!(fold("हिन्दी"), "हिन्दी");
        assert_ne!(fold("น้ำ"), fold("นำ"));
        assert_ne!(fold("ハ"), fold("パ"));
    }

    #[test]
    fn each_character_is_the_same_in_parts_and_folded_again() {
        let (parts, compatible) = (DecomposingNormalizerBorrowed::new_nfd(), DecomposingNormalizerBorrowed::new_nfkd());
        for c in ('\0'..'\u{2fa20}').filter(|c| !('가'..='힣').contains(c)) {
            let text = c.to_string();
            if compatible.normalize(&text) == text {
                continue;
            }
            let once = fold(&text);
            assert_eq!(fold(&parts.normalize(&text)), once, "{c:?}");
            assert_eq!(fold(&once), once, "{c:?}");
        }
    }

    proptest! {
        #[test]
        fn folding_what_is_folded_changes_nothing(
            text in "\\PC{0,12}[a-uÄ-ü\u{300}-\u{310}\u{200b}-\u{200d}]{0,6}\\PC{0,12}[\u{200b}ᄀ-ᇿㄱ-ㆎﾡ-ￜ]{0,4}\\PC{0,2}"
        ) {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn composed_or_not_is_the_same(text in "\\PC{0,12}[Ä-ü가-힣が-ポ]{0,6}") {
            let composed = ComposingNormalizerBorrowed::new_nfc().normalize(&text).into_owned();
            let decomposed = DecomposingNormalizerBorrowed::new_nfd().normalize(&text).into_owned();
            prop_assert_eq!(fold(&composed), fold(&decomposed));
        }

        #[test]
        fn places_follow_each_other_in_the_text(text in any::<String>()) {
            let mut last = 0..0;
            folded(&text, |folded| {
                assert!(folded.place == last || folded.place.start >= last.end);
                assert!(text.get(folded.place.clone()).is_some());
                last = folded.place;
            });
        }
    }
}
