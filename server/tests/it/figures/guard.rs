//! The database refuses a session without the walk that it should have, and a walk that is not its session's.

use resolutionflow::outcome::Outcome;
use sqlx::AssertSqlSafe;

use super::assert_exact;
use crate::app::TestApp;
use crate::fixtures::{TESS, Walker};

/// Runs statements in a transaction of North's, as this program or the one before begins it. The violated constraint.
async fn violated(app: &TestApp, keeps_walks: bool, statements: &str) -> Option<String> {
    let mut tx = app.pool.begin().await.unwrap();
    sqlx::query("select set_config('resolutionflow.account_id', $1, true)").bind(app.north.to_string()).execute(&mut *tx).await.unwrap();
    if keeps_walks {
        sqlx::raw_sql("set local resolutionflow.keeps_walks = on").execute(&mut *tx).await.unwrap();
    }
    sqlx::raw_sql(AssertSqlSafe(statements.to_owned())).execute(&mut *tx).await.unwrap();
    let error = tx.commit().await.err()?;
    error.as_database_error().and_then(|error| error.constraint().map(ToOwned::to_owned))
}

const FORGOTTEN: [&str; 8] = [
    "delete from walks",
    "update walks set outcome = 'escalated'",
    "update walks set total_seconds = total_seconds + 1",
    "update walks set active_seconds = active_seconds - 1",
    "update sessions set outcome = 'unresolved'",
    "update sessions set outcome = 'cancelled'",
    "update sessions set active_seconds = 0",
    "update sessions set holder_id = (select id from users where email = 'omar@north.example')",
];

#[tokio::test]
async fn a_walk_exists_exactly_for_sessions_that_count_and_says_what_they_say() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "printer").await;
    app.wait(60);
    walker.finishes(Outcome::Resolved).await;
    for statement in FORGOTTEN {
        assert_eq!(violated(&app, true, statement).await.as_deref(), Some("walks_are_of_sessions"), "{statement}");
    }
    // Both together are as they should be.
    let both = "update sessions set outcome = 'unresolved'; update walks set outcome = 'unresolved'";
    assert_eq!(violated(&app, true, both).await, None);
    let neither = "update sessions set outcome = 'cancelled'; delete from walks";
    assert_eq!(violated(&app, true, neither).await, None);
    // What is no end of a session needs no walk.
    assert_eq!(violated(&app, true, "update sessions set ticket = 'x', revision = revision + 1").await, None);
}

#[tokio::test]
async fn what_the_version_before_changes_is_counted_later_and_until_then_no_figure_is_shown() {
    let app = TestApp::start().await;
    for email in [TESS, TESS, TESS] {
        let walker = Walker::start(app.sign_in(email).await, "printer").await;
        app.wait(60);
        walker.finishes(Outcome::Resolved).await;
    }
    app.service.fold(app.north).await.unwrap();
    let (from, to) = (super::day("2026-02-01"), super::day("2026-02-28"));
    for statement in [
        "update sessions set outcome = 'unresolved' where id = (select min(id::text)::uuid from sessions)",
        "update sessions set outcome = 'cancelled' where id = (select max(id::text)::uuid from sessions)",
        "update sessions set holder_id = (select id from users where email = 'omar@north.example')",
        "update sessions set ticket = '7'",
    ] {
        assert_eq!(violated(&app, false, statement).await, None, "{statement}");
        assert_eq!(app.service.read_figures(app.north, None, from, to).await.unwrap(), None, "{statement}");
        app.service.count_sessions(app.north, server::service::Pace::Full, |_| Ok(())).await.unwrap();
        assert_exact(&app).await;
        app.service.fold(app.north).await.unwrap();
        assert_exact(&app).await;
    }
}
