use crate::support::fixtures::{HOSTILE, admin, client, longest, now, session, user};
use crate::support::{Fake, visit};
use app::backend::admin::{AuditPage, AuditQuery, AuditRow};
use app::backend::views::Person;
use resolutionflow::id::TreeId;
use serde_json::json;
use uuid::Uuid;

fn row(kind: &str, subject: Uuid, action: &str) -> AuditRow {
    AuditRow {
        at: now(),
        by: Some(Person { id: user(3), name: "Ada Berg".into() }),
        address: "203.0.113.7".into(),
        action: action.into(),
        kind: kind.into(),
        subject,
        name: String::new(),
        before: None,
        after: None,
    }
}

fn trail(rows: Vec<AuditRow>) -> Fake {
    let people = vec![Person { id: user(3), name: "Ada Berg".into() }, Person { id: user(1), name: "Tess Okafor".into() }];
    Fake { audit: Ok(AuditPage { rows, next: None, people }), ..Fake::default() }
}

#[tokio::test]
async fn an_entry_says_who_did_what_to_which_thing_when_and_from_where() {
    let mut closed = row("session", session(1).0, "close");
    (closed.name, closed.before, closed.after) = ("48213".into(), Some(json!({"outcome": null})), Some(json!({"outcome": "resolved"})));
    let mut named = row("user", user(1).0, "change_user");
    named.name = "Tess Okafor".into();
    (named.before, named.after) = (Some(json!({"name": "Tess", "role": "manager"})), Some(json!({"name": "Tess", "role": "technician"})));
    let renamed = AuditRow { name: "Acme".into(), ..row("client", client(1).0, "rename_client") };
    let page = visit("/admin/audit").by(admin()).over(trail(vec![closed, named, renamed])).answer().await;
    assert_eq!((page.status, page.html.count("h1", &[])), (200, 1));
    assert!(page.html.says("2026-02-10 10:15:00 +01:00") && page.html.says("Ada Berg 203.0.113.7 Closed a session"));
    assert!(page.html.says(&format!("Session {}, 48213", session(1).short())) && page.html.says("outcome: resolved"));
    assert!(page.html.says("role: manager → technician") && !page.html.says("name: Tess"), "only what differs");
    for href in [format!("/sessions/{}", session(1)), format!("/admin/users/{}", user(1)), format!("/admin/clients/{}", client(1))] {
        assert!(page.html.leads_to(&href), "{href}");
    }
}

#[tokio::test]
async fn where_nobody_is_named_the_address_tells_why() {
    let here = AuditRow { by: None, address: String::new(), ..row("account", Uuid::nil(), "set_idle_threshold") };
    let failed = AuditRow { by: None, ..row("user", user(1).0, "sign_in_failed") };
    let page = visit("/admin/audit").by(admin()).over(trail(vec![here, failed])).answer().await;
    assert!(page.html.says("Command line Changed the idle threshold The account"));
    assert!(page.html.says("Nobody signed in 203.0.113.7 Failed to sign in"));
}

#[tokio::test]
async fn much_is_folded_and_hostile_text_is_text() {
    let mut long = AuditRow { name: HOSTILE.into(), ..row("tree", TreeId(Uuid::from_u128(7)).0, "painted_over") };
    (long.before, long.after) = (Some(json!({"problem": HOSTILE})), Some(json!({"problem": longest(), "a": 1, "b": 2, "c": {"d": true}})));
    let page = visit("/admin/audit").by(admin()).over(trail(vec![long])).answer().await;
    assert!(page.html.says("painted over") && page.html.says("4 changes") && page.html.says("c: d: yes"));
    assert!(page.html.says(HOSTILE) && !page.html.has("<script>alert"));
}

#[tokio::test]
async fn filters_come_from_the_address_are_seen_and_lead_to_the_file() {
    let address = format!("/admin/audit?action=close&by={}&subject={}&from=2026-02-01&to=2026-02-10&after=zz", user(3), session(1));
    let page = visit(&address).by(admin()).over(trail(vec![row("session", session(1).0, "close")])).answer().await;
    let asked = page.backend.asked_audit.lock().unwrap().clone().unwrap();
    let wanted = AuditQuery {
        action: "close".into(),
        by: Some(user(3)),
        subject: Some(session(1).0),
        from: "2026-02-01".into(),
        to: "2026-02-10".into(),
        after: Some("zz".into()),
    };
    assert_eq!(asked, wanted);
    for chip in ["Closed a session", "By Ada Berg", "From 2026-02-01", "To 2026-02-10"] {
        assert!(page.html.says(&format!("Remove the filter {chip}")), "{chip}");
    }
    assert!(page.html.says(&format!("About Session {}", session(1).short())));
    assert!(page.html.element("option", &[("value", "close")]).is("selected"));
    let subject = session(1).to_string();
    assert!(page.html.contains("input", &[("name", "subject"), ("value", &subject)]), "the form keeps the thing");
    let file = format!("/admin/audit.csv?action=close&by={}&subject={subject}&from=2026-02-01&to=2026-02-10", user(3));
    assert!(page.html.leads_to(&file), "all of it, without the place in the list");
    assert!(page.html.says("Newest entries") && !page.html.says("Only this"));
}

#[tokio::test]
async fn garbage_in_the_address_is_ignored() {
    let page =
        visit("/admin/audit?by=%00&subject=1&from=soon&to=2026-02-99&after=nowhere").by(admin()).over(trail(Vec::new())).answer().await;
    assert_eq!(page.status, 200);
    assert_eq!(page.backend.asked_audit.lock().unwrap().clone(), Some(AuditQuery::default()));
}

#[tokio::test]
async fn an_empty_trail_says_what_will_be_here_and_a_narrow_one_leads_out() {
    let page = visit("/admin/audit").by(admin()).over(trail(Vec::new())).answer().await;
    assert!(page.html.says("Nothing yet") && !page.html.contains("table", &[]));
    let page = visit("/admin/audit?action=close").by(admin()).over(trail(Vec::new())).answer().await;
    assert!(page.html.says("No entry matches") && page.html.says("Clear filters"));
}
