//! File names of exports.

use super::{Format, Header};
use resolutionflow::zone::Zone;

/// The most bytes of a name; browsers add " (1)" and Windows counts the whole path.
const LIMIT: usize = 120;
/// As many characters as a ticket may have.
const TICKET_LIMIT: usize = 64;

pub(super) fn of(header: &Header, zone: Zone, format: Format) -> String {
    let ticket = harmless(part(&header.ticket, TICKET_LIMIT).unwrap_or_else(|| header.session.short()));
    // A note and a text of the same session lie beside each other.
    let kind = if format == Format::Note { "_note" } else { "" };
    let end = format!("_{}{kind}.{}", zone.date(header.started_at).trim_start_matches('+'), format.extension());
    let room = LIMIT - ticket.len() - end.len() - 1;
    let key = part(&header.tree_key, room).unwrap_or_else(|| "tree".to_owned());
    format!("{ticket}_{key}{end}")
}

/// As [`of`], for the figures of a client.
pub(super) fn of_handout(client: &str, date: &str) -> String {
    let client = harmless(part(client, TICKET_LIMIT).unwrap_or_else(|| "client".to_owned()));
    format!("{client}_figures_{date}.pdf")
}

/// The text with everything unsafe as `-`, beginning and ending in a letter or digit; none where nothing is left.
fn part(text: &str, limit: usize) -> Option<String> {
    let mut safe = String::new();
    for c in text.chars() {
        let c = if c.is_ascii_alphanumeric() || matches!(c, '.' | '_') { c } else { '-' };
        if c.is_ascii_alphanumeric() || !safe.ends_with(c) {
            safe.push(c);
        }
    }
    let safe = safe.trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
    // Only ASCII is left, so any byte ends a character.
    let safe = safe[..safe.len().min(limit)].trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
    (!safe.is_empty()).then(|| safe.to_owned())
}

/// Windows takes `con.anything` for the console, whatever follows the dot.
fn harmless(part: String) -> String {
    let device = part.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let port = |name: &str| device.strip_prefix(name).is_some_and(|rest| matches!(rest.as_bytes(), [b'0'..=b'9']));
    let reserved = matches!(device.as_str(), "con" | "prn" | "aux" | "nul") || port("com") || port("lpt");
    if reserved { format!("ticket-{part}") } else { part }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::{nasty, report_with};
    use super::*;

    fn named(ticket: &str, key: &str) -> String {
        let mut report = report_with("x");
        (report.header.ticket, report.header.tree_key) = (ticket.to_owned(), key.to_owned());
        report.file_name(Format::Markdown)
    }

    #[test]
    fn a_name_says_ticket_tree_and_day() {
        assert_eq!(named("48213", "vpn-does-not-connect"), "48213_vpn-does-not-connect_2026-02-10.md");
        assert_eq!(named("", "vpn"), "456789ab_vpn_2026-02-10.md");
        assert_eq!(named("../..\\etc: passwd", ".vpn."), "etc-passwd_vpn_2026-02-10.md");
        assert_eq!(named("東京", "東京"), "456789ab_tree_2026-02-10.md");
    }

    #[test]
    fn no_two_formats_of_a_session_share_a_name() {
        let report = report_with("x");
        let mut names = Format::ALL.map(|format| report.file_name(format));
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{names:?}");
    }

    #[test]
    fn devices_of_windows_are_not_named() {
        assert_eq!(named("con.48", "vpn"), "ticket-con.48_vpn_2026-02-10.md");
        assert_eq!(named("LPT1.x", "vpn"), "ticket-LPT1.x_vpn_2026-02-10.md");
        assert_eq!(named("nul", "vpn"), "ticket-nul_vpn_2026-02-10.md");
        assert_eq!(named("console.1", "vpn"), "console.1_vpn_2026-02-10.md");
    }

    proptest! {
        #[test]
        fn a_name_is_always_safe(ticket in nasty(), key in nasty(), long in "[con.a-z_/]{0,300}") {
            for name in [named(&ticket, &key), named(&long, &key), named(&ticket, &long), named(&long, &long)] {
                prop_assert!(name.len() <= 120, "{name}");
                prop_assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte)), "{name}");
                prop_assert!(name.starts_with(|c: char| c.is_ascii_alphanumeric()), "{name}");
                prop_assert!(!name.contains("..") && !name.contains("__") && !name.contains("--"), "{name}");
                prop_assert!(name.ends_with("_2026-02-10.md"), "{name}");
                let stem = name.split('.').next().unwrap().to_lowercase();
                prop_assert!(!["con", "prn", "aux", "nul", "com1", "lpt1"].contains(&stem.as_str()), "{name}");
            }
        }
    }
}
