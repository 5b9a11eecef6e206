//! The task that keeps figures: in turns, whatever fails; and chains, each counted once.

use std::time::Duration;

use resolutionflow::outcome::Outcome;
use resolutionflow::text::ClientName;
use server::service::{Pace, Verified};
use sqlx::AssertSqlSafe;

use super::{assert_exact, walks};
use crate::app::TestApp;
use crate::fixtures::{BEN, MARA, TESS, Walker, facts};

async fn walk_by(app: &TestApp, email: &str, client: &str) -> Walker {
    let walker = Walker::start_for(app.sign_in(email).await, "vpn", facts("", client)).await;
    app.wait(60);
    walker.finishes(Outcome::Resolved).await;
    walker
}

/// Runs statements of nobody's, which nothing checks.
async fn unchecked(app: &TestApp, statements: &str) {
    let sql = format!("begin; set local session_replication_role = replica; {statements}; commit");
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&app.superuser).await.unwrap();
}

/// Keeps figures until a table has so many rows.
async fn keep_until(app: &TestApp, table: &str, rows: i64) {
    let until = async {
        while app.count(table).await != rows {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::select! {
        () = app.service.keep_figures(Duration::from_millis(50)) => {}
        kept = tokio::time::timeout(Duration::from_secs(60), until) => kept.unwrap(),
    }
}

#[tokio::test]
async fn others_are_folded_while_a_large_account_is_counted() {
    let app = TestApp::start().await;
    walk_by(&app, TESS, "").await;
    app.copy_sessions(4_000).await;
    unchecked(&app, "delete from walks; delete from walks_due; delete from chains; delete from flow_days; delete from flow_months").await;
    unchecked(&app, &format!("delete from figure_generations where account_id = '{}'", app.north)).await;
    walk_by(&app, BEN, "").await;
    keep_until(&app, &format!("walks where account_id = '{}' and folded", app.south), 1).await;
    let open = format!("figure_generations where account_id = '{}' and filled_at is not null", app.north);
    assert_eq!(app.count(&open).await, 0, "the large account is still to be counted");
    app.service.count_sessions(app.north, Pace::Full, |_| Ok(())).await.unwrap();
    assert_eq!(walks(&app).await, 4_002);
}

#[tokio::test]
async fn a_comparison_that_fails_is_not_repeated_before_the_other_accounts_turn() {
    let app = TestApp::start().await;
    walk_by(&app, TESS, "").await;
    walk_by(&app, BEN, "").await;
    for account in [app.north, app.south] {
        app.service.fold(account).await.unwrap();
    }
    // One in the morning, in both accounts' zones or nearly so.
    app.wait(16 * 3_600);
    let (north, south) = (format!("account_id = '{}'", app.north), format!("account_id = '{}'", app.south));
    let sum = "update flow_days set figures = '\\xff' where ";
    sqlx::raw_sql(AssertSqlSafe(format!("{sum}{north}"))).execute(&app.superuser).await.unwrap();
    let long_ago = async |day: &str, of: &str| {
        let sql = format!("update figure_generations set verified_at = '{day}', compared_at = '{day}' where {of}");
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&app.superuser).await.unwrap();
    };
    long_ago("2026-01-01", &north).await;
    long_ago("2026-01-02", &south).await;
    keep_until(&app, &format!("figure_generations where {north} and compared_at > '2026-02-01' and verified_at < '2026-02-01'"), 1).await;
    // The night after.
    let sql = format!("update figure_generations set compared_at = '2026-01-03' where {north}");
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&app.superuser).await.unwrap();
    keep_until(&app, &format!("figure_generations where {south} and verified_at > '2026-02-01'"), 1).await;
}

#[tokio::test]
async fn a_session_that_cannot_be_read_is_told_and_all_others_are_counted() {
    let app = TestApp::start().await;
    let broken = walk_by(&app, TESS, "").await;
    walk_by(&app, TESS, "").await;
    app.service.fold(app.north).await.unwrap();
    unchecked(&app, &format!("update sessions set decisions = '[{{\"id\": 7}}]' where id = '{}'", broken.id)).await;
    let told = |verified| {
        let Verified::Compared { differences, count, .. } = verified else { panic!("{verified:?}") };
        (count, differences.iter().any(|line| line.contains(&broken.id.to_string()) && line.contains("cannot be read")))
    };
    assert!(told(app.service.verify_figures(app.north, |_| {}).await.unwrap()).1);
    app.service.count_anew(app.north).await.unwrap();
    let unreadable = app.service.count_sessions(app.north, Pace::Full, |_| Ok(())).await.unwrap();
    assert_eq!(unreadable.iter().map(|one| one.session).collect::<Vec<_>>(), [broken.id]);
    assert_eq!(app.count("walks where generation = 2").await, 1);
    assert_eq!(told(app.service.verify_figures(app.north, |_| {}).await.unwrap()), (1, true));
    // Nor is anybody held up by one that the version before changed.
    unchecked(&app, "insert into walks_due select account_id, id from sessions").await;
    assert_eq!(app.service.count_sessions(app.north, Pace::Full, |_| Ok(())).await.unwrap(), unreadable);
    assert_eq!(app.count("walks_due").await, 0);
}

#[tokio::test]
async fn counting_waits_for_a_fold_before_it_locks_any_session() {
    let app = TestApp::start().await;
    walk_by(&app, TESS, "").await;
    app.service.count_anew(app.north).await.unwrap();
    let mut fold = app.superuser.begin().await.unwrap();
    sqlx::query("select pg_advisory_xact_lock(hashtextextended($1, 0))")
        .bind(format!("resolutionflow.figures {}", app.north))
        .execute(&mut *fold)
        .await
        .unwrap();
    let count = async { app.service.count_sessions(app.north, Pace::Full, |_| Ok(())).await.unwrap() };
    let look = async {
        while app.count("pg_locks where locktype = 'advisory' and not granted").await == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        sqlx::query("select from sessions for update nowait").execute(&mut *fold).await.unwrap();
        fold.commit().await.unwrap();
    };
    tokio::join!(count, look);
    assert_exact(&app).await;
}

#[tokio::test]
async fn chains_that_change_before_all_are_counted_or_meanwhile_are_counted_in_the_end() {
    let app = TestApp::start().await;
    walk_by(&app, TESS, "Fjord").await;
    app.service.count_anew(app.north).await.unwrap();
    walk_by(&app, TESS, "Fjord").await;
    app.service.count_sessions(app.north, Pace::Full, |_| Ok(())).await.unwrap();
    assert_eq!(app.count("chains_due").await, 0);
    assert_exact(&app).await;
    unchecked(
        &app,
        "delete from walks; delete from chains; delete from flow_days; delete from flow_months; delete from figure_generations",
    )
    .await;
    walk_by(&app, TESS, "Fjord").await;
    unchecked(&app, "delete from walks_due").await;
    app.service.fold(app.north).await.unwrap();
    assert!(app.count("chains_due").await > 0 && app.count("chains").await == 0, "nobody reads chains before there are walks");
    for account in [app.north, app.south] {
        app.service.count_sessions(account, Pace::Full, |_| Ok(())).await.unwrap();
    }
    assert_eq!((app.count("chains_due").await, app.count("chains").await), (0, 3));
    assert_exact(&app).await;
}

#[tokio::test]
async fn merging_a_large_client_counts_each_of_its_chains_a_few_times() {
    let app = TestApp::start().await;
    for number in 0..40 {
        walk_by(&app, TESS, if number % 4 == 0 { "Alder" } else { "Fjord" }).await;
    }
    app.service.fold(app.north).await.unwrap();
    let mara = app.sign_in(MARA).await;
    let rows = mara.clients(::app::backend::admin::ClientQuery { text: "Fjord".into(), after: None }).await.unwrap().rows;
    mara.merge_clients(rows[0].id, ClientName::parse("Alder").unwrap()).await.unwrap();
    assert_eq!(app.count("chains_due").await, 60, "before and after");
    let led_to: i64 = sqlx::query_scalar(
        "select count(*) from chains_due cross join lateral chain_roots_due(chains_due.account_id, array[chains_due.id])",
    )
    .fetch_one(&app.superuser)
    .await
    .unwrap();
    assert!(led_to <= 2 * 60, "{led_to} for 40 chains");
    assert_exact(&app).await;
    app.service.fold(app.north).await.unwrap();
    assert_exact(&app).await;
    // Some of them never were, so that others are the ones just before.
    let walker = Walker::start_for(app.sign_in(TESS).await, "vpn", facts("", "Alder")).await;
    app.service.fold(app.north).await.unwrap();
    walker.does(resolutionflow::session::Action::close_as(Outcome::Cancelled)).await;
    assert_exact(&app).await;
}

#[tokio::test]
async fn a_walk_that_is_missing_is_there_again_once_all_are_counted_anew() {
    let app = TestApp::start().await;
    walk_by(&app, TESS, "").await;
    walk_by(&app, TESS, "").await;
    app.service.fold(app.north).await.unwrap();
    unchecked(&app, "delete from walks where session_id = (select min(id::text)::uuid from sessions)").await;
    app.service.count_anew(app.north).await.unwrap();
    app.service.count_sessions(app.north, Pace::Full, |_| Ok(())).await.unwrap();
    assert_exact(&app).await;
}
