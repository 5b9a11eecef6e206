//! The history: every filter with every other one, page by page.

use std::sync::Arc;

use ::app::backend::Backend;
use ::app::backend::views::{HistoryQuery, HistoryRow, SessionState, StateFilter, Technician};
use ::app::error::AppError;
use resolutionflow::id::UserId;
use resolutionflow::outcome::Outcome;
use resolutionflow::session::Action;
use resolutionflow::time::{Seconds, Timestamp};

use crate::app::TestApp;
use crate::fixtures::{MARA, OMAR, TESS, Walker, choose, complete, facts};

/// All pages, one after the other.
async fn pages(backend: &Arc<dyn Backend>, query: &HistoryQuery) -> Vec<Vec<HistoryRow>> {
    let (mut pages, mut after) = (Vec::new(), None);
    loop {
        let page = backend.history(HistoryQuery { after, ..query.clone() }).await.unwrap();
        pages.push(page.rows);
        after = page.next;
        if after.is_none() {
            return pages;
        }
    }
}

/// The ticket of the sessions that wait for somebody.
const WAITS: &str = "waits";

/// Sessions of every kind: of two technicians and two trees, in every state and with every outcome, many at the same second.
async fn busy() -> TestApp {
    let app = TestApp::start().await;
    for (position, email) in [TESS, OMAR].into_iter().enumerate() {
        let backend = app.sign_in(email).await;
        for number in 0..72 {
            app.wait(i64::from(number % 4 == 0) * 1_800);
            let (tree, client) = (["vpn", "printer"][number % 2], ["Fjord Shipping", "Alder Dental", ""][number % 3]);
            let walker = Walker::start_for(backend.clone(), tree, facts(&number.to_string(), client)).await;
            walker.does(choose("yes")).await;
            let (ends, outcome) = (number % 9 < 8, Outcome::ALL[(number / 2 + position) % 6]);
            if ends && outcome.ends_a_walk() {
                walker.does(complete(outcome)).await;
            } else if ends {
                walker.does(Action::Close { outcome }).await;
            }
        }
        let waits = Walker::start_for(backend.clone(), "vpn", facts(WAITS, "")).await;
        waits.does(Action::Park { reason: None, for_someone_else: true }).await;
        Walker::start(backend, "vpn").await;
    }
    app
}

/// Whether a row belongs to what was asked for, by the words of the rules.
fn belongs(row: &HistoryRow, query: &HistoryQuery, viewer: UserId, now: Timestamp) -> bool {
    let completed = matches!(row.state, SessionState::Completed(_));
    let state = match query.state {
        None => true,
        Some(StateFilter::Active) => !completed,
        Some(StateFilter::Running) => row.state == SessionState::Running,
        Some(StateFilter::Parked) => row.state == SessionState::Parked,
        Some(StateFilter::Waiting) => row.ticket == WAITS,
        Some(StateFilter::Completed) => completed,
        Some(StateFilter::Untouched) => !completed && now.since(row.last_activity_at) >= Seconds(24 * 3600),
    };
    let outcome = query.outcome.is_none_or(|outcome| row.state == SessionState::Completed(outcome));
    let tree = query.tree.as_ref().is_none_or(|key| row.tree == format!("The {key} tree"));
    let technician = match query.technician {
        Technician::Me => row.technician.id == viewer,
        Technician::Anyone => true,
        Technician::User(user) => row.technician.id == user,
    };
    state && outcome && tree && technician && (query.text.is_empty() || row.client.to_lowercase().contains(&query.text))
}

#[tokio::test]
async fn every_filter_with_every_other_one_lists_each_of_its_rows_once() {
    let app = busy().await;
    let (mara, viewer, omar) = (app.sign_in(MARA).await, app.user(MARA).await, app.user(OMAR).await);
    let everything = HistoryQuery { technician: Technician::Anyone, ..HistoryQuery::default() };
    let all: Vec<HistoryRow> = pages(&mara, &everything).await.concat();
    assert_eq!(all.len(), 148);
    assert!(all.is_sorted_by(|a, b| (a.started_at, a.id) > (b.started_at, b.id)), "newest first, each once");
    let states = [
        None,
        Some(StateFilter::Active),
        Some(StateFilter::Running),
        Some(StateFilter::Parked),
        Some(StateFilter::Waiting),
        Some(StateFilter::Completed),
        Some(StateFilter::Untouched),
    ];
    let outcomes: Vec<_> = [None].into_iter().chain(Outcome::ALL.map(Some)).collect();
    let mut matched = 0;
    app.wait(24 * 3600 - 9 * 3600);
    for state in states {
        for &outcome in &outcomes {
            for tree in [None, Some("vpn".to_owned()), Some("nowhere".to_owned())] {
                for technician in [Technician::Me, Technician::Anyone, Technician::User(omar)] {
                    for text in ["", "fjord"] {
                        let query = HistoryQuery { state, outcome, tree: tree.clone(), technician, text: text.to_owned(), after: None };
                        let now = app.now();
                        let expected: Vec<_> = all.iter().filter(|row| belongs(row, &query, viewer, now)).map(|row| row.id).collect();
                        let listed: Vec<_> = pages(&mara, &query).await.concat().iter().map(|row| row.id).collect();
                        assert_eq!(listed, expected, "{query:?}");
                        matched += usize::from(!expected.is_empty());
                    }
                }
            }
        }
    }
    assert!(matched > 50, "only {matched} filters found anything");
}

#[tokio::test]
async fn pages_are_full_and_end() {
    let app = busy().await;
    let everything = HistoryQuery { technician: Technician::Anyone, ..HistoryQuery::default() };
    let sizes: Vec<_> = pages(&app.sign_in(TESS).await, &everything).await.iter().map(Vec::len).collect();
    assert_eq!(sizes, [50, 50, 48]);
    let page = app.sign_in(TESS).await.history(HistoryQuery::default()).await.unwrap();
    assert!(page.rows.iter().all(|row| row.technician.name == "Tess Tanaka"), "one's own unless asked otherwise");
    assert_eq!(page.trees.iter().map(|tree| tree.key.as_str()).collect::<Vec<_>>(), ["printer", "vpn"]);
    assert_eq!(page.technicians.len(), 4);
    for garbage in ["", "x", "1-", "-1"] {
        let query = HistoryQuery { after: Some(garbage.to_owned()), ..HistoryQuery::default() };
        assert_eq!(app.sign_in(TESS).await.history(query).await.err(), Some(AppError::Malformed), "{garbage}");
    }
    let query = HistoryQuery { tree: Some("\0".to_owned()), ..HistoryQuery::default() };
    assert!(app.sign_in(TESS).await.history(query).await.unwrap().rows.is_empty());
}
