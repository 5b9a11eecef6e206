//! Filters of the page, parsed from its address. Unknown values are ignored and named on the page: an old bookmark shows more,
//! never a problem page.

use resolutionflow::id::UserId;
use uuid::Uuid;

use crate::backend::admin::AuditQuery;
use crate::ui::Query;

/// Reads the filters of the audit trail from an address. Values of `by`, `subject`, `from` and `to` that are malformed count as missing.
pub(super) fn parse(query: &Query) -> AuditQuery {
    AuditQuery {
        action: query.get("action").to_owned(),
        by: query.get("by").parse().ok(),
        subject: Uuid::parse_str(query.get("subject")).ok(),
        from: day(query.get("from")),
        to: day(query.get("to")),
        after: query.filled("after"),
    }
}

/// Filters of the address with a malformed value that is ignored, as `from “soon”`, for the notice that lists them.
pub(super) fn unknown(query: &Query) -> Vec<String> {
    let filters = [
        ("by", query.get("by").parse::<UserId>().is_ok()),
        ("subject", Uuid::parse_str(query.get("subject")).is_ok()),
        ("from", !day(query.get("from")).is_empty()),
        ("to", !day(query.get("to")).is_empty()),
    ];
    let ignored = filters.into_iter().filter(|(name, known)| !known && !query.get(name).is_empty());
    ignored.map(|(name, _)| format!("{name} “{}”", query.get(name))).collect()
}

/// Day as browsers send it, `2026-02-10`; empty for anything else.
fn day(text: &str) -> String {
    let shaped = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() });
    let part = |range: std::ops::Range<usize>| text.get(range).and_then(|digits| digits.parse::<u8>().ok()).unwrap_or(0);
    if shaped && (1..=12).contains(&part(5..7)) && (1..=31).contains(&part(8..10)) { text.to_owned() } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_filter_is_read_from_the_address() {
        let id = "0192f0c1-0000-7abc-8def-0123456789ab";
        let query = Query::parse(&format!("action=close&by={id}&subject={id}&from=2026-02-01&to=2026-02-10&after=x"));
        assert_eq!(
            parse(&query),
            AuditQuery {
                action: "close".into(),
                by: id.parse().ok(),
                subject: Uuid::parse_str(id).ok(),
                from: "2026-02-01".into(),
                to: "2026-02-10".into(),
                after: Some("x".into()),
            }
        );
        assert!(unknown(&query).is_empty());
    }

    #[test]
    fn unknown_values_are_ignored_and_named() {
        let query = Query::parse("by=me&subject=x&from=2026-13-01&to=10.02.2026&x=y");
        assert_eq!(parse(&query), AuditQuery::default());
        assert_eq!(unknown(&query), ["by “me”", "subject “x”", "from “2026-13-01”", "to “10.02.2026”"]);
    }
}
