//! The audit trail: who did what to which thing, from where, before and after.

use std::net::IpAddr;

use app::backend::admin::AuditRow;
use app::backend::views::Person;
use resolutionflow::audit::AuditAction;
use resolutionflow::id::{AccountId, UserId};
use resolutionflow::time::Timestamp;
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

/// Author of an entry in the audit trail, and the address that the request came from.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct By {
    /// The user; none on the command line, or before anybody is signed in.
    pub user: Option<UserId>,
    /// The client's IP address; none on the command line, or where it is not known.
    pub address: Option<IpAddr>,
}

/// New entry for the audit trail.
pub(crate) struct Entry {
    /// Author of the change.
    pub by: By,
    /// Action, which also says what kind of thing the subject is.
    pub action: AuditAction,
    /// Id of the subject; the account's for what has no id of its own.
    pub subject: Uuid,
    /// State before, as far as it changed, in a form of the action's own.
    pub before: Option<Value>,
    /// State afterwards, as far as it changed, in a form of the action's own.
    pub after: Option<Value>,
}

/// Adds an entry to the account's audit trail. Entries are never changed.
pub(crate) async fn insert(conn: &mut PgConnection, account: AccountId, at: Timestamp, entry: &Entry) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into audit (account_id, at, user_id, address, action, subject_type, subject_id, before, after)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        account.0,
        at.utc(),
        entry.by.user.map(|by| by.0),
        super::address(entry.by.address),
        entry.action.as_str(),
        entry.action.subject().as_str(),
        entry.subject,
        entry.before,
        entry.after
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Filter of the audit trail, and the page to read. None lets every entry through.
pub(crate) struct AuditFilter<'a> {
    /// Stored name of the action, such as `sign_in`; empty for all.
    pub action: &'a str,
    pub by: Option<UserId>,
    pub subject: Option<Uuid>,
    pub from: Option<Timestamp>,
    /// End of the time, exclusive.
    pub to: Option<Timestamp>,
    /// Time and number of the last entry of the page before; the page begins after it.
    pub after: Option<(Timestamp, i64)>,
    pub limit: i64,
}

/// Entry as pages show it, with its number, by which the next page continues.
pub(crate) struct Listed {
    pub id: i64,
    pub row: AuditRow,
}

/// Reads the entries that the filter lets through, newest first, at most `filter.limit`.
pub(crate) async fn list(conn: &mut PgConnection, account: AccountId, filter: &AuditFilter<'_>) -> Result<Vec<Listed>, sqlx::Error> {
    let (after_at, after_id) = filter.after.map(|(at, id)| (at.utc(), id)).unzip();
    // A custom plan: which index serves depends on which conditions there are.
    sqlx::query!("select set_config('plan_cache_mode', 'force_custom_plan', true) as mode").fetch_one(&mut *conn).await?;
    let rows = sqlx::query!(
        r#"select audit.id, audit.at, audit.user_id, users.name as "user_name?", audit.address, audit.action, audit.subject_type,
               audit.subject_id, audit.before, audit.after,
               case subject_type
                   when 'user' then (select name from users where account_id = $1 and id = subject_id)
                   when 'tree' then (select name from trees where account_id = $1 and id = subject_id)
                   when 'client' then (select name from clients where account_id = $1 and id = subject_id)
                   when 'view' then coalesce(after, before) ->> 'name'
                   when 'draft' then coalesce(after, before) ->> 'name'
               end as subject_name
           from audit
           left join users on users.account_id = audit.account_id and users.id = audit.user_id
           where audit.account_id = $1
             and ($2 = '' or audit.action = $2)
             and ($3::uuid is null or audit.user_id = $3)
             and ($4::uuid is null or audit.subject_id = $4)
             and ($5::timestamptz is null or audit.at >= $5)
             and ($6::timestamptz is null or audit.at < $6)
             and ($7::timestamptz is null or (audit.at, audit.id) < ($7, $8::int8))
           order by audit.at desc, audit.id desc
           limit $9"#,
        account.0,
        filter.action,
        filter.by.map(|by| by.0),
        filter.subject,
        filter.from.map(Timestamp::utc),
        filter.to.map(Timestamp::utc),
        after_at,
        after_id,
        filter.limit
    )
    .fetch_all(conn)
    .await?;
    let listed = rows.into_iter().map(|row| Listed {
        id: row.id,
        row: AuditRow {
            at: Timestamp::from_utc(row.at),
            by: row.user_id.zip(row.user_name).map(|(id, name)| Person { id: UserId(id), name }),
            address: row.address,
            action: row.action,
            kind: row.subject_type,
            subject: row.subject_id,
            name: row.subject_name.unwrap_or_default(),
            before: row.before,
            after: row.after,
        },
    });
    Ok(listed.collect())
}
