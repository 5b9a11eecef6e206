//! Versions of a tree as their page lists them, and the walks of a tree by version.

use app::backend::views::versions::VersionRow;
use resolutionflow::decision::DecisionRecord;
use resolutionflow::id::{AccountId, TreeId, UserId};
use resolutionflow::session::VersionRef;
use resolutionflow::time::Timestamp;
use sqlx::PgConnection;

use super::{decode, integer, positive};

/// Most versions of a list.
const LISTED: i64 = 500;
/// The last walks that are replayed, and the most bytes of their records.
const WALKS: i64 = 500;
const BYTES: i64 = 16 * 1024 * 1024;

/// Lists the versions of a tree, the latest first, at most 500.
pub(crate) async fn list(conn: &mut PgConnection, account: AccountId, tree: TreeId) -> Result<Vec<VersionRow>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select number, published_at, publisher.name as "published_by?", note,
               array(
                   select users.name from version_contributors
                   join users on users.account_id = version_contributors.account_id and users.id = user_id
                   where version_contributors.account_id = $1 and version_contributors.tree_id = $2
                     and version_contributors.number = version.number
                   order by users.name collate alphabetical, users.id
               ) as "contributors!",
               coalesce(settled.reports, 0) as "settled!"
           from tree_versions version
           left join users publisher on publisher.account_id = version.account_id and publisher.id = published_by
           left join (
               select settled_version, count(*) as reports from step_reports
               where account_id = $1 and tree_id = $2 and settled_version is not null
               group by settled_version
           ) as settled on settled_version = version.number
           where version.account_id = $1 and version.tree_id = $2
           order by number desc
           limit $3"#,
        account.0,
        tree.0,
        LISTED
    )
    .fetch_all(conn)
    .await?;
    let row = rows.into_iter().map(|row| VersionRow {
        number: positive(row.number),
        published_at: Timestamp::from_utc(row.published_at),
        published_by: row.published_by,
        note: row.note,
        contributors: row.contributors,
        settled: u32::try_from(row.settled).unwrap_or(0),
    });
    Ok(row.collect())
}

/// Finds a version of a tree as [`list`] has it; none where there is none.
pub(crate) async fn find(conn: &mut PgConnection, account: AccountId, version: VersionRef) -> Result<Option<VersionRow>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select number, published_at, publisher.name as "published_by?", note
           from tree_versions version
           left join users publisher on publisher.account_id = version.account_id and publisher.id = published_by
           where version.account_id = $1 and version.tree_id = $2 and number = $3"#,
        account.0,
        version.tree_id.0,
        integer(version.number)
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| VersionRow {
        number: positive(row.number),
        published_at: Timestamp::from_utc(row.published_at),
        published_by: row.published_by,
        note: row.note,
        contributors: Vec::new(),
        settled: 0,
    }))
}

/// Names those who wrote a version.
pub(crate) async fn add_contributors(
    conn: &mut PgConnection,
    account: AccountId,
    version: VersionRef,
    users: &[UserId],
) -> Result<(), sqlx::Error> {
    let users: Vec<_> = users.iter().map(|user| user.0).collect();
    sqlx::query!(
        "insert into version_contributors (account_id, tree_id, number, user_id) select $1, $2, $3, id from unnest($4::uuid[]) as listed (id)",
        account.0,
        version.tree_id.0,
        integer(version.number),
        &users
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Counts the sessions of a tree that go on, by version.
pub(crate) async fn going_on(conn: &mut PgConnection, account: AccountId, tree: TreeId) -> Result<Vec<(u32, u32)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select version_number, count(*) as "sessions!" from sessions
           where account_id = $1 and tree_id = $2 and ending = 'active'
           group by version_number order by version_number"#,
        account.0,
        tree.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (positive(row.version_number), u32::try_from(row.sessions).unwrap_or(u32::MAX))).collect())
}

/// Records of a walk, and the version that it was of. They are parsed by [`Walked::records`], which takes a while for many.
pub(crate) struct Walked {
    pub version: u32,
    decisions: String,
}

impl Walked {
    /// The records, without notes.
    pub(crate) fn records(&self) -> Result<Vec<DecisionRecord>, sqlx::Error> {
        serde_json::from_str(&self.decisions).map_err(decode)
    }

    /// Bytes of them, as JSON.
    pub(crate) fn bytes(&self) -> usize {
        self.decisions.len()
    }
}

/// Reads the walks of a tree that have ended and were not cancelled, the last started first: 500, or as many as have 16 MB of records.
pub(crate) async fn last_walks(conn: &mut PgConnection, account: AccountId, tree: TreeId) -> Result<Vec<Walked>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select version_number as "version!", decisions as "decisions!"
           from (
               select version_number, decisions, started_at, id,
                   sum(octet_length(decisions)) over (order by started_at desc, id desc) as bytes
               from (
                   select version_number, started_at, id, coalesce((
                       select jsonb_agg(record - 'notes' order by place) from jsonb_array_elements(decisions)
                           with ordinality as list (record, place)
                   ), '[]')::text as decisions
                   from sessions
                   where account_id = $1 and tree_id = $2 and ending not in ('active', 'cancelled')
                   order by started_at desc, id desc
                   limit $3
               ) as walked
           ) as walked
           where bytes <= $4
           order by started_at desc, id desc"#,
        account.0,
        tree.0,
        WALKS,
        BYTES
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| Walked { version: positive(row.version), decisions: row.decisions }).collect())
}
