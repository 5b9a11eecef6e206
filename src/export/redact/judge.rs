//! Conditions on a match that regular expressions cannot express.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Range;

use super::detector::Found;
use super::look;

/// Accepts every candidate, as a whole.
pub(super) fn all(found: &Found) -> Option<Range<usize>> {
    Some(0..found.secret.len())
}

/// The text in place of a password, unless it says that there is none.
pub(super) fn password(found: &Found) -> Option<Range<usize>> {
    let value = if found.is_quoted { found.secret } else { found.secret.trim_end_matches([',', ';']) };
    let says_none = ["", "*", "true", "false", "yes", "no", "none", "null", "never", "$true", "$false", "$null", "-", "|", "|-", ">", ">-"];
    let is_expression = !found.is_quoted && (value.starts_with('(') || value.starts_with("$("));
    (!is_expression && !says_none.contains(&value.to_lowercase().trim_matches(['.', ',']))).then_some(0..value.len())
}

/// The text in place of a password, unless a colon and words behind it tell what became of one.
pub(super) fn assigned(found: &Found) -> Option<Range<usize>> {
    let is_sentence = !found.is_quoted && found.before.ends_with(' ') && found.before.trim_end().ends_with(':');
    if is_sentence && look::said(found.secret) { None } else { password(found) }
}

/// Place of the text if it looks like a secret.
pub(super) fn looks(found: &Found) -> Option<Range<usize>> {
    look::secret(found.secret).then_some(0..found.secret.len())
}

/// A token behind what those of a service begin with: digits in it, or many letters of both cases.
pub(super) fn random(found: &Found) -> Option<Range<usize>> {
    let has = |is: fn(&u8) -> bool| found.secret.bytes().any(|byte| is(&byte));
    let is_mixed = has(u8::is_ascii_digit) || (has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase));
    (is_mixed && found.secret.len() >= 20).then_some(0..found.secret.len())
}

/// The value of a parameter in an address, unless it is short or a word.
pub(super) fn parameter(found: &Found) -> Option<Range<usize>> {
    let has_digits = found.secret.bytes().any(|byte| byte.is_ascii_digit());
    let is_long = found.secret.len() >= if has_digits { 6 } else { 16 };
    is_long.then_some(0..found.secret.len())
}

/// Place of the text if it looks like a secret, or is longer than words are.
pub(super) fn looks_or_long(found: &Found) -> Option<Range<usize>> {
    (look::secret(found.secret) || found.secret.len() >= 16).then_some(0..found.secret.len())
}

/// The value of a setting, unless the line goes on as a sentence.
pub(super) fn setting(found: &Found) -> Option<Range<usize>> {
    let is_last = found.after.trim_start_matches([' ', '\t']).starts_with('\n') || found.after.trim().is_empty();
    let is_sentence =
        look::said(found.secret) || look::describes(found.secret) || (look::plain(found.secret) && !is_last && !is_option(found.after));
    if !found.is_quoted && is_sentence { None } else { password(found) }
}

/// True where the next word of a setting follows, and no sentence.
fn is_option(after: &str) -> bool {
    let next = after.split_whitespace().next().unwrap_or_default().to_lowercase();
    ["ro", "rw", "view", "address", "mode", "authorization", "role", "privilege", "v2c", "udp-port", "default"].contains(&next.as_str())
        || next.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b'/')
}

/// The key of a network, unless it asks for it to be shown.
pub(super) fn clear(found: &Found) -> Option<Range<usize>> {
    if found.secret == "clear" { None } else { password(found) }
}

/// The argument of `ConvertTo-SecureString`, unless it is a flag or a variable.
pub(super) fn secure_string(found: &Found) -> Option<Range<usize>> {
    if !found.is_quoted && found.secret.starts_with(['-', '$']) { None } else { password(found) }
}

/// The value of a flag that takes a password, unless it is another flag, which a slash begins only where the first has one, too.
/// `--no-password` takes none.
pub(super) fn flag(found: &Found) -> Option<Range<usize>> {
    let flag = found.before.split_whitespace().next_back().unwrap_or_default();
    let spaced = found.before.ends_with([' ', '\t']) && !flag.ends_with([':', '=']);
    let is_flag = found.secret.starts_with(['-', '|', '>']) || (flag.starts_with('/') && found.secret.starts_with('/'));
    if flag.starts_with("--no-") || (spaced && is_flag) { None } else { password(found) }
}

/// The text behind a name such as `token`, unless it is a word behind a colon, or the token of a public key.
pub(super) fn token(found: &Found) -> Option<Range<usize>> {
    let is_word = found.secret.len() < 20 && found.secret.trim_end_matches(['.', ',', ';']).chars().all(char::is_alphabetic);
    let assigned = found.before.trim_end_matches(['"', '\'', '\\']).ends_with('=');
    let is_public = found.before.to_lowercase().trim_end_matches(['"', '\'', '\\', ' ', '=', ':']).ends_with("publickeytoken");
    if is_public || (is_word && !assigned) { None } else { password(found) }
}

/// The text behind `Bearer` and the like, unless it is a word.
pub(super) fn credentials(found: &Found) -> Option<Range<usize>> {
    let is_word =
        found.secret.len() < 20 && found.secret.trim_end_matches('.').chars().all(|c| c.is_alphabetic() || matches!(c, '-' | ',' | ':'));
    (!is_word).then_some(0..found.secret.len())
}

/// The text in place of a password, unless it is a number: behind `pass=` that is a count.
pub(super) fn unless_a_number(found: &Found) -> Option<Range<usize>> {
    if found.secret.trim_end_matches([',', ';', '.']).bytes().all(|byte| byte.is_ascii_digit()) { None } else { password(found) }
}

/// An e-mail address, if its last label could be a top-level domain: `user@10.0.0.1` and `package@1.2.3` are none. What is joined
/// to it by a hyphen is none of it.
pub(super) fn email(found: &Found) -> Option<Range<usize>> {
    let last = found.secret.rsplit('.').next().unwrap_or_default();
    let domain = if last.starts_with("xn--") { last } else { last.split(['-', '_']).next().unwrap_or_default() };
    let is_domain = domain.chars().count() >= 2 && (domain.chars().all(char::is_alphabetic) || last.starts_with("xn--"));
    is_domain.then_some(0..found.secret.len() - last.len() + domain.len())
}

/// Four numbers up to 255 with dots between them, unless they are a version. Some programs put a port behind a fifth dot.
pub(super) fn ipv4(found: &Found) -> Option<Range<usize>> {
    let numbers: Vec<_> = found.secret.split('.').collect();
    let (address, port) = numbers.split_at_checked(4)?;
    let octet = |number: &str| number.parse().ok().filter(|_| number.len() <= 3);
    let octets: Vec<u8> = address.iter().filter_map(|number| octet(number)).collect();
    let is_private = Ipv4Addr::from(<[u8; 4]>::try_from(octets).ok()?).is_private();
    let is_there = match port {
        [] => true,
        [port] => port.parse::<u16>().is_ok_and(|port| port > 255 || (port > 0 && (is_private || is_between_hosts(found)))),
        _ => false,
    };
    let end = address.iter().map(|number| number.len() + 1).sum::<usize>() - 1;
    (is_there && !is_version(found, is_private)).then_some(0..end)
}

/// As tcpdump has them: `8.8.8.8.53 > 10.0.0.5.41230`.
fn is_between_hosts(found: &Found) -> bool {
    found.before.ends_with("> ") || found.after.starts_with(" > ")
}

/// Behind a `v`, the word, or a product's name, unless that stands before an address of a private network.
fn is_version(found: &Found, is_private: bool) -> bool {
    if let Some(product) = found.before.strip_suffix('/') {
        let name: String = product.chars().rev().take_while(|c| c.is_alphabetic()).collect();
        let is_product = name.chars().last().is_some_and(char::is_uppercase) && name.chars().next().is_some_and(char::is_lowercase);
        return is_product && !is_private;
    }
    if found.before.strip_suffix('-').is_some_and(|name| name.ends_with(char::is_alphabetic)) {
        let is_file = found.after.strip_prefix('.').is_some_and(|ending| ending.starts_with(char::is_alphabetic));
        return is_file || !is_private;
    }
    let before = found.before.trim_end_matches([' ', '\t', '=', ':', '"', '\'']);
    let word: String = before.trim_end_matches('.').chars().rev().take_while(|c| c.is_alphabetic()).collect();
    let word: String = word.chars().rev().flat_map(char::to_lowercase).collect();
    // A dot behind another word ends a sentence.
    matches!(word.as_str(), "v" | "ver" | "rev")
        || (!before.ends_with('.')
            && (matches!(word.as_str(), "revision" | "build" | "release" | "firmware")
                || word.ends_with("version")
                || word.ends_with("versions")))
}

/// An IPv6 address, as the standard library reads one. Times and MAC addresses are none, nor are eight pairs of digits.
pub(super) fn ipv6(found: &Found) -> Option<Range<usize>> {
    let beside = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let mut start = found.secret.len() - strip_colon_before(found.secret).len();
    if start == 0 && beside(found.before.chars().next_back()) {
        // The end of a name: `IPv6:2001:db8::1`.
        start = found.secret.find(':').filter(|at| !found.secret[at + 1..].starts_with(':'))? + 1;
    }
    let address = strip_colon_behind(found.secret[start..].trim_end_matches('.'));
    let whole = start + address.len() == found.secret.len();
    if whole && beside(found.after.chars().next()) {
        return None;
    }
    let is_pairs = address.split(':').all(|group| group.len() == 2);
    let is_said = address.contains(|c: char| c.is_ascii_digit()) || address.split(':').any(|group| group.len() == 4);
    (address.parse::<Ipv6Addr>().is_ok() && !is_pairs && is_said).then_some(start..start + address.len())
}

fn strip_colon_before(text: &str) -> &str {
    if text.starts_with("::") { text } else { text.strip_prefix(':').unwrap_or(text) }
}

fn strip_colon_behind(text: &str) -> &str {
    if text.ends_with("::") { text } else { text.strip_suffix(':').unwrap_or(text) }
}

/// A run of base64 digits that no words are made of: capital and small letters and digits, changing often. `=` at the end of whole
/// groups of four says the same.
pub(super) fn base64(found: &Found) -> Option<Range<usize>> {
    let digits = found.secret.trim_end_matches('=');
    let class = |byte: u8| match byte {
        b'a'..=b'z' => 0,
        b'A'..=b'Z' => 1,
        b'0'..=b'9' => 2,
        _ => 3,
    };
    let classes: Vec<_> = digits.bytes().map(class).collect();
    let changes = classes.windows(2).filter(|pair| pair[0] != pair[1]).count();
    let is_mixed = [0, 1, 2].iter().all(|class| classes.contains(class));
    let is_padded =
        digits.len() < found.secret.len() && found.secret.len().is_multiple_of(4) && classes.contains(&0) && classes.contains(&1);
    let looks_random = is_mixed && changes * 5 >= classes.len() * 2;
    (looks_random || is_padded).then_some(0..found.secret.len())
}

/// A run of hexadecimal digits, unless letters or digits beside it make it a part of something else.
pub(super) fn hex(found: &Found) -> Option<Range<usize>> {
    let beside = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let stands_alone = !beside(found.before.chars().next_back().filter(|c| !matches!(c, 'x' | 'X'))) && !beside(found.after.chars().next());
    stands_alone.then_some(0..found.secret.len())
}
