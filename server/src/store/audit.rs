//! Who did what to which thing, from where, before and after.

use std::net::IpAddr;

use app::backend::admin::AuditRow;
use app::backend::views::Person;
use resolutionflow::id::{AccountId, ClientId, SessionId, TreeId, UserId, ViewId};
use resolutionflow::time::Timestamp;
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

/// On whose behalf something is done, and from where.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct By {
    /// Nobody: on the command line, or where nobody is signed in yet.
    pub user: Option<UserId>,
    /// Unknown on the command line.
    pub address: Option<IpAddr>,
}

/// What something was done to.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Subject {
    Account,
    User(UserId),
    Session(SessionId),
    Tree(TreeId),
    /// Categories have names alone, which stand before and after.
    Category,
    Client(ClientId),
    View(ViewId),
}

impl Subject {
    /// As stored; what has no id of its own is the account's.
    fn stored(self, account: AccountId) -> (&'static str, Uuid) {
        match self {
            Self::Account => ("account", account.0),
            Self::User(id) => ("user", id.0),
            Self::Session(id) => ("session", id.0),
            Self::Tree(id) => ("tree", id.0),
            Self::Category => ("category", account.0),
            Self::Client(id) => ("client", id.0),
            Self::View(id) => ("view", id.0),
        }
    }
}

/// Something that the audit trail keeps.
pub(crate) struct Entry {
    /// Who did it.
    pub by: By,
    /// What was done; one of [`ACTIONS`].
    pub action: &'static str,
    /// What it was done to.
    pub subject: Subject,
    /// What it was before.
    pub before: Option<Value>,
    /// What it was afterwards.
    pub after: Option<Value>,
}

/// Everything that the trail keeps, by subject.
pub(crate) const ACTIONS: [&str; 44] = [
    "sign_in",
    "sign_in_failed",
    "sign_out",
    "end_login",
    "end_logins",
    "change_password",
    "change_password_failed",
    "invite",
    "invite_refused",
    "add_user",
    "make_link",
    "revoke_link",
    "use_link",
    "change_user",
    "deactivate",
    "reactivate",
    "found_account",
    "change_settings",
    "set_idle_threshold",
    "rename_category",
    "rename_client",
    "merge_clients",
    "import_tree",
    "archive_tree",
    "restore_tree",
    "settle_report",
    "export",
    "export_audit",
    "share",
    "revoke_share",
    "export_sessions",
    "share_view",
    "change_shared_view",
    "unshare_view",
    "delete_shared_view",
    "edit_facts",
    "note",
    "set_idle",
    "close",
    "undo_close",
    "abandon",
    "correct_outcome",
    "reassign",
    "take_over",
];

/// Adds an entry.
pub(crate) async fn insert(conn: &mut PgConnection, account: AccountId, at: Timestamp, entry: &Entry) -> Result<(), sqlx::Error> {
    debug_assert!(ACTIONS.contains(&entry.action), "{} cannot be filtered by", entry.action);
    let (subject_type, subject) = entry.subject.stored(account);
    sqlx::query!(
        "insert into audit (account_id, at, user_id, address, action, subject_type, subject_id, before, after)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        account.0,
        at.utc(),
        entry.by.user.map(|by| by.0),
        super::address(entry.by.address),
        entry.action,
        subject_type,
        subject,
        entry.before,
        entry.after
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What to look for.
pub(crate) struct Wanted<'a> {
    /// Empty for all.
    pub action: &'a str,
    pub by: Option<UserId>,
    pub subject: Option<Uuid>,
    pub from: Option<Timestamp>,
    /// Not itself.
    pub to: Option<Timestamp>,
    /// Goes on after the entry of that time and number.
    pub after: Option<(Timestamp, i64)>,
    pub limit: i64,
}

/// An entry with its number.
pub(crate) struct Listed {
    pub id: i64,
    pub row: AuditRow,
}

/// Entries, newest first.
pub(crate) async fn list(conn: &mut PgConnection, account: AccountId, wanted: &Wanted<'_>) -> Result<Vec<Listed>, sqlx::Error> {
    let (after_at, after_id) = wanted.after.map(|(at, id)| (at.utc(), id)).unzip();
    // Planned for what is asked: which index serves depends on which of the conditions there are.
    sqlx::query!("select set_config('plan_cache_mode', 'force_custom_plan', true) as mode").fetch_one(&mut *conn).await?;
    let rows = sqlx::query!(
        r#"select audit.id, audit.at, audit.user_id, users.name as "user_name?", audit.address, audit.action, audit.subject_type,
               audit.subject_id, audit.before, audit.after,
               case subject_type
                   when 'user' then (select name from users where account_id = $1 and id = subject_id)
                   when 'tree' then (select name from trees where account_id = $1 and id = subject_id)
                   when 'client' then (select name from clients where account_id = $1 and id = subject_id)
                   when 'view' then coalesce(after, before) ->> 'name'
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
        wanted.action,
        wanted.by.map(|by| by.0),
        wanted.subject,
        wanted.from.map(Timestamp::utc),
        wanted.to.map(Timestamp::utc),
        after_at,
        after_id,
        wanted.limit
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
