//! Folds walks into the sums, and takes out of them what was retracted.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use resolutionflow::id::{AccountId, TreeId};
use resolutionflow::stats::{DayKey, Group, MonthKey, NodeFigures, NodeKey, Rollup, SessionFigures, Walk};
use sqlx::PgConnection;
use uuid::Uuid;

use super::row::walk_row;
use crate::store::{decode, integer, positive};

/// Walks and retractions of a generation that a fold has locked, added up.
#[derive(Default)]
pub(crate) struct Taken {
    /// Number of walks and retractions.
    pub count: u64,
    sums: Rollup,
}

/// Lets this transaction alone fold an account's walks, until it ends; false where another one does.
pub(crate) async fn lock(conn: &mut PgConnection, account: AccountId) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(r#"select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as "is_mine!""#, lock_name(account))
        .fetch_one(conn)
        .await
}

/// The same, once no other transaction does.
pub(crate) async fn wait(conn: &mut PgConnection, account: AccountId) -> Result<(), sqlx::Error> {
    sqlx::query("select pg_advisory_xact_lock(hashtextextended($1, 0))").bind(lock_name(account)).execute(conn).await?;
    Ok(())
}

/// Name of the lock of an account's sums.
fn lock_name(account: AccountId) -> String {
    format!("resolutionflow.figures {account}")
}

/// Marks walks of a generation as folded and deletes its retractions, at most so many of each, and adds them up. Those that somebody is
/// changing are left for the next time. What is returned has to be [`save`]d in the same transaction.
pub(crate) async fn take(conn: &mut PgConnection, account: AccountId, generation: i32, most: i64) -> Result<Taken, sqlx::Error> {
    let mut taken = Taken::default();
    let walks = sqlx::query!(
        "with next as (
             select session_id from walks
             where account_id = $1 and generation = $2 and not folded
             order by ended_on
             limit $3
             for no key update skip locked
         )
         update walks set folded = true
         from next
         where walks.account_id = $1 and walks.generation = $2 and walks.session_id = next.session_id
         returning walks.session_id, tree_id, version_number, holder_id, outcome, started_at, completed_at, ended_on,
             total_seconds, active_seconds, parked_seconds, flags, steps",
        account.0,
        generation,
        most
    )
    .fetch_all(&mut *conn)
    .await?;
    for row in walks {
        taken.add(&Walk::try_from(walk_row!(row))?, 1);
    }
    let retracted = sqlx::query!(
        "delete from retractions
         where account_id = $1 and id = any(array(
             select id from retractions where account_id = $1 and generation = $2 order by ended_on limit $3 for update skip locked
         ))
         returning session_id, tree_id, version_number, holder_id, outcome, started_at, completed_at, ended_on,
             total_seconds, active_seconds, parked_seconds, flags, steps",
        account.0,
        generation,
        most
    )
    .fetch_all(conn)
    .await?;
    for row in retracted {
        taken.add(&Walk::try_from(walk_row!(row))?, -1);
    }
    Ok(taken)
}

impl Taken {
    fn add(&mut self, walk: &Walk, times: i64) {
        self.sums.add(walk, times);
        self.count += 1;
    }
}

/// Adds sums to the stored ones of their generation.
pub(crate) async fn save(conn: &mut PgConnection, account: AccountId, generation: i32, taken: Taken) -> Result<(), sqlx::Error> {
    add_days(conn, account, generation, taken.sums.days).await?;
    add_months(conn, account, generation, taken.sums.months).await
}

/// Columns of the keys of days.
#[derive(Default)]
struct DayKeys {
    trees: Vec<Uuid>,
    versions: Vec<i32>,
    are_months: Vec<bool>,
    days: Vec<NaiveDate>,
}

impl<'a> FromIterator<&'a DayKey> for DayKeys {
    fn from_iter<I: IntoIterator<Item = &'a DayKey>>(keys: I) -> Self {
        let mut columns = Self::default();
        for key in keys {
            columns.trees.push(key.tree.0);
            columns.versions.push(integer(key.version));
            columns.are_months.push(key.is_month);
            columns.days.push(key.day);
        }
        columns
    }
}

async fn add_days(
    conn: &mut PgConnection,
    account: AccountId,
    generation: i32,
    mut sums: BTreeMap<DayKey, SessionFigures>,
) -> Result<(), sqlx::Error> {
    let keys: DayKeys = sums.keys().collect();
    let stored = sqlx::query!(
        "select flow_days.tree_id, flow_days.version_number, flow_days.is_month, flow_days.day, figures
         from unnest($3::uuid[], $4::integer[], $5::boolean[], $6::date[]) as key (tree_id, version_number, is_month, day)
         join flow_days on account_id = $1 and generation = $2 and flow_days.tree_id = key.tree_id
             and flow_days.version_number = key.version_number and flow_days.is_month = key.is_month and flow_days.day = key.day",
        account.0,
        generation,
        &keys.trees,
        &keys.versions,
        &keys.are_months,
        &keys.days
    )
    .fetch_all(&mut *conn)
    .await?;
    for row in stored {
        let key = DayKey { tree: TreeId(row.tree_id), version: positive(row.version_number), is_month: row.is_month, day: row.day };
        sums.entry(key).or_default().add(&SessionFigures::decode(&row.figures).map_err(decode)?, 1);
    }
    let (gone, kept): (Vec<_>, Vec<_>) = sums.into_iter().partition(|(_, figures)| figures.is_zero());
    let keys: DayKeys = gone.iter().map(|(key, _)| key).collect();
    sqlx::query!(
        "delete from flow_days
         using unnest($3::uuid[], $4::integer[], $5::boolean[], $6::date[]) as key (tree_id, version_number, is_month, day)
         where account_id = $1 and generation = $2 and flow_days.tree_id = key.tree_id
             and flow_days.version_number = key.version_number and flow_days.is_month = key.is_month and flow_days.day = key.day",
        account.0,
        generation,
        &keys.trees,
        &keys.versions,
        &keys.are_months,
        &keys.days
    )
    .execute(&mut *conn)
    .await?;
    let keys: DayKeys = kept.iter().map(|(key, _)| key).collect();
    let figures: Vec<Vec<u8>> = kept.iter().map(|(_, figures)| figures.encode()).collect();
    sqlx::query!(
        "insert into flow_days (account_id, generation, tree_id, version_number, is_month, day, figures)
         select $1, $2, key.*
         from unnest($3::uuid[], $4::integer[], $5::boolean[], $6::date[], $7::bytea[])
             as key (tree_id, version_number, is_month, day, figures)
         on conflict on constraint flow_days_pkey do update set figures = excluded.figures",
        account.0,
        generation,
        &keys.trees,
        &keys.versions,
        &keys.are_months,
        &keys.days,
        &figures
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Columns of the keys of months.
#[derive(Default)]
struct MonthKeys {
    trees: Vec<Uuid>,
    versions: Vec<i32>,
    months: Vec<NaiveDate>,
    nodes: Vec<i64>,
}

impl<'a> FromIterator<&'a MonthKey> for MonthKeys {
    fn from_iter<I: IntoIterator<Item = &'a MonthKey>>(keys: I) -> Self {
        let mut columns = Self::default();
        for key in keys {
            columns.trees.push(key.tree.0);
            columns.versions.push(integer(key.version));
            columns.months.push(key.month);
            columns.nodes.push(key.node.0);
        }
        columns
    }
}

async fn add_months(
    conn: &mut PgConnection,
    account: AccountId,
    generation: i32,
    mut sums: BTreeMap<MonthKey, NodeFigures>,
) -> Result<(), sqlx::Error> {
    let keys: MonthKeys = sums.keys().collect();
    let stored = sqlx::query!(
        "select flow_months.tree_id, flow_months.version_number, flow_months.month, flow_months.node, figures
         from unnest($3::uuid[], $4::integer[], $5::date[], $6::bigint[]) as key (tree_id, version_number, month, node)
         join flow_months on account_id = $1 and generation = $2 and flow_months.tree_id = key.tree_id
             and flow_months.version_number = key.version_number and flow_months.month = key.month and flow_months.node = key.node",
        account.0,
        generation,
        &keys.trees,
        &keys.versions,
        &keys.months,
        &keys.nodes
    )
    .fetch_all(&mut *conn)
    .await?;
    for row in stored {
        let version = positive(row.version_number);
        let key = MonthKey { tree: TreeId(row.tree_id), version, month: row.month, node: NodeKey(row.node) };
        sums.entry(key).or_default().add(&NodeFigures::decode(&row.figures).map_err(decode)?, 1);
    }
    let (gone, kept): (Vec<_>, Vec<_>) = sums.into_iter().partition(|(_, figures)| figures.is_zero());
    let keys: MonthKeys = gone.iter().map(|(key, _)| key).collect();
    sqlx::query!(
        "delete from flow_months
         using unnest($3::uuid[], $4::integer[], $5::date[], $6::bigint[]) as key (tree_id, version_number, month, node)
         where account_id = $1 and generation = $2 and flow_months.tree_id = key.tree_id
             and flow_months.version_number = key.version_number and flow_months.month = key.month and flow_months.node = key.node",
        account.0,
        generation,
        &keys.trees,
        &keys.versions,
        &keys.months,
        &keys.nodes
    )
    .execute(&mut *conn)
    .await?;
    let keys: MonthKeys = kept.iter().map(|(key, _)| key).collect();
    let figures: Vec<Vec<u8>> = kept.iter().map(|(_, figures)| figures.encode()).collect();
    sqlx::query!(
        "insert into flow_months (account_id, generation, tree_id, version_number, month, node, figures)
         select $1, $2, key.*
         from unnest($3::uuid[], $4::integer[], $5::date[], $6::bigint[], $7::bytea[])
             as key (tree_id, version_number, month, node, figures)
         on conflict on constraint flow_months_pkey do update set figures = excluded.figures",
        account.0,
        generation,
        &keys.trees,
        &keys.versions,
        &keys.months,
        &keys.nodes,
        &figures
    )
    .execute(conn)
    .await?;
    Ok(())
}
