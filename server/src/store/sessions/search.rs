//! The tokens by which the history finds a session.

use resolutionflow::decision::DecisionRecord;
use resolutionflow::id::{AccountId, SessionId, VisitId};
use resolutionflow::search::Kind;
use resolutionflow::session::{Facts, Session};
use sqlx::PgConnection;

use crate::store::words::Vector;

/// The most bytes of one text.
const TEXT_LIMIT: usize = 8 * 1024;
/// The most bytes of texts that a session is found by, without what commands printed.
const SEARCHED: usize = 150_000;
/// The most bytes of records to which tokens are added. Beyond it they are made anew with each step, so that all of them fit into a
/// tsvector, what was renamed meanwhile included.
const ADDED_UP_TO: usize = 20_000;

/// Changes of output that the search of a session does not know yet.
#[derive(Debug)]
pub(crate) struct NewOutput {
    /// Visits with output that came or changed. The search may not know that of the open visit either: it learns it once the visit ends.
    pub visits: Vec<VisitId>,
    /// True if any output was taken away, which must not be found any longer.
    pub is_removed: bool,
}

/// Change of what a session is found by. Notes of the open visit count once it ends.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum SearchChange {
    None,
    /// Visits ended: these tokens are added, a tsvector's text.
    Added(String),
    /// Anything else: all are made anew.
    Anew,
}

impl SearchChange {
    /// Compares two states of a session, and finds the smallest change of what it is found by.
    pub(super) fn between(before: &Session, after: &Session, output: &NewOutput) -> Self {
        let open = after.open_visit().map(|visit| visit.id);
        let (kept, added) = after.records.split_at(before.records.len().min(after.records.len()));
        let only_added = !output.is_removed
            && before.facts == after.facts
            && before.records.len() <= after.records.len()
            && std::iter::zip(&before.records, kept).all(|(before, after)| texts(before).eq(texts(after)))
            && output.visits.iter().all(|visit| Some(*visit) == open);
        let length = |records: &[DecisionRecord]| records.iter().flat_map(texts).map(str::len).sum::<usize>();
        if only_added && added.is_empty() {
            return Self::None;
        }
        if !only_added || length(&after.records) > ADDED_UP_TO {
            return Self::Anew;
        }
        let mut vector = Vector::default();
        for text in added.iter().rev().flat_map(texts) {
            vector.add(beginning(text, TEXT_LIMIT), Kind::Text);
        }
        Self::Added(vector.into_text())
    }
}

/// The texts of a record that are searched.
pub(super) fn texts(record: &DecisionRecord) -> impl Iterator<Item = &str> {
    placed(record).map(|(_, text)| text)
}

fn placed(record: &DecisionRecord) -> impl Iterator<Item = (Place, &str)> {
    let answer = record.answer.as_deref().map(|answer| (Place::Step, answer));
    [Some((Place::Step, record.title.as_str())), answer, Some((Place::Notes, record.notes.as_str()))].into_iter().flatten()
}

fn beginning(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

/// All tokens that a session is found by, as a tsvector's text: of its short id, ticket, client and tree, notes, scratchpad, titles, answers
/// and of what commands printed. The newest steps come first, in case they do not all fit.
pub(super) fn search_vector<'a>(session: &Session, tree: &str, printed: impl IntoIterator<Item = &'a str>) -> String {
    vector(session.id, &session.facts, tree, &session.records, printed)
}

/// Where a text that a session is found by stands, in the order in which excerpts are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::store) enum Place {
    /// Name of client or tree, which rows show themselves.
    Name,
    Notes,
    /// Title or answer of a step.
    Step,
}

/// The texts that a session is found by, beside its id, its ticket and what commands printed, as far as they are searched: the first 8 KB of
/// each and 150,000 bytes in all, the newest steps first.
pub(in crate::store) fn searched<'a>(
    facts: &'a Facts,
    tree: &'a str,
    records: &'a [DecisionRecord],
) -> impl Iterator<Item = (Place, &'a str)> {
    let names = [facts.client.as_str(), tree].map(|name| (Place::Name, name));
    let notes = [facts.outcome_notes.as_str(), facts.next_steps.as_str(), facts.scratchpad.as_str()].map(|notes| (Place::Notes, notes));
    let mut room = SEARCHED;
    names.into_iter().chain(notes).chain(records.iter().rev().flat_map(placed)).map(move |(place, text)| {
        let text = beginning(text, TEXT_LIMIT.min(room));
        room -= text.len();
        (place, text)
    })
}

/// The same of a session's parts.
pub(super) fn vector<'a>(
    id: SessionId,
    facts: &Facts,
    tree: &str,
    records: &[DecisionRecord],
    printed: impl IntoIterator<Item = &'a str>,
) -> String {
    let mut vector = Vector::default();
    vector.add(&id.short(), Kind::Text);
    vector.add(facts.ticket.as_str(), Kind::Ticket);
    for (_, text) in searched(facts, tree, records) {
        vector.add(text, Kind::Text);
    }
    for text in printed {
        vector.add(text, Kind::Text);
    }
    vector.into_text()
}

/// Output of a session's commands, newest first: the first 8 KB of each, and 80,000 characters in all.
pub(super) async fn printed(conn: &mut PgConnection, account: AccountId, session: SessionId) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select left(printed, (80000 - before)::integer) as "printed!"
           from (
               select visit_id, left(output, 8192) as printed,
                   coalesce(sum(least(length(output), 8192)) over (
                       order by visit_id desc rows between unbounded preceding and 1 preceding
                   ), 0) as before
               from outputs
               where account_id = $1 and session_id = $2
           ) as newest
           where before < 80000
           order by visit_id desc"#,
        account.0,
        session.0
    )
    .fetch_all(conn)
    .await
}
