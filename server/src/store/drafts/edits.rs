//! Changes of drafts: each is a row with the edits that it made and those that undo it, and the receipt of its command.

use resolutionflow::id::{AccountId, CommandId, DraftId, UserId};
use resolutionflow::session::{Fingerprint, Receipt};
use resolutionflow::time::Timestamp;
use sqlx::PgConnection;

use crate::store::{integer, positive};

/// Most changes of a page's history.
const LISTED: i64 = 100;

/// Kind of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Change,
    Undo,
    Redo,
    /// Changes of a version of its tree that was published meanwhile. Nobody undoes them.
    Rebase,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Change => "change",
            Self::Undo => "undo",
            Self::Redo => "redo",
            Self::Rebase => "rebase",
        }
    }
}

/// Finds the receipt of a command on a draft, with the revision at which it left the draft; none for a new command.
pub(crate) async fn receipt(
    conn: &mut PgConnection,
    account: AccountId,
    draft: DraftId,
    command: CommandId,
) -> Result<Option<(Receipt, u32)>, sqlx::Error> {
    let row = sqlx::query!(
        "select fingerprint, author, revision from draft_edits where account_id = $1 and draft_id = $2 and command_id = $3",
        account.0,
        draft.0,
        command.0
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        let receipt = Receipt { fingerprint: super::fingerprint(&row.fingerprint)?, by: UserId(row.author) };
        Ok((receipt, positive(row.revision)))
    })
    .transpose()
}

/// Change of a draft, as it is stored.
pub(crate) struct Made<'a> {
    pub command: CommandId,
    pub fingerprint: Fingerprint,
    /// The revision that it made, or at which it found the draft if it changed nothing.
    pub revision: u32,
    pub kind: Kind,
    /// What it did and what undoes it, as JSON; none if it changed nothing.
    pub edits: Option<(&'a str, &'a str)>,
    pub sentence: &'a str,
    /// First revision of those that are undone together with it.
    pub entry: u32,
}

/// Adds a change, or the receipt of one that changed nothing.
pub(crate) async fn insert(
    conn: &mut PgConnection,
    account: AccountId,
    draft: DraftId,
    made: &Made<'_>,
    by: UserId,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    let (edits, inverse) = made.edits.unzip();
    sqlx::query!(
        "insert into draft_edits (account_id, draft_id, command_id, fingerprint, author, made_at, revision, edits, inverse, bytes, sentence,
             kind, entry)
         values ($1, $2, $3, $4, $5, $6, $7, $8::text::jsonb, $9::text::jsonb, $10, $11, $12, $13)",
        account.0,
        draft.0,
        made.command.0,
        made.fingerprint.0.as_slice(),
        by.0,
        now.utc(),
        integer(made.revision),
        edits,
        inverse,
        integer(edits.map_or(0, str::len) + inverse.map_or(0, str::len)),
        made.sentence,
        made.kind.name(),
        integer(made.entry)
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Counts the changes after a revision, and the bytes of what they did and of what undoes them.
pub(crate) async fn after(conn: &mut PgConnection, account: AccountId, draft: DraftId, revision: u32) -> Result<(i64, i64), sqlx::Error> {
    let row = sqlx::query!(
        r#"select count(*) as "count!", coalesce(sum(bytes), 0) as "bytes!" from draft_edits
           where account_id = $1 and draft_id = $2 and revision > $3 and edits is not null"#,
        account.0,
        draft.0,
        integer(revision)
    )
    .fetch_one(conn)
    .await?;
    Ok((row.count, row.bytes))
}

/// Reads what undoes every change after a revision, the last one first, as JSON.
pub(crate) async fn way_back(
    conn: &mut PgConnection,
    account: AccountId,
    draft: DraftId,
    revision: u32,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select inverse::text as "inverse!" from draft_edits
           where account_id = $1 and draft_id = $2 and revision > $3 and edits is not null order by revision desc"#,
        account.0,
        draft.0,
        integer(revision)
    )
    .fetch_all(conn)
    .await
}

/// Reads what others than a user did after a revision, and what undoes it, as JSON. What came from a version is nobody's own.
pub(crate) async fn of_others(
    conn: &mut PgConnection,
    account: AccountId,
    draft: DraftId,
    revision: u32,
    user: UserId,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select (edits || inverse)::text as "edits!" from draft_edits
           where account_id = $1 and draft_id = $2 and revision > $3 and (author <> $4 or kind = 'rebase') and edits is not null"#,
        account.0,
        draft.0,
        integer(revision),
        user.0
    )
    .fetch_all(conn)
    .await
}

/// The change that made a draft's last revision.
pub(crate) struct Last {
    /// First revision of those that are undone together with it.
    pub entry: u32,
    /// Its edits, as JSON.
    pub edits: String,
    /// What undoes the first of those that are undone together, as JSON.
    pub inverse: String,
}

/// Finds the change that made a revision, if a user made it, who did not undo it, and began it after an instant: what they type now may be
/// a part of it.
pub(crate) async fn begun_since(
    conn: &mut PgConnection,
    account: AccountId,
    draft: DraftId,
    revision: u32,
    user: UserId,
    since: Timestamp,
) -> Result<Option<Last>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select last.entry, last.edits::text as "edits!", first.inverse::text as "inverse!"
           from draft_edits last
           join draft_edits first on first.account_id = $1 and first.draft_id = $2 and first.revision = last.entry and first.edits is not null
           where last.account_id = $1 and last.draft_id = $2 and last.revision = $3 and last.edits is not null
             and last.author = $4 and last.kind = 'change' and last.undone_by is null and first.made_at >= $5"#,
        account.0,
        draft.0,
        integer(revision),
        user.0,
        since.utc()
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Last { entry: positive(row.entry), edits: row.edits, inverse: row.inverse }))
}

/// What a user may undo, or do again.
pub(crate) struct Undoable {
    /// First and last revision of those that go together.
    pub entry: u32,
    pub last: u32,
    /// What undoes them, as JSON.
    pub inverse: String,
    pub sentence: String,
}

/// Finds the last change of a user that is not undone, or, with `redo`, the last one that they undid and after which they changed nothing.
pub(crate) async fn undoable(
    conn: &mut PgConnection,
    account: AccountId,
    draft: DraftId,
    user: UserId,
    redo: bool,
) -> Result<Option<Undoable>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select last.entry, last.revision, last.sentence, first.inverse::text as "inverse!"
           from draft_edits last
           join draft_edits first on first.account_id = $1 and first.draft_id = $2 and first.revision = last.entry and first.edits is not null
           where last.account_id = $1 and last.draft_id = $2 and last.author = $3 and last.edits is not null and last.undone_by is null
             and last.kind <> 'rebase' and (last.kind = 'undo') = $4
             and (not $4 or last.revision > coalesce((
                 select max(revision) from draft_edits
                 where account_id = $1 and draft_id = $2 and author = $3 and edits is not null and kind = 'change'
             ), 0))
           order by last.revision desc limit 1"#,
        account.0,
        draft.0,
        user.0,
        redo
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Undoable { entry: positive(row.entry), last: positive(row.revision), inverse: row.inverse, sentence: row.sentence }))
}

/// Notes that a revision undid what was made from one revision to another as one.
pub(crate) async fn note_undone(
    conn: &mut PgConnection,
    account: AccountId,
    draft: DraftId,
    undone: &Undoable,
    by: u32,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update draft_edits set undone_by = $5
         where account_id = $1 and draft_id = $2 and revision between $3 and $4 and edits is not null",
        account.0,
        draft.0,
        integer(undone.entry),
        integer(undone.last),
        integer(by)
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Lists the changes of a draft, the last one first, at most 100: when, who, and what; of those that are undone as one the last.
pub(crate) async fn history(
    conn: &mut PgConnection,
    account: AccountId,
    draft: DraftId,
) -> Result<Vec<(Timestamp, String, String)>, sqlx::Error> {
    let rows = sqlx::query!(
        "select made_at, users.name, kind, sentence
         from draft_edits made
         join users on users.account_id = made.account_id and users.id = author
         where made.account_id = $1 and draft_id = $2 and edits is not null and not exists (
             select from draft_edits next
             where next.account_id = $1 and next.draft_id = $2 and next.revision = made.revision + 1 and next.edits is not null
               and next.entry = made.entry
         )
         order by revision desc limit $3",
        account.0,
        draft.0,
        LISTED
    )
    .fetch_all(conn)
    .await?;
    let told = |kind: &str, sentence: String| match kind {
        "undo" => format!("Undone: {sentence}"),
        "redo" => format!("Done again: {sentence}"),
        _ => sentence,
    };
    Ok(rows.into_iter().map(|row| (Timestamp::from_utc(row.made_at), row.name, told(&row.kind, row.sentence))).collect())
}
