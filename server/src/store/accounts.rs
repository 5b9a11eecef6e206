//! Accounts and their keys.

use resolutionflow::account::{Settings, TicketLink};
use resolutionflow::billing::Rule;
use resolutionflow::id::AccountId;
use resolutionflow::login::Lifetimes;
use resolutionflow::text::Name;
use resolutionflow::time::{Seconds, Timestamp};
use resolutionflow::zone::Zone;
use sqlx::PgConnection;

use super::{at, decode, figures, integer, positive};

/// Finds the account of a key; none where there is none. Keys stand outside tenancy: no account need be visible.
pub(crate) async fn by_key(conn: &mut PgConnection, key: &str) -> Result<Option<AccountId>, sqlx::Error> {
    let id = sqlx::query_scalar!("select account_id from account_keys where key = $1", key).fetch_optional(conn).await?;
    Ok(id.map(AccountId))
}

/// Lists the key of every account, in alphabetical order. Keys stand outside tenancy.
pub(crate) async fn keys(conn: &mut PgConnection) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!("select key from account_keys order by key").fetch_all(conn).await
}

/// Lists the keys of the accounts in which names may be without a key, in alphabetical order.
pub(crate) async fn without_same_keys(conn: &mut PgConnection) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!("select key from account_keys where not same_keys_filled order by key").fetch_all(conn).await
}

/// Remembers that all names of an account have their keys.
pub(crate) async fn same_keys_are_filled(conn: &mut PgConnection, account: AccountId) -> Result<(), sqlx::Error> {
    sqlx::query!("update account_keys set same_keys_filled = true where account_id = $1 and not same_keys_filled", account.0)
        .execute(conn)
        .await?;
    Ok(())
}

/// Lists the keys of the accounts in which searches may have to be made anew, in alphabetical order.
pub(crate) async fn without_searches(conn: &mut PgConnection) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!("select key from account_keys where not search_is_made order by key").fetch_all(conn).await
}

/// True if everything in an account is found by its tokens.
pub(crate) async fn is_search_made(conn: &mut PgConnection, account: AccountId) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!("select search_is_made from account_keys where account_id = $1", account.0).fetch_one(conn).await
}

/// Remembers that everything in an account is found by its tokens.
pub(crate) async fn searches_are_made(conn: &mut PgConnection, account: AccountId) -> Result<(), sqlx::Error> {
    sqlx::query!("update account_keys set search_is_made = true where account_id = $1 and not search_is_made", account.0)
        .execute(conn)
        .await?;
    Ok(())
}

/// Adds an account with its key, in a transaction that sees it. Violates `account_keys_pkey` where the key is taken, and
/// `account_keys_slug` where it is no key.
pub(crate) async fn insert(
    conn: &mut PgConnection,
    account: AccountId,
    key: &str,
    name: &Name,
    zone: Zone,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into accounts (account_id, name, time_zone, created_at) values ($1, $2, $3, $4)",
        account.0,
        name.as_str(),
        zone.to_string(),
        now.utc()
    )
    .execute(&mut *conn)
    .await?;
    // Whatever is added to it has a key, and is found by its tokens, from the beginning.
    sqlx::query!(
        "insert into account_keys (key, account_id, same_keys_filled, search_is_made) values ($1, $2, true, true)",
        key,
        account.0
    )
    .execute(&mut *conn)
    .await?;
    figures::generations::first(conn, account, zone).await
}

/// Reads an account's settings. Fails with `RowNotFound` where the transaction does not see the account.
pub(crate) async fn settings(conn: &mut PgConnection, account: AccountId) -> Result<Settings, sqlx::Error> {
    let row = sqlx::query_as!(
        SettingsRow,
        "select name, time_zone, idle_threshold_seconds, login_idle_seconds, login_absolute_seconds, reading, ticket_link,
             billing_increment_minutes, billing_minimum_minutes, billing_rounding, billing_per, shows_usual, week_begins,
             hides_times, needs_approval, takes_proposals
         from accounts where account_id = $1",
        account.0
    )
    .fetch_one(conn)
    .await?;
    row.settings()
}

/// Replaces an account's settings.
pub(crate) async fn save_settings(conn: &mut PgConnection, account: AccountId, settings: &Settings) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update accounts
         set name = $2, time_zone = $3, idle_threshold_seconds = $4, login_idle_seconds = $5, login_absolute_seconds = $6,
             reading = $7, ticket_link = $8, billing_increment_minutes = $9, billing_minimum_minutes = $10, billing_rounding = $11,
             billing_per = $12, shows_usual = $13, week_begins = $14, hides_times = $15, needs_approval = $16,
             takes_proposals = $17
         where account_id = $1",
        account.0,
        settings.name.as_str(),
        settings.zone.to_string(),
        integer(settings.idle_threshold.0),
        integer(settings.lifetimes.idle.0),
        integer(settings.lifetimes.absolute.0),
        settings.reading.as_str(),
        settings.ticket_link.as_ref().map(TicketLink::as_str),
        integer(settings.billing.increment()),
        integer(settings.billing.minimum()),
        settings.billing.rounding().as_str(),
        settings.billing.per().as_str(),
        settings.shows_usual,
        settings.week.as_str(),
        settings.hides_times,
        settings.needs_approval,
        settings.takes_proposals
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Reads since when managers see figures per person; none while they are off.
pub(crate) async fn people_since(conn: &mut PgConnection, account: AccountId) -> Result<Option<Timestamp>, sqlx::Error> {
    let since = sqlx::query_scalar!("select people_since from accounts where account_id = $1", account.0).fetch_one(conn).await?;
    Ok(at(since))
}

/// Turns figures per person on as of an instant, or off.
pub(crate) async fn show_people(conn: &mut PgConnection, account: AccountId, since: Option<Timestamp>) -> Result<(), sqlx::Error> {
    sqlx::query!("update accounts set people_since = $2 where account_id = $1", account.0, since.map(Timestamp::utc)).execute(conn).await?;
    Ok(())
}

/// Locks an account until the transaction ends: others wait before they change its settings or its admins.
pub(crate) async fn lock(conn: &mut PgConnection, account: AccountId) -> Result<(), sqlx::Error> {
    sqlx::query_scalar!("select account_id from accounts where account_id = $1 for no key update", account.0).fetch_one(conn).await?;
    Ok(())
}

/// The columns of an account's settings as stored, which the query of a login reads, too.
pub(super) struct SettingsRow {
    pub(super) name: String,
    pub(super) time_zone: String,
    pub(super) idle_threshold_seconds: i32,
    pub(super) login_idle_seconds: i32,
    pub(super) login_absolute_seconds: i32,
    pub(super) reading: String,
    pub(super) ticket_link: Option<String>,
    pub(super) billing_increment_minutes: i32,
    pub(super) billing_minimum_minutes: i32,
    pub(super) billing_rounding: String,
    pub(super) billing_per: String,
    pub(super) shows_usual: bool,
    pub(super) week_begins: String,
    pub(super) hides_times: bool,
    pub(super) needs_approval: bool,
    pub(super) takes_proposals: bool,
}

impl SettingsRow {
    /// The settings in the domain's types; an error where a stored value is none of theirs.
    pub(super) fn settings(self) -> Result<Settings, sqlx::Error> {
        let seconds = |number: i32| Seconds(positive(number).into());
        Ok(Settings {
            name: super::text(self.name)?,
            zone: self.time_zone.parse().map_err(decode)?,
            week: self.week_begins.parse().map_err(decode)?,
            idle_threshold: seconds(self.idle_threshold_seconds),
            lifetimes: Lifetimes { idle: seconds(self.login_idle_seconds), absolute: seconds(self.login_absolute_seconds) },
            reading: self.reading.parse().map_err(decode)?,
            ticket_link: self.ticket_link.as_deref().map(TicketLink::parse).transpose().map_err(decode)?,
            billing: Rule::new(
                positive(self.billing_increment_minutes).into(),
                positive(self.billing_minimum_minutes).into(),
                self.billing_rounding.parse().map_err(decode)?,
                self.billing_per.parse().map_err(decode)?,
            )
            .map_err(decode)?,
            shows_usual: self.shows_usual,
            hides_times: self.hides_times,
            needs_approval: self.needs_approval,
            takes_proposals: self.takes_proposals,
        })
    }
}
