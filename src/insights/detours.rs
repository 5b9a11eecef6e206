//! Ad-hoc steps that people add, gathered by the step that they interrupt and by their words.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::SOLVED;
use crate::decision::DecisionRecord;
use crate::id::{SessionId, VisitId};
use crate::outcome::Outcome;
use crate::session::trail;
use crate::stats::NodeKey;
use crate::text::Key;

/// Most sessions of which the words of ad-hoc steps are read; of more, those of the last days, of which there are no more.
pub const MOST_DETOURS_READ: u32 = 200;

/// Ad-hoc step of a session that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdHocStep {
    /// Session.
    pub session: SessionId,
    /// Outcome of the session.
    pub outcome: Outcome,
    /// Node that it interrupted.
    pub node: NodeKey,
    /// Words of its title, as they were typed.
    pub words: String,
}

/// Ad-hoc steps at one node with the same words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detour {
    /// Node that they interrupt.
    pub node: NodeKey,
    /// Their words, as they were typed the first time.
    pub words: String,
    /// Number of sessions with one.
    pub sessions: u64,
    /// Number of those that were resolved or worked around.
    pub solved: u64,
}

/// Ad-hoc steps at one node.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Detours {
    /// Number of sessions with any.
    pub sessions: u64,
    /// Number of sessions that visited the node in the same days; 0 until it is read.
    pub visitors: u64,
    /// Their words, those of most sessions first.
    pub words: Vec<Detour>,
    /// Number of other words.
    pub others: u64,
}

/// Gathers ad-hoc steps by node and words, the same words in the sense of [`Key`]; of each node those of most sessions first, at most
/// `most`.
pub fn detours(steps: impl IntoIterator<Item = AdHocStep>, most: usize) -> BTreeMap<NodeKey, Detours> {
    type Sessions = (BTreeSet<(SessionId, bool)>, String);
    let mut found: BTreeMap<NodeKey, BTreeMap<Key, Sessions>> = BTreeMap::new();
    for step in steps {
        let of_words = found.entry(step.node).or_default().entry(Key::of(&step.words)).or_insert_with(|| (BTreeSet::new(), step.words));
        of_words.0.insert((step.session, SOLVED.contains(&step.outcome)));
    }
    found
        .into_iter()
        .map(|(node, words)| {
            let sessions: BTreeSet<SessionId> = words.values().flat_map(|(sessions, _)| sessions).map(|(session, _)| *session).collect();
            let mut detours: Vec<Detour> = words
                .into_values()
                .map(|(sessions, words)| {
                    let solved = sessions.iter().filter(|(_, solved)| *solved).count() as u64;
                    Detour { node, words, sessions: sessions.len() as u64, solved }
                })
                .collect();
            detours.sort_by(|one, other| other.sessions.cmp(&one.sessions).then_with(|| one.words.cmp(&other.words)));
            let others = detours.len().saturating_sub(most) as u64;
            detours.truncate(most);
            (node, Detours { sessions: sessions.len() as u64, visitors: 0, words: detours, others })
        })
        .collect()
}

/// Ad-hoc steps of a session, each with the node that it interrupted, the last one before it, and its words.
pub fn ad_hoc_steps(records: &[DecisionRecord]) -> Vec<(NodeKey, String)> {
    let visits: HashMap<VisitId, &DecisionRecord> = records.iter().map(|record| (record.id, record)).collect();
    let (mut at, mut found) = (NodeKey::NONE, Vec::new());
    for step in trail(records) {
        let last = step.visits.last().and_then(|id| visits.get(id)).and_then(|record| record.node_id.as_ref());
        match last {
            Some(node) => at = NodeKey::of(node),
            None => found.push((at, step.title)),
        }
    }
    found
}
