//! Whether row security holds in a restored cluster: what the server's role sees of each account, and without one.

use std::collections::BTreeMap;

use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection};

use super::Error;
use super::sums::Sum;
use crate::cluster::{Cluster, SUPERUSER};
use crate::{APP, DATABASE};

/// What the server's role sees otherwise than it should, a line each. The cluster gets a function for that, and is to be thrown away.
pub(super) async fn faults(cluster: &Cluster, sums: &[Sum]) -> Result<Vec<String>, Error> {
    let mut superuser = cluster.connect_options(SUPERUSER, DATABASE).connect().await?;
    sqlx::raw_sql(AssertSqlSafe(include_str!("probe.sql"))).execute(&mut superuser).await?;
    superuser.close().await?;

    let mut accounts: BTreeMap<Option<&str>, BTreeMap<&str, i64>> = BTreeMap::from([(None, BTreeMap::new())]);
    for sum in sums.iter().filter(|sum| sum.account.is_some()) {
        accounts.entry(sum.account.as_deref()).or_default().insert(&sum.relation, sum.row_count);
    }
    let mut app = cluster.connect_options(APP, DATABASE).connect().await?;
    let mut faults = Vec::new();
    for (account, rows) in accounts {
        for (relation, own, others) in seen(&mut app, account).await? {
            let expected = rows.get(relation.as_str()).copied().unwrap_or(0);
            let who = account.unwrap_or("no account");
            if others > 0 {
                faults.push(format!("row security: as {who}, {APP} sees {others} rows of others in {relation}"));
            }
            if own != expected {
                faults.push(format!("row security: as {who}, {APP} sees {own} rows in {relation} instead of {expected}"));
            }
        }
    }
    app.close().await?;
    Ok(faults)
}

async fn seen(app: &mut PgConnection, account: Option<&str>) -> Result<Vec<(String, i64, i64)>, Error> {
    let mut within = app.begin().await?;
    let seen =
        sqlx::query_as("select relation, own, others from public.probe_row_security($1::uuid)").bind(account).fetch_all(&mut *within);
    let seen = seen.await?;
    within.rollback().await?;
    Ok(seen)
}
