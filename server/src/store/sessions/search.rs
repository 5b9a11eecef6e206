//! What the search of the history looks at, beside what commands printed, which the database adds.

use resolutionflow::session::Session;

use crate::store::words::words;

/// The most bytes of one text.
const TEXT_LIMIT: usize = 8 * 1024;
/// The most bytes in all: a tsvector must stay below 1 MB, a short word takes three times as much there, and what commands
/// printed comes on top.
pub(in crate::store) const SEARCHED: usize = 150_000;

/// The id that people read to each other, ticket, client, tree, notes, scratchpad, titles and answers. The newest steps come first, in case they do not all fit.
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
    let open = session.open_visit().map(|visit| visit.notes.as_str());
    let records = session
        .records
        .iter()
        .rev()
        .flat_map(|record| [Some(record.title.as_str()), record.answer.as_deref(), Some(record.notes.as_str())].into_iter().flatten());
    let mut joined = String::new();
    for text in heads.into_iter().chain(open).chain(records) {
        let room = SEARCHED.saturating_sub(joined.len() + 1).min(TEXT_LIMIT);
        joined.push_str(&text[..text.floor_char_boundary(room)]);
        joined.push('\n');
        if joined.len() >= SEARCHED {
            break;
        }
    }
    words(&joined)
}
