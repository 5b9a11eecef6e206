//! The words of a text, as far as texts and queries fall into them alike.
//!
//! A word is a run of letters and digits. Words with a hyphen, an apostrophe or a zero width space between them are a chain, which is looked
//! for in one piece, too. Scripts that write no spaces have no words; a stretch of one is looked for by its pairs of characters.

use std::ops::Range;

use icu_properties::props::{ExtendedPictographic, GeneralCategoryGroup, Script};
use icu_properties::{CodePointMapData, CodePointSetData};

use super::address::{self, Address};
use super::fold::{Folded, ZERO_WIDTH_SPACE, category, folded};
use super::stretch::Stretch;

/// The most characters of a word, of a chain in one piece too; what is longer is cut.
pub(super) const LONGEST: usize = 64;
/// The most words of a chain; another one begins a new chain.
const MOST: usize = 8;

/// Something to be found in a text.
#[derive(Debug)]
pub(super) enum Item {
    /// Words in a chain, mostly one.
    Chain(Vec<Run>),
    /// Stretch of a script that writes no spaces.
    Dense(Vec<Folded>),
    /// A character of its own, such as an emoji.
    Sign(Folded),
    Address(Address, Range<usize>),
    /// Numbers with dots or colons that are no address, but may be the beginning of one. Their words follow, those in a chain with the words
    /// before them.
    Beginning(String, Range<usize>),
}

/// Word of a chain.
#[derive(Debug, Default)]
pub(super) struct Run {
    /// Its characters, at most [`LONGEST`].
    pub(super) letters: Vec<Folded>,
    /// End of its place; beyond that of its characters where it was cut.
    pub(super) end: usize,
    /// A number sign stands before it.
    pub(super) is_numbered: bool,
}

impl Run {
    pub(super) fn text(&self) -> String {
        self.letters.iter().map(|letter| letter.c).collect()
    }

    /// The same with `ae`, `oe` and `ue` for umlauts; none without any.
    pub(super) fn spelt_out(&self) -> Option<String> {
        let has_any = self.letters.iter().any(|letter| letter.is_umlaut);
        let spelt = |letter: &Folded| [Some(letter.c), letter.is_umlaut.then_some('e')];
        has_any.then(|| self.letters.iter().flat_map(spelt).flatten().take(LONGEST).collect())
    }

    pub(super) fn place(&self) -> Range<usize> {
        self.letters.first().map_or(self.end, |letter| letter.place.start)..self.end
    }

    /// Place from the character with this index on.
    pub(super) fn place_from(&self, index: usize) -> Range<usize> {
        self.letters.get(index).map_or(self.end, |letter| letter.place.start)..self.end
    }
}

/// All words of a chain in one piece; none for a single one, and where it would be too long.
pub(super) fn joined(runs: &[Run]) -> Option<String> {
    let length: usize = runs.iter().map(|run| run.letters.len()).sum();
    (runs.len() > 1 && length <= LONGEST).then(|| runs.iter().map(Run::text).collect())
}

/// Class of a folded character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Word,
    Dense,
    Sign,
    /// Between two words of a chain.
    Joiner,
    Other,
}

impl Class {
    fn of(c: char) -> Self {
        match c {
            'a'..='z' | '0'..='9' => Self::Word,
            // Hyphens and apostrophes; U+02BC is a letter to Unicode.
            '-' | '\'' | '\u{2010}' | '\u{2011}' | '\u{2019}' | '\u{2bc}' | ZERO_WIDTH_SPACE => Self::Joiner,
            c if c.is_ascii() => Self::Other,
            // The mark of long vowels, and a sign that is written like a letter, are of no one script.
            '\u{30fc}' | '\u{3006}' => Self::Dense,
            c if is_letter(c) => {
                if has_no_spaces(c) {
                    Self::Dense
                } else {
                    Self::Word
                }
            }
            c if CodePointSetData::new::<ExtendedPictographic>().contains(c) => Self::Sign,
            _ => Self::Other,
        }
    }
}

fn is_letter(c: char) -> bool {
    GeneralCategoryGroup::Letter.union(GeneralCategoryGroup::Mark).union(GeneralCategoryGroup::Number).contains(category(c))
}

/// True for scripts that write no spaces between words. Hangul does.
fn has_no_spaces(c: char) -> bool {
    matches!(
        CodePointMapData::<Script>::new().get(c),
        Script::Han
            | Script::Hiragana
            | Script::Katakana
            | Script::Bopomofo
            | Script::Yi
            | Script::Thai
            | Script::Lao
            | Script::Khmer
            | Script::Myanmar
            | Script::Tibetan
            | Script::TaiLe
            | Script::NewTaiLue
            | Script::TaiTham
            | Script::TaiViet
            | Script::Javanese
            | Script::Balinese
    )
}

/// Goes through a text and hands on what is to be found in it, in its order.
pub(super) fn items(text: &str, mut each: impl FnMut(Item)) {
    let mut reader =
        Reader { each: &mut each, chain: Vec::new(), dense: Vec::new(), before: ' ', stretch: Stretch::default(), is_joined: false };
    // End of the address that was handed on in one piece.
    let mut skipped = 0;
    folded(text, |letter| {
        if letter.place.start < skipped {
            return;
        }
        let class = Class::of(letter.c);
        let here = &text[letter.place.start..];
        if (letter.c.is_ascii_hexdigit() || here.starts_with("::")) && reader.may_begin_address(here) {
            let begin = letter.place.start;
            if let Some(address) = address::at(here) {
                skipped = begin + address.whole.as_ref().unwrap_or(&address.written).len();
                reader.end();
                (reader.each)(Item::Address(address, begin..skipped));
                (reader.before, reader.stretch) = ('.', Stretch::ADDRESS);
                return;
            }
            // A dot behind the number of a ticket ends a sentence.
            let goes_on =
                |numbers: &String| !reader.is_joined || !numbers.trim_end_matches(['.', ':']).chars().all(|c| c.is_ascii_hexdigit());
            if let Some(beginning) = address::beginning(here).filter(goes_on) {
                // The words of a chain stay together: `INC-48213:access denied`.
                if !reader.is_joined {
                    reader.end();
                }
                reader.stretch = Stretch::default();
                let place = begin..begin + beginning.len();
                (reader.each)(Item::Beginning(beginning, place));
            }
        }
        reader.take(letter, class);
    });
    reader.end();
}

struct Reader<'a> {
    each: &'a mut dyn FnMut(Item),
    chain: Vec<Run>,
    dense: Vec<Folded>,
    /// The character before.
    before: char,
    /// What stands before without a gap, from the last beginning of an address on.
    stretch: Stretch,
    /// A joiner stands after the last word.
    is_joined: bool,
}

impl Reader<'_> {
    fn may_begin_address(&self, here: &str) -> bool {
        self.stretch.may_end_before_address(self.before, here) && !matches!(Class::of(self.before), Class::Word)
    }

    fn take(&mut self, letter: Folded, class: Class) {
        let before = std::mem::replace(&mut self.before, letter.c);
        self.stretch.take(letter.c, class == Class::Word);
        if class != Class::Dense && !self.dense.is_empty() {
            (self.each)(Item::Dense(std::mem::take(&mut self.dense)));
        }
        match class {
            Class::Word => self.take_word(letter, before),
            Class::Joiner if !self.is_joined && !self.chain.is_empty() => self.is_joined = true,
            Class::Joiner | Class::Other => self.end(),
            Class::Dense => {
                self.end_chain();
                self.dense.push(letter);
            }
            Class::Sign => {
                self.end();
                (self.each)(Item::Sign(letter));
            }
        }
    }

    fn take_word(&mut self, letter: Folded, before: char) {
        if self.chain.is_empty() || self.is_joined {
            if self.chain.len() == MOST {
                self.end_chain();
            }
            self.is_joined = false;
            self.chain.push(Run { is_numbered: before == '#', ..Run::default() });
        }
        let Some(run) = self.chain.last_mut() else { return };
        run.end = letter.place.end;
        if run.letters.len() < LONGEST {
            run.letters.push(letter);
        }
    }

    fn end_chain(&mut self) {
        self.is_joined = false;
        if !self.chain.is_empty() {
            (self.each)(Item::Chain(std::mem::take(&mut self.chain)));
        }
    }

    fn end(&mut self) {
        self.end_chain();
        if !self.dense.is_empty() {
            (self.each)(Item::Dense(std::mem::take(&mut self.dense)));
        }
    }
}
