//! What usually comes of a step, on the page of its tree and in the walk.

use resolutionflow::account::Settings;
use resolutionflow::outcome::Outcome;
use resolutionflow::session::Action;
use server::service::{Caller, Service};
use sqlx::postgres::PgPoolOptions;

use crate::app::TestApp;
use crate::fixtures::{ADA, BEN, TESS, Walker, choose, complete};

/// Thirty walks, of which every fifth was escalated; each took six minutes at its first step.
async fn thirty_walks(app: &TestApp) {
    let tess = app.sign_in(TESS).await;
    for walk in 0..30 {
        let walker = Walker::start(tess.clone(), "vpn").await;
        app.wait(360);
        walker.does(choose("no")).await;
        walker.does(complete(if walk % 5 == 0 { Outcome::Escalated } else { Outcome::Resolved })).await;
    }
}

const USUAL: &str = "Usually 6 min from here, 1 in 5 is escalated";

#[tokio::test]
async fn the_tree_and_the_walk_say_what_usually_comes_of_a_step_unless_the_account_does_not_want_it() {
    let app = TestApp::start().await;
    thirty_walks(&app).await;
    // What is kept for an hour was counted before the thirty walks; a server that starts now counts them.
    let now = app.now();
    let service = Service::new(app.pool.clone(), false).with_clock(move || now);
    let at = async |email: &'static str| service.backend(Caller { cookie: Some(&app.cookie_of(email).await), ..Caller::default() });
    let (tess, ada) = (at(TESS).await, at(ADA).await);
    let mut tree = tess.tree("vpn").await.unwrap();
    // The page waits for half a second, in which a busy machine may not have counted.
    for _ in 0..60 {
        if tree.pace.is_empty() {
            tree = tess.tree("vpn").await.unwrap();
        }
    }
    let said: Vec<_> = tree.pace.iter().map(|step| (tree.tree.nodes()[step.position].id.0.as_str(), step.usual.as_str())).collect();
    assert_eq!(said, [("q1", USUAL), ("s2", "Usually less than a minute from here, 1 in 5 is escalated")], "and nothing of the others");
    let walker = Walker::start(tess.clone(), "vpn").await;
    let page = tess.walk(walker.id).await.unwrap();
    assert_eq!(page.position.and_then(|position| page.pace.at(position)).unwrap().usual, USUAL);

    ada.save_settings(Settings { shows_usual: false, ..ada.settings().await.unwrap() }).await.unwrap();
    // Another request: each looks its login up once.
    let tess = at(TESS).await;
    assert!(tess.tree("vpn").await.unwrap().pace.is_empty());
    assert!(tess.walk(walker.id).await.unwrap().pace.steps.is_empty());
    assert!(at(BEN).await.tree("vpn").await.unwrap().pace.is_empty(), "another account's tree of the same key");
}

#[tokio::test]
async fn budgets_are_read_with_the_first_page_of_a_walk_and_not_at_every_step() {
    let app = TestApp::start().await;
    let pool = PgPoolOptions::new().max_connections(1).connect_with((*app.pool.connect_options()).clone()).await.unwrap();
    let now = app.now();
    let service = Service::new(pool.clone(), false).with_clock(move || now);
    let cookie = app.cookie_of(TESS).await;
    let walker = Walker::start(service.backend(Caller { cookie: Some(&cookie), ..Caller::default() }), "vpn").await;
    let reads = async || -> i64 {
        sqlx::raw_sql("select pg_stat_force_next_flush()").execute(&pool).await.unwrap();
        sqlx::query_scalar("select pg_stat_get_numscans('time_budgets'::regclass) + pg_stat_get_numscans('time_budgets_pkey'::regclass)")
            .fetch_one(&pool)
            .await
            .unwrap()
    };
    let before = reads().await;
    // Each of these also renders the page of the walk.
    walker.does(choose("yes")).await;
    walker.does(Action::Continue).await;
    walker.does(choose("again")).await;
    assert!(reads().await <= before + 1);
}
