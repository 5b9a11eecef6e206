//! Bare addresses in words, which become links: `https://portal.office.com/servicestatus`, `servicedesk@acme.example`.

use std::ops::Range;

use super::Inline;
use crate::tree::key_of_page;

/// The most bytes of a web address, and of the name and of the domain of a mail address.
const MOST_BYTES: usize = 2_000;
/// Schemes that a link may have.
const SCHEMES: [&str; 3] = ["http", "https", "mailto"];

/// True if a link may lead there: its scheme is http, https or mailto, or it is the page of a tree.
pub(super) fn is_safe(url: &str) -> bool {
    let scheme = url.split_once(':').map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| SCHEMES.iter().any(|safe| scheme.eq_ignore_ascii_case(safe))) || key_of_page(url).is_some()
}

/// The words with links for the addresses among them; what is a link already stays one.
pub(super) fn with_links(line: Vec<Inline>) -> Vec<Inline> {
    let mut linked = Vec::with_capacity(line.len());
    for inline in line {
        match inline {
            Inline::Text(words) => Finder::new(&words).split(&mut linked),
            Inline::Strong(inner) => linked.push(Inline::Strong(with_links(inner))),
            Inline::Emphasis(inner) => linked.push(Inline::Emphasis(with_links(inner))),
            Inline::Struck(inner) => linked.push(Inline::Struck(with_links(inner))),
            other @ (Inline::Code(_) | Inline::Link { .. } | Inline::Break) => linked.push(other),
        }
    }
    linked
}

/// Finder of addresses in words. It remembers how far what could be one reaches, so that each character is looked at a few times only,
/// however many places there are at which an address might begin.
struct Finder<'w> {
    words: &'w str,
    /// Position at which an address may begin.
    at: usize,
    /// Position of the character that ends every web address which begins before it.
    address_end: usize,
    /// Positions of the name before an `@`, or of what might be one: a mail address may begin anywhere in it.
    local: Range<usize>,
    /// Position at which every mail address ends that begins in the name; none where none does.
    mail_end: Option<usize>,
    /// Bytes that were looked through for ends of addresses.
    #[cfg(test)]
    looked_at: usize,
}

impl<'w> Finder<'w> {
    fn new(words: &'w str) -> Self {
        Self {
            words,
            at: 0,
            address_end: 0,
            local: 0..0,
            mail_end: None,
            #[cfg(test)]
            looked_at: 0,
        }
    }

    /// Adds the words, with their addresses as links.
    fn split(&mut self, linked: &mut Vec<Inline>) {
        let (mut text, mut is_start) = (String::new(), true);
        while let Some(first) = self.words[self.at..].chars().next() {
            let rest = &self.words[self.at..];
            let length = match Some(&mut *self).filter(|_| is_start).and_then(Finder::address) {
                Some((url, length)) => {
                    linked.extend(Some(std::mem::take(&mut text)).filter(|text| !text.is_empty()).map(Inline::Text));
                    linked.push(Inline::Link { url, text: vec![Inline::Text(rest[..length].to_owned())] });
                    length
                }
                // A word without an address has none further on, if it is all letters and digits.
                None => {
                    let word = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
                    let length = word.max(first.len_utf8());
                    text.push_str(&rest[..length]);
                    is_start = word == 0;
                    length
                }
            };
            self.at += length;
        }
        linked.extend(Some(text).filter(|text| !text.is_empty()).map(Inline::Text));
    }

    /// Position of the first character from `start` on that `ends`, or the length of the words.
    fn end(&mut self, start: usize, ends: impl Fn(char) -> bool) -> usize {
        let end = self.words[start..].find(ends).map_or(self.words.len(), |length| start + length);
        #[cfg(test)]
        {
            self.looked_at += end - start;
        }
        end
    }

    /// Address that begins here: where it leads, and its length in bytes as it is written.
    fn address(&mut self) -> Option<(String, usize)> {
        let text = &self.words[self.at..];
        let begins = |start: &str| text.get(..start.len()).is_some_and(|found| found.eq_ignore_ascii_case(start));
        let start = ["https://", "http://", "www."].into_iter().find(|start| begins(start));
        let Some(start) = start else { return self.mail() };
        if !text[start.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '[') {
            return None;
        }
        if self.address_end <= self.at {
            self.address_end = self.end(self.at, ends_address);
        }
        let written = text.get(..self.address_end - self.at).filter(|written| written.len() <= MOST_BYTES)?;
        // A placeholder in it is still to be filled in.
        if text[written.len()..].starts_with(['<', '{']) {
            return None;
        }
        let written = without_end(written);
        let is_named = start != "www." || written[start.len()..].contains('.');
        let url = if start == "www." { format!("https://{written}") } else { written.to_owned() };
        is_named.then_some((url, written.len()))
    }

    /// Mail address that begins here, with or without its scheme.
    fn mail(&mut self) -> Option<(String, usize)> {
        const SCHEME: &str = "mailto:";
        let text = &self.words[self.at..];
        let has_scheme = text.get(..SCHEME.len()).is_some_and(|found| found.eq_ignore_ascii_case(SCHEME));
        let bare = if has_scheme { &text[SCHEME.len()..] } else { text };
        if bare.starts_with('.') || !bare.starts_with(is_of_a_name) {
            return None;
        }
        let start = self.words.len() - bare.len();
        if !self.local.contains(&start) {
            self.local = start..self.end(start, |c| !is_of_a_name(c));
            self.mail_end = self.end_of_domain();
        }
        let name = self.local.end - start;
        let address = &self.words[self.at..self.mail_end.filter(|_| name <= MOST_BYTES)?];
        let url = if has_scheme { address.to_owned() } else { format!("{SCHEME}{address}") };
        Some((url, address.len()))
    }

    /// Position of the end of the domain behind the name; none where none follows with an `@`, or where it goes on as no mail address does:
    /// `user@host:path`, `user@host/path`.
    fn end_of_domain(&mut self) -> Option<usize> {
        let start = self.local.end + 1;
        self.words[self.local.end..].strip_prefix('@')?;
        let end = self.end(start, |c| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-')));
        let domain = Some(self.words[start..end].trim_end_matches(['.', '-'])).filter(|domain| domain.len() <= MOST_BYTES)?;
        let after = self.words[end..].strip_prefix([':', '/', '\\', '@', '_']);
        let goes_on = after.is_some_and(|rest| rest.starts_with(|c: char| !c.is_whitespace()));
        let (host, top) = domain.rsplit_once('.')?;
        (!host.is_empty() && top.starts_with(|c: char| c.is_ascii_alphabetic()) && !goes_on).then_some(start + domain.len())
    }
}

/// True for characters of the name before the `@` of a mail address.
fn is_of_a_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+')
}

/// True for characters that stand in no address, even where people write no space before them.
fn ends_address(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '<' | '>' | '"' | '`' | '{' | '}' | '|' | '\\' | '“' | '”' | '‘' | '’' | '«' | '»')
        || matches!(c, '\u{3000}'..='\u{3020}' | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}')
}

/// The address without the punctuation of the sentence around it, and without closing brackets that it did not open.
fn without_end(url: &str) -> &str {
    let count = |bracket: char| url.matches(bracket).count();
    let mut round = count(')').saturating_sub(count('('));
    let mut square = count(']').saturating_sub(count('['));
    let is_left_out = |c: char| match c {
        ')' | ']' => {
            let surplus = if c == ')' { &mut round } else { &mut square };
            let is_surplus = *surplus > 0;
            *surplus -= usize::from(is_surplus);
            is_surplus
        }
        _ => matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' | '~' | '…'),
    };
    url.trim_end_matches(is_left_out)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    /// Pieces of addresses, and what keeps them from being some.
    const PIECES: [&str; 24] = [
        "a", "a.", ".", "-", "+", "_", "@", "a@", "@b.c", ":", "/", "mailto:", "http://", "http://a", "HTTPS://", "www.", "www.a.b", "[",
        ")", "]", "{", "<", " ", "ä",
    ];

    proptest! {
        #[test]
        fn looking_for_addresses_takes_a_few_looks_a_byte(
            parts in proptest::collection::vec((proptest::collection::vec(select(PIECES.as_slice()), 1..4), 1..2_000_usize), 1..5),
        ) {
            let words: String = parts.into_iter().map(|(pieces, times)| pieces.concat().repeat(times)).collect();
            let mut finder = Finder::new(&words);
            finder.split(&mut Vec::new());
            // As a web address, as a name before an @, and as a domain behind one.
            prop_assert!(finder.looked_at <= 3 * words.len(), "{} of {}", finder.looked_at, words.len());
        }
    }

    #[test]
    fn an_address_may_begin_behind_any_sign() {
        let found = |words: &str| {
            let mut linked = Vec::new();
            Finder::new(words).split(&mut linked);
            let urls = linked.into_iter().filter_map(|inline| if let Inline::Link { url, .. } = inline { Some(url) } else { None });
            urls.collect::<Vec<_>>().join(" ")
        };
        for (words, urls) in [
            ("..a@b.example", "mailto:a@b.example"),
            ("x:a-b@c.example/x y@z.example", "mailto:y@z.example"),
            ("mailto:@b.example", ""),
            ("mailto:.a@b.example", "mailto:a@b.example"),
            ("mailto:a@b", ""),
            ("a@b@c.example", "mailto:b@c.example"),
            ("http://-x http://a", "http://a"),
            ("https://{{a}}-http://b https://c", "http://b https://c"),
            ("www.a-http://b", "http://b"),
            (&format!("{} a@b.example", "a-".repeat(3_000)), "mailto:a@b.example"),
            (&format!("http://{} http://b", "a-".repeat(3_000)), "http://b"),
        ] {
            assert_eq!(found(words), urls, "{words:.40}");
        }
    }
}
