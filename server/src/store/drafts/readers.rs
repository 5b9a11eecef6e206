//! Who has a draft open, and what they left in its Text tab.

use app::backend::views::Person;
use resolutionflow::id::{AccountId, DraftId, UserId};
use resolutionflow::time::Timestamp;
use sqlx::PgConnection;

/// Keeps a text that is no tree as what a user has in the Text tab of a draft.
pub(crate) async fn keep_text(
    conn: &mut PgConnection,
    account: AccountId,
    (id, user): (DraftId, UserId),
    (text, fault): (&str, &str),
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into draft_texts (account_id, draft_id, user_id, text, fault, saved_at) values ($1, $2, $3, $4, $5, $6)
         on conflict on constraint draft_texts_pkey do update
         set text = excluded.text, fault = excluded.fault, saved_at = excluded.saved_at",
        account.0,
        id.0,
        user.0,
        text,
        fault,
        now.utc()
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Forgets what a user has in the Text tab of a draft.
pub(crate) async fn forget_text(conn: &mut PgConnection, account: AccountId, id: DraftId, user: UserId) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from draft_texts where account_id = $1 and draft_id = $2 and user_id = $3", account.0, id.0, user.0)
        .execute(conn)
        .await?;
    Ok(())
}

/// Finds what a user has in the Text tab of a draft, and what is wrong with it; none where nothing is.
pub(crate) async fn text(
    conn: &mut PgConnection,
    account: AccountId,
    id: DraftId,
    user: UserId,
) -> Result<Option<(String, String)>, sqlx::Error> {
    let row = sqlx::query!(
        "select text, fault from draft_texts where account_id = $1 and draft_id = $2 and user_id = $3",
        account.0,
        id.0,
        user.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.text, row.fault)))
}

/// Notes that a user has a draft open now, and lists the others who had it open in the minute before, by name.
pub(crate) async fn note_reader(
    conn: &mut PgConnection,
    account: AccountId,
    id: DraftId,
    user: UserId,
    now: Timestamp,
) -> Result<Vec<Person>, sqlx::Error> {
    sqlx::query!(
        "insert into draft_readers (account_id, draft_id, user_id, seen_at) values ($1, $2, $3, $4)
         on conflict on constraint draft_readers_pkey do update set seen_at = excluded.seen_at
         where draft_readers.seen_at < excluded.seen_at - interval '10 seconds'",
        account.0,
        id.0,
        user.0,
        now.utc()
    )
    .execute(&mut *conn)
    .await?;
    let others = sqlx::query!(
        "select users.id, users.name from draft_readers
         join users on users.account_id = draft_readers.account_id and users.id = draft_readers.user_id
         where draft_readers.account_id = $1 and draft_id = $2 and user_id <> $3 and seen_at > $4::timestamptz - interval '1 minute'
         order by users.name collate alphabetical, users.id",
        account.0,
        id.0,
        user.0,
        now.utc()
    )
    .fetch_all(conn)
    .await?;
    Ok(others.into_iter().map(|row| Person { id: UserId(row.id), name: row.name }).collect())
}
