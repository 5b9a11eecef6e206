//! The words by which the history finds a session. The database adds the output of commands.

use resolutionflow::decision::DecisionRecord;
use resolutionflow::id::VisitId;
use resolutionflow::session::Session;

use crate::store::words::words;

/// The most bytes of one text.
const TEXT_LIMIT: usize = 8 * 1024;
/// The most bytes of texts that a session is found by: a tsvector must stay below 1 MB, a short word takes three times as much there, and
/// what commands printed comes on top.
pub(in crate::store) const SEARCHED: usize = 150_000;
/// The most bytes of records to which words are added. Beyond it the search is made anew with each step, so that it stays within
/// [`SEARCHED`], heads and what was renamed meanwhile included.
const ADDED_UP_TO: usize = SEARCHED / 2;

/// Changes of output that the search of a session does not know yet.
#[derive(Debug)]
pub(crate) struct NewOutput {
    /// Visits with output that came or changed. The search may not know that of the open visit either: it learns it once the visit ends.
    pub visits: Vec<VisitId>,
    /// True if any output was taken away, which must not be found any longer.
    pub is_removed: bool,
}

/// Change of the words that a session is found by. Notes of the open visit count once it ends.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum SearchChange {
    None,
    /// Visits ended: these words are added.
    Added(String),
    /// Anything else: these words replace all, and the database adds the output of commands.
    Anew(String),
}

impl SearchChange {
    /// Compares two states of a session, and finds the smallest change of its words. `tree` is the name of its tree.
    pub(super) fn between(before: &Session, after: &Session, tree: &str, output: &NewOutput) -> Self {
        let open = after.open_visit().map(|visit| visit.id);
        let (kept, added) = after.records.split_at(before.records.len().min(after.records.len()));
        let only_added = !output.is_removed
            && before.facts == after.facts
            && before.records.len() <= after.records.len()
            && std::iter::zip(&before.records, kept).all(|(before, after)| texts(before).eq(texts(after)))
            && output.visits.iter().all(|visit| Some(*visit) == open);
        if !only_added {
            return Self::Anew(search_text(after, tree));
        }
        if added.is_empty() {
            return Self::None;
        }
        let length = |records: &[DecisionRecord]| records.iter().flat_map(texts).map(str::len).sum::<usize>();
        if length(&after.records) > ADDED_UP_TO {
            return Self::Anew(search_text(after, tree));
        }
        let mut joined = String::new();
        for text in added.iter().rev().flat_map(texts) {
            push(&mut joined, text);
        }
        Self::Added(words(&joined))
    }
}

/// The texts of a record that are searched.
fn texts(record: &DecisionRecord) -> impl Iterator<Item = &str> {
    [Some(record.title.as_str()), record.answer.as_deref(), Some(record.notes.as_str())].into_iter().flatten()
}

/// Adds as much of a text as fits.
fn push(joined: &mut String, text: &str) {
    let room = SEARCHED.saturating_sub(joined.len() + 1).min(TEXT_LIMIT);
    joined.push_str(&text[..text.floor_char_boundary(room)]);
    joined.push('\n');
}

/// All words that a session is found by, but for the output of commands: short id, ticket, client, tree, notes, scratchpad, titles and
/// answers. The newest steps come first, in case they do not all fit.
pub(super) fn search_text(session: &Session, tree: &str) -> String {
    let facts = &session.facts;
    let short = session.id.short();
    let heads = [
        short.as_str(),
        facts.ticket.as_str(),
        facts.client.as_str(),
        tree,
        facts.outcome_notes.as_str(),
        facts.next_steps.as_str(),
        facts.scratchpad.as_str(),
    ];
    let mut joined = String::new();
    for text in heads.into_iter().chain(session.records.iter().rev().flat_map(texts)) {
        push(&mut joined, text);
        if joined.len() >= SEARCHED {
            break;
        }
    }
    words(&joined)
}
