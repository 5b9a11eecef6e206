//! Occurrences: where a text has another one, letter by letter.

use std::ops::Range;

use super::fold::{Folded, folded, unfolded};

/// Text that is looked for as it is, without words and rules of a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Literal {
    letters: Vec<char>,
    matches_case: bool,
    whole_words: bool,
}

impl Literal {
    /// The text; none where nothing of it is left to be looked for. With `matches_case` only letters that are composed in another way are the
    /// same, without it also those of another case, with other accents and in other forms, as for the search. With `whole_words` what stands
    /// in the middle of a word is none.
    pub fn new(text: &str, matches_case: bool, whole_words: bool) -> Option<Self> {
        let letters: Vec<char> = compared(text, matches_case).into_iter().map(|letter| letter.c).collect();
        (!letters.is_empty()).then_some(Self { letters, matches_case, whole_words })
    }

    /// Places of it in a text, in bytes, none of them touching a part of another one or of a letter.
    pub fn places(&self, text: &str) -> Vec<Range<usize>> {
        let letters = compared(text, self.matches_case);
        let (mut places, mut at) = (Vec::new(), 0_usize);
        while let Some(end) = at.checked_add(self.letters.len()).filter(|end| *end <= letters.len()) {
            if self.is_at(&letters, at..end) {
                places.push(letters[at].place.start..letters[end - 1].place.end);
                at = end;
            } else {
                at += 1;
            }
        }
        places
    }

    fn is_at(&self, letters: &[Folded], range: Range<usize>) -> bool {
        let found = &letters[range.clone()];
        if !found.iter().zip(&self.letters).all(|(letter, wanted)| letter.c == *wanted) {
            return false;
        }
        [range.start, range.end].into_iter().all(|edge| {
            match (edge.checked_sub(1).and_then(|before| letters.get(before)), letters.get(edge)) {
                // `ß` is two letters of one character, of which none is found alone.
                (Some(before), Some(after)) => {
                    before.place != after.place && !(self.whole_words && is_of_word(before.c) && is_of_word(after.c))
                }
                _ => true,
            }
        })
    }
}

fn compared(text: &str, matches_case: bool) -> Vec<Folded> {
    let mut letters = Vec::with_capacity(text.len());
    if matches_case {
        unfolded(text, |letter| letters.push(letter));
    } else {
        folded(text, |letter| letters.push(letter));
    }
    letters
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found<'t>(literal: &str, (matches_case, whole_words): (bool, bool), text: &'t str) -> Vec<&'t str> {
        let Some(literal) = Literal::new(literal, matches_case, whole_words) else { return Vec::new() };
        literal.places(text).into_iter().map(|place| &text[place]).collect()
    }

    #[test]
    fn letters_are_compared_as_the_search_does_unless_case_counts() {
        assert_eq!(found("muller", (false, false), "Müller MU\u{308}LLER Muller"), ["Müller", "MU\u{308}LLER", "Muller"]);
        assert_eq!(found("Müller", (true, false), "Müller MU\u{308}LLER Mu\u{308}ller Muller"), ["Müller", "Mu\u{308}ller"]);
        assert_eq!(found("strasse", (false, false), "Straße"), ["Straße"]);
        assert_eq!(found("s", (false, false), "ß ẞ ﬆ"), Vec::<&str>::new(), "no half letters");
        assert_eq!(found("a.c", (false, false), "abc a.c"), ["a.c"], "nothing of it is a rule");
        assert_eq!(found("aa", (true, false), "aaaaa"), ["aa", "aa"]);
        assert_eq!(found("\u{ad}", (false, false), "a\u{ad}b"), Vec::<&str>::new(), "nobody sees it");
    }

    #[test]
    fn a_whole_word_has_no_letter_on_either_side() {
        let text = "Cat cat's concat cat_1 (cat) cat2";
        assert_eq!(found("cat", (true, true), text).len(), 2);
        assert_eq!(found("cat", (false, true), text).len(), 3);
        assert_eq!(found("(cat", (false, true), text), ["(cat"], "a sign begins no word");
        assert_eq!(found("猫", (false, true), "猫 黒猫"), ["猫"]);
    }

    proptest! {
        #[test]
        fn places_are_in_order_and_have_the_text(
            text in "[aAäßs ﬁi\u{308}\u{301}x_]{0,30}", of in "[aAäßsi\u{308}]{1,3}", case in any::<bool>(), words in any::<bool>()
        ) {
            let Some(literal) = Literal::new(&of, case, words) else { return Ok(()) };
            let mut last = 0;
            for place in literal.places(&text) {
                prop_assert!(place.start >= last && place.end > place.start);
                let part = Literal::new(&text[place.clone()], case, false);
                prop_assert_eq!(part.map(|part| part.letters), Some(literal.letters.clone()));
                last = place.end;
            }
        }

        #[test]
        fn what_was_replaced_by_nothing_it_has_is_found_no_more(text in "[aAb ]{0,30}", words in any::<bool>()) {
            let Some(literal) = Literal::new("ab", false, words) else { return Ok(()) };
            let mut replaced = text.clone();
            for place in literal.places(&text).into_iter().rev() {
                replaced.replace_range(place, "-");
            }
            prop_assert!(literal.places(&replaced).is_empty());
        }
    }
}
