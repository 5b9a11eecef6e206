//! The pool of connections that requests share.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Waker};

use sqlx::pool::PoolConnection;
use sqlx::{PgConnection, Postgres};
use tokio::task::yield_now;

use crate::app::TestApp;

/// What a transaction of a request begins with.
const BEGIN: &str = "begin; set local resolutionflow.account_id = '00000000-0000-0000-0000-000000000001'";
const ACCOUNT: &str = "00000000-0000-0000-0000-000000000001";

/// Every connection of the pool, once those that are on their way back are there.
async fn all(app: &TestApp) -> Vec<PoolConnection<Postgres>> {
    let mut connections = Vec::new();
    for _ in 0..app.pool.options().get_max_connections() {
        connections.push(app.pool.acquire().await.unwrap());
    }
    connections
}

/// The backend of a connection, and the account that it sees.
async fn backend(connection: &mut PgConnection) -> (i32, String) {
    let sql = "select pg_backend_pid(), coalesce(current_setting('resolutionflow.account_id', true), '')";
    sqlx::query_as(sql).fetch_one(connection).await.unwrap()
}

#[tokio::test]
async fn a_connection_that_comes_back_inside_a_transaction_is_closed() {
    let app = TestApp::start().await;
    let mut lent = app.pool.acquire().await.unwrap();
    sqlx::raw_sql(BEGIN).execute(&mut *lent).await.unwrap();
    let (inside, seen) = backend(&mut lent).await;
    assert_eq!(seen, ACCOUNT);
    drop(lent);
    for connection in &mut all(&app).await {
        let (pid, seen) = backend(connection).await;
        assert!(pid != inside && seen.is_empty(), "{seen}");
    }
}

#[tokio::test]
async fn a_begin_that_is_given_up_at_any_moment_leaves_no_transaction_to_others() {
    let app = TestApp::start().await;
    for polls in 0..200 {
        // Dropped after so many polls, at whatever it waits for then.
        let mut begun = pin!(app.pool.begin_with(BEGIN));
        for _ in 0..polls % 20 {
            if begun.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready() {
                break;
            }
            yield_now().await;
        }
    }
    for connection in &mut all(&app).await {
        assert_eq!(backend(connection).await.1, "", "the account of another request");
    }
}
