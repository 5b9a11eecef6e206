//! Walks through drafts that nobody records: one of a user a draft.

use resolutionflow::id::{AccountId, CommandId, DraftId, UserId};
use resolutionflow::session::{Fingerprint, Receipt, Session};
use resolutionflow::time::Timestamp;
use resolutionflow::tree::NodeId;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{decode, integer, positive};

/// Time after its last step at which a preview goes, in seconds.
const KEPT: i64 = 24 * 60 * 60;
/// The most previews of a user; the one that was not walked for the longest time goes.
const OF_A_USER: i64 = 5;
/// Previews that are swept at a time.
const AT_A_TIME: i64 = 20;

/// Preview as it stands.
pub(crate) struct Preview {
    /// Id of the form that began it.
    pub id: CommandId,
    /// The draft's revision that it walks.
    pub revision: u32,
    /// Step at which it began; none for the first one.
    pub start: Option<NodeId>,
    pub session: Session,
    /// The last command, with its receipt.
    pub last: Option<(CommandId, Receipt)>,
}

struct Row {
    id: Uuid,
    draft_revision: i32,
    start: Option<String>,
    walk: String,
    command_id: Option<Uuid>,
    fingerprint: Option<Vec<u8>>,
}

impl Row {
    /// None where a version of the program wrote the walk that knew other sessions: it is begun again.
    fn preview(self, by: UserId) -> Result<Option<Preview>, sqlx::Error> {
        let Ok(session) = serde_json::from_str(&self.walk) else { return Ok(None) };
        let last = self.command_id.zip(self.fingerprint).map(|(command, fingerprint)| {
            let fingerprint = Fingerprint(fingerprint.as_slice().try_into().map_err(decode)?);
            Ok::<_, sqlx::Error>((CommandId(command), Receipt { fingerprint, by }))
        });
        let start = self.start.map(NodeId);
        Ok(Some(Preview { id: CommandId(self.id), revision: positive(self.draft_revision), start, session, last: last.transpose()? }))
    }
}

/// Finds a user's preview of a draft; none where there is none.
pub(crate) async fn find(
    conn: &mut PgConnection,
    account: AccountId,
    draft: DraftId,
    user: UserId,
) -> Result<Option<Preview>, sqlx::Error> {
    let row = sqlx::query_as!(
        Row,
        r#"select id, draft_revision, start, walk::text as "walk!", command_id, fingerprint from preview_walks
           where account_id = $1 and draft_id = $2 and user_id = $3"#,
        account.0,
        draft.0,
        user.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| row.preview(user)).transpose()?.flatten())
}

/// As [`find`]; others wait until the transaction ends before they change it.
pub(crate) async fn lock(
    conn: &mut PgConnection,
    account: AccountId,
    draft: DraftId,
    user: UserId,
) -> Result<Option<Preview>, sqlx::Error> {
    let row = sqlx::query_as!(
        Row,
        r#"select id, draft_revision, start, walk::text as "walk!", command_id, fingerprint from preview_walks
           where account_id = $1 and draft_id = $2 and user_id = $3 for no key update"#,
        account.0,
        draft.0,
        user.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| row.preview(user)).transpose()?.flatten())
}

/// Begins a preview in place of the user's last one of the draft; one that has begun with the same form stays as it is.
pub(crate) async fn begin(
    conn: &mut PgConnection,
    account: AccountId,
    (draft, user): (DraftId, UserId),
    (preview, walk): (&Preview, &str),
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into preview_walks (account_id, draft_id, user_id, id, draft_revision, start, walk, walked_at)
         values ($1, $2, $3, $4, $5, $6, $7::text::jsonb, $8)
         on conflict on constraint preview_walks_pkey do update
         set id = excluded.id, draft_revision = excluded.draft_revision, start = excluded.start, walk = excluded.walk, command_id = null,
             fingerprint = null, walked_at = excluded.walked_at
         where preview_walks.id <> excluded.id",
        account.0,
        draft.0,
        user.0,
        preview.id.0,
        integer(preview.revision),
        preview.start.as_ref().map(|start| start.0.as_str()),
        walk,
        now.utc()
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Writes a step of a preview.
pub(crate) async fn save(
    conn: &mut PgConnection,
    account: AccountId,
    (draft, user): (DraftId, UserId),
    walk: &str,
    (command, fingerprint): (CommandId, Fingerprint),
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update preview_walks set walk = $4::text::jsonb, command_id = $5, fingerprint = $6, walked_at = $7
         where account_id = $1 and draft_id = $2 and user_id = $3",
        account.0,
        draft.0,
        user.0,
        walk,
        command.0,
        fingerprint.0.as_slice(),
        now.utc()
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Deletes previews whose time is over, some at a time, and those of a user beyond the most that they may have.
pub(crate) async fn sweep(conn: &mut PgConnection, account: AccountId, user: UserId, now: Timestamp) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from preview_walks where account_id = $1 and (draft_id, user_id) in (
             select draft_id, user_id from preview_walks where account_id = $1 and walked_at <= $2
             order by walked_at limit $3 for update skip locked
         )",
        account.0,
        now.plus(-KEPT).utc(),
        AT_A_TIME
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "delete from preview_walks where account_id = $1 and user_id = $2 and draft_id in (
             select draft_id from preview_walks where account_id = $1 and user_id = $2
             order by walked_at desc, draft_id offset $3 for update skip locked
         )",
        account.0,
        user.0,
        OF_A_USER
    )
    .execute(conn)
    .await?;
    Ok(())
}
