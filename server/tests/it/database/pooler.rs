//! A pooler between server and database: what a server asks of it, and accounts that share its connections.

use std::time::Duration;

use ::app::backend::Backend;
use ::app::error::AppError;
use futures_util::future::join_all;
use resolutionflow::id::SessionId;
use server::service::{Caller, Service};
use server::store::pooler::{self, Unfit};
use server::store::{self, Pool};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};

use super::pgbouncer::{LENT, PgBouncer, forgets, keeps_apart, mixes_up};
use crate::app::TestApp;
use crate::fixtures::{ADA, SVEN, Walker, choose, facts};

const APP: &str = "resolutionflow_app";
const OWNER: &str = "resolutionflow_owner";

/// Gives the role the time limits of a server, in the test's database alone.
async fn limit(app: &TestApp) {
    let database = app.pool.connect_options().get_database().unwrap().to_owned();
    for limit in ["lock_timeout = '3s'", "statement_timeout = '20s'", "idle_in_transaction_session_timeout = '30s'"] {
        let sql = format!("alter role {APP} in database {database} set {limit}");
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&app.superuser).await.unwrap();
    }
}

/// What a server says of a connection that begins as its own do.
async fn said_of(host: PgConnectOptions) -> Result<(), Unfit> {
    let host = pooler::begun_with(vec![host], pooler::limited).await.remove(0);
    pooler::test(&mut host.connect().await.unwrap()).await
}

#[tokio::test]
async fn time_limits_that_a_pooler_does_not_hand_on_have_to_be_the_roles() {
    let app = TestApp::start().await;
    let bouncer = PgBouncer::before(&app, &forgets());
    let host = || bouncer.options(APP).statement_cache_capacity(0);
    let unfit = said_of(host()).await.unwrap_err().to_string();
    assert!(unfit.contains("(idle_in_transaction_session_timeout, lock_timeout, statement_timeout)"), "{unfit}");
    assert!(unfit.contains("alter role resolutionflow_app set statement_timeout = '25s';"), "{unfit}");
    // One that leaves out what it does not know, too.
    let silent = PgBouncer::before(&app, &format!("{}\nignore_startup_parameters = options", forgets()));
    assert!(matches!(said_of(silent.options(APP).statement_cache_capacity(0)).await, Err(Unfit::Unlimited { .. })));

    limit(&app).await;
    // Connections from before do not know it yet.
    let bouncer = PgBouncer::before(&app, &forgets());
    said_of(bouncer.options(APP).statement_cache_capacity(0)).await.unwrap();
    let direct = (*app.pool.connect_options()).clone();
    said_of(direct).await.unwrap();
}

#[tokio::test]
async fn prepared_statements_that_a_pooler_would_mix_up_are_refused_in_words() {
    let app = TestApp::start().await;
    limit(&app).await;
    let plain = PgBouncer::before(&app, mixes_up());
    for kept in [100, 0] {
        let unfit = said_of(plain.options(APP).statement_cache_capacity(kept)).await.unwrap_err();
        assert!(matches!(unfit, Unfit::Mixed), "{kept}: {unfit}");
    }
    let forgets = PgBouncer::before(&app, &forgets());
    assert!(matches!(said_of(forgets.options(APP)).await, Err(Unfit::Mixed)), "a kept one is forgotten");
    let host = forgets.options(APP).statement_cache_capacity(0);
    said_of(host.clone()).await.unwrap();
    assert!(store::schema(&PgPoolOptions::new().connect_lazy_with(host)).await.is_ok());
    if let Some(settings) = keeps_apart() {
        said_of(PgBouncer::before(&app, settings).options(APP)).await.unwrap();
    }
}

#[tokio::test]
async fn migrations_through_a_pooler_are_refused_in_words() {
    let app = TestApp::start().await;
    for settings in ["", "ignore_startup_parameters = options"] {
        let bouncer = PgBouncer::before(&app, settings);
        let unfit = pooler::direct(vec![bouncer.options(OWNER)]).await.unwrap_err();
        assert!(unfit.to_string().contains("put the database's own host"), "{settings}: {unfit}");
    }
    assert!(pooler::direct(vec![app.owner.clone()]).await.is_ok());
}

/// A server with 25 connections to a pooler.
async fn server(app: &TestApp, host: PgConnectOptions) -> Service {
    let pool = store::pool().max_connections(25).min_connections(25).acquire_timeout(Duration::from_secs(60));
    app.server_on(Pool::from(pool.connect_with(host).await.unwrap()))
}

/// The accounts that the pooler's own connections see without having been told to, by their ids; and how many sessions that shows.
async fn left_over(bouncer: &PgBouncer) -> Vec<(String, i64)> {
    let pool = PgPoolOptions::new().connect_lazy_with(bouncer.options(APP).statement_cache_capacity(0));
    // All of them at once, each in a transaction.
    let mut held = Vec::new();
    for _ in 0..LENT {
        held.push(pool.begin().await.unwrap());
    }
    let mut seen = Vec::new();
    for tx in &mut held {
        let sql = "select coalesce(current_setting('resolutionflow.account_id', true), ''), count(*) from sessions";
        seen.push(sqlx::query_as(sql).fetch_one(&mut **tx).await.unwrap());
    }
    seen
}

/// A person who starts sessions, looks at them and at what else the account has; never at another account's.
async fn works(backend: std::sync::Arc<dyn Backend>, home: &str, number: usize, theirs: SessionId) {
    for round in 0..3 {
        let ticket = format!("{home}-{number}-{round}");
        let walker = Walker::start_for(backend.clone(), "vpn", facts(&ticket, &format!("Client of {ticket}"))).await;
        assert_eq!(walker.session().await.facts.ticket.as_str(), ticket);
        assert_eq!(backend.walk(theirs).await.err(), Some(AppError::NotFound));
        // Refused where another client of the same person has parked it meanwhile.
        let _ = walker.try_to(choose("yes")).await;
        let people = backend.users().await.unwrap();
        assert!(people.iter().all(|user| user.email.ends_with(&format!("@{home}.example"))), "{home}");
    }
}

/// Fifty clients of two accounts on two connections of the database.
async fn share(settings: &str, kept: usize) {
    let app = TestApp::start().await;
    let bouncer = PgBouncer::before(&app, settings);
    let host = bouncer.options(APP).statement_cache_capacity(kept);
    let servers = [server(&app, host.clone()).await, server(&app, host).await];
    let mut first = Vec::new();
    for email in [ADA, SVEN] {
        first.push(Walker::start(app.sign_in(email).await, "printer").await.id);
    }
    let cookies = [app.cookie_of(ADA).await, app.cookie_of(SVEN).await];
    join_all((0..50).map(|number| {
        let (account, server) = (number % 2, &servers[number / 2 % 2]);
        let backend = server.backend(Caller { cookie: Some(&cookies[account]), ..Caller::default() });
        works(backend, ["north", "south"][account], number, first[1 - account])
    }))
    .await;

    for (account, home) in [(app.north, "north"), (app.south, "south")] {
        let stored: (i64, i64) =
            sqlx::query_as("select count(*), count(*) filter (where ticket like $2 || '-%') from sessions where account_id = $1")
                .bind(account.0)
                .bind(home)
                .fetch_one(&app.superuser)
                .await
                .unwrap();
        assert_eq!(stored, (25 * 3 + 1, 25 * 3), "{home}");
    }
    assert_eq!(left_over(&bouncer).await, vec![(String::new(), 0); LENT]);

    // What a setting would leave that does not end with its transaction.
    let mut careless = bouncer.options(APP).statement_cache_capacity(0).connect().await.unwrap();
    let sql = format!("set resolutionflow.account_id = '{}'", app.north);
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut careless).await.unwrap();
    careless.close().await.unwrap();
    let seen = left_over(&bouncer).await;
    assert!(seen.contains(&(app.north.to_string(), 76)), "a leak is found: {seen:?}");
}

#[tokio::test]
async fn fifty_clients_of_two_accounts_share_two_connections_and_see_their_own_account_alone() {
    share(&forgets(), 0).await;
    if let Some(settings) = keeps_apart() {
        share(settings, 100).await;
    }
}
