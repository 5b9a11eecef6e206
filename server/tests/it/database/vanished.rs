//! A database that vanishes: its machine lost power, or a firewall forgot the connection. No packet says so. And one whose disk is full.

use std::time::{Duration, Instant};

use ::app::error::AppError;
use server::service::Caller;
use server::store::{self, Pool};

use super::proxy::{Proxy, Weather};
use crate::app::TestApp;
use crate::fixtures::{MARA, TESS, Walker, choose, command};

/// Time that a transaction may take here.
const LIMIT: Duration = Duration::from_millis(500);
/// Time that a request waits for a connection here.
const PATIENCE: Duration = Duration::from_secs(1);

/// Connections through the proxy, at most four.
async fn through(proxy: &Proxy) -> Pool {
    let pool = store::pool().max_connections(4).acquire_timeout(PATIENCE).connect_with(proxy.options()).await.unwrap();
    Pool::from(pool).with_limit(LIMIT)
}

#[tokio::test]
async fn a_database_that_vanishes_holds_nobody_up_and_is_used_again_once_it_is_back() {
    let app = TestApp::start().await;
    let (proxy, cookie) = (Proxy::before(&app).await, app.cookie_of(TESS).await);
    let server = app.server_on(through(&proxy).await);
    let ask = async || server.backend(Caller { cookie: Some(&cookie), ..Caller::default() }).viewer().await.map(|viewer| viewer.name);
    assert_eq!(ask().await, Ok("Tess Tanaka".to_owned()));
    assert!(server.is_ready().await);
    proxy.set(Weather::Silent);
    // More of them than there are connections: none is lost to the pool.
    for _ in 0..6 {
        let began = Instant::now();
        assert_eq!(ask().await, Err(AppError::Busy));
        // Its transaction's time, or the wait for a connection.
        assert!(began.elapsed() < LIMIT + PATIENCE * 2, "{:?}", began.elapsed());
    }
    assert!(!server.is_ready().await);
    proxy.set(Weather::Fair);
    assert_eq!(ask().await, Ok("Tess Tanaka".to_owned()));
    assert!(server.is_ready().await);
}

#[tokio::test]
async fn a_full_disk_changes_nothing_and_is_no_fault_of_what_was_asked() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let sent = command(&walker.session().await, choose("yes"));
    let full = "create function fills() returns trigger language plpgsql as
            $$ begin raise 'could not extend file: No space left on device' using errcode = 'disk_full'; end $$;
         create trigger fills before insert on commands for each row execute function fills()";
    sqlx::raw_sql(full).execute(&app.superuser).await.unwrap();
    assert_eq!(walker.backend.command(walker.id, sent.clone()).await, Err(AppError::Busy));
    sqlx::raw_sql("drop trigger fills on commands").execute(&app.superuser).await.unwrap();
    assert_eq!(walker.backend.command(walker.id, sent).await, Ok(()), "sent again, as a browser does");
    assert_eq!(walker.session().await.revision, 1);
}

#[tokio::test]
async fn a_commit_that_is_never_answered_is_unknown_and_its_receipt_tells_later() {
    let app = TestApp::start().await;
    let (proxy, cookie) = (Proxy::before(&app).await, app.cookie_of(TESS).await);
    let server = app.server_on(through(&proxy).await);
    let walker = Walker::start(server.backend(Caller { cookie: Some(&cookie), ..Caller::default() }), "vpn").await;
    let sent = command(&walker.session().await, choose("yes"));
    proxy.set(Weather::HoldsTheAnswer);
    assert_eq!(walker.backend.command(walker.id, sent.clone()).await, Err(AppError::Unknown));
    assert_eq!(walker.backend.command(walker.id, sent).await, Ok(()), "sent again, as a browser does");
    assert_eq!(walker.session().await.revision, 1);
    assert_eq!(app.count("commands").await, 2, "the start and the answer");
}

#[tokio::test]
async fn what_waits_for_somebody_elses_lock_leaves_no_connection_behind() {
    let app = TestApp::start().await;
    let (proxy, cookie) = (Proxy::before(&app).await, app.cookie_of(MARA).await);
    let server = app.server_on(through(&proxy).await);
    let mara = server.backend(Caller { cookie: Some(&cookie), ..Caller::default() });
    let mut held = app.superuser.begin().await.unwrap();
    sqlx::raw_sql("lock table users in access exclusive mode").execute(&mut *held).await.unwrap();
    for _ in 0..6 {
        assert_eq!(mara.check_login().await, Err(AppError::Busy));
    }
    held.rollback().await.unwrap();
    assert_eq!(mara.check_login().await, Ok(()));
}
