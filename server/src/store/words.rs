//! Tokens of the domain as Postgres takes them: `tsvector` for what is found, `tsquery` for what is looked for.

use std::collections::HashMap;
use std::fmt::Write;

use resolutionflow::search::{Kind, Query, Wanted, tokens};

/// Stands before each token of a query; in the index the prefix of account and quarter stands there.
const MARK: char = '\u{1}';
/// The most bytes that a vector takes, in a session and in the index. Postgres takes 1 MB, and steps add to what was made anew.
const ROOM: usize = 600_000;
/// Bytes of a token beside its characters, in the session with a position or in the index with the prefix.
const TOKEN: usize = 16;
/// Bytes of another position.
const POSITION: usize = 2;
/// The most positions of one token: beyond them its number says no more about how well a session matches.
const POSITIONS: usize = 60;
/// The last position that Postgres knows.
const LAST: u16 = 16_383;

/// Tokens of texts, each with its positions, as far as a `tsvector` has room. Written as a `tsvector`'s text.
#[derive(Debug, Default)]
pub(super) struct Vector {
    positions: HashMap<String, Vec<u16>>,
    position: u16,
    size: usize,
}

impl Vector {
    /// Vector of one text.
    pub(super) fn of(text: &str) -> Self {
        let mut vector = Self::default();
        vector.add(text, Kind::Text);
        vector
    }

    /// Adds a text's tokens. What does not fit is left out.
    pub(super) fn add(&mut self, text: &str, kind: Kind) {
        tokens(text, kind, |token, _| {
            self.position = (self.position + 1).min(LAST);
            match self.positions.get_mut(token) {
                Some(positions) => {
                    if positions.len() < POSITIONS && positions.last() != Some(&self.position) && self.size + POSITION <= ROOM {
                        positions.push(self.position);
                        self.size += POSITION;
                    }
                }
                None => {
                    if self.size + token.len() + TOKEN <= ROOM {
                        self.size += token.len() + TOKEN;
                        self.positions.insert(token.to_owned(), vec![self.position]);
                    }
                }
            }
        });
    }

    /// The `tsvector`. Postgres puts it in order.
    pub(super) fn into_text(self) -> String {
        let mut text = String::with_capacity(self.size);
        for (token, positions) in self.positions {
            quote(&mut text, "", &token);
            for (index, position) in positions.iter().enumerate() {
                // Writing to a text cannot fail.
                let _ = write!(text, "{}{position}", if index == 0 { ':' } else { ',' });
            }
            text.push(' ');
        }
        text
    }
}

/// A query as the database's function `search_tokens` takes it; empty without any words.
pub(super) fn query(query: &Query) -> String {
    let mark = MARK.to_string();
    let wanted = |wanted: &Wanted| {
        let mut text = String::new();
        quote(&mut text, &mark, &wanted.token);
        text.push_str(if wanted.is_beginning { ":*" } else { "" });
        text
    };
    let any = |ways: &[Wanted]| ways.iter().map(wanted).collect::<Vec<_>>().join("|");
    let terms = query.terms().iter().map(|term| {
        let parts = term.parts.iter().map(|ways| format!("({})", any(ways))).collect::<Vec<_>>().join("&");
        let ways = [any(&term.whole), parts].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
        format!("({})", ways.iter().map(|part| format!("({part})")).collect::<Vec<_>>().join("|"))
    });
    terms.collect::<Vec<_>>().join("&")
}

/// The query that finds what has every token of a text, as [`query`] writes it; empty for a text without any.
pub(super) fn all_of(text: &str) -> String {
    let mut written = String::new();
    tokens(text, Kind::Text, |token, _| {
        written.push_str(if written.is_empty() { "" } else { "&" });
        quote(&mut written, &MARK.to_string(), token);
    });
    written
}

/// Typed text as the version before took it apart: its letters and digits, and spaces for all else.
pub(super) fn typed(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_alphanumeric() || (!c.is_ascii() && !c.is_whitespace()) { c } else { ' ' }).collect()
}

fn quote(text: &mut String, before: &str, token: &str) {
    text.extend(["'", before]);
    for c in token.chars() {
        if matches!(c, '\'' | '\\') {
            text.push(c);
        }
        text.push(c);
    }
    text.push('\'');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use resolutionflow::search::Matching;

    use super::*;

    #[test]
    fn a_query_is_written_with_its_ways() {
        let written = |text: &str, matching| query(&Query::of(text, matching)).replace(MARK, "^");
        assert_eq!(written("the printer", Matching::Words), "((('^the')))&((('^printer':*)))");
        assert_eq!(written("INC-4", Matching::Words), "(('^inc4':*)|(('^inc')&('^4':*)))");
        assert_eq!(written("Müller", Matching::Beginnings), "((('^muller':*|'^mueller':*)))");
        assert_eq!(written("192.168", Matching::Words), "(('^192.168':*)|(('^192')&('^168':*)))");
        assert_eq!(written("?", Matching::Words), "");
    }

    #[test]
    fn a_vector_counts_how_often_a_token_occurs() {
        assert_eq!(Vector::of("router Router").into_text(), "'router':1,2 ");
        let text = Vector::of(&"x ".repeat(100)).into_text();
        assert_eq!(text.split(',').count(), POSITIONS, "{text}");
    }

    proptest! {
        // Each has as many words as the largest session.
        #![proptest_config(ProptestConfig::with_cases(16))]

        #[test]
        fn a_vector_keeps_within_its_room(step in 1_u32..999) {
            let mut vector = Vector::default();
            for start in 0..20_u32 {
                let words: String = (0..4_000).map(|word| format!("{:x} ", (start * 4_000 + word).wrapping_mul(step))).collect();
                vector.add(&words, Kind::Text);
            }
            prop_assert!(vector.size <= ROOM);
            prop_assert!(vector.into_text().len() <= 2 * ROOM);
        }
    }
}
