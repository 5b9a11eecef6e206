//! What stands between a draft and its publication: its note, approvals, and the version that it stands on.

use std::collections::HashSet;

use app::backend::views::Person;
use app::backend::views::proposals::AskedDraft;
use resolutionflow::id::{AccountId, CommandId, DraftId, TreeId, UserId};
use resolutionflow::session::{Fingerprint, VersionRef};
use resolutionflow::text::VersionNote;
use resolutionflow::time::Timestamp;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::store::{at, integer, text};

/// Facts of a draft that only its gate shows.
pub(crate) struct GateFacts {
    pub note: VersionNote,
    /// Since when somebody waits for an approval, and who.
    pub asked: Option<(Timestamp, Person)>,
    /// True if its tree is archived.
    pub is_archived: bool,
}

/// Reads the facts of a draft's gate. Fails with [`sqlx::Error::RowNotFound`] where there is no such draft.
pub(crate) async fn gate_facts(conn: &mut PgConnection, account: AccountId, id: DraftId) -> Result<GateFacts, sqlx::Error> {
    let row = sqlx::query!(
        r#"select note, asked_at, asked_by, users.name as "asked_by_name?", trees.archived_at is not null as "is_archived!"
           from tree_drafts draft
           left join users on users.account_id = draft.account_id and users.id = asked_by
           left join trees on trees.account_id = draft.account_id and trees.id = tree_id
           where draft.account_id = $1 and draft.id = $2"#,
        account.0,
        id.0
    )
    .fetch_one(conn)
    .await?;
    let asker = row.asked_by.zip(row.asked_by_name).map(|(id, name)| Person { id: UserId(id), name });
    Ok(GateFacts { note: text(row.note)?, asked: at(row.asked_at).zip(asker), is_archived: row.is_archived })
}

/// Keys of the trees on which walks can be started.
pub(crate) async fn keys_of_trees(conn: &mut PgConnection, account: AccountId) -> Result<HashSet<String>, sqlx::Error> {
    let keys = sqlx::query_scalar!("select key from trees where account_id = $1 and archived_at is null", account.0);
    Ok(keys.fetch_all(conn).await?.into_iter().collect())
}

/// Replaces a draft's note.
pub(crate) async fn save_note(conn: &mut PgConnection, account: AccountId, id: DraftId, note: &VersionNote) -> Result<(), sqlx::Error> {
    sqlx::query!("update tree_drafts set note = $3 where account_id = $1 and id = $2", account.0, id.0, note.as_str())
        .execute(conn)
        .await?;
    Ok(())
}

/// Notes who waits for a draft's approval, since when; with none that nobody does.
pub(crate) async fn ask(
    conn: &mut PgConnection,
    account: AccountId,
    id: DraftId,
    asked: Option<(Timestamp, UserId)>,
) -> Result<(), sqlx::Error> {
    let (at, by) = asked.map(|(at, by)| (at.utc(), by.0)).unzip();
    sqlx::query!("update tree_drafts set asked_at = $3, asked_by = $4 where account_id = $1 and id = $2", account.0, id.0, at, by)
        .execute(conn)
        .await?;
    Ok(())
}

/// Lists the drafts that wait for an approval, since the longest first.
pub(crate) async fn asked_drafts(conn: &mut PgConnection, account: AccountId) -> Result<Vec<AskedDraft>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select draft.id, coalesce(head ->> 'name', '') as "name!", users.name as by, asked_at as "asked_at!"
           from tree_drafts draft
           join users on users.account_id = draft.account_id and users.id = asked_by
           where draft.account_id = $1 and asked_at is not null and discarded_at is null and published_at is null
           order by asked_at, draft.id"#,
        account.0
    )
    .fetch_all(conn)
    .await?;
    let asked =
        rows.into_iter().map(|row| AskedDraft { id: DraftId(row.id), name: row.name, by: row.by, at: Timestamp::from_utc(row.asked_at) });
    Ok(asked.collect())
}

/// Lists those who wrote a draft, by name: who changed it, and who began it with words of their own.
pub(crate) async fn authors(conn: &mut PgConnection, account: AccountId, id: DraftId) -> Result<Vec<Person>, sqlx::Error> {
    let rows = sqlx::query!(
        "select id, name from users
         where account_id = $1 and id in (
             select author from draft_edits where account_id = $1 and draft_id = $2 and edits is not null and kind <> 'rebase'
             union all
             select begun_by from tree_drafts where account_id = $1 and id = $2 and is_brought
         )
         order by name collate alphabetical, id",
        account.0,
        id.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| Person { id: UserId(row.id), name: row.name }).collect())
}

/// Approval of a draft.
pub(crate) struct Given {
    pub by: Person,
    pub at: Timestamp,
    /// SHA-256 of the document that it is of.
    pub document: Fingerprint,
}

/// Lists the approvals of a draft, of whatever document, the first one first.
pub(crate) async fn approvals(conn: &mut PgConnection, account: AccountId, id: DraftId) -> Result<Vec<Given>, sqlx::Error> {
    let rows = sqlx::query!(
        "select users.id, users.name, approved_at, document from draft_approvals
         join users on users.account_id = draft_approvals.account_id and users.id = draft_approvals.user_id
         where draft_approvals.account_id = $1 and draft_id = $2
         order by approved_at, users.id",
        account.0,
        id.0
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let by = Person { id: UserId(row.id), name: row.name };
            Ok(Given { by, at: Timestamp::from_utc(row.approved_at), document: super::fingerprint(&row.document)? })
        })
        .collect()
}

/// Keeps a user's approval of a document of a draft, in the place of that of another document.
pub(crate) async fn approve(
    conn: &mut PgConnection,
    account: AccountId,
    (id, user): (DraftId, UserId),
    document: Fingerprint,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into draft_approvals (account_id, draft_id, user_id, document, approved_at) values ($1, $2, $3, $4, $5)
         on conflict on constraint draft_approvals_pkey do update set document = excluded.document, approved_at = excluded.approved_at
         where draft_approvals.document <> excluded.document",
        account.0,
        id.0,
        user.0,
        document.0.as_slice(),
        now.utc()
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes a user's approval of a draft back.
pub(crate) async fn withdraw(conn: &mut PgConnection, account: AccountId, id: DraftId, user: UserId) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from draft_approvals where account_id = $1 and draft_id = $2 and user_id = $3", account.0, id.0, user.0)
        .execute(conn)
        .await?;
    Ok(())
}

/// Lets a draft stand on another version of its tree.
pub(crate) async fn set_base(conn: &mut PgConnection, account: AccountId, id: DraftId, version: u32) -> Result<(), sqlx::Error> {
    sqlx::query!("update tree_drafts set base_version = $3 where account_id = $1 and id = $2", account.0, id.0, integer(version))
        .execute(conn)
        .await?;
    Ok(())
}

/// Reported problems that a draft settles once it is published.
pub(crate) async fn ticked(conn: &mut PgConnection, account: AccountId, id: DraftId) -> Result<Vec<CommandId>, sqlx::Error> {
    let ids = sqlx::query_scalar!("select report_id from draft_settles where account_id = $1 and draft_id = $2", account.0, id.0)
        .fetch_all(conn)
        .await?;
    Ok(ids.into_iter().map(CommandId).collect())
}

/// Ticks some of the listed problems of a draft's tree, and takes the ticks of the others that are listed away.
pub(crate) async fn tick(
    conn: &mut PgConnection,
    account: AccountId,
    (id, tree): (DraftId, TreeId),
    listed: &[CommandId],
    ticked: &[CommandId],
) -> Result<(), sqlx::Error> {
    let ids = |reports: &[CommandId]| reports.iter().map(|report| report.0).collect::<Vec<Uuid>>();
    sqlx::query!(
        "delete from draft_settles where account_id = $1 and draft_id = $2 and report_id = any($3) and report_id <> all($4)",
        account.0,
        id.0,
        &ids(listed),
        &ids(ticked)
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "insert into draft_settles (account_id, draft_id, report_id)
         select account_id, $2, id from step_reports
         where account_id = $1 and tree_id = $3 and settled_at is null and id = any($4)
         on conflict do nothing",
        account.0,
        id.0,
        tree.0,
        &ids(ticked)
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Settles the problems that are ticked in a draft, with the version that it became, and returns them. What somebody has settled since stays
/// as it is.
pub(crate) async fn settle(
    conn: &mut PgConnection,
    account: AccountId,
    id: DraftId,
    version: VersionRef,
    by: UserId,
    now: Timestamp,
) -> Result<Vec<CommandId>, sqlx::Error> {
    let ids = sqlx::query_scalar!(
        "update step_reports set settled_at = $5, settled_by = $6, settled_version = $4
         from draft_settles
         where step_reports.account_id = $1 and tree_id = $3 and settled_at is null
           and draft_settles.account_id = $1 and draft_id = $2 and report_id = step_reports.id
         returning step_reports.id",
        account.0,
        id.0,
        version.tree_id.0,
        integer(version.number),
        now.utc(),
        by.0
    )
    .fetch_all(conn)
    .await?;
    Ok(ids.into_iter().map(CommandId).collect())
}
