//! Drafts of trees: their beginnings and ends. What they say is in [`nodes`], changes of it in [`edits`].

pub(crate) mod edits;
mod facts;
pub(crate) mod gate;
pub(crate) mod imports;
mod nodes;
pub(crate) mod readers;
pub(crate) mod silences;
pub(crate) mod standing;

use resolutionflow::id::{AccountId, CommandId, DraftId, TreeId, UserId};
use resolutionflow::session::{Fingerprint, VersionRef};
use resolutionflow::time::Timestamp;
use sqlx::PgConnection;
use sqlx::types::chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{decode, integer, positive, walk_tests};

pub(crate) use facts::{Facts, facts, list, undo_words};
pub(crate) use nodes::{Saved, Stored, node_ids, save, stored};

/// Time for which a discarded draft can be brought back, and for which changes of a published one stay, in seconds.
const DISCARDED_KEPT: i64 = 30 * 24 * 60 * 60;
const PUBLISHED_KEPT: i64 = 90 * 24 * 60 * 60;
/// Drafts that are deleted at a time.
const AT_A_TIME: i64 = 3;

/// Draft without what it says.
pub(crate) struct Draft {
    /// What the form said that began it, and whose it was.
    pub fingerprint: Fingerprint,
    pub begun_by: UserId,
    /// Version that it is based on.
    pub base: Option<VersionRef>,
    pub node_count: u32,
    pub text_bytes: usize,
    pub revision: u32,
    pub end: Option<End>,
}

/// End of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum End {
    /// It can be brought back for 30 days.
    Discarded,
    /// It is a version now.
    Published {
        tree: TreeId,
        version: u32,
        /// The command that published it, and who sent that.
        command: CommandId,
        by: UserId,
        /// True if the latest version was the same already.
        unchanged: bool,
    },
}

struct Row {
    fingerprint: Vec<u8>,
    begun_by: Uuid,
    tree_id: Option<Uuid>,
    base_version: Option<i32>,
    node_count: i32,
    text_bytes: i32,
    revision: i32,
    discarded_at: Option<DateTime<Utc>>,
    published_version: Option<i32>,
    published_command: Option<Uuid>,
    published_by: Option<Uuid>,
    published_unchanged: Option<bool>,
}

impl Row {
    fn draft(self) -> Result<Draft, sqlx::Error> {
        let published = self.published_version.zip(self.published_command).zip(self.published_by).zip(self.published_unchanged);
        let end = match (published, self.discarded_at) {
            (Some((((version, command), by), unchanged)), _) => {
                let tree = TreeId(self.tree_id.ok_or(sqlx::Error::RowNotFound)?);
                Some(End::Published { tree, version: positive(version), command: CommandId(command), by: UserId(by), unchanged })
            }
            (None, discarded) => discarded.map(|_| End::Discarded),
        };
        let base = self.tree_id.zip(self.base_version);
        Ok(Draft {
            fingerprint: fingerprint(&self.fingerprint)?,
            begun_by: UserId(self.begun_by),
            base: base.map(|(tree, number)| VersionRef { tree_id: TreeId(tree), number: positive(number) }),
            node_count: positive(self.node_count),
            text_bytes: usize::try_from(self.text_bytes).unwrap_or_default(),
            revision: positive(self.revision),
            end,
        })
    }
}

pub(super) fn fingerprint(bytes: &[u8]) -> Result<Fingerprint, sqlx::Error> {
    Ok(Fingerprint(bytes.try_into().map_err(decode)?))
}

/// Finds a draft, whether or not it has ended; none where there is none.
pub(crate) async fn find(conn: &mut PgConnection, account: AccountId, id: DraftId) -> Result<Option<Draft>, sqlx::Error> {
    let row = sqlx::query_as!(
        Row,
        "select fingerprint, begun_by, tree_id, base_version, node_count, text_bytes, revision, discarded_at,
             published_version, published_command, published_by, published_unchanged
         from tree_drafts where account_id = $1 and id = $2",
        account.0,
        id.0
    )
    .fetch_optional(conn)
    .await?;
    row.map(Row::draft).transpose()
}

/// As [`find`]; others wait until the transaction ends before they change it.
pub(crate) async fn lock(conn: &mut PgConnection, account: AccountId, id: DraftId) -> Result<Option<Draft>, sqlx::Error> {
    let row = sqlx::query_as!(
        Row,
        "select fingerprint, begun_by, tree_id, base_version, node_count, text_bytes, revision, discarded_at,
             published_version, published_command, published_by, published_unchanged
         from tree_drafts where account_id = $1 and id = $2 for no key update",
        account.0,
        id.0
    )
    .fetch_optional(conn)
    .await?;
    row.map(Row::draft).transpose()
}

/// Finds the draft of a tree that people write in; none where there is none.
pub(crate) async fn of_tree(conn: &mut PgConnection, account: AccountId, tree: TreeId) -> Result<Option<DraftId>, sqlx::Error> {
    let id = sqlx::query_scalar!(
        "select id from tree_drafts where account_id = $1 and tree_id = $2 and discarded_at is null and published_at is null",
        account.0,
        tree.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(id.map(DraftId))
}

/// The name that a tree has in a draft; may be empty.
pub(crate) async fn name(conn: &mut PgConnection, account: AccountId, id: DraftId) -> Result<String, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select coalesce(head ->> 'name', '') as "name!" from tree_drafts where account_id = $1 and id = $2"#,
        account.0,
        id.0
    )
    .fetch_one(conn)
    .await
}

/// Counts the drafts that people write in.
pub(crate) async fn count(conn: &mut PgConnection, account: AccountId) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from tree_drafts where account_id = $1 and discarded_at is null and published_at is null"#,
        account.0
    )
    .fetch_one(conn)
    .await
}

/// Those of some keys that a tree has, or a draft that people write in.
pub(crate) async fn taken_keys(conn: &mut PgConnection, account: AccountId, keys: &[String]) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select key as "key!" from trees where account_id = $1 and key = any($2)
           union
           select head ->> 'key' from tree_drafts
           where account_id = $1 and discarded_at is null and published_at is null and head ->> 'key' = any($2)"#,
        account.0,
        keys
    )
    .fetch_all(conn)
    .await
}

/// Begins a draft without nodes, which [`save`] adds. `is_brought` where its words are those of whoever begins it.
pub(crate) async fn insert(
    conn: &mut PgConnection,
    account: AccountId,
    id: DraftId,
    fingerprint: Fingerprint,
    (base, is_brought): (Option<VersionRef>, bool),
    by: UserId,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into tree_drafts (account_id, id, fingerprint, tree_id, base_version, head, node_order, node_count, text_bytes, revision,
             begun_at, begun_by, changed_at, changed_by, is_brought)
         values ($1, $2, $3, $4, $5, '{}', '{}', 0, 0, 0, $6, $7, $6, $7, $8)",
        account.0,
        id.0,
        fingerprint.0.as_slice(),
        base.map(|base| base.tree_id.0),
        base.map(|base| integer(base.number)),
        now.utc(),
        by.0,
        is_brought
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Discards a draft, or with none brings it back.
pub(crate) async fn discard(
    conn: &mut PgConnection,
    account: AccountId,
    id: DraftId,
    discarded: Option<(Timestamp, UserId)>,
) -> Result<(), sqlx::Error> {
    let (at, by) = discarded.map(|(at, by)| (at.utc(), by.0)).unzip();
    sqlx::query!("update tree_drafts set discarded_at = $3, discarded_by = $4 where account_id = $1 and id = $2", account.0, id.0, at, by)
        .execute(conn)
        .await?;
    Ok(())
}

/// Ends a draft that was published as a version, and gives its walk tests to the tree.
pub(crate) async fn end_as_published(
    conn: &mut PgConnection,
    account: AccountId,
    id: DraftId,
    (version, unchanged): (VersionRef, bool),
    (command, by): (CommandId, UserId),
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update tree_drafts
         set tree_id = $3, published_version = $4, published_unchanged = $5, published_command = $6, published_by = $7, published_at = $8
         where account_id = $1 and id = $2",
        account.0,
        id.0,
        version.tree_id.0,
        integer(version.number),
        unchanged,
        command.0,
        by.0,
        now.utc()
    )
    .execute(&mut *conn)
    .await?;
    walk_tests::publish(conn, account, id, version.tree_id).await
}

/// Deletes drafts that were discarded 30 days or published 90 days ago, at most three of each.
pub(crate) async fn sweep(conn: &mut PgConnection, account: AccountId, now: Timestamp) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from tree_drafts where account_id = $1 and id = any(array(
             (select id from tree_drafts where account_id = $1 and discarded_at is not null and discarded_at <= $2
              order by discarded_at limit $4 for update skip locked)
         ) || array(
             (select id from tree_drafts where account_id = $1 and published_at is not null and published_at <= $3
              order by published_at limit $4 for update skip locked)
         ))",
        account.0,
        now.plus(-DISCARDED_KEPT).utc(),
        now.plus(-PUBLISHED_KEPT).utc(),
        AT_A_TIME
    )
    .execute(conn)
    .await?;
    Ok(())
}
