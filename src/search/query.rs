//! Queries: the words that somebody typed, and in what forms texts may have them.

use super::chain::{Item, Run, items, joined};
use super::token::code;

/// Characters of a query that are looked at.
const LOOKED_AT: usize = 500;
/// The most words of a query; further ones are not looked for.
const MOST: usize = 50;
/// The most tokens that the words of a query are in all; further ones are not looked for. Fifty words have about as many, while one character
/// can fold to a whole word (`㌖`), so that few characters could ask Postgres and the marks for thousands.
const MOST_TOKENS: usize = 100;
/// A word with fewer characters is not looked for as a beginning where every word is.
const SHORTEST: usize = 3;

/// How much of a word has to be typed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Matching {
    /// All of it; of the last one, which may still be being typed, the beginning.
    #[default]
    Words,
    /// The beginning, three characters at least.
    Beginnings,
}

/// Token to look for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Wanted {
    /// The token, or its beginning.
    pub token: String,
    /// True if tokens that begin with it count.
    pub is_beginning: bool,
}

impl Wanted {
    /// True if a token of a text is the one.
    pub fn is(&self, token: &str) -> bool {
        if self.is_beginning { token.starts_with(&self.token) } else { token == self.token }
    }
}

/// Word of a query. A text has it if it has one of `whole`, or of each of `parts` one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Term {
    /// The word in one piece: `inc48213` of `INC-48213`, an address.
    pub whole: Vec<Wanted>,
    /// Its parts, each with the ways to write it. Empty where it is looked for in one piece alone.
    pub parts: Vec<Vec<Wanted>>,
}

impl Term {
    /// True for a text that has it, by whether it has a token.
    pub fn is_in(&self, has: impl Fn(&Wanted) -> bool) -> bool {
        self.whole.iter().any(&has) || (!self.parts.is_empty() && self.parts.iter().all(|ways| ways.iter().any(&has)))
    }

    /// Every token that it looks for.
    pub fn wanted(&self) -> impl Iterator<Item = &Wanted> {
        self.whole.iter().chain(self.parts.iter().flatten())
    }
}

/// Query of a search: words, all of which a text must have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    terms: Vec<Term>,
}

impl Query {
    /// Query of a typed text: the first 500 characters of it, of those the first 50 words, and of those the first 100 tokens.
    pub fn of(text: &str, matching: Matching) -> Self {
        let trimmed = text.trim();
        let looked_at = trimmed.char_indices().nth(LOOKED_AT).map_or(trimmed, |(end, _)| &trimmed[..end]);
        let mut terms: Vec<Term> = Vec::new();
        // Place of the word that is looked for as the beginning of an address, too.
        let mut address = 0..0;
        items(looked_at, |item| match item {
            Item::Beginning(token, place) => {
                address = place;
                terms.push(Term { whole: vec![Wanted { token, is_beginning: true }], parts: Vec::new() });
            }
            Item::Address(found, _) => {
                let wanted = |token: String| {
                    let is_beginning = token.ends_with(':') || matching == Matching::Beginnings;
                    Wanted { token, is_beginning }
                };
                let address = [Some(found.written), found.usual].into_iter().flatten().map(wanted).collect();
                let term = match found.whole {
                    // What looks like a port or prefix can be the beginning of a path.
                    Some(whole) => {
                        let number = whole.rsplit([':', '/']).next().unwrap_or_default().to_owned();
                        let whole = [Some(whole), found.usual_whole].into_iter().flatten().map(wanted).collect();
                        Term { whole, parts: vec![address, vec![wanted(number)]] }
                    }
                    None => Term { whole: address, parts: Vec::new() },
                };
                terms.push(term);
            }
            Item::Chain(runs) => {
                let whole = joined(&runs).map(|token| wanted(token, matching)).into_iter().collect();
                let mut term = Term { whole, parts: runs.iter().map(|run| ways(run, matching)).collect() };
                let before = runs.iter().take_while(|run| run.place().start < address.start).count();
                match terms.pop_if(|_| runs.first().is_some_and(|run| run.place().start < address.end)) {
                    Some(mut last) => {
                        last.parts.extend(term.parts.split_off(before));
                        // The words of the chain before the beginning of the address are a term of their own.
                        if before == 0 {
                            last.whole.extend(term.whole);
                        } else {
                            terms.push(term);
                        }
                        terms.push(last);
                    }
                    None => terms.push(term),
                }
            }
            Item::Dense(letters) => {
                let exact = |token| vec![Wanted { token, is_beginning: false }];
                let parts = match letters.as_slice() {
                    // Every character begins a token or is one.
                    [only] => vec![vec![Wanted { token: only.c.into(), is_beginning: true }]],
                    letters => letters.windows(2).map(|pair| exact(pair.iter().map(|letter| letter.c).collect())).collect(),
                };
                terms.push(Term { whole: Vec::new(), parts });
            }
            Item::Sign(letter) => {
                terms.push(Term { whole: vec![Wanted { token: letter.c.into(), is_beginning: false }], parts: Vec::new() });
            }
        });
        if let Some(last) = terms.last_mut().filter(|_| ends_in_a_word(looked_at)) {
            let parts = last.parts.last_mut().into_iter().flatten();
            last.whole.iter_mut().chain(parts).for_each(|wanted| wanted.is_beginning = true);
        }
        Self { terms: bounded(terms) }
    }

    /// Its words, each once.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// True for a text without words, such as `?`.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }
}

/// The first words, each once and each with its first parts once, as far as the bounds of a query go. What is left out makes it find more.
fn bounded(terms: Vec<Term>) -> Vec<Term> {
    let (mut once, mut room) = (Vec::<Term>::new(), MOST_TOKENS);
    for mut term in terms {
        let mut left = room.saturating_sub(term.whole.len());
        let mut parts: Vec<Vec<Wanted>> = Vec::new();
        let has_parts = !term.parts.is_empty();
        for ways in term.parts {
            if ways.len() > left {
                break;
            }
            if !parts.contains(&ways) {
                left -= ways.len();
                parts.push(ways);
            }
        }
        // A word with none of its parts left would be looked for in one piece alone, which finds less.
        if once.len() == MOST || term.whole.len() > room || (has_parts && parts.is_empty()) {
            break;
        }
        term.parts = parts;
        if !once.contains(&term) {
            room = left;
            once.push(term);
        }
    }
    once
}

/// True unless the last word is a stretch of pairs or a sign, which have no beginning.
fn ends_in_a_word(text: &str) -> bool {
    let mut is_word = false;
    items(text, |item| is_word = !matches!(item, Item::Dense(_) | Item::Sign(_)));
    is_word
}

fn wanted(token: String, matching: Matching) -> Wanted {
    let is_beginning = matching == Matching::Beginnings && token.chars().count() >= SHORTEST;
    Wanted { token, is_beginning }
}

/// The ways to write a word of a chain. Texts have a code without its `0x`, too.
fn ways(run: &Run, matching: Matching) -> Vec<Wanted> {
    let text = run.text();
    let code = code(&text).map(str::to_owned);
    [Some(text), code, run.spelt_out()].into_iter().flatten().map(|token| wanted(token, matching)).collect()
}
