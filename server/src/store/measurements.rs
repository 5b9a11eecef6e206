//! Measurements: what was started, stopped and found. [`draws`] has the sessions that belong to them.

pub(crate) mod draws;

use app::backend::views::insights::MeasurementRow;
use resolutionflow::id::{AccountId, MeasurementId, TreeId, UserId};
use resolutionflow::insights::{Case, Experiment, Share};
use resolutionflow::outcome::Outcome;
use resolutionflow::time::{Seconds, Timestamp};
use sqlx::PgConnection;

use super::{at, decode, integer};

/// Most cases of a measurement that its page works out.
const MOST_CASES: i64 = 100_000;
/// Most stopped measurements that a page lists.
const MOST_STOPPED: i64 = 20;

/// New measurement.
pub(crate) struct NewMeasurement<'a> {
    pub id: MeasurementId,
    pub category_key: &'a str,
    pub tree: TreeId,
    pub share: Share,
    pub secret: [u8; 32],
}

fn share(percent: i32) -> Result<Share, sqlx::Error> {
    u8::try_from(percent).map_err(decode)?.try_into().map_err(decode)
}

/// True if a measurement is going on in the category of this name.
pub(crate) async fn is_measured(conn: &mut PgConnection, account: AccountId, category: &str) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists(
               select from measurements
               join categories on categories.account_id = measurements.account_id and categories.key = category_key
               where measurements.account_id = $1 and categories.name = $2 and stopped_at is null
           ) as "is_measured!""#,
        account.0,
        category
    )
    .fetch_one(conn)
    .await
}

/// The stopwatch tree of the account's latest measurement, unless it is archived.
pub(crate) async fn stopwatch(conn: &mut PgConnection, account: AccountId) -> Result<Option<TreeId>, sqlx::Error> {
    let id = sqlx::query_scalar!(
        "select tree_id from measurements
         join trees on trees.account_id = measurements.account_id and trees.id = tree_id
         where measurements.account_id = $1 and archived_at is null
         order by started_at desc, measurements.id desc limit 1",
        account.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(id.map(TreeId))
}

/// Every stopwatch tree that a measurement of the account has or had.
pub(crate) async fn stopwatches(conn: &mut PgConnection, account: AccountId) -> Result<Vec<TreeId>, sqlx::Error> {
    let ids = sqlx::query_scalar!("select distinct tree_id from measurements where account_id = $1", account.0).fetch_all(conn).await?;
    Ok(ids.into_iter().map(TreeId).collect())
}

/// Category, share and author of a measurement that was started under an id; none where there is none.
pub(crate) async fn find(
    conn: &mut PgConnection,
    account: AccountId,
    id: MeasurementId,
) -> Result<Option<(String, Share, UserId)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select categories.name as category, share, started_by from measurements
           join categories on categories.account_id = measurements.account_id and categories.key = category_key
           where measurements.account_id = $1 and measurements.id = $2"#,
        account.0,
        id.0
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| Ok((row.category, share(row.share)?, UserId(row.started_by)))).transpose()
}

/// Starts a measurement. Violates `measurements_one_a_category` where one is going on.
pub(crate) async fn insert(
    conn: &mut PgConnection,
    account: AccountId,
    new: &NewMeasurement<'_>,
    by: UserId,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into measurements (account_id, id, category_key, tree_id, share, secret, started_at, started_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        account.0,
        new.id.0,
        new.category_key,
        new.tree.0,
        integer(new.share.percent()),
        new.secret.as_slice(),
        now.utc(),
        by.0
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Stops a measurement. False where it was stopped before.
pub(crate) async fn stop(
    conn: &mut PgConnection,
    account: AccountId,
    id: MeasurementId,
    by: UserId,
    now: Timestamp,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update measurements set stopped_at = $3, stopped_by = $4 where account_id = $1 and id = $2 and stopped_at is null",
        account.0,
        id.0,
        now.utc(),
        by.0
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Lists the measurements: those that are going on, then the last ones that were stopped, without their groups.
pub(crate) async fn list(conn: &mut PgConnection, account: AccountId) -> Result<Vec<MeasurementRow>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select measurements.id, categories.name as category, trees.key as tree, share, started_at, users.name as by, stopped_at,
               archived_at is not null as "is_idle!"
           from measurements
           join categories on categories.account_id = measurements.account_id and categories.key = category_key
           join trees on trees.account_id = measurements.account_id and trees.id = tree_id
           join users on users.account_id = measurements.account_id and users.id = started_by
           where measurements.account_id = $1
           order by stopped_at desc nulls first, started_at desc, measurements.id
           limit (select count(*) from measurements where account_id = $1 and stopped_at is null) + $2"#,
        account.0,
        MOST_STOPPED
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(MeasurementRow {
                id: MeasurementId(row.id),
                category: row.category,
                tree: row.tree,
                share: share(row.share)?,
                started_at: Timestamp::from_utc(row.started_at),
                by: row.by,
                stopped_at: at(row.stopped_at),
                is_idle: row.is_idle,
                experiment: Experiment::default(),
                unstarted: [0; 2],
            })
        })
        .collect()
}

/// The groups of a measurement, from all of its sessions, at most 100,000 cases.
pub(crate) async fn experiment(conn: &mut PgConnection, account: AccountId, id: MeasurementId) -> Result<Experiment, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select bool_and(is_drawn) as "is_drawn!", bool_or(is_declined) as "is_declined!", bool_or(is_switched) as "is_switched!",
               array_agg(outcome) filter (where ended) as outcomes, array_agg(active_seconds) filter (where ended) as active
           from (
               select case_id, is_drawn, is_declined, is_switched, outcome, active_seconds,
                   outcome is not null and outcome <> 'cancelled' as ended
               from measured_sessions own
               join draws on draws.account_id = own.account_id and draws.measurement_id = own.measurement_id and draws.unit = own.unit
               join sessions on sessions.account_id = own.account_id and sessions.id = own.session_id
               where own.account_id = $1 and own.measurement_id = $2
           ) as measured
           group by case_id
           order by case_id
           limit $3"#,
        account.0,
        id.0,
        MOST_CASES
    )
    .fetch_all(conn)
    .await?;
    let walk = |(outcome, active): (String, i64)| {
        let outcome: Outcome = outcome.parse().map_err(decode)?;
        Ok::<_, sqlx::Error>((outcome, Seconds(active.unsigned_abs())))
    };
    let cases = rows.into_iter().map(|row| {
        let walks = row.outcomes.unwrap_or_default().into_iter().zip(row.active.unwrap_or_default());
        let walks = walks.map(walk).collect::<Result<_, _>>()?;
        Ok(Case { is_drawn: row.is_drawn, is_declined: row.is_declined, is_switched: row.is_switched, walks })
    });
    Ok(Experiment::of(&cases.collect::<Result<Vec<_>, sqlx::Error>>()?))
}

/// Number of draws of which nothing was started: of those for the stopwatch, and of the others.
pub(crate) async fn unstarted(conn: &mut PgConnection, account: AccountId, id: MeasurementId) -> Result<[i64; 2], sqlx::Error> {
    let row = sqlx::query!(
        r#"select count(*) filter (where is_drawn) as "drawn!", count(*) filter (where not is_drawn) as "others!"
           from draws
           where account_id = $1 and measurement_id = $2
             and not exists (
                 select from measured_sessions own
                 where own.account_id = draws.account_id and own.measurement_id = draws.measurement_id and own.unit = draws.unit
             )"#,
        account.0,
        id.0
    )
    .fetch_one(conn)
    .await?;
    Ok([row.drawn, row.others])
}
