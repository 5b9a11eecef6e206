//! Baselines of trees and categories, and the hourly rate.

use app::backend::views::insights::{About, BaselineRow, Subject};
use resolutionflow::id::{AccountId, BaselineId, TreeId, UserId};
use resolutionflow::insights::{Baseline, BaselineEntry, Currency, HourlyRate};
use resolutionflow::time::Timestamp;
use sqlx::PgConnection;
use sqlx::types::chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::{integer, positive, text};

/// Most baselines of earlier times that a page lists.
const MOST_EARLIER: i64 = 100;

/// Tree or category, as rows refer to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Of {
    Tree(TreeId),
    /// The word by which documents name it.
    Category(String),
}

impl Of {
    fn columns(&self) -> (Option<Uuid>, Option<&str>) {
        match self {
            Self::Tree(tree) => (Some(tree.0), None),
            Self::Category(key) => (None, Some(key)),
        }
    }
}

struct Row {
    id: Uuid,
    tree_key: Option<String>,
    tree_name: Option<String>,
    category: Option<String>,
    low_minutes: i32,
    high_minutes: i32,
    source: String,
    measured_from: NaiveDate,
    measured_to: NaiveDate,
    entered_at: DateTime<Utc>,
    entered_by: String,
    ended_at: Option<DateTime<Utc>>,
    ended_by: Option<String>,
}

impl Row {
    fn baseline(self) -> Result<BaselineRow, sqlx::Error> {
        let subject = match (self.tree_key, self.tree_name, self.category) {
            (Some(key), Some(name), _) => Subject { about: About::Tree(key), name },
            (_, _, Some(name)) => Subject { about: About::Category(name.clone()), name },
            _ => return Err(sqlx::Error::RowNotFound),
        };
        Ok(BaselineRow {
            id: BaselineId(self.id),
            subject,
            entry: entry(self.low_minutes, self.high_minutes, self.source, self.measured_from, self.measured_to)?,
            at: Timestamp::from_utc(self.entered_at),
            by: self.entered_by,
            ended: self.ended_at.map(Timestamp::from_utc).zip(self.ended_by),
        })
    }
}

fn entry(low: i32, high: i32, source: String, from: NaiveDate, to: NaiveDate) -> Result<BaselineEntry, sqlx::Error> {
    let minutes = Baseline::new(positive(low), positive(high)).ok_or(sqlx::Error::RowNotFound)?;
    Ok(BaselineEntry { minutes, source: text(source)?, from, to })
}

/// Lists the baselines that figures use, by the name of their tree or category; of two of a category that was merged, the one that was
/// entered last counts and comes first.
pub(crate) async fn present(conn: &mut PgConnection, account: AccountId) -> Result<Vec<BaselineRow>, sqlx::Error> {
    let rows = sqlx::query_as!(
        Row,
        r#"select baselines.id, trees.key as "tree_key?", trees.name as "tree_name?", categories.name as "category?",
               low_minutes, high_minutes, source, measured_from, measured_to, entered_at, users.name as entered_by, ended_at,
               null::text as ended_by
           from baselines
           left join trees on trees.account_id = baselines.account_id and trees.id = tree_id
           left join categories on categories.account_id = baselines.account_id and categories.key = category_key
           join users on users.account_id = baselines.account_id and users.id = baselines.entered_by
           where baselines.account_id = $1 and ended_at is null
           order by coalesce(trees.name, categories.name) collate alphabetical, tree_id is null, entered_at desc, baselines.id"#,
        account.0
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(Row::baseline).collect()
}

/// Lists the baselines that were changed or removed, the last ones first, at most 100.
pub(crate) async fn earlier(conn: &mut PgConnection, account: AccountId) -> Result<Vec<BaselineRow>, sqlx::Error> {
    let rows = sqlx::query_as!(
        Row,
        r#"select baselines.id, trees.key as "tree_key?", trees.name as "tree_name?", categories.name as "category?",
               low_minutes, high_minutes, source, measured_from, measured_to, entered_at, users.name as entered_by, ended_at,
               enders.name as "ended_by?"
           from baselines
           left join trees on trees.account_id = baselines.account_id and trees.id = tree_id
           left join categories on categories.account_id = baselines.account_id and categories.key = category_key
           join users on users.account_id = baselines.account_id and users.id = baselines.entered_by
           join users enders on enders.account_id = baselines.account_id and enders.id = baselines.ended_by
           where baselines.account_id = $1 and ended_at is not null
           order by entered_at desc, baselines.id desc
           limit $2"#,
        account.0,
        MOST_EARLIER
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(Row::baseline).collect()
}

/// What was entered under an id, by whom and for what; none where nothing was.
pub(crate) async fn find(
    conn: &mut PgConnection,
    account: AccountId,
    id: BaselineId,
) -> Result<Option<(Of, BaselineEntry, UserId)>, sqlx::Error> {
    let row = sqlx::query!(
        "select tree_id, category_key, low_minutes, high_minutes, source, measured_from, measured_to, entered_by
         from baselines where account_id = $1 and id = $2",
        account.0,
        id.0
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        let of = match (row.tree_id, row.category_key) {
            (Some(tree), _) => Of::Tree(TreeId(tree)),
            (None, Some(key)) => Of::Category(key),
            (None, None) => return Err(sqlx::Error::RowNotFound),
        };
        let entry = entry(row.low_minutes, row.high_minutes, row.source, row.measured_from, row.measured_to)?;
        Ok((of, entry, UserId(row.entered_by)))
    })
    .transpose()
}

/// Enters a baseline. Violates `baselines_one_a_tree` or `baselines_one_a_category` where the one before was not ended.
pub(crate) async fn insert(
    conn: &mut PgConnection,
    account: AccountId,
    id: BaselineId,
    of: &Of,
    entry: &BaselineEntry,
    by: UserId,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    let (tree, category) = of.columns();
    sqlx::query!(
        "insert into baselines (account_id, id, tree_id, category_key, low_minutes, high_minutes, source, measured_from, measured_to,
             entered_at, entered_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        account.0,
        id.0,
        tree,
        category,
        integer(entry.minutes.low()),
        integer(entry.minutes.high()),
        entry.source.as_str(),
        entry.from,
        entry.to,
        now.utc(),
        by.0
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Ends the baselines that figures use of a tree or, whatever words name it, of a category. Returns what they said, the last one first.
pub(crate) async fn end_of(
    conn: &mut PgConnection,
    account: AccountId,
    of: &Of,
    by: UserId,
    now: Timestamp,
) -> Result<Vec<BaselineEntry>, sqlx::Error> {
    let (tree, category) = of.columns();
    let rows = sqlx::query!(
        "update baselines set ended_at = $4, ended_by = $5
         where account_id = $1 and ended_at is null and (tree_id = $2 or category_key in (
             select same.key from categories same
             join categories own on own.account_id = same.account_id and own.name = same.name
             where own.account_id = $1 and own.key = $3
         ))
         returning low_minutes, high_minutes, source, measured_from, measured_to",
        account.0,
        tree,
        category,
        now.utc(),
        by.0
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(|row| entry(row.low_minutes, row.high_minutes, row.source, row.measured_from, row.measured_to)).collect()
}

/// The hourly rate; none where none was set.
pub(crate) async fn hourly_rate(conn: &mut PgConnection, account: AccountId) -> Result<Option<HourlyRate>, sqlx::Error> {
    let row = sqlx::query!("select cents, currency from hourly_rates where account_id = $1", account.0).fetch_optional(conn).await?;
    row.map(|row| {
        let currency = Currency::parse(&row.currency).map_err(super::decode)?;
        HourlyRate::new(positive(row.cents), currency).ok_or(sqlx::Error::RowNotFound)
    })
    .transpose()
}

/// Sets the hourly rate, or with none forgets it.
pub(crate) async fn set_hourly_rate(conn: &mut PgConnection, account: AccountId, rate: Option<HourlyRate>) -> Result<(), sqlx::Error> {
    match rate {
        Some(rate) => {
            sqlx::query!(
                "insert into hourly_rates (account_id, cents, currency) values ($1, $2, $3)
                 on conflict on constraint hourly_rates_pkey do update set cents = excluded.cents, currency = excluded.currency",
                account.0,
                integer(rate.cents()),
                rate.currency().to_string()
            )
            .execute(conn)
            .await?;
        }
        None => {
            sqlx::query!("delete from hourly_rates where account_id = $1", account.0).execute(conn).await?;
        }
    }
    Ok(())
}
