//! Marks: where a text has the words of a query.

use std::collections::HashSet;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::lookup::Lookup;
use super::query::{Query, Wanted};
use super::token::{Kind, tokens};

/// Characters of an excerpt before the first match, and from it on.
const BEFORE: usize = 40;
const FROM: usize = 120;

/// Piece of a text in search results: what was found, to be marked, or the text up to the next match.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// The piece itself; in an excerpt also `…` for what is cut.
    pub text: String,
    /// True for what was found.
    pub found: bool,
}

/// Splits a text into what a query finds in it and the parts between, which joined are the text.
pub fn pieces(text: &str, kind: Kind, query: &Query) -> Vec<Piece> {
    split(text, 0..text.len(), &Marks::of(text, kind, &Lookup::of(query)).places)
}

/// Excerpt from the text that has most of the query's words, the first of equals: about 160 characters around the first match, on
/// one line, with `…` where it is cut. None if no text has any of the words.
pub fn excerpt<'a>(texts: impl IntoIterator<Item = &'a str>, query: &Query) -> Option<Vec<Piece>> {
    let lookup = Lookup::of(query);
    let better = |best: (usize, &'a str), next: (usize, &'a str)| if next.0 > best.0 { next } else { best };
    let hits = texts.into_iter().map(|text| (Marks::of(text, Kind::Text, &lookup).rank(query), text)).filter(|(rank, _)| *rank > 0);
    let (_, best) = hits.reduce(better)?;
    let line = best.split_whitespace().collect::<Vec<_>>().join(" ");
    let marks = Marks::of(&line, Kind::Text, &lookup);
    let at = marks.places.first()?.start;
    let begin = line[..at].char_indices().rev().nth(BEFORE).map_or(0, |(index, c)| index + c.len_utf8());
    let end = line[at..].char_indices().nth(FROM).map_or(line.len(), |(index, _)| at + index);
    let mut found = split(&line, begin..end, &marks.places);
    let cut = || Piece { text: "…".to_owned(), found: false };
    if begin > 0 {
        found.insert(0, cut());
    }
    if end < line.len() {
        found.push(cut());
    }
    Some(found)
}

/// The part of a query that a text has.
struct Marks<'a> {
    /// The places, in their order, none touching another.
    places: Vec<Range<usize>>,
    /// The tokens that were found.
    found: HashSet<&'a Wanted>,
}

impl<'a> Marks<'a> {
    fn of(text: &str, kind: Kind, lookup: &Lookup<'a>) -> Self {
        let (mut found, mut places) = (HashSet::new(), Vec::<Range<usize>>::new());
        tokens(text, kind, |token, place| {
            let mut wanted = lookup.each(token).peekable();
            places.extend(wanted.peek().map(|_| place));
            found.extend(wanted);
        });
        places.sort_unstable_by_key(|place| place.start);
        let mut apart: Vec<Range<usize>> = Vec::new();
        for place in places {
            match apart.last_mut() {
                Some(last) if place.start <= last.end => last.end = last.end.max(place.end),
                _ => apart.push(place),
            }
        }
        Self { places: apart, found }
    }

    /// How much of the query is there: whole words count more than any parts.
    fn rank(&self, query: &Query) -> usize {
        let has = |wanted: &Wanted| self.found.contains(wanted);
        let words = query.terms().iter().filter(|term| term.is_in(has)).count();
        words * 1_000 + usize::from(!self.found.is_empty())
    }
}

/// Part of a text in pieces.
fn split(text: &str, part: Range<usize>, places: &[Range<usize>]) -> Vec<Piece> {
    let (mut pieces, mut end) = (Vec::new(), part.start);
    let mut push = |range: Range<usize>, found| {
        if !range.is_empty() {
            pieces.push(Piece { text: text[range].to_owned(), found });
        }
    };
    for place in places {
        let place = place.start.clamp(part.start, part.end)..place.end.clamp(part.start, part.end);
        push(end..place.start.max(end), false);
        push(place.clone(), true);
        end = end.max(place.end);
    }
    push(end..part.end, false);
    pieces
}
