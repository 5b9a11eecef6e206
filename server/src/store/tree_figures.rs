//! What the page of a tree's figures reads beside the figures: final paths, words of ad-hoc steps, problem reports, and versions.

use std::collections::BTreeMap;

use futures_util::TryStreamExt;
use resolutionflow::decision::DecisionRecord;
use resolutionflow::id::{AccountId, SessionId, TreeId};
use resolutionflow::insights::{AdHocStep, Taken, ad_hoc_steps};
use resolutionflow::session::VersionRef;
use resolutionflow::stats::{Mark, NodeKey, PathStep, decode_steps, final_path};
use resolutionflow::time::Timestamp;
use resolutionflow::tree::NodeId;
use sqlx::PgConnection;
use sqlx::types::Json;
use sqlx::types::chrono::NaiveDate;

use super::figures::Days;
use super::{decode, integer, positive};

/// Walks of a version that ended on some days, in a generation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OfVersion {
    pub account: AccountId,
    pub generation: i32,
    pub version: VersionRef,
    pub days: Days,
}

/// The day of the walk that is one too many, the newest first. Walks are looked at in the order of an index.
macro_rules! day_of_one_more {
    ($condition:literal, $of:expr, $most:expr) => {
        sqlx::query_scalar!(
            "select ended_on from walks
             where account_id = $1 and generation = $2 and tree_id = $3 and version_number = $4 and ended_on between $5 and $6 "
                + $condition
                + " order by ended_on desc offset $7 limit 1",
            $of.account.0,
            $of.generation,
            $of.version.tree_id.0,
            integer($of.version.number),
            $of.days.from,
            $of.days.to,
            $most
        )
    };
}

/// The first day from which on at most `most` of the walks ended; the last one where it alone has more.
pub(crate) async fn first_day_of_paths(conn: &mut PgConnection, of: &OfVersion, most: i64) -> Result<NaiveDate, sqlx::Error> {
    Ok(of.day_after(day_of_one_more!("", of, most).fetch_optional(conn).await?))
}

/// The same, of walks with ad-hoc steps.
pub(crate) async fn first_day_of_detours(conn: &mut PgConnection, of: &OfVersion, most: i64) -> Result<NaiveDate, sqlx::Error> {
    Ok(of.day_after(day_of_one_more!("and interrupted <> '{}'", of, most).fetch_optional(conn).await?))
}

impl OfVersion {
    /// The day after one of the days, or the last; the first where there is none.
    fn day_after(&self, day: Option<NaiveDate>) -> NaiveDate {
        day.and_then(|day| day.succ_opt()).map_or(self.days.from, |next| next.min(self.days.to))
    }
}

/// Counts the final paths of walks by how they ended.
pub(crate) async fn paths(conn: &mut PgConnection, of: &OfVersion) -> Result<Vec<Taken>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select path as "path!", ending, count(*) as "walks!" from walks
           where account_id = $1 and generation = $2 and tree_id = $3 and version_number = $4 and ended_on between $5 and $6
             and path is not null
           group by path, ending"#,
        of.account.0,
        of.generation,
        of.version.tree_id.0,
        integer(of.version.number),
        of.days.from,
        of.days.to
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let ending = row.ending.parse().map_err(decode)?;
            Ok(Taken { path: Mark(row.path), ending, walks: u64::try_from(row.walks).unwrap_or(0) })
        })
        .collect()
}

/// Reads the steps of some final paths, each from a walk that took it.
pub(crate) async fn steps_of_paths(
    conn: &mut PgConnection,
    of: &OfVersion,
    paths: &[Mark],
) -> Result<BTreeMap<Mark, Vec<PathStep>>, sqlx::Error> {
    let marks: Vec<i64> = paths.iter().map(|path| path.0).collect();
    let rows = sqlx::query!(
        r#"select asked.path as "path!", one.steps
           from unnest($7::bigint[]) as asked (path)
           cross join lateral (
               select steps from walks
               where account_id = $1 and generation = $2 and tree_id = $3 and version_number = $4 and ended_on between $5 and $6
                 and walks.path = asked.path
               order by ended_on desc
               limit 1
           ) as one"#,
        of.account.0,
        of.generation,
        of.version.tree_id.0,
        integer(of.version.number),
        of.days.from,
        of.days.to,
        &marks
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(|row| Ok((Mark(row.path), final_path(&decode_steps(&row.steps).map_err(decode)?)))).collect()
}

/// Reads the ad-hoc steps of walks, a session after the other, and how many sessions those are.
pub(crate) async fn ad_hoc(conn: &mut PgConnection, of: &OfVersion) -> Result<(Vec<AdHocStep>, u64), sqlx::Error> {
    let mut rows = sqlx::query!(
        r#"select sessions.id, walks.outcome,
               case when pg_column_size(decisions) <= 8192 then decisions else (
                   select jsonb_agg(record - 'notes' order by place) from jsonb_array_elements(decisions)
                       with ordinality as list (record, place)
               ) end as "decisions!: Json<Vec<DecisionRecord>>"
           from walks
           join sessions on sessions.account_id = $1 and sessions.id = walks.session_id
           where walks.account_id = $1 and generation = $2 and walks.tree_id = $3 and walks.version_number = $4
             and ended_on between $5 and $6 and interrupted <> '{}'"#,
        of.account.0,
        of.generation,
        of.version.tree_id.0,
        integer(of.version.number),
        of.days.from,
        of.days.to
    )
    .fetch(conn);
    let (mut steps, mut read) = (Vec::new(), 0);
    while let Some(row) = rows.try_next().await? {
        let (session, outcome) = (SessionId(row.id), row.outcome.parse().map_err(decode)?);
        let of_session = ad_hoc_steps(&row.decisions.0).into_iter();
        steps.extend(of_session.map(|(node, words)| AdHocStep { session, outcome, node, words }));
        read += 1;
    }
    Ok((steps, read))
}

/// Counts the walks that visited some nodes, each once.
pub(crate) async fn visitors(conn: &mut PgConnection, of: &OfVersion, nodes: &[NodeKey]) -> Result<BTreeMap<NodeKey, u64>, sqlx::Error> {
    let nodes: Vec<i64> = nodes.iter().map(|node| node.0).collect();
    let rows = sqlx::query!(
        r#"select node as "node!", count(*) as "walks!"
           from walks
           cross join unnest(visited) as node
           where account_id = $1 and generation = $2 and tree_id = $3 and version_number = $4 and ended_on between $5 and $6
             and node = any($7)
           group by node"#,
        of.account.0,
        of.generation,
        of.version.tree_id.0,
        integer(of.version.number),
        of.days.from,
        of.days.to,
        &nodes
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (NodeKey(row.node), u64::try_from(row.walks).unwrap_or(0))).collect())
}

/// Counts the problems that were reported with each step of a version from one instant to another, which is excluded.
pub(crate) async fn reports(
    conn: &mut PgConnection,
    account: AccountId,
    version: VersionRef,
    from: Timestamp,
    to: Timestamp,
) -> Result<BTreeMap<NodeKey, i64>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select node_id, count(*) as "reports!" from step_reports
           where account_id = $1 and tree_id = $2 and version_number = $3 and reported_at >= $4 and reported_at < $5
           group by node_id"#,
        account.0,
        version.tree_id.0,
        integer(version.number),
        from.utc(),
        to.utc()
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (NodeKey::of(&NodeId(row.node_id)), row.reports)).collect())
}

/// Lists when versions of a tree were published, those of these numbers.
pub(crate) async fn published(
    conn: &mut PgConnection,
    account: AccountId,
    tree: TreeId,
    numbers: &[u32],
) -> Result<BTreeMap<u32, Timestamp>, sqlx::Error> {
    let numbers: Vec<i32> = numbers.iter().map(|number| integer(*number)).collect();
    let rows = sqlx::query!(
        "select number, published_at from tree_versions where account_id = $1 and tree_id = $2 and number = any($3)",
        account.0,
        tree.0,
        &numbers
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (positive(row.number), Timestamp::from_utc(row.published_at))).collect())
}

/// Tree of the account as the table of trees lists it, with its latest version.
pub(crate) struct Listed {
    pub id: TreeId,
    pub key: String,
    pub name: String,
    pub category: String,
    pub archived: bool,
    pub latest: u32,
    pub published_at: Timestamp,
}

/// Lists the trees of the account by name, archived ones included.
pub(crate) async fn listed(conn: &mut PgConnection, account: AccountId) -> Result<Vec<Listed>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select id, key, name, category, archived_at is not null as "archived!", latest_version, published_at
           from trees where account_id = $1 order by name collate alphabetical, key"#,
        account.0
    )
    .fetch_all(conn)
    .await?;
    let listed = rows.into_iter().map(|row| Listed {
        id: TreeId(row.id),
        key: row.key,
        name: row.name,
        category: row.category,
        archived: row.archived,
        latest: positive(row.latest_version),
        published_at: Timestamp::from_utc(row.published_at),
    });
    Ok(listed.collect())
}
