//! Changes of drafts that stand, by whomever: each can be taken back.

use app::backend::views::Person;
use app::backend::views::gate::Entry;
use resolutionflow::id::{AccountId, CommandId, DraftId, UserId};
use resolutionflow::time::Timestamp;
use sqlx::PgConnection;

use super::edits::Undoable;
use crate::store::{integer, positive};

/// Most changes that are listed to be taken back.
const LISTED: i64 = 100;

/// Lists the changes of a draft that stand, the last one first, at most 100; of those that are undone as one the last.
pub(crate) async fn entries(conn: &mut PgConnection, account: AccountId, id: DraftId) -> Result<Vec<Entry>, sqlx::Error> {
    let rows = sqlx::query!(
        "select made.revision, made_at, users.id, users.name, sentence
         from draft_edits made
         join users on users.account_id = made.account_id and users.id = author
         where made.account_id = $1 and draft_id = $2 and edits is not null and undone_by is null and kind in ('change', 'redo')
           and not exists (
               select from draft_edits next
               where next.account_id = $1 and next.draft_id = $2 and next.revision = made.revision + 1 and next.edits is not null
                 and next.entry = made.entry
           )
         order by made.revision desc limit $3",
        account.0,
        id.0,
        LISTED
    )
    .fetch_all(conn)
    .await?;
    let entry = rows.into_iter().map(|row| Entry {
        revision: positive(row.revision),
        at: Timestamp::from_utc(row.made_at),
        by: Person { id: UserId(row.id), name: row.name },
        sentence: row.sentence,
    });
    Ok(entry.collect())
}

/// Finds the change that made a revision, if it stands and can be taken back.
pub(crate) async fn standing(
    conn: &mut PgConnection,
    account: AccountId,
    draft: DraftId,
    revision: u32,
) -> Result<Option<Undoable>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select last.entry, last.revision, last.sentence, first.inverse::text as "inverse!"
           from draft_edits last
           join draft_edits first on first.account_id = $1 and first.draft_id = $2 and first.revision = last.entry and first.edits is not null
           where last.account_id = $1 and last.draft_id = $2 and last.revision = $3 and last.edits is not null and last.undone_by is null
             and last.kind in ('change', 'redo') and not exists (
                 select from draft_edits next
                 where next.account_id = $1 and next.draft_id = $2 and next.revision = $3 + 1 and next.edits is not null
                   and next.entry = last.entry
             )"#,
        account.0,
        draft.0,
        integer(revision)
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Undoable { entry: positive(row.entry), last: positive(row.revision), inverse: row.inverse, sentence: row.sentence }))
}

/// Reads what was done after a revision, by whomever, and what undoes it, as JSON. What was done and undone since is left out.
pub(crate) async fn since(conn: &mut PgConnection, account: AccountId, draft: DraftId, revision: u32) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select (edits || inverse)::text as "edits!" from draft_edits made
           where account_id = $1 and draft_id = $2 and revision > $3 and edits is not null and undone_by is null
             and not (kind = 'undo' and exists (
                 select from draft_edits undone
                 where undone.account_id = $1 and undone.draft_id = $2 and undone.undone_by = made.revision and undone.revision > $3
             ))"#,
        account.0,
        draft.0,
        integer(revision)
    )
    .fetch_all(conn)
    .await
}

/// True if a command brought a draft up to another version.
pub(crate) async fn has_rebased(
    conn: &mut PgConnection,
    account: AccountId,
    draft: DraftId,
    command: CommandId,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (
               select from draft_edits where account_id = $1 and draft_id = $2 and command_id = $3 and kind = 'rebase'
           ) as "has!""#,
        account.0,
        draft.0,
        command.0
    )
    .fetch_one(conn)
    .await
}
