//! Paths to other computers' files, e-mail addresses and IP addresses, also those that are written so that no program finds them.

use std::net::Ipv4Addr;
use std::ops::Range;

use super::Kind::{Email, IpAddress, Path};
use super::detector::{Found, Pattern};
use super::judge;

pub(super) const PATTERNS: &[Pattern] = &[
    // \\server\share\…, \\server@SSL\…, \\?\UNC\server\…: up to the quote, or up to a space behind which no more backslash
    // comes. Text may have each backslash twice.
    Pattern { kind: Path, expression: r#""(\\{2,4}(?:[?.]\\{1,2}UNC\\{1,2})?[\w.$@-]+\\[^"\n]+)""#, judge: judge::all },
    Pattern {
        kind: Path,
        expression: r#"(\\{2,4}(?:[?.]\\{1,2}UNC\\{1,2})?\w[\w.$@-]*\\{1,2}[^\s\\"'<>|*?][^\s"'<>|*?]*(?: [^\s"'<>|*?:\\]+\\[^\s"'<>|*?]*)*)"#,
        judge: judge::all,
    },
    Pattern { kind: Path, expression: r#"(?i)\b((?:smb|cifs)://[^\s"'<>]+)"#, judge: judge::all },
    Pattern { kind: Email, expression: r#"([^\s@<>"(),:;/=?&|\[\]\\]+(?:@|%40)[\w-]+(?:\.[\w-]+)+)"#, judge: judge::email },
    Pattern { kind: IpAddress, expression: r"([0-9A-Fa-f:]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)", judge: judge::ipv6 },
    Pattern { kind: IpAddress, expression: r"([0-9]+(?:\.[0-9]+)+)", judge: judge::ipv4 },
    // bob(at)contoso.example, bob at contoso dot example, bob @ contoso.example
    Pattern {
        kind: Email,
        expression: concat!(
            r#"(?i)([^\s@<>"(),:;/=?&|\[\]\\]+(?: ?[(\[{<](?:at|ät|@|arroba|arobase|chiocciola)[)\]}>] ?| @ ?"#,
            r#"|@ )[\w-]+(?:(?: ?[(\[{<](?:dot|punkt|point|punto|punt|ponto|\.)[)\]}>] ?| (?:dot|punkt|point|punto|punt|ponto) "#,
            r#"|\.)[\w-]+)+"#,
            r#"|[^\s@<>"(),:;/=?&|\[\]\\]+(?: (?:at|ät|arroba|arobase|chiocciola) |@)[\w-]+(?:\.[\w-]+)*(?:(?: ?[(\[{<](?:dot|punkt"#,
            r#"|point|punto|punt|ponto|\.)[)\]}>] ?| (?:dot|punkt|point|punto|punt|ponto) )[\w-]+(?:\.[\w-]+)*)+)"#
        ),
        judge: disguised_email,
    },
    // 10 . 0 . 0 . 17, 10[.]0[.]0[.]17, 10 dot 0 dot 0 dot 17
    Pattern {
        kind: IpAddress,
        expression: concat!(
            r"(?i)\b(\d{1,3}(?:(?: ?[(\[{]?\.[)\]}]? ?| ?[(\[{](?:dot|punkt|point|punto)[)\]}] ?| (?:dot|punkt|point",
            r"|punto) )\d{1,3}){3})\b"
        ),
        judge: disguised_ipv4,
    },
    // 0x0a000011, 0x0a.0x00.0x00.0x11, http://167772177/, ip-10-0-0-17
    Pattern { kind: IpAddress, expression: r"(?i)\b(0x[0-9a-f]{8})\b", judge: hexadecimal },
    Pattern { kind: IpAddress, expression: r"(?i)\b(0x[0-9a-f]{1,2}(?:\.0x[0-9a-f]{1,2}){3})\b", judge: judge::all },
    Pattern {
        kind: IpAddress,
        expression: r"(?i)(?:://(?:[^\s/@]*@)?|\b(?:ping|tracert|traceroute|ssh|telnet)[ \t]+)(\d{8,10}|0x[0-9a-f]{8})\b",
        judge: judge::all,
    },
    Pattern { kind: IpAddress, expression: r"(?i)\bip-(\d{1,3}(?:-\d{1,3}){3})\b", judge: judge::all },
];

/// An address in words or brackets, if its last label could be a top-level domain.
fn disguised_email(found: &Found) -> Option<Range<usize>> {
    let last = found.secret.rsplit(['.', ' ', ')', ']', '}', '>']).next()?;
    let is_sentence =
        [" at the ", " at a ", " at this ", " at that ", " at my ", " at your "].iter().any(|words| found.secret.contains(words));
    (!is_sentence && last.chars().count() >= 2 && last.chars().all(char::is_alphabetic)).then_some(0..found.secret.len())
}

/// Four numbers up to 255 with something else than dots between them. Numbers of a list, `1. 2. 3. 4`, are none.
fn disguised_ipv4(found: &Found) -> Option<Range<usize>> {
    let numbers = found.secret.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty());
    let octets: Vec<u8> = numbers.filter_map(|number| number.parse().ok()).collect();
    let is_private = Ipv4Addr::from(<[u8; 4]>::try_from(octets).ok()?).is_private();
    let is_disguised = found.secret.contains(|c: char| !c.is_ascii_digit() && c != '.');
    let is_list = found.secret.contains(". ") && !found.secret.contains(" .");
    (is_disguised && (is_private || !is_list)).then_some(0..found.secret.len())
}

/// An address of a private network in hexadecimal digits: others are codes of errors.
fn hexadecimal(found: &Found) -> Option<Range<usize>> {
    let address = u32::from_str_radix(found.secret.get(2..)?, 16).ok()?;
    Ipv4Addr::from(address).is_private().then_some(0..found.secret.len())
}
