//! Paths to other computers' files, e-mail addresses and IP addresses.

use super::Kind::{Email, IpAddress, Path};
use super::detector::Pattern;
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
];
