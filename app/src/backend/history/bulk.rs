//! Changing many sessions of the history at once, and the results as the address carries them over the redirect.

use std::fmt;
use std::str::FromStr;

use resolutionflow::id::SessionId;
use resolutionflow::session::Refusal;
use strum::{EnumString, IntoStaticStr};

use crate::error::AppError;
use crate::query::Query;

/// The most sessions that can be selected at once.
pub const MAX_SELECTED: usize = 100;

/// Session that was selected in a list, at the revision that the list showed. In forms and addresses: id and revision with a full stop
/// between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Selected {
    /// Its id.
    pub id: SessionId,
    /// The revision on which a change is based.
    pub revision: u32,
}

impl fmt::Display for Selected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.id, self.revision)
    }
}

impl FromStr for Selected {
    type Err = AppError;

    fn from_str(text: &str) -> Result<Self, AppError> {
        let (id, revision) = text.split_once('.').ok_or(AppError::Malformed)?;
        let revision = revision.parse().map_err(|_| AppError::Malformed)?;
        Ok(Self { id: id.parse().map_err(|_| AppError::Malformed)?, revision })
    }
}

/// Result of a bulk action for one session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkResult {
    /// The session.
    pub id: SessionId,
    /// Its revision after the change, or the reason why it was not changed.
    pub result: Result<u32, AppError>,
}

/// Results of a bulk action, as the address carries them over the redirect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkReport {
    /// The action.
    pub done: BulkAction,
    /// The sessions that were changed, at their new revisions.
    pub changed: Vec<Selected>,
    /// The sessions that were not changed, and why: a phrase that follows the session's name.
    pub unchanged: Vec<(SessionId, &'static str)>,
}

/// An action on selected sessions. Its name in addresses is that of the notice after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr, EnumString)]
pub enum BulkAction {
    /// Closes them.
    #[strum(serialize = "closed-each")]
    Close,
    /// Takes their closes back.
    #[strum(serialize = "reopened-each")]
    Reopen,
    /// Gives them to another technician.
    #[strum(serialize = "reassigned-each")]
    Reassign,
}

/// Reasons why a session is not changed: the name in addresses, and the phrase of the page.
const REASONS: [(&str, &str); 6] = [
    ("moved", "had moved on since the page was loaded"),
    ("ended", "was completed already"),
    ("theirs", "is held by another technician"),
    ("late", "was closed more than ten minutes ago"),
    ("gone", "is not there"),
    ("else", "does not take this"),
];

fn reason(error: &AppError) -> &'static str {
    match error {
        AppError::Stale | AppError::DifferentContent => "moved",
        AppError::Refused(Refusal::Completed) => "ended",
        AppError::Refused(Refusal::NotYours) => "theirs",
        AppError::Refused(Refusal::TooLateToUndo) => "late",
        AppError::NotFound => "gone",
        _ => "else",
    }
}

impl BulkReport {
    /// Adds the results of the action `done` to an address, in place of those of an earlier action.
    pub fn write(query: Query, done: BulkAction, results: &[BulkResult]) -> Query {
        let query = query.without("undo").without("changed").without("unchanged").with("done", done.into());
        results.iter().fold(query, |query, one| match &one.result {
            Ok(revision) => query.and("changed", &Selected { id: one.id, revision: *revision }.to_string()),
            Err(error) => query.and("unchanged", &format!("{}.{}", one.id, reason(error))),
        })
    }

    /// Reads the results of a bulk action from an address; none if it names no such action. Malformed entries are left out.
    pub fn read(query: &Query) -> Option<Self> {
        let done = query.get("done").parse().ok()?;
        let unchanged = query.all("unchanged").filter_map(|one| {
            let (id, why) = one.split_once('.')?;
            Some((id.parse().ok()?, REASONS.into_iter().find(|(name, _)| *name == why)?.1))
        });
        let changed = query.all("changed").filter_map(|one| one.parse().ok());
        Some(Self { done, changed: changed.collect(), unchanged: unchanged.collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_read_as_they_were_written() {
        let id: SessionId = "0192f0c1-0000-7abc-8def-0123456789ab".parse().unwrap();
        let results = [BulkResult { id, result: Ok(3) }, BulkResult { id, result: Err(AppError::NotFound) }];
        let query = BulkReport::write(Query::parse("state=active&changed=x&done=saved"), BulkAction::Reopen, &results);
        assert_eq!(query.get("state"), "active");
        let report =
            BulkReport { done: BulkAction::Reopen, changed: vec![Selected { id, revision: 3 }], unchanged: vec![(id, "is not there")] };
        assert_eq!(BulkReport::read(&query), Some(report));
        assert_eq!(BulkReport::read(&Query::parse("done=closed")), None);
    }
}
