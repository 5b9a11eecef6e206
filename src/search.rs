//! Words of a search query, and their places in a text.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

/// Characters of a query that are looked at, here as in the database.
const QUERY: usize = 500;
/// Characters of an excerpt before the first match, and from it on.
const BEFORE: usize = 40;
const FROM: usize = 120;

/// Piece of a text in search results: a word that matches the query, to be marked, or the text up to the next match.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// The piece itself; in an excerpt also `…` for what is cut.
    pub text: String,
    /// True for a word that matches.
    pub found: bool,
}

/// True for the characters of words. All of ASCII but letters and digits separates words, so that any part of `INC-48213` and
/// `vpn.example.com` can be found.
pub fn in_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || (!c.is_ascii() && !c.is_whitespace())
}

/// Splits a text into matches of a query and the parts between them, which joined are the text. A word matches if it equals one of
/// the query's, or begins with the last of them, which may still be being typed; case does not matter.
pub fn pieces(text: &str, query: &str) -> Vec<Piece> {
    let wanted = Wanted::of(query);
    let mut pieces: Vec<Piece> = Vec::new();
    for (part, is_word) in parts(text) {
        let found = is_word && wanted.has(part);
        match pieces.last_mut() {
            Some(last) if !last.found && !found => last.text.push_str(part),
            _ => pieces.push(Piece { text: part.to_owned(), found }),
        }
    }
    pieces
}

/// Excerpt from the text that has most of the query's words, the first of equals: about 160 characters around the first match, on
/// one line, with `…` where it is cut. None if no text has any of the words.
pub fn excerpt<'a>(texts: impl IntoIterator<Item = &'a str>, query: &str) -> Option<Vec<Piece>> {
    let wanted = Wanted::of(query);
    let better = |best: (usize, &'a str), next: (usize, &'a str)| if next.0 > best.0 { next } else { best };
    let hits = texts.into_iter().map(|text| (wanted.hits(text), text)).filter(|(hits, _)| *hits > 0);
    let (_, best) = hits.reduce(better)?;
    let line = best.split_whitespace().collect::<Vec<_>>().join(" ");
    let first = parts(&line).scan(0, |end, (part, is_word)| {
        let begin = *end;
        *end += part.len();
        Some((begin, is_word && wanted.has(part)))
    });
    let at = first.filter(|(_, found)| *found).map(|(begin, _)| begin).next()?;
    let begin = line[..at].char_indices().rev().nth(BEFORE).map_or(0, |(index, c)| index + c.len_utf8());
    let end = line[at..].char_indices().nth(FROM).map_or(line.len(), |(index, _)| at + index);
    let mut found = pieces(&line[begin..end], query);
    if begin > 0 {
        found.insert(0, Piece { text: "…".to_owned(), found: false });
    }
    if end < line.len() {
        found.push(Piece { text: "…".to_owned(), found: false });
    }
    Some(found)
}

/// The words of a query, each once.
struct Wanted {
    /// Those before the last, of which nothing but the whole counts.
    whole: HashSet<String>,
    /// The last.
    beginning: Option<String>,
}

impl Wanted {
    fn of(query: &str) -> Self {
        let looked_at: String = query.trim().chars().take(QUERY).collect();
        let mut words: Vec<_> = looked_at.split(|c| !in_word(c)).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
        let beginning = words.pop();
        Self { whole: words.into_iter().collect(), beginning }
    }

    fn begins(&self, lower: &str) -> bool {
        self.beginning.as_ref().is_some_and(|word| lower.starts_with(word))
    }

    fn has(&self, part: &str) -> bool {
        let lower = part.to_lowercase();
        self.begins(&lower) || self.whole.contains(&lower)
    }

    /// Number of distinct query words in a text.
    fn hits(&self, text: &str) -> usize {
        let (mut whole, mut beginning) = (HashSet::new(), false);
        for lower in parts(text).filter(|(_, is_word)| *is_word).map(|(part, _)| part.to_lowercase()) {
            beginning |= self.begins(&lower);
            whole.extend(self.whole.get(&lower));
        }
        whole.len() + usize::from(beginning)
    }
}

/// Words and what is between them, in turn.
fn parts(text: &str) -> impl Iterator<Item = (&str, bool)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let is_word = in_word(rest.chars().next()?);
        let end = rest.find(|c| in_word(c) != is_word).unwrap_or(rest.len());
        let (part, tail) = rest.split_at(end);
        rest = tail;
        Some((part, is_word))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(pieces: &[Piece]) -> String {
        pieces.iter().map(|piece| if piece.found { format!("[{}]", piece.text) } else { piece.text.clone() }).collect()
    }

    #[test]
    fn words_are_found_in_whatever_case_and_the_last_by_how_it_begins() {
        assert_eq!(shown(&pieces("Ärger with INC-48213 (vpn.corp)", "ärger corp 482")), "[Ärger] with INC-[48213] (vpn.[corp])");
        assert_eq!(shown(&pieces("The network’s printers", "net printer")), "The network’s [printers]");
        assert_eq!(shown(&pieces("net, network", "net net")), "[net], [network]");
        assert_eq!(shown(&pieces("<script>", "script")), "<[script]>");
        assert_eq!(shown(&pieces("nothing", "thing")), "nothing");
        assert_eq!(shown(&pieces("nothing", " ?")), "nothing");
    }

    #[test]
    fn a_query_is_looked_at_as_far_as_the_index_does() {
        let query = format!("{}ab", "x ".repeat(249));
        assert_eq!(shown(&pieces("x abc", &query)), "[x] [abc]");
        assert_eq!(shown(&pieces("x abc ya", &format!("{query} y"))), "[x] [abc] ya");
    }

    #[test]
    fn an_excerpt_is_of_the_text_with_most_of_the_words() {
        let texts = ["The router", "A router that\nhums, router, router", "hums"];
        assert_eq!(shown(&excerpt(texts, "router hum").unwrap()), "A [router] that [hums], [router], [router]");
        assert_eq!(shown(&excerpt(texts, "rout").unwrap()), "The [router]", "of equals the first");
        assert_eq!(excerpt(texts, "fax"), None);
        assert_eq!(excerpt(texts, "rout fax"), None);
        let long = format!("{} needle {}", "hay ".repeat(100), "hay ".repeat(100));
        let found = shown(&excerpt([long.as_str()], "need").unwrap());
        assert!(found.starts_with('…') && found.ends_with('…') && found.contains("[needle]") && found.chars().count() < 170, "{found}");
    }

    proptest! {
        #[test]
        fn pieces_are_the_text(text in any::<String>(), query in any::<String>()) {
            prop_assert_eq!(pieces(&text, &query).into_iter().map(|piece| piece.text).collect::<String>(), text.clone());
            excerpt([text.as_str()], &query);
        }
    }
}
