//! Suggested changes: what somebody suggested about a step, and what became of it. Lists of them are in [`lists`].

mod lists;

use app::backend::views::proposals::ProposalCard;
use resolutionflow::id::{AccountId, CommandId, DraftId, ProposalId, SessionId, UserId};
use resolutionflow::session::{Fingerprint, VersionRef};
use resolutionflow::text::{ProposalNote, Reason};
use resolutionflow::time::Timestamp;
use resolutionflow::tree::NodeId;
use sqlx::PgConnection;

use super::drafts::edits::Undoable;
use super::drafts::fingerprint;
use super::{integer, positive};

pub(crate) use lists::{card, count_waiting, decided, of_user, waiting};

/// Suggestion to be stored.
pub(crate) struct NewProposal<'a> {
    pub id: ProposalId,
    pub fingerprint: Fingerprint,
    pub session: SessionId,
    pub version: VersionRef,
    pub node: &'a NodeId,
    /// Title of the step as it read then.
    pub title: &'a str,
    /// Its edits of that version, as JSON.
    pub edits: &'a str,
    pub note: &'a ProposalNote,
}

/// Adds a suggestion. Violates `proposals_pkey` where the form's id was used for another one.
pub(crate) async fn insert(
    conn: &mut PgConnection,
    account: AccountId,
    new: &NewProposal<'_>,
    by: UserId,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into proposals (account_id, id, fingerprint, session_id, tree_id, version_number, node_id, title, edits, note, proposed_by,
             proposed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9::text::jsonb, $10, $11, $12)",
        account.0,
        new.id.0,
        new.fingerprint.0.as_slice(),
        new.session.0,
        new.version.tree_id.0,
        integer(new.version.number),
        new.node.0,
        new.title,
        new.edits,
        new.note.as_str(),
        by.0,
        now.utc()
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Suggestion with what it changes.
pub(crate) struct Proposal {
    pub card: ProposalCard,
    /// What the form said that suggested it.
    pub fingerprint: Fingerprint,
    /// Version whose step it changes.
    pub version: VersionRef,
    /// Its edits of that version, as JSON.
    pub edits: String,
    /// The command that took it last.
    pub taken_command: Option<CommandId>,
}

/// Finds a suggestion; none where there is none.
pub(crate) async fn find(conn: &mut PgConnection, account: AccountId, id: ProposalId) -> Result<Option<Proposal>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select fingerprint, tree_id, version_number, edits::text as "edits!", taken_command from proposals
           where account_id = $1 and id = $2"#,
        account.0,
        id.0
    )
    .fetch_optional(&mut *conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Proposal {
        card: card(conn, account, id).await?,
        fingerprint: fingerprint(&row.fingerprint)?,
        version: VersionRef { tree_id: row.tree_id.into(), number: positive(row.version_number) },
        edits: row.edits,
        taken_command: row.taken_command.map(CommandId),
    }))
}

/// As [`find`]; others wait until the transaction ends before they decide about it.
pub(crate) async fn lock(conn: &mut PgConnection, account: AccountId, id: ProposalId) -> Result<Option<Proposal>, sqlx::Error> {
    sqlx::query_scalar!("select id from proposals where account_id = $1 and id = $2 for no key update", account.0, id.0)
        .fetch_optional(&mut *conn)
        .await?;
    find(conn, account, id).await
}

/// Notes that a suggestion was taken into a draft, whose revision it made; none if the draft said so already.
pub(crate) async fn take(
    conn: &mut PgConnection,
    account: AccountId,
    id: ProposalId,
    (draft, revision): (DraftId, Option<u32>),
    (command, by): (CommandId, UserId),
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update proposals
         set draft_id = $3, revision = $4, stands = true, is_laid_aside = false, taken_at = $5, taken_by = $6, taken_command = $7
         where account_id = $1 and id = $2",
        account.0,
        id.0,
        draft.0,
        revision.map(integer),
        now.utc(),
        by.0,
        command.0
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Notes of the suggestions in a draft that a revision undid what took them, or did it again.
pub(crate) async fn undo(
    conn: &mut PgConnection,
    account: AccountId,
    draft: DraftId,
    undone: &Undoable,
    by: u32,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update proposals set stands = not stands, revision = $5
         where account_id = $1 and draft_id = $2 and revision between $3 and $4
           and published_version is null and declined_at is null and withdrawn_at is null",
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

/// Notes that a draft was discarded, or brought back: what was taken into it waits meanwhile.
pub(crate) async fn lay_aside(conn: &mut PgConnection, account: AccountId, draft: DraftId, is_discarded: bool) -> Result<(), sqlx::Error> {
    sqlx::query!("update proposals set is_laid_aside = $3 where account_id = $1 and draft_id = $2", account.0, draft.0, is_discarded)
        .execute(conn)
        .await?;
    Ok(())
}

/// Lists those whose suggestions stand in a draft.
pub(crate) async fn proposers(conn: &mut PgConnection, account: AccountId, draft: DraftId) -> Result<Vec<UserId>, sqlx::Error> {
    let ids = sqlx::query_scalar!(
        "select distinct proposed_by from proposals where account_id = $1 and draft_id = $2 and stands",
        account.0,
        draft.0
    )
    .fetch_all(conn)
    .await?;
    Ok(ids.into_iter().map(UserId).collect())
}

/// Notes of the suggestions that stand in a draft that it became a version.
pub(crate) async fn publish(conn: &mut PgConnection, account: AccountId, draft: DraftId, version: u32) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update proposals set published_version = $3 where account_id = $1 and draft_id = $2 and stands",
        account.0,
        draft.0,
        integer(version)
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Declines a suggestion. A draft in which it once was is not of interest any more.
pub(crate) async fn decline(
    conn: &mut PgConnection,
    account: AccountId,
    id: ProposalId,
    reason: &Reason,
    by: UserId,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update proposals set declined_at = $3, declined_by = $4, reason = $5, stands = false, revision = null
         where account_id = $1 and id = $2",
        account.0,
        id.0,
        now.utc(),
        by.0,
        reason.as_str()
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Withdraws a suggestion.
pub(crate) async fn withdraw(conn: &mut PgConnection, account: AccountId, id: ProposalId, now: Timestamp) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update proposals set withdrawn_at = $3, stands = false, revision = null where account_id = $1 and id = $2",
        account.0,
        id.0,
        now.utc()
    )
    .execute(conn)
    .await?;
    Ok(())
}
