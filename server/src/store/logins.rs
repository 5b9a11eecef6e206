//! Authenticated browsers.

use std::net::IpAddr;

use app::backend::logins::LoginRow;
use app::backend::views::{RunningSession, ToDo};
use resolutionflow::access::{Actor, Role};
use resolutionflow::account::Settings;
use resolutionflow::id::{AccountId, LoginId, SessionId, UserId};
use resolutionflow::login::{Ended, Ends, Lifetimes};
use resolutionflow::time::Timestamp;
use sqlx::PgConnection;

use super::{accounts, decode, positive, sessions};
use crate::login::{Token, device};

/// Seconds for which a login is remembered after its last use, so that its browser can be told why it ended, and its address
/// counts as known.
const REMEMBERED: i64 = 30 * 24 * 3600;

/// Login as stored, with its user and the settings of their account. It may have ended.
pub(crate) struct Login {
    pub secret_hash: Vec<u8>,
    pub last_used_at: Timestamp,
    pub ends: Ends,
    /// Reason for which it was ended before its time; time alone is told by `ends`.
    pub ended: Option<Ended>,
    pub actor: Actor,
    /// True if an admin lets them write trees.
    pub may_author: bool,
    pub name: String,
    pub settings: Settings,
    /// Instant since which managers see figures per person; none while they are off.
    pub people_since: Option<Timestamp>,
    /// Number of changes of the account's budgets and opening hours.
    pub budgets_revision: i32,
}

/// Part of every page's top bar that is about sessions.
pub(crate) struct TopBar {
    /// Number of the account's sessions that wait for another technician.
    pub waiting: u32,
    /// The user's running session.
    pub running: Option<RunningSession>,
    /// What waits for authors, if the user is one.
    pub to_do: ToDo,
}

/// Query of a login with its user and the settings of their account, and of further columns, which end with a comma, from further tables.
macro_rules! login_query {
    ($columns:literal, $tables:literal, $account:ident, $login:ident) => {
        sqlx::query!(
            "select "
                + $columns
                + r#" logins.secret_hash, logins.created_at, logins.last_used_at, logins.ended_because,
                   users.id as user_id, users.name, users.role, users.may_author, users.deactivated_at,
                   accounts.name as account, accounts.time_zone, accounts.idle_threshold_seconds, accounts.login_idle_seconds,
                   accounts.login_absolute_seconds, accounts.reading, accounts.ticket_link, accounts.billing_increment_minutes,
                   accounts.billing_minimum_minutes, accounts.billing_rounding, accounts.billing_per, accounts.shows_usual,
                   accounts.week_begins, accounts.hides_times, accounts.needs_approval, accounts.takes_proposals,
                   accounts.people_since, accounts.budgets_revision
               from logins
               join users on users.account_id = logins.account_id and users.id = logins.user_id
               join accounts on accounts.account_id = logins.account_id "#
                + $tables
                + " where logins.account_id = $1 and logins.id = $2",
            $account.0,
            $login.0
        )
    };
}

/// Login of a row. Each statement has rows of a type of its own.
macro_rules! login {
    ($row:ident) => {{
        let settings = accounts::SettingsRow {
            name: $row.account,
            time_zone: $row.time_zone,
            idle_threshold_seconds: $row.idle_threshold_seconds,
            login_idle_seconds: $row.login_idle_seconds,
            login_absolute_seconds: $row.login_absolute_seconds,
            reading: $row.reading,
            ticket_link: $row.ticket_link,
            billing_increment_minutes: $row.billing_increment_minutes,
            billing_minimum_minutes: $row.billing_minimum_minutes,
            billing_rounding: $row.billing_rounding,
            billing_per: $row.billing_per,
            shows_usual: $row.shows_usual,
            week_begins: $row.week_begins,
            hides_times: $row.hides_times,
            needs_approval: $row.needs_approval,
            takes_proposals: $row.takes_proposals,
        }
        .settings()?;
        let ended = $row.ended_because.as_deref().map(str::parse).transpose().map_err(decode)?;
        let last_used_at = Timestamp::from_utc($row.last_used_at);
        Login {
            secret_hash: $row.secret_hash,
            last_used_at,
            ends: settings.lifetimes.of(Timestamp::from_utc($row.created_at), last_used_at),
            ended: ended.or($row.deactivated_at.map(|_| Ended::Deactivated)),
            actor: Actor { user_id: UserId($row.user_id), role: $row.role.parse::<Role>().map_err(decode)? },
            may_author: $row.may_author,
            name: $row.name,
            settings,
            people_since: $row.people_since.map(Timestamp::from_utc),
            budgets_revision: $row.budgets_revision,
        }
    }};
}

/// Finds a login by its id, ended or not; none where it was never there or is forgotten. The caller compares the secret.
pub(crate) async fn find(conn: &mut PgConnection, account: AccountId, login: LoginId) -> Result<Option<Login>, sqlx::Error> {
    let row = login_query!("", "", account, login).fetch_optional(conn).await?;
    row.map(|row| Ok(login!(row))).transpose()
}

/// As [`find`], with what the top bar shows its user at `now`: a page needs both, and takes one round trip for them.
pub(crate) async fn find_with_top_bar(
    conn: &mut PgConnection,
    account: AccountId,
    login: LoginId,
    now: Timestamp,
) -> Result<Option<(Login, TopBar)>, sqlx::Error> {
    let row = login_query!(
        r#"waiting.number as "waiting!", running.id as "running_id?", running.ticket as "running_ticket?",
           running.total_seconds as "running_total_seconds?", running.open_entered_at as "running_entered_at?",
           version.name as "running_tree?",
           case when users.may_author or users.role <> 'technician' then (
               select count(*)::int4 from (select from step_reports where account_id = $1 and settled_at is null limit 100) as open
           ) end as "reports?",
           case when users.may_author or users.role <> 'technician' then (
               select count(*)::int4 from (select from proposals where account_id = $1 and is_waiting limit 100) as open
           ) end as "proposals?",
           case when accounts.needs_approval and (users.may_author or users.role <> 'technician') then (
               select count(*)::int4 from tree_drafts draft
               where draft.account_id = $1 and draft.asked_at is not null and draft.discarded_at is null and draft.published_at is null
                 and draft.asked_by <> users.id and not exists (
                     select from draft_approvals given
                     where given.account_id = $1 and given.draft_id = draft.id and given.user_id = users.id
                       and given.approved_at >= draft.asked_at
                 )
           ) end as "approvals?","#,
        r#"cross join (select count(*)::int4 as number from sessions where account_id = $1 and for_someone_else) as waiting
           left join (
               sessions as running join tree_versions version
                   on version.account_id = running.account_id and version.tree_id = running.tree_id
                       and version.number = running.version_number
           ) on running.account_id = $1 and running.holder_id = users.id and running.open_visit_id is not null"#,
        account,
        login
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        let columns = (row.running_id, row.running_ticket, row.running_total_seconds, row.running_entered_at, row.running_tree);
        let running = match columns {
            (Some(id), Some(ticket), Some(finished), Some(since), Some(tree)) => {
                let total = sessions::total(finished, Some(Timestamp::from_utc(since)), now);
                Some(RunningSession { id: SessionId(id), tree, ticket, total })
            }
            _ => None,
        };
        let count = |number: Option<i32>| number.map_or(0, positive);
        let to_do = ToDo { reports: count(row.reports), proposals: count(row.proposals), approvals: count(row.approvals) };
        let top_bar = TopBar { waiting: positive(row.waiting), running, to_do };
        Ok((login!(row), top_bar))
    })
    .transpose()
}

/// Adds a login of a user, with the hash of the token's secret. `device` is the browser's `User-Agent`, cut to 400 characters.
pub(crate) async fn insert(
    conn: &mut PgConnection,
    token: &Token,
    user: UserId,
    device: &str,
    address: Option<IpAddr>,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into logins (account_id, id, user_id, secret_hash, device, address, created_at, last_used_at)
         values ($1, $2, $3, $4, left($5, 400), $6, $7, $7)",
        token.account.0,
        token.id.0,
        user.0,
        &token.hash(),
        device,
        super::address(address),
        now.utc()
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Sets the time at which a login was last used.
pub(crate) async fn touch(conn: &mut PgConnection, account: AccountId, login: LoginId, now: Timestamp) -> Result<(), sqlx::Error> {
    sqlx::query!("update logins set last_used_at = $3 where account_id = $1 and id = $2", account.0, login.0, now.utc())
        .execute(conn)
        .await?;
    Ok(())
}

/// Selection of one user's logins to end.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Which {
    /// This login alone.
    Only(LoginId),
    /// Every login but this one; every one where none is named.
    AllBut(Option<LoginId>),
}

/// Ends a user's logins for this reason, and returns the number of those that had not ended yet.
pub(crate) async fn end(
    conn: &mut PgConnection,
    account: AccountId,
    user: UserId,
    which: Which,
    because: Ended,
    now: Timestamp,
) -> Result<u64, sqlx::Error> {
    let (only, but) = match which {
        Which::Only(login) => (Some(login.0), None),
        Which::AllBut(login) => (None, login.map(|login| login.0)),
    };
    let done = sqlx::query!(
        "update logins set ended_at = $5, ended_because = $6
         where account_id = $1 and user_id = $2 and ended_at is null
           and ($3::uuid is null or id = $3) and ($4::uuid is null or id <> $4)",
        account.0,
        user.0,
        only,
        but,
        now.utc(),
        because.as_str()
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Deletes a user's logins that were not used for so long that they count for nothing: 30 days more than a login can last.
pub(crate) async fn forget_old(conn: &mut PgConnection, account: AccountId, user: UserId, now: Timestamp) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from logins where account_id = $1 and user_id = $2 and last_used_at < $3",
        account.0,
        user.0,
        now.plus(-REMEMBERED - i64::try_from(Lifetimes::ABSOLUTE.1.0).unwrap_or(0)).utc()
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// True if a login of the user's from the address was used in the last 30 days. False where the address is not known.
pub(crate) async fn knows(
    conn: &mut PgConnection,
    account: AccountId,
    user: UserId,
    from: Option<IpAddr>,
    now: Timestamp,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (
               select from logins where account_id = $1 and user_id = $2 and address = $3 and address <> '' and last_used_at > $4
           ) as "known!""#,
        account.0,
        user.0,
        super::address(from),
        now.plus(-REMEMBERED).utc()
    )
    .fetch_one(conn)
    .await
}

/// Lists a user's logins that have not ended by `now`, last used first, at most 200. `present` is the one that asks, which is marked.
pub(crate) async fn of_user(
    conn: &mut PgConnection,
    account: AccountId,
    user: UserId,
    lifetimes: Lifetimes,
    present: Option<LoginId>,
    now: Timestamp,
) -> Result<Vec<LoginRow>, sqlx::Error> {
    let rows = sqlx::query!(
        "select id, device, address, created_at, last_used_at from logins
         where account_id = $1 and user_id = $2 and ended_at is null
         order by last_used_at desc, id
         limit 200",
        account.0,
        user.0
    )
    .fetch_all(conn)
    .await?;
    let rows = rows.into_iter().filter_map(|row| {
        let (created_at, last_used_at) = (Timestamp::from_utc(row.created_at), Timestamp::from_utc(row.last_used_at));
        let ends = lifetimes.of(created_at, last_used_at);
        ends.reached(now).is_none().then(|| LoginRow {
            id: LoginId(row.id),
            device: device::name(&row.device),
            address: row.address,
            created_at,
            last_used_at,
            ends_at: ends.first(),
            present: Some(LoginId(row.id)) == present,
        })
    });
    Ok(rows.collect())
}
