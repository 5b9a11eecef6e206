//! What has to hold of what was acknowledged and what is stored.

use std::collections::{HashMap, HashSet};
use std::io::{Write, stdout};

use uuid::Uuid;

use super::history::{Asked, Operation, Said};
use super::linear::is_linearizable;
use super::stored::{Receipt, Stored};

/// Number of faults of a kind that are printed.
const SHOWN: usize = 10;

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    pub(crate) acknowledged: usize,
    /// Starts and commands that were never answered, and how many of them are stored.
    pub(crate) unknown: usize,
    pub(crate) unknown_stored: usize,
    pub(crate) sessions: usize,
    /// Acknowledged and not stored.
    pub(crate) lost: Vec<String>,
    /// Stored twice, or by nobody who is known.
    pub(crate) doubled: Vec<String>,
    /// Everything else.
    pub(crate) wrong: Vec<String>,
}

impl Verdict {
    /// True if all is as it should be, and there was something to look at.
    pub(crate) fn is_well(&self) -> bool {
        self.acknowledged > 0 && self.lost.is_empty() && self.doubled.is_empty() && self.wrong.is_empty()
    }

    pub(crate) fn print(&self) -> std::io::Result<()> {
        let mut out = stdout().lock();
        for (kind, found) in [("lost", &self.lost), ("doubled", &self.doubled), ("wrong", &self.wrong)] {
            for one in found.iter().take(SHOWN) {
                writeln!(out, "  {kind}: {one}")?;
            }
        }
        let Self { acknowledged, unknown, unknown_stored, sessions, .. } = self;
        let (lost, doubled, wrong) = (self.lost.len(), self.doubled.len(), self.wrong.len());
        writeln!(out, "{sessions} sessions; {unknown} requests never answered, {unknown_stored} of them stored")?;
        writeln!(out, "{acknowledged} acknowledged, {lost} lost, {doubled} doubled, {wrong} otherwise wrong")
    }
}

/// Compares a history with what is stored.
pub(crate) fn check(operations: &[Operation], stored: &Stored) -> Verdict {
    let mut verdict = Verdict { sessions: stored.sessions.len(), ..Verdict::default() };
    let mut receipts: HashMap<Uuid, Vec<Receipt>> = HashMap::new();
    for receipt in &stored.receipts {
        receipts.entry(receipt.id).or_default().push(*receipt);
    }
    compare_each(operations, &receipts, &mut verdict);
    find_doubles(operations, stored, &receipts, &mut verdict);
    for row in stored.sessions.values() {
        let fault = row.timing_fault().map(|fault| format!("session {}: {fault}", row.id));
        verdict.wrong.extend(fault);
    }
    let ids: HashSet<Uuid> = receipts.keys().copied().collect();
    let mut of_sessions: HashMap<Uuid, Vec<&Operation>> = HashMap::new();
    for operation in operations {
        of_sessions.entry(operation.session).or_default().push(operation);
    }
    for (session, operations) in of_sessions {
        if !is_linearizable(&operations, &ids) {
            verdict.wrong.push(format!("session {session}: no order of what was asked explains the answers"));
        }
    }
    verdict
}

/// What was acknowledged is stored, once and where it belongs; what was refused is not.
fn compare_each(operations: &[Operation], receipts: &HashMap<Uuid, Vec<Receipt>>, verdict: &mut Verdict) {
    for operation in operations {
        let Operation { session, id, asked, said, .. } = operation;
        let revision = match asked {
            Asked::Read => None,
            Asked::Start => Some(0),
            Asked::Take { base } => Some(base + 1),
        };
        let found = receipts.get(id).map_or(&[][..], Vec::as_slice);
        let is_stored = found.iter().any(|receipt| receipt.session_id == *session);
        match said {
            Said::Odd(words) => verdict.wrong.push(format!("{id} of session {session} was answered by {words}")),
            Said::Done => {
                verdict.acknowledged += 1;
                let is_in_place = |receipt: &&Receipt| receipt.session_id == *session && u32::try_from(receipt.revision).ok() == revision;
                match (is_stored, found.iter().find(is_in_place)) {
                    (false, _) => verdict.lost.push(format!("{id} of session {session}, {asked:?}")),
                    (true, None) => verdict.wrong.push(format!("{id} of session {session} stands at another revision than {revision:?}")),
                    (true, Some(_)) => {}
                }
            }
            Said::Stale if is_stored => verdict.wrong.push(format!("{id} of session {session} was refused, and is stored")),
            Said::Nothing if revision.is_some() => {
                verdict.unknown += 1;
                verdict.unknown_stored += usize::from(is_stored);
            }
            Said::Nothing | Said::Stale | Said::Revision(_) => {}
        }
    }
}

/// Ids are unique, revisions have no gaps, and nothing is stored that nobody sent.
fn find_doubles(operations: &[Operation], stored: &Stored, receipts: &HashMap<Uuid, Vec<Receipt>>, verdict: &mut Verdict) {
    let sent: HashSet<Uuid> = operations.iter().map(|operation| operation.id).collect();
    for (id, found) in receipts {
        if found.len() > 1 {
            verdict.doubled.push(format!("{id} has {} receipts", found.len()));
        }
        if !sent.contains(id) {
            verdict.doubled.push(format!("{id} of session {} was sent by nobody", found[0].session_id));
        }
    }
    let mut revisions: HashMap<Uuid, Vec<i32>> = HashMap::new();
    for receipt in &stored.receipts {
        revisions.entry(receipt.session_id).or_default().push(receipt.revision);
    }
    for row in stored.sessions.values() {
        let mut found = revisions.remove(&row.id).unwrap_or_default();
        found.sort_unstable();
        if found.windows(2).any(|pair| pair[0] == pair[1]) {
            verdict.doubled.push(format!("session {} has two commands of one revision: {found:?}", row.id));
        } else if !found.iter().copied().eq(0..=row.revision) {
            verdict.wrong.push(format!("session {} is at revision {}, with receipts of {found:?}", row.id, row.revision));
        }
        let mut visits = HashSet::new();
        if !row.decisions.0.iter().all(|record| visits.insert(record.id)) {
            verdict.doubled.push(format!("session {} has a record twice", row.id));
        }
    }
    verdict.wrong.extend(revisions.keys().map(|session| format!("session {session} has receipts, and is not stored")));
}

#[cfg(test)]
pub(super) mod tests {
    use chrono::DateTime;
    use sqlx::types::Json;

    use super::super::stored::Row;
    use super::*;

    const SESSION: Uuid = Uuid::from_u128(1);

    /// The start of the session.
    pub(crate) fn operation(called: u64) -> Operation {
        let id = if called == 0 { SESSION } else { Uuid::from_u128(u128::from(called)) };
        Operation { session: SESSION, tab: 0, id, asked: Asked::Start, called, answered: called + 5, at: called, said: Said::Done }
    }

    /// A command that was carried out.
    pub(crate) fn taken(called: u64, base: u32) -> Operation {
        Operation { asked: Asked::Take { base }, ..operation(called) }
    }

    fn stored(receipts: &[(u128, i32)], revision: i32) -> Stored {
        let started_at = DateTime::from_timestamp(1_000, 0).unwrap();
        let sums = (0, 0, 0);
        let row = Row {
            id: SESSION,
            revision,
            started_at,
            completed_at: None,
            open_entered_at: Some(started_at),
            total_seconds: sums.0,
            parked_seconds: sums.1,
            active_seconds: sums.2,
            decisions: Json(Vec::new()),
        };
        let receipt = |&(id, revision): &(u128, i32)| Receipt { session_id: SESSION, id: Uuid::from_u128(id), revision };
        Stored { sessions: [(SESSION, row)].into(), receipts: receipts.iter().map(receipt).collect() }
    }

    fn counts(operations: &[Operation], stored: &Stored) -> (usize, usize, usize) {
        let verdict = check(operations, stored);
        (verdict.lost.len(), verdict.doubled.len(), verdict.wrong.len())
    }

    #[test]
    fn what_was_acknowledged_has_to_be_stored_once_and_in_its_place() {
        let walk = [operation(0), taken(10, 0), taken(20, 1)];
        let whole = stored(&[(1, 0), (10, 1), (20, 2)], 2);
        assert!(check(&walk, &whole).is_well());
        assert_eq!(counts(&walk, &stored(&[(1, 0), (10, 1)], 1)), (1, 0, 0), "the last one is gone");
        assert_eq!(counts(&walk, &Stored::default()), (3, 0, 0), "all is gone");
        assert_eq!(counts(&walk, &stored(&[(1, 0), (10, 1), (20, 3)], 2)), (0, 0, 2), "a gap in the revisions");
        assert_eq!(counts(&walk, &stored(&[(1, 0), (10, 1), (20, 2), (10, 3)], 3)), (0, 1, 0), "a receipt twice");
        assert_eq!(counts(&walk, &stored(&[(1, 0), (10, 1), (20, 2), (30, 3)], 3)), (0, 1, 0), "nobody sent that");
        assert_eq!(counts(&walk[..2], &stored(&[(1, 0), (10, 1), (20, 1)], 1)), (0, 2, 0), "one revision twice");
        assert!(!check(&[], &Stored::default()).is_well(), "nothing was looked at");
    }

    #[test]
    fn what_was_refused_is_not_stored_and_what_was_never_answered_may_be() {
        let given_up = Operation { said: Said::Nothing, ..taken(10, 0) };
        let (with, without) = (stored(&[(1, 0), (10, 1)], 1), stored(&[(1, 0)], 0));
        assert!(check(&[operation(0), given_up.clone()], &with).is_well() && check(&[operation(0), given_up], &without).is_well());
        let refused = Operation { said: Said::Stale, ..taken(10, 3) };
        assert_eq!(counts(&[operation(0), refused.clone()], &without), (0, 0, 0));
        assert_eq!(counts(&[operation(0), refused], &with), (0, 0, 1));
    }

    #[test]
    fn times_that_do_not_add_up_are_found() {
        let mut late = stored(&[(1, 0)], 0);
        let row = late.sessions.get_mut(&SESSION).unwrap();
        row.open_entered_at = DateTime::from_timestamp(1_007, 0);
        assert_eq!(counts(&[operation(0)], &late), (0, 0, 1));
    }
}
