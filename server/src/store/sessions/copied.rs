//! From a session to the row that COPY takes.

use resolutionflow::decision::ClockSource;
use resolutionflow::id::{AccountId, ClientId};
use resolutionflow::session::{Phase, Session};
use resolutionflow::text::Title;
use resolutionflow::timing::Totals;

use super::search::search_vector;
use super::write::{parked_reason, step_count};

/// Text of a column that is null.
const NULL: &str = r"\N";
/// COPY statement of sessions; its columns are those of [`fields`], in that order.
pub(crate) const COPY: &str = r"copy sessions (
    account_id, id, tree_id, version_number, holder_id, client_id, ticket, follows_session_id, revision, started_at,
    last_activity_at, decisions, open_visit_id, open_node_id, open_entered_at, open_notes, open_detour, open_idle_seconds,
    parked_reason, for_someone_else, scratchpad, command_values, outcome, outcome_notes, next_steps, completed_at, closed_at,
    closed_by, closed_reason, handed_over_at, open_entry_claimed, total_seconds, parked_seconds, active_seconds, step_count, search,
    search_revision, output_sizes, notes_bytes, output_bytes
) from stdin with (format csv, null '\N')";

/// Fields of a session's row in COPY's CSV. `printed` is the output of its commands, the newest last, in all no longer than searches read.
pub(crate) fn fields(
    account: AccountId,
    session: &Session,
    client: Option<ClientId>,
    tree: &str,
    printed: &[&str],
) -> serde_json::Result<Vec<String>> {
    let open = session.open_visit();
    let completion = session.completion();
    let closed = completion.and_then(|completion| completion.closed.as_ref());
    let totals = Totals::of(&session.records);
    let facts = &session.facts;
    Ok(vec![
        account.to_string(),
        session.id.to_string(),
        session.version.tree_id.to_string(),
        session.version.number.to_string(),
        session.holder.to_string(),
        or_null(client),
        facts.ticket.as_str().to_owned(),
        or_null(session.follows),
        session.revision.to_string(),
        session.started_at.to_string(),
        session.last_activity_at.to_string(),
        serde_json::to_string(&session.records)?,
        or_null(open.map(|visit| visit.id)),
        or_null(open.map(|visit| &visit.node_id)),
        or_null(open.map(|visit| visit.entered_at)),
        or_null(open.map(|visit| visit.notes.as_str())),
        or_null(open.and_then(|visit| visit.detour.as_ref()).map(Title::as_str)),
        or_null(open.map(|visit| visit.idle.0)),
        or_null(parked_reason(session)),
        matches!(session.phase, Phase::Parked { for_someone_else: true, .. }).to_string(),
        facts.scratchpad.as_str().to_owned(),
        serde_json::to_string(&session.values)?,
        or_null(completion.map(|completion| completion.outcome.as_str())),
        or_null(Some(facts.outcome_notes.as_str()).filter(|notes| !notes.is_empty())),
        or_null(Some(facts.next_steps.as_str()).filter(|steps| !steps.is_empty())),
        or_null(completion.map(|completion| completion.completed_at)),
        or_null(closed.map(|closing| closing.at)),
        or_null(closed.map(|closing| closing.by)),
        or_null(closed.and_then(|closing| closing.reason.as_ref())),
        or_null(session.handed_over_at),
        or_null(open.map(|visit| visit.clock == ClockSource::Client)),
        totals.total.0.to_string(),
        totals.parked.0.to_string(),
        totals.active.0.to_string(),
        step_count(session).to_string(),
        search_vector(session, tree, printed.iter().rev().copied()),
        session.revision.to_string(),
        serde_json::to_string(&session.output_sizes)?,
        session.notes_size().to_string(),
        session.output_size().to_string(),
    ])
}

fn or_null(value: Option<impl ToString>) -> String {
    value.map_or_else(|| NULL.to_owned(), |value| value.to_string())
}
