//! Tokens: all that a text is found by, each with its place.

use std::ops::Range;

use super::address;
use super::chain::{Item, LONGEST, Run, items, joined};
use super::fold::Folded;

/// Numbers of digits at the end of a ticket's number that find it, as they do in whole.
const TAILS: std::ops::RangeInclusive<usize> = 3..=6;
/// The most letters before a ticket's number.
const PREFIX: usize = 10;

/// Kind of a text, which says how numbers in it are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Any text. Numbers of tickets are those behind letters or a number sign.
    Text,
    /// Number of a ticket, found by its last digits also where nothing stands before it.
    Ticket,
}

/// Goes through what a text is found by, each with its place in bytes. A place can have several tokens, and a token be a part of another one.
///
/// A token is no longer than 64 characters, and no text has more tokens than eight for each of its characters.
pub fn tokens(text: &str, kind: Kind, mut each: impl FnMut(&str, Range<usize>)) {
    items(text, |item| match item {
        Item::Chain(runs) => chain(&runs, kind, &mut each),
        Item::Dense(letters) => dense(&letters, &mut each),
        Item::Sign(letter) => each(letter.c.encode_utf8(&mut [0; 4]), letter.place),
        Item::Address(address, place) => {
            let written = place.start..place.start + address.written.len();
            each(&address.written, written.clone());
            for whole in [&address.whole, &address.usual_whole].into_iter().flatten() {
                each(whole, place.clone());
            }
            if let Some(usual) = &address.usual {
                each(usual, written);
            }
        }
        Item::Beginning(numbers, place) => {
            let numbers = numbers.trim_end_matches(['.', ':']);
            if address::is_like_one(numbers) {
                each(numbers, place.start..place.start + numbers.len());
            }
        }
    });
    if kind == Kind::Ticket {
        in_one_piece(text, &mut each);
    }
}

/// All letters and digits of a ticket's number of several words, which people also type without what is between them.
fn in_one_piece(text: &str, each: &mut impl FnMut(&str, Range<usize>)) {
    let (mut count, mut piece, mut place) = (0, String::new(), None::<Range<usize>>);
    items(text, |item| {
        let Item::Chain(runs) = item else { return };
        for run in runs {
            count += 1;
            piece.push_str(&run.text());
            place.get_or_insert(run.place()).end = run.end;
        }
    });
    if let Some(place) = place.filter(|_| count > 1 && piece.chars().count() <= LONGEST) {
        each(&piece, place);
    }
}

fn chain(runs: &[Run], kind: Kind, each: &mut impl FnMut(&str, Range<usize>)) {
    let is_reference = runs.len() > 1 && runs.first().is_some_and(is_prefix);
    for run in runs {
        let text = run.text();
        each(&text, run.place());
        if let Some(spelt_out) = run.spelt_out() {
            each(&spelt_out, run.place());
        }
        if let Some(code) = code(&text) {
            each(code, run.place_from(2));
        }
        numbers(run, &text, kind == Kind::Ticket || is_reference || run.is_numbered, each);
    }
    if let (Some(joined), Some(first), Some(last)) = (joined(runs), runs.first(), runs.last()) {
        each(&joined, first.place().start..last.end);
    }
}

/// True for what stands before the number of a ticket.
fn is_prefix(run: &Run) -> bool {
    run.letters.len() <= PREFIX && run.letters.iter().all(|letter| letter.c.is_alphabetic())
}

/// Digits of a code behind its `0x`; none where a text is no code.
pub(super) fn code(text: &str) -> Option<&str> {
    text.strip_prefix("0x").filter(|code| !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// The letters and digits of a word that is a ticket's number, as `inc48213`, apart, and the last digits. A word of digits alone is one only
/// where its surroundings say so.
fn numbers(run: &Run, text: &str, is_number: bool, each: &mut impl FnMut(&str, Range<usize>)) {
    let digits = run.letters.iter().rev().take_while(|letter| letter.c.is_ascii_digit()).count();
    let letters = run.letters.len() - digits;
    let has_prefix = (1..=PREFIX).contains(&letters) && run.letters[..letters].iter().all(|letter| letter.c.is_alphabetic());
    if digits < *TAILS.start() || run.letters.len() == LONGEST || !(has_prefix || (letters == 0 && is_number)) {
        return;
    }
    let begin = text.len() - digits;
    if has_prefix {
        each(&text[..begin], run.place().start..run.letters[letters - 1].place.end);
        each(&text[begin..], run.place_from(letters));
    }
    for tail in TAILS.filter(|tail| *tail < digits) {
        each(&text[text.len() - tail..], run.place_from(run.letters.len() - tail));
    }
}

/// Pairs of neighbours, and the last character, which begins none.
fn dense(letters: &[Folded], each: &mut impl FnMut(&str, Range<usize>)) {
    let mut token = String::new();
    for pair in letters.windows(2) {
        token.clear();
        token.extend([pair[0].c, pair[1].c]);
        each(&token, pair[0].place.start..pair[1].place.end);
    }
    if let Some(last) = letters.last() {
        each(last.c.encode_utf8(&mut [0; 4]), last.place.clone());
    }
}
