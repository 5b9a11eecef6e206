//! Random texts.

use proptest::prelude::*;

use super::super::*;
use super::{all, finds};
use crate::search::fold::folded;

/// Pieces of what people write, and of what nobody does.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-zA-Z0-9äöüßøİ]{1,9}",
        "[a-f0-9:.]{1,20}",
        "(25[0-5]|1?[0-9]{1,2})(\\.(25[0-5]|1?[0-9]{1,2})){2,5}(:[0-9]{1,5}|/[0-9]{1,2})?",
        "[A-Za-z网]{0,6}[0-9]{0,2}[:.：]{1,3}(25[0-5]|1?[0-9]{1,2})(\\.(25[0-5]|1?[0-9]{1,2})){3}([:.][A-Za-z0-9]{0,4})?",
        "[A-Za-z网]{0,6}[0-9]{0,2}[:.：]{1,3}[a-f0-9]{1,4}(::?[a-f0-9]{1,4}){0,8}",
        "0x[0-9a-fg]{0,9}",
        "[A-Z]{1,4}[-# _]?[0-9]{1,9}",
        "[ぁ-んァ-ヶー一-五ก-๙]{1,6}",
        "[-'’\u{200b}.,:#/\\[\\] \n]{1,3}",
        "\\PC{1,4}",
    ];
    prop::collection::vec(piece, 1..8).prop_map(|pieces| pieces.concat())
}

/// True for a character with which a beginning may go on, and not stop before.
fn stands_alone(c: char) -> bool {
    let (mut alone, mut with) = (String::new(), String::new());
    folded(&c.to_string(), |letter| alone.push(letter.c));
    folded(&format!("x{c}"), |letter| with.push(letter.c));
    with == format!("x{alone}")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn a_text_is_found_by_each_of_its_words_and_each_beginning_of_one(text in texts()) {
        let tokens = all(&text, Kind::Text);
        for word in text.split_whitespace() {
            prop_assert!(finds(&Query::of(word, Matching::Words), &tokens), "{word:?} {tokens:?}");
            let chars: Vec<char> = word.chars().collect();
            for length in (3..chars.len()).filter(|length| stands_alone(chars[*length])) {
                let typed: String = chars[..length].iter().collect();
                prop_assert!(finds(&Query::of(&typed, Matching::Words), &tokens), "{typed:?} {tokens:?}");
            }
        }
    }

    #[test]
    fn an_address_is_found_behind_a_word_and_before_one(
        before in "([A-Za-z网]{0,5}[g-zG-Z网][0-9]?:|[A-Fa-f0-9]{1,9}:|[a-zé网]{0,5}[g-z]\\.|[ (/=,-]|[网。：])",
        address in any::<std::net::Ipv4Addr>(),
        after in "(|[.:]|[.:][A-Za-z网][A-Za-z0-9]{0,5}| [0-9a-z:.]{0,9})",
    ) {
        let text = format!("{before}{address}{after}");
        let tokens = all(&text, Kind::Text);
        prop_assert!(tokens.contains(&address.to_string()), "{text:?} {tokens:?}");
        let query = Query::of(&format!("{address} beside"), Matching::Words);
        let marked: Vec<_> = pieces(&text, Kind::Text, &query).into_iter().filter(|piece| piece.found).map(|piece| piece.text).collect();
        prop_assert!(marked.contains(&address.to_string()), "{text:?} {marked:?}");
    }

    #[test]
    fn an_address_is_found_in_every_spelling(address in any::<[u16; 8]>(), zeros in 0_usize..8, suffix in "(|/[1-9][0-9])") {
        let groups: Vec<u16> = address.iter().enumerate().map(|(index, group)| if index < zeros { 0 } else { *group }).collect();
        let long = groups.iter().map(|group| format!("{group:04X}")).collect::<Vec<_>>().join(":");
        let short = std::net::Ipv6Addr::from(<[u16; 8]>::try_from(groups).unwrap()).to_string();
        for (text, query) in [(&long, &short), (&short, &long)] {
            prop_assume!(short.contains(|c: char| c.is_ascii_digit()));
            let (text, query) = (format!("{text}{suffix}"), format!("{query}{suffix}"));
            prop_assert!(finds(&Query::of(&query, Matching::Words), &all(&text, Kind::Text)), "{query} in {text}");
        }
    }

    #[test]
    fn a_ticket_is_found_whatever_stands_behind_it(number in "[1-9][0-9]{4,7}", after in "[:.][0-9a-zA-Z:.]{0,9}") {
        let text = format!("INC-{number}{after}");
        let tokens = all(&text, Kind::Text);
        for token in [format!("inc{number}"), number.clone(), number[number.len() - 3..].to_owned()] {
            prop_assert!(tokens.contains(&token), "{text:?} {token} {tokens:?}");
        }
    }

    #[test]
    fn beginnings_find_all_that_words_find(text in texts(), query in texts()) {
        for query in [&query, &text] {
            let tokens = all(&text, Kind::Text);
            let (words, beginnings) = (Query::of(query, Matching::Words), Query::of(query, Matching::Beginnings));
            prop_assert!(!finds(&words, &tokens) || finds(&beginnings, &tokens));
        }
    }

    #[test]
    fn what_is_marked_is_what_was_found(text in texts(), query in texts()) {
        for query in [query.as_str(), &text[..text.floor_char_boundary(text.len() / 2)]] {
            let query = Query::of(query, Matching::Words);
            let pieces = pieces(&text, Kind::Text, &query);
            prop_assert_eq!(pieces.iter().map(|piece| piece.text.as_str()).collect::<String>(), &*text);
            let wanted: Vec<_> = query.terms().iter().flat_map(Term::wanted).collect();
            let mut marked = vec![false; text.len()];
            tokens(&text, Kind::Text, |token, place| {
                if wanted.iter().any(|wanted| wanted.is(token)) {
                    marked[place].fill(true);
                }
            });
            let shown: Vec<bool> = pieces.iter().flat_map(|piece| vec![piece.found; piece.text.len()]).collect();
            prop_assert_eq!(shown, marked);
            let excerpt = excerpt([text.as_str()], &query);
            prop_assert!(excerpt.is_none() || excerpt.is_some_and(|pieces| pieces.iter().any(|piece| piece.found)));
        }
    }

    #[test]
    fn a_query_has_few_tokens_and_each_part_once(text in "(\\PC|[\u{3300}-\u{3357}]|[ö1:. -]){0,600}") {
        let query = Query::of(&text, Matching::Words);
        prop_assert!(query.terms().iter().flat_map(Term::wanted).count() <= 100);
        for term in query.terms() {
            prop_assert!(term.parts.iter().enumerate().all(|(index, part)| !term.parts[..index].contains(part)));
        }
    }

    #[test]
    fn a_text_has_few_tokens_and_short_ones(text in any::<String>(), kind in prop_oneof![Just(Kind::Text), Just(Kind::Ticket)]) {
        let tokens = all(&text, kind);
        prop_assert!(tokens.iter().all(|token| token.chars().count() <= 64));
        prop_assert!(tokens.len() <= 8 * text.chars().count());
    }
}

#[test]
fn what_is_long_is_gone_through_once() {
    for unit in [
        "1.",
        "1.2.3.4:",
        "::",
        "a-",
        "#1",
        "0x",
        "ø",
        "\u{308}",
        "プ",
        "\u{fdfa}",
        "a1234567-",
        "fe80::",
        "x",
        "[",
        "👨\u{200d}",
        "\u{200b}a",
    ] {
        let text = unit.repeat(200_000 / unit.len());
        let (mut count, mut bytes) = (0, 0);
        tokens(&text, Kind::Text, |token, _| {
            count += 1;
            bytes += token.len();
        });
        assert!(count <= 8 * text.chars().count() && bytes <= 32 * text.len(), "{unit}: {count} tokens of {bytes} bytes");
    }
}
