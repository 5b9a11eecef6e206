//! A server of a later release counts by later rules beside this one: neither is in the other's way.

use resolutionflow::outcome::Outcome;
use resolutionflow::session::Action;
use resolutionflow::stats::MEANING;
use resolutionflow::text::Reason;
use server::service::{Pace, Verified};

use super::{assert_exact, day};
use crate::app::TestApp;
use crate::fixtures::{TESS, Walker};

/// Some walks, and a generation of later rules with them, in a form that this server cannot read.
async fn beside_a_later_server(app: &TestApp, filled_at: &str) -> Vec<Walker> {
    let (tess, mut walkers) = (app.sign_in(TESS).await, Vec::new());
    for _ in 0..3 {
        let walker = Walker::start(tess.clone(), "printer").await;
        app.wait(60);
        walker.finishes(Outcome::Resolved).await;
        walkers.push(walker);
    }
    let mut conn = app.superuser.acquire().await.unwrap();
    let generation = format!(
        "set session_replication_role = replica;
         insert into figure_generations (account_id, number, time_zone, meaning, sessions, counted, filled_at)
         select account_id, 2, time_zone, meaning + 1, 3, 0, {filled_at} from figure_generations where account_id = '{}';
         insert into walks
         select (jsonb_populate_record(walks, jsonb_build_object('generation', 2, 'steps', '\\xff'))).* from walks where generation = 1;
         set session_replication_role = origin",
        app.north
    );
    sqlx::raw_sql(sqlx::AssertSqlSafe(generation)).execute(&mut *conn).await.unwrap();
    walkers
}

async fn count(app: &TestApp) {
    app.service.count_sessions(app.north, Pace::Full, |_| Ok(())).await.unwrap();
}

#[tokio::test]
async fn walks_of_later_rules_are_neither_folded_nor_read() {
    let app = TestApp::start().await;
    beside_a_later_server(&app, "now()").await;
    assert_exact(&app).await;
    assert_eq!(app.service.fold(app.north).await.unwrap(), 3);
    assert_eq!(app.count("walks where generation = 2 and not folded").await, 3);
    assert_exact(&app).await;
}

#[tokio::test]
async fn what_is_changed_beside_later_rules_is_noted_for_the_server_that_knows_them() {
    let app = TestApp::start().await;
    let walkers = beside_a_later_server(&app, "now()").await;
    let correct = Action::CorrectOutcome { outcome: Outcome::Escalated, reason: Reason::parse("It came back.").unwrap() };
    walkers[0].does(correct).await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    app.wait(60);
    walker.finishes(Outcome::Resolved).await;
    assert_eq!(app.count("walks_due").await, 2);
    count(&app).await;
    assert_eq!((app.count("walks_due").await, app.count("walks where generation = 2").await), (2, 3), "left to the later server");

    // The later server, for which both are of rules that it knows.
    let its_own = format!(
        "update figure_generations set meaning = {MEANING} where number = 2;
         update walks set steps = before.steps from walks as before
         where walks.generation = 2 and before.generation = 1 and before.session_id = walks.session_id"
    );
    sqlx::raw_sql(sqlx::AssertSqlSafe(its_own)).execute(&app.superuser).await.unwrap();
    let read = async || app.service.read_figures(app.north, None, day("2026-02-01"), day("2026-02-28")).await.unwrap();
    assert_eq!(read().await, None, "not all are counted");
    count(&app).await;
    assert_eq!((app.count("walks_due").await, app.count("walks where generation = 2").await), (0, 4));
    app.service.fold(app.north).await.unwrap();
    assert_exact(&app).await;
}

#[tokio::test]
async fn what_is_being_counted_by_later_rules_is_not_counted_by_these() {
    let app = TestApp::start().await;
    beside_a_later_server(&app, "null").await;
    count(&app).await;
    assert_eq!(app.count("figure_generations where number = 2 and counted = 0 and filled_at is null").await, 1);
    assert_eq!(app.count("figure_generations where number > 2").await, 0);
    let Verified::Compared { count: 0, .. } = app.service.verify_figures(app.north, |_| {}).await.unwrap() else { panic!("they differ") };
}
