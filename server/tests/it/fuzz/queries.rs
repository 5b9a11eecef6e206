//! Addresses of pages and documents, with ids and filters of any kind.

use ::app::{Kind, ROUTES};
use axum::body::Body;
use axum::http::{Request, header};
use proptest::prelude::*;
use proptest::sample::Index;

use super::{Arena, hostile, made};
use crate::web::wire::ask;

/// Number of addresses made up.
const ADDRESSES: u32 = 150;

const NAMES: &[&str] = &[
    "q",
    "text",
    "after",
    "before",
    "page",
    "tree",
    "technician",
    "state",
    "outcome",
    "client",
    "ticket",
    "from",
    "to",
    "category",
    "archived",
    "action",
    "user",
    "subject",
    "edit",
    "done",
    "undo",
    "follows",
    "next",
    "inline",
    "link",
    "known",
    "sort",
    "version",
    "total_min",
    "active_max",
    "parked",
    "columns",
    "id",
];

/// Cursors, dates and the like, at and beyond the ends of what can be counted.
const ENDS: &[&str] = &[
    "-8334632851200-0192f0c123457abc8def0123456789ab",
    "8210298412799-0192f0c123457abc8def0123456789ab",
    "-210866803201-0192f0c123457abc8def0123456789ab",
    "9223372036854775807-0192f0c123457abc8def0123456789ab",
    "0-ffffffffffffffffffffffffffffffff",
    "1770714000-0192f0c1-2345-7abc-8def-0123456789ab",
    "0000-01-01",
    "-9999-01-01",
    "9999-12-31",
    "+262142-12-31",
    "-262143-01-01",
    "2026-02-30",
    "2026-02-10T09:00",
    "99999999999999999999",
    "newest.8210298412799.0192f0c123457abc8def0123456789ab",
    "longest.-9223372036854775808.ffffffffffffffffffffffffffffffff",
    "tree.0192f0c123457abc8def0123456789ab.0.0192f0c123457abc8def0123456789ab",
    "outcome.resolved.-62135596801.0192f0c123457abc8def0123456789ab",
    "relevance.4294967295.0192f0c123457abc8def0123456789ab",
    "longest",
    "outcome",
    "relevance",
    "anyone",
    "me",
    "active",
];

#[derive(Debug, Clone)]
struct Case {
    route: Index,
    /// Text in place of an id, a key or a number of the address.
    instead: Option<String>,
    query: Vec<(&'static str, String)>,
    who: usize,
}

fn cases() -> impl Strategy<Value = Case> {
    let value = prop_oneof![2 => hostile(), 2 => prop::sample::select(ENDS).prop_map(str::to_owned)];
    let query = prop::collection::vec((prop::sample::select(NAMES), value.clone()), 0..4);
    (any::<Index>(), prop::option::weighted(0.3, value), query, 0..3_usize).prop_map(|(route, instead, query, who)| Case {
        route,
        instead,
        query,
        who,
    })
}

fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

impl Case {
    fn address(&self, arena: &Arena) -> String {
        let routes: Vec<_> = ROUTES.iter().filter(|route| route.kind != Kind::Call && !route.path.ends_with("/commands")).collect();
        let route = self.route.get(&routes);
        let path = match &self.instead {
            Some(text) => {
                let parts = route.path.split('/').map(|part| if part.starts_with(':') { encoded(text) } else { part.to_owned() });
                parts.collect::<Vec<_>>().join("/")
            }
            None => arena.north.address(route),
        };
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.query).finish();
        format!("{path}{}{query}", if path.contains('?') { '&' } else { '?' })
    }
}

#[tokio::test]
async fn no_address_is_our_fault() {
    let arena = Arena::open().await;
    let before = arena.state().await;
    let mut answers = std::collections::BTreeMap::new();
    for case in made(ADDRESSES, cases()) {
        let address = case.address(&arena);
        let request =
            Request::get(&address).header(header::ACCEPT, "text/html").header(header::COOKIE, format!("login={}", arena.cookies[case.who]));
        // Longer than any address.
        let Ok(request) = request.body(Body::empty()) else { continue };
        let answer = ask(&arena.router, request).await;
        assert!(answer.status.as_u16() < 500, "{} to {address}", answer.status);
        assert_eq!(answer.of_south(), None, "{address}");
        *answers.entry(answer.status.as_u16()).or_insert(0) += 1;
    }
    for status in [200, 403, 404] {
        assert!(answers.contains_key(&status), "{answers:?}");
    }
    let after = arena.state().await;
    // Exports are audited, and it is counted how often a link was opened.
    let kept = |rows: &[(String, i64, String)]| {
        rows.iter().filter(|(table, ..)| !["audit", "shares"].contains(&table.as_str())).cloned().collect::<Vec<_>>()
    };
    assert_eq!(kept(&after.north), kept(&before.north), "to look changes nothing");
    assert_eq!(after.south, before.south);
}

#[tokio::test]
async fn no_end_of_time_is_our_fault() {
    let arena = Arena::open().await;
    for path in ["/sessions", "/sessions.csv", "/trees", "/admin/audit", "/admin/audit.csv", "/admin/clients"] {
        for (name, value) in ["after", "before", "from", "to", "total_min", "version"]
            .into_iter()
            .flat_map(|name| ENDS.iter().map(move |value| (name, value)))
        {
            let query = form_urlencoded::Serializer::new(String::new()).append_pair(name, value).finish();
            let request = Request::get(format!("{path}?{query}")).header(header::COOKIE, format!("login={}", arena.cookies[2]));
            let status = ask(&arena.router, request.body(Body::empty()).unwrap()).await.status;
            assert!(!status.is_server_error(), "{status} to {path}?{query}");
        }
    }
}
