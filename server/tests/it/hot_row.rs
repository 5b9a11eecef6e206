//! Cheap writes of a walk: what an autosave leaves alone, and what a step adds to the search.

use ::app::backend::history::{HistoryQuery, SessionFilter};
use resolutionflow::session::{Action, Facts};
use resolutionflow::sync::Batch;
use resolutionflow::text::{Note, Ticket};
use server::service::{Caller, Service};
use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;

use crate::app::TestApp;
use crate::fixtures::{TESS, Walker, choose, facts};

/// Numbers of updates of sessions, all and in place (HOT), by the one connection of the pool.
async fn updates(pool: &PgPool) -> (i64, i64) {
    sqlx::raw_sql("select pg_stat_force_next_flush()").execute(pool).await.unwrap();
    sqlx::query_as("select pg_stat_get_tuples_updated('sessions'::regclass), pg_stat_get_tuples_hot_updated('sessions'::regclass)")
        .fetch_one(pool)
        .await
        .unwrap()
}

#[tokio::test]
async fn an_autosave_and_a_beat_write_no_index() {
    let app = TestApp::start().await;
    let pool = PgPoolOptions::new().max_connections(1).connect_with((*app.pool.connect_options()).clone()).await.unwrap();
    let now = app.now();
    let service = Service::new(pool.clone(), false).with_clock(move || now);
    let cookie = app.cookie_of(TESS).await;
    let backend = service.backend(Caller { cookie: Some(&cookie), ..Caller::default() });
    let walker = Walker::start(backend, "vpn").await;
    let visit_id = walker.session().await.open_visit().unwrap().id;
    let note = async |text: &str| walker.does(Action::Note { visit_id, notes: Note::parse(text).unwrap(), reason: None }).await;
    // The history filters by whether there are notes.
    note("The cable").await;
    let before = updates(&pool).await;
    note("The cable is").await;
    let session = note("The cable is loose.").await;
    let beat = Batch { known_revision: session.revision, commands: Vec::new(), active_at: Some(now), by: None };
    walker.backend.send(walker.id, beat).await.unwrap();
    let after = updates(&pool).await;
    assert!(after.0 > before.0, "{after:?}");
    assert_eq!(after.0 - before.0, after.1 - before.1);
    assert_eq!(walker.session().await.open_visit().unwrap().notes.as_str(), "The cable is loose.");
}

#[tokio::test]
async fn a_step_neither_reads_nor_writes_when_its_technician_was_last_at_a_session() {
    let app = TestApp::start().await;
    let pool = PgPoolOptions::new().max_connections(1).connect_with((*app.pool.connect_options()).clone()).await.unwrap();
    let service = Service::new(pool.clone(), false).with_clock({
        let now = app.now();
        move || now
    });
    let cookie = app.cookie_of(TESS).await;
    let walker = Walker::start(service.backend(Caller { cookie: Some(&cookie), ..Caller::default() }), "vpn").await;
    let uses = async || -> (i64, i64, i64) {
        sqlx::raw_sql("select pg_stat_force_next_flush()").execute(&pool).await.unwrap();
        sqlx::query_as(
            "select pg_stat_get_numscans('last_visits'::regclass) + pg_stat_get_numscans('last_visits_pkey'::regclass),
                 pg_stat_get_tuples_inserted('last_visits'::regclass), pg_stat_get_tuples_updated('last_visits'::regclass)",
        )
        .fetch_one(&pool)
        .await
        .unwrap()
    };
    let before = uses().await;
    walker.does(choose("yes")).await;
    walker.does(Action::Continue).await;
    walker.does(choose("again")).await;
    assert_eq!(uses().await, before);
    walker.does(Action::PARK).await;
    let parked = uses().await;
    assert_eq!((parked.1, parked.2), (before.1, before.2 + 1));
}

#[tokio::test]
async fn steps_add_the_words_that_making_the_search_anew_would_find() {
    let app = TestApp::start().await;
    let walker = Walker::start_for(app.sign_in(TESS).await, "vpn", facts("INC-1", "Alder")).await;
    let words = async || -> Vec<String> {
        sqlx::query_scalar("select unnest(tsvector_to_array(search)) from sessions order by 1").fetch_all(&app.superuser).await.unwrap()
    };
    let is_found = async |text: &str| {
        let query = HistoryQuery::from(SessionFilter { text: text.to_owned(), ..SessionFilter::of_anyone() });
        !walker.backend.history(query).await.unwrap().rows.is_empty()
    };
    walker.writes("An ampere is missing.", "", choose("yes")).await;
    walker.writes("A battery, too.", "capacitor: none", Action::Continue).await;
    let visit_id = walker.session().await.open_visit().unwrap().id;
    walker.writes("A diode.", "", Action::Note { visit_id, notes: Note::parse("A diode.").unwrap(), reason: None }).await;
    assert!(is_found("ampere").await && is_found("battery").await && is_found("capacitor").await);
    assert!(!is_found("diode").await, "the notes of the open step are still being typed");
    walker.does(choose("again")).await;
    walker.does(Action::Back).await;
    assert!(is_found("diode").await);
    let visit_id = walker.session().await.records[0].id;
    walker.does(Action::Note { visit_id, notes: Note::parse("An electrode is missing.").unwrap(), reason: None }).await;
    assert!(is_found("electrode").await && !is_found("ampere").await);
    let added = words().await;
    let kept = walker.session().await.facts;
    walker.does(Action::EditFacts { facts: Facts { ticket: Ticket::parse("INC-2").unwrap(), ..kept.clone() } }).await;
    walker.does(Action::EditFacts { facts: kept }).await;
    assert_eq!(words().await, added);
}

#[tokio::test]
async fn output_that_was_taken_away_finds_its_session_no_longer() {
    let app = TestApp::start().await;
    let walker = Walker::start_for(app.sign_in(TESS).await, "vpn", facts("INC-1", "Alder")).await;
    let is_found = async |text: &str| {
        let query = HistoryQuery::from(SessionFilter { text: text.to_owned(), ..SessionFilter::of_anyone() });
        !walker.backend.history(query).await.unwrap().rows.is_empty()
    };
    let visit_id = walker.session().await.open_visit().unwrap().id;
    let note = || Action::Note { visit_id, notes: Note::default(), reason: None };
    walker.writes("", "rheostat", note()).await;
    let ticket = Ticket::parse("INC-2").unwrap();
    walker.does(Action::EditFacts { facts: Facts { ticket, ..walker.session().await.facts } }).await;
    assert!(is_found("rheostat").await);
    walker.writes("", "", note()).await;
    walker.writes("", "", choose("yes")).await;
    assert!(!is_found("rheostat").await);
}
