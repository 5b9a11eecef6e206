//! Generations: the ways in which an account's sessions are counted, of which the newest whole one is read.

use chrono::{DateTime, Utc};
use resolutionflow::id::{AccountId, SessionId};
use resolutionflow::stats::MEANING;
use resolutionflow::zone::Zone;
use sqlx::PgConnection;

use crate::store::decode;

/// What there is to read of an account's figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Every session is counted.
    Counted(Counted),
    /// Sessions from before there were figures, or that a server of the version before changed, are still being counted.
    Counting {
        /// Part of them that is counted, in percent; never 100.
        percent: u8,
    },
}

/// The generation that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Counted {
    /// Number of the generation.
    pub generation: i32,
    /// Zone by whose days it counts, which for a while after a change is not yet the account's.
    pub zone: Zone,
}

/// Generation that is kept up to date.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Generation {
    pub number: i32,
    pub zone: Zone,
}

/// Generations of an account that this server keeps up to date, whether they are read, being filled or about to go.
pub(crate) struct Kept {
    pub generations: Vec<Generation>,
    /// True if there is one of later rules beside them, which a server of a later release keeps. What this one changes is noted for that.
    pub is_any_later: bool,
}

/// Generation that is being filled.
pub(crate) struct Filling {
    pub generation: Generation,
    /// Sessions that had ended when it was begun, and how many of them are counted.
    pub sessions: i64,
    pub counted: i64,
    /// The last one that was counted.
    pub counted_to: Option<SessionId>,
}

/// Account with what there is to do for its figures.
pub(crate) struct ToDo {
    pub key: String,
    /// True if there is something to be counted, folded or taken away.
    pub is_due: bool,
    /// True if sessions are to be counted.
    pub is_uncounted: bool,
    /// Walks and retractions that are not in the sums.
    pub unfolded: i64,
    /// When the oldest of them was written.
    pub oldest: Option<DateTime<Utc>>,
    /// When its figures were last begun to be compared with its sessions.
    pub compared_at: Option<DateTime<Utc>>,
    pub zone: Zone,
}

/// Statement that creates the function which [`to_do`] asks.
pub(in crate::store) fn function() -> String {
    include_str!("../../../../migrations/functions/accounts_with_figures.sql").to_owned()
}

/// Lists every account with what there is to do. No account need be visible.
pub(crate) async fn to_do(conn: &mut PgConnection) -> Result<Vec<ToDo>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select key as "key!", is_due as "is_due!", is_uncounted as "is_uncounted!", unfolded as "unfolded!", oldest, compared_at,
               time_zone as "time_zone!"
           from accounts_with_figures($1)"#,
        MEANING
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(ToDo {
                key: row.key,
                is_due: row.is_due,
                is_uncounted: row.is_uncounted,
                unfolded: row.unfolded,
                oldest: row.oldest,
                compared_at: row.compared_at,
                zone: row.time_zone.parse().map_err(decode)?,
            })
        })
        .collect()
}

/// Finds out what there is to read. A generation of later rules is none: its sums may have another form.
pub(crate) async fn standing(conn: &mut PgConnection, account: AccountId) -> Result<Standing, sqlx::Error> {
    let row = sqlx::query!(
        r#"select number, time_zone, filled_at is not null as "is_filled!", sessions, counted,
               exists (select from walks_due where account_id = $1) as "is_any_due!"
           from figure_generations
           where account_id = $1 and meaning <= $2
           order by filled_at is not null desc, number desc
           limit 1"#,
        account.0,
        MEANING
    )
    .fetch_optional(conn)
    .await?;
    Ok(match row {
        Some(row) if row.is_filled && !row.is_any_due => {
            Standing::Counted(Counted { generation: row.number, zone: row.time_zone.parse().map_err(decode)? })
        }
        Some(row) if row.is_filled => Standing::Counting { percent: 99 },
        Some(row) => Standing::Counting { percent: percent(row.counted, row.sessions) },
        None => Standing::Counting { percent: 0 },
    })
}

/// Part that is counted, in percent, below 100.
pub(crate) fn percent(counted: i64, of: i64) -> u8 {
    u8::try_from((counted.saturating_mul(100) / of.max(1)).clamp(0, 99)).unwrap_or(99)
}

/// Lists the generations that this server keeps up to date, the oldest first.
pub(crate) async fn kept(conn: &mut PgConnection, account: AccountId) -> Result<Kept, sqlx::Error> {
    let rows = sqlx::query!("select number, time_zone, meaning from figure_generations where account_id = $1 order by number", account.0)
        .fetch_all(conn)
        .await?;
    let (ours, later): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.meaning <= MEANING);
    let generation = |number, zone: &str| Ok(Generation { number, zone: zone.parse().map_err(decode)? });
    let generations: Result<_, sqlx::Error> = ours.iter().map(|row| generation(row.number, &row.time_zone)).collect();
    Ok(Kept { generations: generations?, is_any_later: !later.is_empty() })
}

/// True if an account has a generation that is whole, so that there are figures to read.
pub(crate) async fn is_any_whole(conn: &mut PgConnection, account: AccountId) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from figure_generations where account_id = $1 and filled_at is not null) as "is_any!""#,
        account.0
    )
    .fetch_one(conn)
    .await
}

/// Number of an account's first generation.
pub(in crate::store) const FIRST: i32 = 1;

/// Adds the first generation of an account that has no sessions.
pub(in crate::store) async fn first(conn: &mut PgConnection, account: AccountId, zone: Zone) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into figure_generations (account_id, number, time_zone, meaning, sessions, counted, filled_at)
         values ($1, $4, $2, $3, 0, 0, now())",
        account.0,
        zone.to_string(),
        MEANING,
        FIRST
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Begins another generation, in the account's present zone and by this program's rules: where `anew`, in any case; otherwise where the
/// newest one is of another zone or of older rules, or there is none. One of later rules is left to the server that begun it. False where
/// nothing was begun.
pub(crate) async fn begin(conn: &mut PgConnection, account: AccountId, anew: bool) -> Result<bool, sqlx::Error> {
    let begun = sqlx::query!(
        "insert into figure_generations (account_id, number, time_zone, meaning, sessions, counted)
         select $1, coalesce(newest.number, 0) + 1, accounts.time_zone, $2,
             (select count(*) from sessions where account_id = $1 and outcome is not null), 0
         from accounts
         left join lateral (
             select * from figure_generations where account_id = $1 order by number desc limit 1
         ) as newest on true
         where accounts.account_id = $1
             and (
                 $3 or newest.number is null or newest.meaning < $2
                 or newest.meaning = $2 and newest.time_zone <> accounts.time_zone
             )
         on conflict do nothing",
        account.0,
        MEANING,
        anew
    )
    .execute(&mut *conn)
    .await?;
    if begun.rows_affected() == 0 {
        return Ok(false);
    }
    // Those that were begun before and never whole are not to be kept up to date any longer.
    let given_up = "delete from figure_generations
        where account_id = $1 and filled_at is null and number < (select max(number) from figure_generations where account_id = $1)";
    sqlx::query(given_up).bind(account.0).execute(conn).await?;
    Ok(true)
}

/// Locks the newest generation until the transaction ends, if it is being filled; none where it is whole, or of later rules.
pub(crate) async fn lock_filling(conn: &mut PgConnection, account: AccountId) -> Result<Option<Filling>, sqlx::Error> {
    let row = sqlx::query!(
        "select number, time_zone, sessions, counted, counted_to from figure_generations
         where account_id = $1 and filled_at is null and meaning <= $2
             and number = (select max(number) from figure_generations where account_id = $1)
         for no key update",
        account.0,
        MEANING
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(Filling {
            generation: Generation { number: row.number, zone: row.time_zone.parse().map_err(decode)? },
            sessions: row.sessions,
            counted: row.counted,
            counted_to: row.counted_to.map(SessionId),
        })
    })
    .transpose()
}

/// Remembers how far a generation is filled.
pub(crate) async fn advance(
    conn: &mut PgConnection,
    account: AccountId,
    number: i32,
    counted: i64,
    counted_to: SessionId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update figure_generations set counted = counted + $3, counted_to = $4 where account_id = $1 and number = $2",
        account.0,
        number,
        counted,
        counted_to.0
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Switches to a generation in which every session is counted.
pub(crate) async fn switch(conn: &mut PgConnection, account: AccountId, number: i32) -> Result<(), sqlx::Error> {
    sqlx::query!("update figure_generations set filled_at = now() where account_id = $1 and number = $2", account.0, number)
        .execute(conn)
        .await?;
    Ok(())
}

/// Takes away the generations before the one that this server reads, once nobody reads them any longer, and at most so many of their rows in
/// each table. True if there may be more.
pub(crate) async fn clear(conn: &mut PgConnection, account: AccountId, most: i64) -> Result<bool, sqlx::Error> {
    sqlx::query!(
        "delete from figure_generations
         where account_id = $1 and number < (
             select max(number) from figure_generations
             where account_id = $1 and filled_at < now() - interval '10 minutes' and meaning <= $2
         )",
        account.0,
        MEANING
    )
    .execute(&mut *conn)
    .await?;
    let oldest =
        sqlx::query_scalar!(r#"select min(number) from figure_generations where account_id = $1"#, account.0).fetch_one(&mut *conn).await?;
    let Some(oldest) = oldest else { return Ok(false) };
    let mut gone = 0;
    for statement in [
        "delete from walks where ctid = any(array(select ctid from walks where account_id = $1 and generation < $2 limit $3))",
        "delete from retractions where ctid = any(array(select ctid from retractions where account_id = $1 and generation < $2 limit $3))",
        "delete from flow_days where ctid = any(array(select ctid from flow_days where account_id = $1 and generation < $2 limit $3))",
        "delete from flow_months where ctid = any(array(select ctid from flow_months where account_id = $1 and generation < $2 limit $3))",
    ] {
        gone += sqlx::query(statement).bind(account.0).bind(oldest).bind(most).execute(&mut *conn).await?.rows_affected();
    }
    Ok(gone > 0)
}
