//! Addresses of the internet protocol, which are one word each: only its own beginning finds one, not its numbers.

use std::net::{Ipv4Addr, Ipv6Addr};

/// The most bytes of an address without port and prefix: `xxxx:` seven times and an address of version 4.
const LONGEST: usize = 50;

/// Address at the beginning of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Address {
    /// As it is written, in small letters, without port and prefix.
    pub(super) written: String,
    /// As it is written, with port (`10.0.0.1:443`, `[fe80::1]:443` without the first bracket) or prefix (`10.0.0.0/8`); none without.
    pub(super) whole: Option<String>,
    /// The usual way to write it, where it is written otherwise.
    pub(super) usual: Option<String>,
    /// The usual way to write it, with the port or prefix; none where there is none, or where it is written so.
    pub(super) usual_whole: Option<String>,
}

/// Finds the address with which the text begins; none where there is none, or where letters or digits follow it.
pub(super) fn at(text: &str) -> Option<Address> {
    let run = run(text);
    let colons = run.bytes().filter(|byte| *byte == b':').count();
    if !run.bytes().any(|byte| byte.is_ascii_digit()) || (colons < 2 && run.split('.').count() < 4) {
        return None;
    }
    let (length, usual) = version_6(run).or_else(|| version_4(run))?;
    let suffix = suffix(&text[length..]);
    // Numbers that follow belong to it, so that it is none; words do not: `10.0.0.5:connection refused`.
    let more = run.get(length + suffix..).and_then(|more| more.strip_prefix(['.', ':']));
    let has_more = more.is_some_and(|more| more.starts_with(|c: char| c.is_ascii_digit()));
    if has_more || text[length + suffix..].starts_with(char::is_alphanumeric) {
        return None;
    }
    let written = text[..length].to_ascii_lowercase();
    let suffix = Some(&text[length..length + suffix]).filter(|suffix| !suffix.is_empty());
    let usual = Some(usual).filter(|usual| *usual != written);
    let usual_whole = usual.as_ref().zip(suffix).map(|(usual, suffix)| [usual, suffix].concat());
    let whole = suffix.map(|suffix| [&written, suffix].concat());
    Some(Address { written, whole, usual, usual_whole })
}

/// Finds what may be the beginning of an address at the beginning of a text, in small letters: digits up to `f` with dots or colons between
/// or behind them, at most 50.
pub(super) fn beginning(text: &str) -> Option<String> {
    let run = run(text);
    (run.contains(['.', ':']) && run.contains(|c: char| c.is_ascii_hexdigit())).then(|| run.to_ascii_lowercase())
}

/// True for numbers that can be typed as an address: of a longer version, of a network card, or with letters behind them.
pub(super) fn is_like_one(numbers: &str) -> bool {
    numbers.contains("::") || numbers.split(['.', ':']).count() >= 4
}

fn run(text: &str) -> &str {
    let end = text.bytes().take(LONGEST).take_while(|byte| byte.is_ascii_hexdigit() || matches!(byte, b'.' | b':')).count();
    &text[..end]
}

/// Length of the address of version 6 that the run is, but for dots and colons behind it (`2001:db8::...`), and the usual way to write it.
fn version_6(run: &str) -> Option<(usize, String)> {
    let shortest = run.trim_end_matches(['.', ':']).len();
    (shortest..=run.len()).rev().find_map(|length| {
        let address: Ipv6Addr = run[..length].parse().ok()?;
        Some((length, address.to_string()))
    })
}

/// Length of the address of version 4 with which the run begins, and the usual way to write it: without zeros in front.
fn version_4(run: &str) -> Option<(usize, String)> {
    let length = run.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    let written = run[..length].trim_end_matches('.');
    let mut numbers = written.split('.').map(|part| part.parse::<u8>().ok().filter(|_| part.len() <= 3));
    let mut next = || numbers.next().flatten();
    let address = Ipv4Addr::new(next()?, next()?, next()?, next()?);
    numbers.next().is_none().then(|| (written.len(), address.to_string()))
}

/// Length of the port or prefix at the beginning of a text; 0 if there is none.
fn suffix(text: &str) -> usize {
    for (mark, most) in [("]:", 5), (":", 5), ("/", 3)] {
        let Some(number) = text.strip_prefix(mark) else { continue };
        let digits = number.bytes().take_while(u8::is_ascii_digit).count();
        if (1..=most).contains(&digits) && !number[digits..].starts_with(char::is_alphanumeric) {
            return mark.len() + digits;
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_port_a_prefix_or_neither() {
        for (text, written, whole, usual) in [
            ("192.168.1.10", "192.168.1.10", None, None),
            ("192.168.1.10. Then", "192.168.1.10", None, None),
            ("10.0.0.1: down", "10.0.0.1", None, None),
            ("10.0.0.5:connection refused", "10.0.0.5", None, None),
            ("10.0.0.5.Done", "10.0.0.5", None, None),
            ("10.0.0.5:443:closed", "10.0.0.5", Some("10.0.0.5:443"), None),
            ("10.0.0.5:b8", "10.0.0.5", None, None),
            ("10.0.0.1:8080/tcp", "10.0.0.1", Some("10.0.0.1:8080"), None),
            ("10.0.0.0/8,", "10.0.0.0", Some("10.0.0.0/8"), None),
            ("010.000.000.001", "010.000.000.001", None, Some("10.0.0.1")),
            ("FE80::1", "fe80::1", None, None),
            ("fe80:0:0:0:0:0:0:1", "fe80:0:0:0:0:0:0:1", None, Some("fe80::1")),
            ("2001:DB8::/32", "2001:db8::", Some("2001:db8::/32"), None),
            ("fe80::1]:443", "fe80::1", Some("fe80::1]:443"), None),
            ("fe80::1%eth0", "fe80::1", None, None),
            ("::ffff:10.0.0.1", "::ffff:10.0.0.1", None, None),
            ("::1", "::1", None, None),
            ("2001:DB8::...", "2001:db8::", None, None),
            ("2001:db8::1:.", "2001:db8::1", None, None),
        ] {
            let (whole, usual) = (whole.map(str::to_owned), usual.map(str::to_owned));
            assert_eq!(at(text), Some(Address { written: written.to_owned(), whole, usual, usual_whole: None }), "{text}");
        }
        for none in [
            "10.0.19045.3803",
            "1.2.3",
            "1.2.3.4.5",
            "256.1.1.1",
            "1.2.3.4a",
            "12:30:45",
            "00:1a:2b:3c:4d:5e",
            "::",
            "abc::def",
            "a",
            "",
            "1.2.3.4:5:6",
            "10.0.0.1:8080x",
            "fe80::1::2",
        ] {
            assert_eq!(at(none), None, "{none}");
        }
    }

    #[test]
    fn the_usual_way_to_write_it_has_the_port_or_prefix_too() {
        for (text, usual, whole) in [
            ("010.0.0.1:443", "10.0.0.1", "10.0.0.1:443"),
            ("2001:DB8:0::1/64", "2001:db8::1", "2001:db8::1/64"),
            ("fe80:0::1]:443", "fe80::1", "fe80::1]:443"),
        ] {
            let found = at(text).unwrap();
            assert_eq!((found.usual.as_deref(), found.usual_whole.as_deref()), (Some(usual), Some(whole)), "{text}");
            assert_eq!(found.whole, Some(text.to_lowercase()));
        }
    }

    #[test]
    fn what_may_become_an_address_has_a_dot_or_a_colon() {
        for (text, expected) in [
            ("192.168", Some("192.168")),
            ("192.", Some("192.")),
            ("2001:DB8: x", Some("2001:db8:")),
            ("::f", Some("::f")),
            ("192", None),
            ("1.5mm", Some("1.5")),
            ("x.y", None),
        ] {
            assert_eq!(beginning(text).as_deref(), expected, "{text}");
        }
    }
}
