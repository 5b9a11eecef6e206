//! Searches that are made anew: those of sessions that another version wrote.

use resolutionflow::decision::DecisionRecord;
use resolutionflow::id::{AccountId, SessionId};
use resolutionflow::session::Facts;
use resolutionflow::time::Timestamp;
use sqlx::PgConnection;
use sqlx::types::Json;

use super::search::{printed, texts, vector};
use crate::store::clients::Client;
use crate::store::text;
use crate::store::words::all_of;

/// Place of a session among those of its account: by start and id.
pub(crate) type Place = (Timestamp, SessionId);

/// Session of which not all tokens are there, with the texts that it is found by.
pub(crate) struct Due {
    pub id: SessionId,
    facts: Facts,
    tree: String,
    records: Vec<DecisionRecord>,
    printed: Vec<String>,
}

impl Due {
    /// Bytes of its texts.
    pub(crate) fn size(&self) -> usize {
        let written = self.records.iter().flat_map(texts).map(str::len).sum::<usize>();
        written + self.facts.scratchpad.as_str().len() + self.printed.iter().map(String::len).sum::<usize>()
    }

    /// Its tokens, as the text of a `tsvector`. Takes a while for a large session.
    pub(crate) fn vector(&self) -> String {
        vector(self.id, &self.facts, &self.tree, &self.records, self.printed.iter().map(String::as_str))
    }
}

/// Locks the newest sessions whose tokens are not all there, of those that started before a place, until the transaction ends. Sessions
/// that somebody is changing are left out.
pub(crate) async fn lock_due(
    conn: &mut PgConnection,
    account: AccountId,
    before: Option<Place>,
    most: i64,
) -> Result<Vec<Place>, sqlx::Error> {
    let (at, id) = before.map(|(at, id)| (at.utc(), id.0)).unzip();
    let rows = sqlx::query!(
        "select id, started_at from sessions
         where account_id = $1 and search_revision is distinct from revision
           and ($2::timestamptz is null or (started_at, id) < ($2, $3::uuid))
         order by started_at desc, id desc
         limit $4
         for no key update skip locked",
        account.0,
        at,
        id,
        most
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (Timestamp::from_utc(row.started_at), SessionId(row.id))).collect())
}

/// Reads a session that [`lock_due`] locked. On its own: the statement that locks still sees the name that a client had when it began, and
/// whoever renames a client adds the new one only to what is there.
pub(crate) async fn due(conn: &mut PgConnection, account: AccountId, id: SessionId) -> Result<Due, sqlx::Error> {
    let row = sqlx::query!(
        r#"select s.ticket, clients.name as "client?", version.name as tree, s.outcome_notes, s.next_steps, s.scratchpad,
               s.decisions as "decisions: Json<Vec<DecisionRecord>>"
           from sessions s
           join tree_versions version
               on version.account_id = s.account_id and version.tree_id = s.tree_id and version.number = s.version_number
           left join clients on clients.account_id = s.account_id and clients.id = s.client_id
           where s.account_id = $1 and s.id = $2"#,
        account.0,
        id.0
    )
    .fetch_one(&mut *conn)
    .await?;
    Ok(Due {
        id,
        facts: Facts {
            ticket: text(row.ticket)?,
            client: text(row.client.unwrap_or_default())?,
            outcome_notes: text(row.outcome_notes.unwrap_or_default())?,
            next_steps: text(row.next_steps.unwrap_or_default())?,
            scratchpad: text(row.scratchpad)?,
        },
        tree: row.tree,
        records: row.decisions.0,
        printed: printed(conn, account, id).await?,
    })
}

/// Saves the tokens of sessions that [`lock_due`] locked: all that there are as of their present revisions.
pub(crate) async fn save(conn: &mut PgConnection, account: AccountId, made: Vec<(SessionId, String)>) -> Result<(), sqlx::Error> {
    for (id, vector) in made {
        sqlx::query!(
            "update sessions set search = $3::text::tsvector, search_revision = revision where account_id = $1 and id = $2",
            account.0,
            id.0,
            vector
        )
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}

/// Makes a client's sessions due that are not found by its name: the version before adds names as words of its own.
pub(crate) async fn make_due(conn: &mut PgConnection, account: AccountId, client: &Client) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update sessions set search_revision = null
         where account_id = $1 and client_id = $2 and search_revision is not null and not search @@ search_tokens($3)",
        account.0,
        client.id.0,
        all_of(&client.name)
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// True if there is a session in the account of which not all tokens are there.
pub(crate) async fn is_any_due(conn: &mut PgConnection, account: AccountId) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from sessions where account_id = $1 and search_revision is distinct from revision) as "any!""#,
        account.0
    )
    .fetch_one(conn)
    .await
}

/// Start of the account's oldest session; none where it has no session.
pub(crate) async fn oldest(conn: &mut PgConnection, account: AccountId) -> Result<Option<Timestamp>, sqlx::Error> {
    let oldest = sqlx::query_scalar!("select min(started_at) from sessions where account_id = $1", account.0).fetch_one(conn).await?;
    Ok(crate::store::at(oldest))
}
