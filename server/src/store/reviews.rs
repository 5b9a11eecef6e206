//! Care of trees: owners, days of review, and what is counted to tell which trees need somebody's eyes.

use app::backend::views::Person;
use app::backend::views::reviews::{Owner, Review, TreeCare};
use resolutionflow::id::{AccountId, CommandId, TreeId, UserId};
use resolutionflow::review::Ownership;
use resolutionflow::session::Fingerprint;
use resolutionflow::time::Timestamp;
use sqlx::PgConnection;
use sqlx::types::chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::decode;
use super::figures::Days;

/// Versions whose ad-hoc steps count: the latest one and those before.
const VERSIONS: i32 = 3;

/// Tree of the library with its care and what is counted of it.
pub(crate) struct Counted {
    pub id: TreeId,
    pub key: String,
    pub name: String,
    pub care: TreeCare,
    /// Reported problems that nobody has settled.
    pub reports: u64,
    /// Sessions with an ad-hoc step.
    pub added: u64,
}

impl Counted {
    /// State of its owner.
    pub(crate) fn ownership(&self) -> Ownership {
        match &self.care.owner {
            None => Ownership::Nobody,
            Some(owner) if owner.is_gone => Ownership::Gone,
            Some(_) => Ownership::Present,
        }
    }
}

struct Row {
    id: Uuid,
    key: String,
    name: String,
    owner_id: Option<Uuid>,
    owner: Option<String>,
    owner_gone_at: Option<DateTime<Utc>>,
    review_due: Option<NaiveDate>,
    reviewed_at: Option<DateTime<Utc>>,
    reviewed_by: Option<Uuid>,
    reviewer: Option<String>,
    note: Option<String>,
    reports: i64,
    added: i64,
}

impl Row {
    fn counted(self) -> Counted {
        let owner = self
            .owner_id
            .zip(self.owner)
            .map(|(id, name)| Owner { person: Person { id: UserId(id), name }, is_gone: self.owner_gone_at.is_some() });
        let by = self.reviewed_by.zip(self.reviewer).map(|(id, name)| Person { id: UserId(id), name });
        let last = self.reviewed_at.zip(by).map(|(at, by)| Review { at: Timestamp::from_utc(at), by, note: self.note.unwrap_or_default() });
        let count = |number: i64| u64::try_from(number).unwrap_or(0);
        Counted {
            id: TreeId(self.id),
            key: self.key,
            name: self.name,
            care: TreeCare { owner, due: self.review_due, last },
            reports: count(self.reports),
            added: count(self.added),
        }
    }
}

/// Lists the trees of the library with their care and what is counted of them, by name; with an owner theirs. Ad-hoc steps are those of a
/// generation and some days since the last review; none without a generation.
pub(crate) async fn counted(
    conn: &mut PgConnection,
    account: AccountId,
    owner: Option<UserId>,
    generation: Option<i32>,
    days: Days,
) -> Result<Vec<Counted>, sqlx::Error> {
    let rows = sqlx::query_as!(
        Row,
        r#"select trees.id, trees.key, trees.name, owner_id, owner.name as "owner?", owner.deactivated_at as "owner_gone_at?", review_due,
               last.made_at as "reviewed_at?", last.made_by as "reviewed_by?", reviewer.name as "reviewer?", last.note as "note?",
               (
                   select count(*) from step_reports
                   where step_reports.account_id = $1 and step_reports.tree_id = trees.id and settled_at is null
               ) as "reports!",
               (
                   select count(*) from walks
                   where walks.account_id = $1 and generation = $3 and walks.tree_id = trees.id
                     and version_number between latest_version - $6 + 1 and latest_version and ended_on between $4 and $5
                     and interrupted <> '{}' and (last.made_at is null or completed_at > last.made_at)
               ) as "added!"
           from trees
           left join users owner on owner.account_id = trees.account_id and owner.id = owner_id
           left join lateral (
               select made_at, made_by, note from tree_reviews
               where tree_reviews.account_id = $1 and tree_reviews.tree_id = trees.id and is_review
               order by made_at desc limit 1
           ) as last on true
           left join users reviewer on reviewer.account_id = trees.account_id and reviewer.id = last.made_by
           where trees.account_id = $1 and archived_at is null and ($2::uuid is null or owner_id = $2)
           order by trees.name collate alphabetical, trees.key"#,
        account.0,
        owner.map(|owner| owner.0),
        generation,
        days.from,
        days.to,
        VERSIONS
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(Row::counted).collect())
}

/// Reads the care of a tree. Fails with [`sqlx::Error::RowNotFound`] where there is no such tree.
pub(crate) async fn of_tree(conn: &mut PgConnection, account: AccountId, tree: TreeId) -> Result<TreeCare, sqlx::Error> {
    let row = sqlx::query_as!(
        Row,
        r#"select trees.id, trees.key, trees.name, owner_id, owner.name as "owner?", owner.deactivated_at as "owner_gone_at?", review_due,
               last.made_at as "reviewed_at?", last.made_by as "reviewed_by?", reviewer.name as "reviewer?", last.note as "note?",
               0::bigint as "reports!", 0::bigint as "added!"
           from trees
           left join users owner on owner.account_id = trees.account_id and owner.id = owner_id
           left join lateral (
               select made_at, made_by, note from tree_reviews
               where tree_reviews.account_id = $1 and tree_reviews.tree_id = trees.id and is_review
               order by made_at desc limit 1
           ) as last on true
           left join users reviewer on reviewer.account_id = trees.account_id and reviewer.id = last.made_by
           where trees.account_id = $1 and trees.id = $2"#,
        account.0,
        tree.0
    )
    .fetch_one(conn)
    .await?;
    Ok(row.counted().care)
}

/// Change of a tree's care, to be stored.
pub(crate) struct Change<'a> {
    pub id: CommandId,
    pub fingerprint: Fingerprint,
    pub tree: TreeId,
    /// What was found, if somebody has looked at the tree.
    pub reviewed: Option<&'a str>,
    pub owner: Option<UserId>,
    pub due: Option<NaiveDate>,
    pub by: UserId,
}

/// What was said by the form with this command, and by whom; none if it was not sent before.
pub(crate) async fn receipt(
    conn: &mut PgConnection,
    account: AccountId,
    id: CommandId,
) -> Result<Option<(Fingerprint, UserId)>, sqlx::Error> {
    let row = sqlx::query!("select fingerprint, made_by from tree_reviews where account_id = $1 and id = $2", account.0, id.0)
        .fetch_optional(conn)
        .await?;
    row.map(|row| Ok((Fingerprint(row.fingerprint.as_slice().try_into().map_err(decode)?), UserId(row.made_by)))).transpose()
}

/// Sets a tree's owner and next review, and keeps the change.
pub(crate) async fn change(conn: &mut PgConnection, account: AccountId, change: &Change<'_>, now: Timestamp) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update trees set owner_id = $3, review_due = $4 where account_id = $1 and id = $2",
        account.0,
        change.tree.0,
        change.owner.map(|owner| owner.0),
        change.due
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "insert into tree_reviews (account_id, id, tree_id, is_review, owner_id, review_due, note, fingerprint, made_at, made_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        account.0,
        change.id.0,
        change.tree.0,
        change.reviewed.is_some(),
        change.owner.map(|owner| owner.0),
        change.due,
        change.reviewed.unwrap_or_default(),
        change.fingerprint.0.as_slice(),
        now.utc(),
        change.by.0
    )
    .execute(conn)
    .await?;
    Ok(())
}
