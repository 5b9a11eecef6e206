//! A standby takes over while people walk.

use std::sync::Arc;
use std::time::{Duration, Instant};

use ::app::error::AppError;
use resolutionflow::session::{Action, Command};
use server::service::{Caller, Service};
use server::store::{self, Pool, Primary};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{ConnectOptions, Connection, PgPool};

use super::cluster::Cluster;
use super::proxy::{Proxy, Weather};
use crate::fixtures::{self, PASSWORD, TESS, Walker, choose, command};

/// Time in which somebody is served again.
const GAP: Duration = Duration::from_secs(20);

/// Makes roles and database as the private PostgreSQL has them, and fills them with the tests' accounts.
pub async fn fill(primary: &Cluster) {
    let superuser = async |database: &str, statements: &[&'static str]| {
        let mut connection = primary.options("postgres", database).connect().await.unwrap();
        for statement in statements {
            sqlx::raw_sql(*statement).execute(&mut connection).await.unwrap();
        }
        connection.close().await.unwrap();
    };
    let roles = "create role resolutionflow_owner login; create role resolutionflow_app login";
    superuser("postgres", &[roles, "create database resolutionflow owner resolutionflow_owner"]).await;
    superuser(
        "resolutionflow",
        &["grant all on schema public to resolutionflow_owner; grant usage on schema public to resolutionflow_app"],
    )
    .await;
    let one = |options: PgConnectOptions| PgPoolOptions::new().max_connections(2).connect_lazy_with(options);
    let owner = one(primary.options("resolutionflow_owner", "resolutionflow"));
    store::migrate(&owner).await.unwrap();
    let app: PgPool = one(primary.options("resolutionflow_app", "resolutionflow"));
    fixtures::fill(&Service::new(app.clone(), false)).await;
    owner.close().await;
    app.close().await;
}

/// Sends a step until it is answered, as a browser does, with the same id.
async fn takes(walker: &Walker, sent: &Command) {
    let began = Instant::now();
    loop {
        match walker.backend.command(walker.id, sent.clone()).await {
            Err(AppError::Busy | AppError::Unknown) if began.elapsed() < GAP => {}
            answered => return assert_eq!(answered, Ok(())),
        }
    }
}

/// A filled cluster, and a standby that confirms what it commits.
async fn pair() -> (Cluster, Cluster) {
    let first = Cluster::start("");
    fill(&first).await;
    let second = first.standby();
    let mut superuser = first.options("postgres", "postgres").connect().await.unwrap();
    sqlx::raw_sql("alter system set synchronous_standby_names = '*'").execute(&mut superuser).await.unwrap();
    sqlx::raw_sql("select pg_reload_conf()").execute(&mut superuser).await.unwrap();
    superuser.close().await.unwrap();
    (first, second)
}

/// A server on the host that takes writes, which looks for another one while it runs.
async fn serve(hosts: Vec<PgConnectOptions>) -> (Service, Arc<Primary>) {
    let primary = Primary::find(hosts).await.unwrap();
    let pool = store::pool_of(&primary, Duration::from_secs(2));
    // Ends with the test.
    tokio::spawn(primary.clone().watch(pool.clone()));
    (Service::new(Pool::from(pool).to(primary.clone()), false), primary)
}

/// Somebody who has begun a walk and answered its first question.
pub async fn walker(server: &Service) -> Walker {
    let set_cookie = server.backend(Caller::default()).sign_in(TESS, PASSWORD).await.unwrap();
    let cookie = crate::app::value(&set_cookie).to_owned();
    let walker = Walker::start(server.backend(Caller { cookie: Some(&cookie), ..Caller::default() }), "vpn").await;
    takes(&walker, &command(&walker.session().await, choose("yes"))).await;
    walker
}

#[tokio::test]
async fn people_walk_on_after_a_standby_has_taken_over_and_every_step_is_there_once() {
    let (first, second) = pair().await;
    let hosts = [&second, &first].map(|cluster| cluster.options("resolutionflow_app", "resolutionflow"));
    let refused = Primary::find(hosts[..1].to_vec()).await.unwrap_err().to_string();
    assert!(refused.contains(&second.port.to_string()) && refused.contains("standby"), "{refused}");
    let (server, primary) = serve(hosts.to_vec()).await;
    assert_eq!(primary.options().get_port(), first.port);
    let walker = walker(&server).await;
    let sent = command(&walker.session().await, Action::Continue);
    first.stop();
    second.promote();
    takes(&walker, &sent).await;
    assert_eq!(primary.options().get_port(), second.port);
    assert_eq!((walker.session().await.revision, walker.session().await.records.len()), (2, 2));
    assert_eq!(walker.backend.command(walker.id, sent).await, Ok(()), "the same step again");
    assert_eq!(walker.session().await.revision, 2);
}

#[tokio::test]
async fn a_step_that_waits_on_a_silent_host_is_given_up_once_another_one_has_taken_over() {
    let (first, second) = pair().await;
    let proxy = Proxy::to(first.socket(), "resolutionflow").await;
    let (server, primary) = serve(vec![proxy.options(), second.options("resolutionflow_app", "resolutionflow")]).await;
    let walker = walker(&server).await;
    let sent = command(&walker.session().await, Action::Continue);
    let began = Instant::now();
    proxy.set(Weather::Silent);
    let promote = tokio::task::spawn_blocking(move || {
        second.promote();
        second
    });
    takes(&walker, &sent).await;
    let _second = promote.await.unwrap();
    assert!(began.elapsed() < GAP, "less than the time of a transaction: {:?}", began.elapsed());
    assert_ne!(primary.options().get_port(), proxy.options().get_port());
    assert_eq!(walker.session().await.records.len(), 2);
}
