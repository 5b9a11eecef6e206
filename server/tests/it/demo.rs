//! The demo: it loads, and what it shows could have happened.

use std::collections::HashMap;
use std::sync::Arc;

use ::app::backend::Backend;
use ::app::backend::history::{Cursor, HistoryQuery, HistoryRow, SessionFilter};
use ::app::backend::views::insights::Asked;
use ::app::backend::views::{SessionState, TreeQuery};
use ::app::query::Query;
use export::Format;
use resolutionflow::decision::LeftBy;
use resolutionflow::session::Session;
use resolutionflow::stats::COUNTED;
use resolutionflow::time::Timestamp;
use server::demo::{load_into_empty, logins};

use crate::app::TestApp;
use crate::fixtures::export;
use crate::insights::ready;

async fn loaded() -> TestApp {
    let app = TestApp::empty().await;
    assert!(load_into_empty(&app.service, app.now()).await.unwrap());
    app
}

async fn everything(backend: &Arc<dyn Backend>) -> Vec<HistoryRow> {
    let (mut rows, mut cursor) = (Vec::new(), Cursor::First);
    loop {
        let query = HistoryQuery { cursor, ..SessionFilter::of_anyone().into() };
        let page = backend.history(query).await.unwrap();
        rows.extend(page.rows);
        let Some(next) = page.next else { return rows };
        cursor = Cursor::After(next);
    }
}

/// The rules of timing that a stored session must obey.
pub fn obeys_the_rules(session: &Session, now: Timestamp) {
    let records = &session.records;
    for record in records {
        assert_eq!(record.duration_seconds, record.exited_at.since(record.entered_at));
        assert!(record.exited_at >= record.entered_at && record.active_seconds <= record.duration_seconds && record.exited_at <= now);
    }
    let first = records.first().map(|record| record.entered_at).or(session.open_visit().map(|visit| visit.entered_at));
    assert_eq!(first, Some(session.started_at));
    for pair in records.windows(2) {
        assert!(pair[1].entered_at == pair[0].exited_at || matches!(pair[0].left_by, LeftBy::Parked | LeftBy::Closed));
    }
    if let Some(completion) = session.completion() {
        let totals = session.totals(now);
        assert_eq!(completion.completed_at, session.last_exit());
        assert_eq!(completion.completed_at.since(session.started_at), totals.total + totals.parked);
        assert!(completion.closed.as_ref().is_none_or(|closing| closing.at >= completion.completed_at && closing.at <= now));
    }
}

#[tokio::test]
async fn every_session_of_the_demo_obeys_the_rules() {
    let app = loaded().await;
    let mara = app.sign_in("mara@northwind.example").await;
    let rows = everything(&mara).await;
    assert!((200..=320).contains(&rows.len()), "{} sessions", rows.len());
    let mut left: HashMap<LeftBy, usize> = HashMap::new();
    let (mut states, mut noted, mut printed, mut followed) = (HashMap::new(), 0, 0, 0);
    for row in &rows {
        let page = mara.session(row.id).await.unwrap();
        obeys_the_rules(&page.session, app.now());
        *states.entry(page.session.completion().map(|completion| completion.outcome)).or_insert(0) += 1;
        page.session.records.iter().for_each(|record| *left.entry(record.left_by).or_default() += 1);
        noted += page.session.records.iter().filter(|record| !record.notes.is_empty()).count();
        printed += page.steps.iter().filter(|step| !step.output.is_empty()).count();
        followed += usize::from(page.follows.is_some());
        assert_eq!(row.steps as usize, page.steps.len());
        assert_eq!(row.total, page.totals.total);
    }
    println!("{} sessions: {states:?}; {left:?}; {noted} notes, {printed} outputs, {followed} follow-ups", rows.len());
    for way in [LeftBy::Answered, LeftBy::Continued, LeftBy::Back, LeftBy::Jumped, LeftBy::Parked, LeftBy::Completed, LeftBy::Closed] {
        assert!(left.contains_key(&way), "no step was left by {way:?}");
    }
    assert_eq!(states.len(), 7, "every outcome and active ones: {states:?}");
    assert!(noted > 100 && printed > 30 && followed > 2, "{noted} notes, {printed} outputs, {followed} follow-ups");
    assert!(rows.iter().any(|row| row.state == SessionState::Running) && rows.iter().any(|row| row.state == SessionState::Parked));
}

#[tokio::test]
async fn the_demo_has_its_trees_its_people_and_exports() {
    let app = loaded().await;
    for login in logins() {
        let set = app.nobody().sign_in(login.email, login.password).await.unwrap();
        let cookie = set.split_once('=').and_then(|(_, rest)| rest.split_once(';')).map(|(value, _)| value.to_owned()).unwrap();
        let backend = app.holding(&cookie);
        let trees = backend.trees(TreeQuery::default()).await.unwrap().trees;
        assert_eq!(trees.len(), if login.what.contains("Contoso") { 2 } else { 8 }, "{}", login.what);
        let rows = everything(&backend).await;
        assert!(rows.len() >= 4, "{}", login.what);
        for format in Format::ALL {
            assert!(export(&*backend, rows[0].id, format).await.unwrap().content.length() > 0);
        }
    }
}

#[tokio::test]
async fn managers_of_the_demo_find_figures_on_every_page() {
    let app = loaded().await;
    let mara = app.sign_in("mara@northwind.example").await;
    let asked = Asked::read(&Query::parse(""), &mara.viewer().await.unwrap()).unwrap();
    let overview = ready(mara.overview(asked.clone()).await.unwrap()).page;
    assert!(overview.now.figures.walks(&COUNTED) > 60 && overview.before.figures.walks(&COUNTED) > 60);
    let saving = ready(mara.saving(asked.clone()).await.unwrap()).page;
    assert_eq!(saving.trees.iter().filter(|tree| tree.saving.saved.is_some()).count(), 4);
    assert!(saving.rate.is_some());
    let both = Asked::read(&Query::parse("from=2025-12-01&to=2026-02-10"), &mara.viewer().await.unwrap()).unwrap();
    let versions = ready(mara.versions(both, "vpn-does-not-connect", None).await.unwrap()).page;
    assert!(versions.compared.is_some_and(|compared| compared.walks.iter().all(|walks| *walks > 0)));
    let mut usual = 0;
    for tree in mara.trees(TreeQuery::default()).await.unwrap().trees {
        // The page waits for half a second, in which a busy machine may not have counted.
        for _ in 0..20 {
            let page = mara.tree(&tree.key).await.unwrap();
            if page.pace.iter().any(|step| !step.usual.is_empty()) {
                usual += 1;
                break;
            }
        }
    }
    assert!(usual > 2, "thirty walks of {usual} trees say what is usual");
}

#[tokio::test]
async fn the_demo_is_not_loaded_twice() {
    let app = loaded().await;
    let sessions = app.count("sessions").await;
    assert!(!load_into_empty(&app.service, app.now()).await.unwrap());
    assert_eq!(app.count("sessions").await, sessions);
}

#[tokio::test]
async fn the_demo_loads_on_any_day_at_any_hour() {
    for hours in [0, 61, 110, 24 * 50] {
        let app = TestApp::empty().await;
        app.wait(hours * 3_600);
        assert!(load_into_empty(&app.service, app.now()).await.unwrap());
    }
}
