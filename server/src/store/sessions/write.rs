//! From a session to its row.

use resolutionflow::decision::ClockSource;
use resolutionflow::id::{AccountId, ClientId, SessionId};
use resolutionflow::session::{Phase, Session, trail};
use resolutionflow::text::{Reason, Title};
use resolutionflow::time::{Seconds, Timestamp};
use resolutionflow::timing::Totals;
use sqlx::PgConnection;
use sqlx::types::Json;

use super::search::{NewOutput, SearchChange, printed, search_vector};
use crate::store::{figures, integer};

/// Bytes of a record beside its notes, about.
const RECORD: usize = 400;

/// Adds the row of a session that was just started. `tree` is the name of its tree, by which it is found. Violates
/// `sessions_one_running_a_holder` where the holder has another one running.
pub(crate) async fn insert(
    conn: &mut PgConnection,
    account: AccountId,
    session: &Session,
    client: Option<ClientId>,
    tree: &str,
) -> Result<(), sqlx::Error> {
    let open = session.open_visit();
    sqlx::query!(
        "insert into sessions (
             account_id, id, tree_id, version_number, holder_id, client_id, ticket, follows_session_id, revision, started_at,
             last_activity_at, decisions, open_visit_id, open_node_id, open_entered_at, open_notes, open_idle_seconds,
             scratchpad, total_seconds, parked_seconds, active_seconds, step_count, search, search_revision, output_sizes
         )
         values (
             $1, $2, $3, $4, $5, $6, $7, $8, $9, $10,
             $11, '[]', $12, $13, $14, $15, 0,
             $16, 0, 0, 0, $17, $18::text::tsvector, $9, '{}'
         )",
        account.0,
        session.id.0,
        session.version.tree_id.0,
        integer(session.version.number),
        session.holder.0,
        client.map(|client| client.0),
        session.facts.ticket.as_str(),
        session.follows.map(|follows| follows.0),
        integer(session.revision),
        session.started_at.utc(),
        session.last_activity_at.utc(),
        open.map(|visit| visit.id.0),
        open.map(|visit| visit.node_id.0.as_str()),
        open.map(|visit| visit.entered_at.utc()),
        open.map(|visit| visit.notes.as_str()),
        session.facts.scratchpad.as_str(),
        integer(step_count(session)),
        search_vector(session, tree, [])
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Saves a session that commands changed, from its state before to the one after, the words that it is found by, and its walk; the output of
/// commands is saved before. The one place where a session that counts is written, but for [`copied`](super::copied).
///
/// Records and search are left alone where nothing changed them: an autosave then updates the row in place, without an entry in
/// any index.
///
/// Returns how much was written, about, in bytes: with the records, all of the session.
pub(crate) async fn update(
    conn: &mut PgConnection,
    account: AccountId,
    (before, session): (&Session, &Session),
    client: Option<ClientId>,
    tree: &str,
    output: &NewOutput,
) -> Result<usize, sqlx::Error> {
    let has_new_records = before.records != session.records;
    let open = session.open_visit();
    let completion = session.completion();
    let closed = completion.and_then(|completion| completion.closed.as_ref());
    let totals = Totals::of(&session.records);
    let notes = session.notes_size();
    let (anew, vector) = match SearchChange::between(before, session, output) {
        SearchChange::None => (false, None),
        SearchChange::Added(vector) => (false, Some(vector)),
        SearchChange::Anew => {
            let printed = printed(&mut *conn, account, session.id).await?;
            (true, Some(search_vector(session, tree, printed.iter().map(String::as_str))))
        }
    };
    sqlx::query!(
        "update sessions
         set holder_id = $3, client_id = $4, ticket = $5, revision = $6, last_activity_at = $7, decisions = coalesce($8, decisions),
             open_visit_id = $9, open_node_id = $10, open_entered_at = $11, open_notes = $12,
             outcome = $13, outcome_notes = nullif($14, ''), next_steps = nullif($15, ''),
             completed_at = $16, closed_at = $17, closed_by = $18,
             total_seconds = $19, parked_seconds = $20, active_seconds = $21, step_count = $22,
             search = case
                 when $23::text is null then search
                 when $31 then $23::text::tsvector
                 else search || $23::text::tsvector
             end,
             search_revision = case when $31 or search_revision = revision then $6 else search_revision end,
             scratchpad = $24, command_values = $25,
             open_detour = $26, open_idle_seconds = $27, parked_reason = $28, for_someone_else = $29, closed_reason = $30,
             handed_over_at = $32, open_entry_claimed = $33,
             output_sizes = coalesce($34, output_sizes), notes_bytes = $35, output_bytes = $36,
             notes_most = greatest(notes_most, $37), output_most = greatest(output_most, $38)
         where account_id = $1 and id = $2",
        account.0,
        session.id.0,
        session.holder.0,
        client.map(|client| client.0),
        session.facts.ticket.as_str(),
        integer(session.revision),
        session.last_activity_at.utc(),
        has_new_records.then_some(Json(&session.records)) as _,
        open.map(|visit| visit.id.0),
        open.map(|visit| visit.node_id.0.as_str()),
        open.map(|visit| visit.entered_at.utc()),
        open.map(|visit| visit.notes.as_str()),
        completion.map(|completion| completion.outcome.as_str()),
        session.facts.outcome_notes.as_str(),
        session.facts.next_steps.as_str(),
        completion.map(|completion| completion.completed_at.utc()),
        closed.map(|closing| closing.at.utc()),
        closed.map(|closing| closing.by.0),
        seconds(totals.total),
        seconds(totals.parked),
        seconds(totals.active),
        integer(step_count(session)),
        vector,
        session.facts.scratchpad.as_str(),
        Json(&session.values) as _,
        open.and_then(|visit| visit.detour.as_ref()).map(Title::as_str),
        open.map(|visit| seconds(visit.idle)),
        parked_reason(session),
        session.waits_for_someone(),
        closed.and_then(|closing| closing.reason.as_ref()).map(Reason::as_str),
        anew,
        session.handed_over_at.map(Timestamp::utc),
        open.map(|visit| visit.clock == ClockSource::Client),
        (before.output_sizes != session.output_sizes).then_some(Json(&session.output_sizes)) as _,
        integer(notes),
        integer(session.output_size()),
        // Larger only where the version before wrote it, which knows no bounds.
        integer(before.notes_size()),
        integer(before.output_size())
    )
    .execute(&mut *conn)
    .await?;
    figures::keep(conn, account, before, session).await?;
    let alone = open.map_or(0, |visit| visit.notes.as_str().len()) + session.facts.scratchpad.as_str().len() + RECORD;
    Ok(if has_new_records { notes + session.records.len() * RECORD + alone } else { alone })
}

/// The reason that the technician gave for parking; none where none was given or the session is not parked.
pub(super) fn parked_reason(session: &Session) -> Option<&str> {
    match &session.phase {
        Phase::Parked { reason, .. } => reason.as_ref().map(Reason::as_str),
        Phase::Running(_) | Phase::Completed(_) => None,
    }
}

/// Sets the time of a session's last activity. The revision stays.
pub(crate) async fn touch(conn: &mut PgConnection, account: AccountId, session: SessionId, at: Timestamp) -> Result<(), sqlx::Error> {
    sqlx::query!("update sessions set last_activity_at = $3 where account_id = $1 and id = $2", account.0, session.0, at.utc())
        .execute(conn)
        .await?;
    Ok(())
}

fn seconds(seconds: Seconds) -> i64 {
    i64::try_from(seconds.0).unwrap_or(i64::MAX)
}

/// Number of steps as documents count them, the open one included, unless it goes on with an interrupted step (timing rule 5).
pub(super) fn step_count(session: &Session) -> usize {
    let goes_on = |node| {
        let last = session.records.iter().rev().find(|record| record.node_id.is_some());
        last.is_some_and(|record| record.is_interrupted() && record.node_id.as_ref() == Some(node))
    };
    let open = session.open_visit().is_some_and(|visit| !goes_on(&visit.node_id));
    trail(&session.records).len() + usize::from(open)
}
