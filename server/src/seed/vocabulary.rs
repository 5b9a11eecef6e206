//! The words of notes: twenty thousand of them, a few of which are in most notes and most of which are in few.

use super::crowd::Ranks;
use crate::demo::Dice;

/// Number of words.
const WORDS: usize = 20_000;

/// Vocabulary of 20,000 made-up words of three syllables, ASCII letters only, all different. Their frequency falls by their place.
pub(super) struct Vocabulary {
    words: Vec<String>,
    ranks: Ranks,
}

impl Vocabulary {
    pub(super) fn new() -> Self {
        Self { words: (0..WORDS).map(word).collect(), ranks: Ranks::of(WORDS as u64) }
    }

    /// Random words with spaces between them, frequent ones more often; `at_least` to `at_most` of them.
    pub(super) fn say(&self, dice: &mut Dice, at_least: u64, at_most: u64) -> String {
        let count = dice.between(at_least, at_most);
        let words = (0..count).map(|_| self.ranks.pick(dice, &self.words).map_or("", String::as_str));
        words.collect::<Vec<_>>().join(" ")
    }

    /// The word at a place, with a capital first letter, as a name. Places go round after 20,000.
    pub(super) fn name(&self, place: usize) -> String {
        let word = &self.words[place % WORDS];
        word[..1].to_uppercase() + &word[1..]
    }
}

/// The word at a place below 20,000, the most frequent first: for searches that find much or little. The step is coprime to the number of
/// triples of syllables, so that no two words are the same.
pub fn word(number: usize) -> String {
    const FIRST: &[u8; 16] = b"bdfghjklmnprstvz";
    const SECOND: &[u8; 5] = b"aeiou";
    const SYLLABLES: usize = FIRST.len() * SECOND.len();
    const STEP: usize = 7_919;
    let mut left = number * STEP % (SYLLABLES * SYLLABLES * SYLLABLES);
    let mut word = String::with_capacity(6);
    for _ in 0..3 {
        let syllable = left % SYLLABLES;
        word.extend([FIRST[syllable / SECOND.len()], SECOND[syllable % SECOND.len()]].map(char::from));
        left /= SYLLABLES;
    }
    word
}

/// The address of a network at a place, as notes have them: 10.0.0.1 to 10.6.39.250.
pub fn address(number: usize) -> String {
    format!("10.{}.{}.{}", number % 7, number / 7 % 40, 1 + number % 250)
}

/// The term at a place below 144, in a script that writes no spaces.
pub fn term(number: usize) -> String {
    const TERMS: [&str; 12] =
        ["プリンター", "会議室", "印刷", "共有フォルダ", "接続", "再起動", "更新", "電源", "ネットワーク", "画面", "設定", "サーバー"];
    [TERMS[number / TERMS.len() % TERMS.len()], "の", TERMS[number % TERMS.len()]].concat()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_word_is_there_twice() {
        assert_eq!(Vocabulary::new().words.iter().collect::<HashSet<_>>().len(), WORDS);
    }
}
