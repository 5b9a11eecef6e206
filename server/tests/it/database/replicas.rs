//! A standby that history, figures and previews are read from, unless it is behind.

use std::sync::Arc;
use std::time::Duration;

use ::app::backend::history::HistoryQuery;
use ::app::backend::views::SessionState;
use resolutionflow::outcome::Outcome;
use resolutionflow::session::Action;
use server::service::Service;
use server::store::{self, Pool, Primary, Replica};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};

use super::cluster::Cluster;
use super::fail_over::{fill, walker};
use crate::fixtures::{Walker, choose, complete};

/// A filled cluster and a standby of it, both of which write every statement into their logs; and a server that writes to the first and reads
/// from the second.
async fn pair() -> (Cluster, Cluster, Service) {
    let first = Cluster::start("log_statement = 'all'");
    fill(&first).await;
    let second = first.standby();
    let options = first.options("resolutionflow_app", "resolutionflow");
    let cluster = cluster(&first).await;
    let primary = Primary::find(vec![options]).await.unwrap();
    let replica = Arc::new(Replica::of(second.options("resolutionflow_app", "resolutionflow"), cluster));
    let pool = Pool::from(store::pool_of(&primary, Duration::from_secs(2))).to(primary).reading_from(replica);
    (first, second, Service::new(pool, false))
}

async fn cluster(of: &Cluster) -> i64 {
    store::cluster(&mut of.options("resolutionflow_app", "resolutionflow").connect().await.unwrap()).await.unwrap()
}

async fn superuser(cluster: &Cluster, statement: &str) {
    let mut connection = cluster.options("postgres", "resolutionflow").connect().await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

/// Waits until a standby has everything.
async fn caught_up(first: &Cluster, second: &Cluster) {
    let [mut first, mut second] =
        [first.options("postgres", "postgres").connect().await.unwrap(), second.options("postgres", "postgres").connect().await.unwrap()];
    let position: String = sqlx::query_scalar("select pg_current_wal_flush_lsn()::text").fetch_one(&mut first).await.unwrap();
    let has = "select pg_last_wal_replay_lsn() >= $1::text::pg_lsn";
    while !sqlx::query_scalar::<_, bool>(has).bind(&position).fetch_one(&mut second).await.unwrap() {}
}

/// How often a cluster has read a list of sessions by now.
fn lists(cluster: &Cluster) -> usize {
    std::fs::read_to_string(cluster.folder().join("log")).unwrap().matches("from sessions) s").count()
}

/// State of the walker's session in the history.
async fn listed(walker: &Walker) -> Option<SessionState> {
    let page = walker.backend.history(HistoryQuery::default()).await.unwrap();
    page.rows.iter().find(|row| row.id == walker.id).map(|row| row.state)
}

#[tokio::test]
async fn history_is_read_from_a_replica_unless_it_is_behind_what_was_done() {
    let (first, second, server) = pair().await;
    let walker = walker(&server).await;
    let before = lists(&first);
    caught_up(&first, &second).await;
    assert_eq!(listed(&walker).await, Some(SessionState::Running));
    assert_eq!((lists(&first), lists(&second) > 0), (before, true), "only the replica was asked");

    // Nothing reaches it for a while.
    superuser(&second, "select pg_wal_replay_pause()").await;
    walker.does(Action::Continue).await;
    walker.does(choose("done")).await;
    walker.does(complete(Outcome::Resolved)).await;
    assert_eq!(listed(&walker).await, Some(SessionState::Completed(Outcome::Resolved)));
    assert!(lists(&first) > before);
    superuser(&second, "select pg_wal_replay_resume()").await;

    // It is gone.
    second.stop();
    assert_eq!(listed(&walker).await, Some(SessionState::Completed(Outcome::Resolved)));
}

#[tokio::test]
async fn a_copy_of_another_cluster_is_no_replica_and_a_server_that_takes_writes_is_none_either() {
    let (first, second, _) = pair().await;
    let of = |cluster: &Cluster, identifier| Replica::of(cluster.options("resolutionflow_app", "resolutionflow"), identifier);
    let identifier = cluster(&first).await;
    assert!(of(&second, identifier).test().await.is_ok());
    assert!(of(&second, identifier + 1).test().await.unwrap_err().to_string().contains("not a copy"));

    let options = first.options("resolutionflow_app", "resolutionflow");
    let pool = Pool::from(store::pool().connect_lazy_with(options)).reading_from(Arc::new(of(&first, identifier)));
    let walker = walker(&Service::new(pool, false)).await;
    assert_eq!(listed(&walker).await, Some(SessionState::Running));
}
