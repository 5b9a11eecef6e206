//! The search where no session has the words whole.

use ::app::backend::history::{BEGINNINGS, Beginnings, Cursor, Day, HistoryPage, HistoryQuery, Order, SessionFilter};
use resolutionflow::id::SessionId;
use resolutionflow::outcome::Outcome;
use resolutionflow::search::Matching;
use resolutionflow::session::Action;

use crate::app::TestApp;
use crate::fixtures::{MARA, TESS, Walker, choose, complete, facts};

const YEAR: i64 = 366 * 86_400;

async fn session(app: &TestApp, ticket: &str, notes: &str) -> SessionId {
    let walker = Walker::start_for(app.sign_in(TESS).await, "vpn", facts(ticket, "")).await;
    walker.writes(notes, "", choose("yes")).await;
    walker.id
}

fn filter(text: &str) -> SessionFilter {
    SessionFilter { text: text.to_owned(), ..SessionFilter::of_anyone() }
}

async fn page(app: &TestApp, filter: SessionFilter) -> HistoryPage {
    app.sign_in(MARA).await.history(filter.into()).await.unwrap()
}

fn ids(page: &HistoryPage) -> Vec<SessionId> {
    page.rows.iter().map(|row| row.id).collect()
}

#[tokio::test]
async fn results_stay_while_somebody_types_on() {
    let app = TestApp::start().await;
    let id = session(&app, "1", "The printer jammed again.").await;
    session(&app, "2", "Nothing of the kind.").await;
    for text in ["pri", "printer", "print jam", "prin jamm", "print jammed", "jam prin aga"] {
        assert_eq!(ids(&page(&app, filter(text)).await), [id], "{text}");
    }
    let whole = page(&app, filter("printer jam")).await;
    assert_eq!(whole.beginnings, None, "words that are there whole need no more");
    let found = page(&app, filter("prin jamm")).await;
    assert_eq!((found.beginnings, found.matching()), (Some(Beginnings { since: None }), Matching::Beginnings));
    let marked: Vec<_> = found.rows[0].excerpt.iter().filter(|piece| piece.found).map(|piece| piece.text.as_str()).collect();
    assert_eq!(marked, ["printer", "jammed"]);
    assert_eq!(ids(&page(&app, filter("pr jam")).await), [], "two characters are no beginning");
    assert_eq!(page(&app, filter("pr jam")).await.beginnings, None, "and nothing more was looked for");
}

#[tokio::test]
async fn older_sessions_are_searched_when_somebody_asks_for_them() {
    let app = TestApp::start().await;
    let old = session(&app, "1", "The printer jammed.").await;
    app.wait(YEAR);
    let new = session(&app, "2", "Another printer jammed.").await;
    let newest = page(&app, filter("prin jamm")).await;
    assert_eq!(ids(&newest), [new]);
    let since = newest.beginnings.unwrap().since.unwrap();
    assert!(since <= newest.rows[0].started_at && since > app.now().plus(-YEAR), "{since}");
    let all = page(&app, SessionFilter { older: true, ..filter("prin jamm") }).await;
    assert_eq!((ids(&all), all.beginnings), (vec![new, old], Some(Beginnings { since: None })));
    // Whole words are looked for in all sessions anyway.
    assert_eq!(ids(&page(&app, filter("printer jamm")).await), [new, old]);
    let nothing = page(&app, filter("nobody wrote this")).await;
    assert!(nothing.rows.is_empty() && nothing.beginnings.is_some_and(|found| found.since.is_some()));
}

#[tokio::test]
async fn filters_orders_counts_and_files_go_with_it() {
    let app = TestApp::start().await;
    let first = session(&app, "1", "The printer jammed.").await;
    app.wait(60);
    let backend = app.sign_in(TESS).await;
    Walker { backend: backend.clone(), id: first }.does(Action::PARK).await;
    let second = Walker::start(backend.clone(), "vpn").await;
    second.writes("Its printer jams.", "", choose("no")).await;
    second.does(complete(Outcome::Resolved)).await;
    let found = page(&app, filter("prin jam")).await;
    assert_eq!((ids(&found), found.counts.active.number, found.counts.of(Outcome::Resolved).number), (vec![second.id, first], 1, 1));
    let resolved = page(&app, SessionFilter { outcomes: vec![Outcome::Resolved], ..filter("prin jam") }).await;
    assert_eq!(ids(&resolved), [second.id]);
    for order in Order::ALL {
        let query = HistoryQuery { order, ..filter("prin jam").into() };
        assert_eq!(app.sign_in(MARA).await.history(query.clone()).await.unwrap().rows.len(), 2, "{order:?}");
        assert_eq!(app.sign_in(MARA).await.history_rows(query).await.unwrap().0.len(), 2, "{order:?}");
    }
    let days = SessionFilter { to: Day::parse("2001-01-01"), ..filter("prin jam") };
    assert_eq!(ids(&page(&app, days).await), []);
}

#[tokio::test]
async fn no_more_than_two_thousand_are_listed() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    walker.writes("The printer jammed.", "", choose("no")).await;
    walker.does(complete(Outcome::Resolved)).await;
    app.copy_sessions(i32::try_from(BEGINNINGS).unwrap() + 50).await;
    let found = page(&app, SessionFilter { older: true, ..filter("prin jamm") }).await;
    assert!(found.counts.all().or_more && found.beginnings.is_some_and(|found| found.since.is_some()));
    let mut query = HistoryQuery::from(filter("prin jamm"));
    let mut listed = 0;
    loop {
        let (rows, next) = app.sign_in(MARA).await.history_rows(query.clone()).await.unwrap();
        listed += rows.len();
        let Some(next) = next else { break };
        query.cursor = Cursor::After(next);
    }
    assert_eq!(listed, BEGINNINGS as usize);
}
