//! Bare addresses in words, which become links: `https://portal.office.com/servicestatus`, `servicedesk@acme.example`.

use super::Inline;

/// The most bytes of an address, so that looking for addresses takes no longer than the text is.
const MOST_BYTES: usize = 2_000;
/// Schemes that a link may have.
const SCHEMES: [&str; 3] = ["http", "https", "mailto"];

/// True if a link may lead there: its scheme is http, https or mailto.
pub(super) fn is_safe(url: &str) -> bool {
    url.split_once(':').is_some_and(|(scheme, _)| SCHEMES.iter().any(|safe| scheme.eq_ignore_ascii_case(safe)))
}

/// The words with links for the addresses among them; what is a link already stays one.
pub(super) fn with_links(line: Vec<Inline>) -> Vec<Inline> {
    let mut linked = Vec::with_capacity(line.len());
    for inline in line {
        match inline {
            Inline::Text(words) => split(&words, &mut linked),
            Inline::Strong(inner) => linked.push(Inline::Strong(with_links(inner))),
            Inline::Emphasis(inner) => linked.push(Inline::Emphasis(with_links(inner))),
            Inline::Struck(inner) => linked.push(Inline::Struck(with_links(inner))),
            other @ (Inline::Code(_) | Inline::Link { .. } | Inline::Break) => linked.push(other),
        }
    }
    linked
}

fn split(words: &str, linked: &mut Vec<Inline>) {
    let mut text = String::new();
    let mut rest = words;
    while let Some(first) = rest.chars().next() {
        let is_start = !text.chars().next_back().is_some_and(|c| c.is_ascii_alphanumeric());
        match address(rest).filter(|_| is_start) {
            Some((url, length)) => {
                let shown = Inline::Text(rest[..length].to_owned());
                linked.extend(Some(std::mem::take(&mut text)).filter(|text| !text.is_empty()).map(Inline::Text));
                linked.push(Inline::Link { url, text: vec![shown] });
                rest = &rest[length..];
            }
            // A word without an address has none further on, if it is all letters and digits.
            None => {
                let length = rest.find(|c: char| !c.is_ascii_alphanumeric()).filter(|_| is_start).unwrap_or(0).max(first.len_utf8());
                text.push_str(&rest[..length]);
                rest = &rest[length..];
            }
        }
    }
    linked.extend(Some(text).filter(|text| !text.is_empty()).map(Inline::Text));
}

/// Address with which the text begins: where it leads, and its length in bytes as it is written.
fn address(text: &str) -> Option<(String, usize)> {
    let begins = |start: &str| text.get(..start.len()).is_some_and(|found| found.eq_ignore_ascii_case(start));
    let start = ["https://", "http://", "www."].into_iter().find(|start| begins(start));
    let Some(start) = start else { return mail(text) };
    let written = &text[..end(text, ends_address)?];
    // A placeholder in it is still to be filled in.
    if text[written.len()..].starts_with(['<', '{']) {
        return None;
    }
    let written = without_end(written);
    let host = written.get(start.len()..)?;
    let is_named = host.starts_with(|c: char| c.is_alphanumeric() || c == '[') && (start != "www." || host.contains('.'));
    let url = if start == "www." { format!("https://{written}") } else { written.to_owned() };
    is_named.then_some((url, written.len()))
}

/// True for characters that stand in no address, even where people write no space before them.
fn ends_address(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '<' | '>' | '"' | '`' | '{' | '}' | '|' | '\\' | '“' | '”' | '‘' | '’' | '«' | '»')
        || matches!(c, '\u{3000}'..='\u{3020}' | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}')
}

/// Position of the first character that `ends`, or the length of the text; none where it is too far off.
fn end(text: &str, ends: impl Fn(char) -> bool) -> Option<usize> {
    text[..text.floor_char_boundary(MOST_BYTES)].find(ends).or(Some(text.len()).filter(|length| *length <= MOST_BYTES))
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

/// Mail address with which the text begins, with or without its scheme.
fn mail(text: &str) -> Option<(String, usize)> {
    const SCHEME: &str = "mailto:";
    let has_scheme = text.get(..SCHEME.len()).is_some_and(|found| found.eq_ignore_ascii_case(SCHEME));
    let bare = if has_scheme { &text[SCHEME.len()..] } else { text };
    let is_local = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    let local = end(bare, |c| !is_local(c)).filter(|length| *length > 0)?;
    let domain = bare[local..].strip_prefix('@')?;
    let (domain, after) = domain.split_at(end(domain, |c| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-')))?);
    let domain = domain.trim_end_matches(['.', '-']);
    // `user@host:path` and `user@host/path` are none.
    let goes_on = after.strip_prefix([':', '/', '\\', '@', '_']).is_some_and(|rest| rest.starts_with(|c: char| !c.is_whitespace()));
    let is_domain =
        domain.rsplit_once('.').is_some_and(|(host, top)| !host.is_empty() && top.starts_with(|c: char| c.is_ascii_alphabetic()));
    let length = text.len() - bare.len() + local + 1 + domain.len();
    let url = if has_scheme { text[..length].to_owned() } else { format!("{SCHEME}{}", &text[..length]) };
    (is_domain && !goes_on && !bare.starts_with('.')).then_some((url, length))
}
