//! The session page, and sessions as other pages link to them.

use resolutionflow::billing::Rule;
use resolutionflow::id::SessionId;
use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Deeds, Session, Step};
use resolutionflow::time::{Seconds, Timestamp};
use resolutionflow::timing::Totals;
use serde::{Deserialize, Serialize};

use super::start::Recurrence;
use super::trees::TreeName;
use super::viewer::Person;

/// A session as everyone reads it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SessionPage {
    /// The session itself.
    pub session: Session,
    /// Key of its tree, and name in the version that was walked.
    pub tree: TreeName,
    /// Its steps, with what their commands printed.
    pub steps: Vec<SessionStep>,
    /// Its times, up to now if it is running.
    pub totals: Totals,
    /// True if the viewer is not to see its times, which are then not here either: not in session, steps, totals and bill.
    pub is_untimed: bool,
    /// Its holder.
    pub holder: Person,
    /// Names of the people who worked on it, in the order in which they did.
    pub technicians: Vec<String>,
    /// The person who closed it, if it was closed rather than completed.
    pub closed_by: Option<Person>,
    /// The session it follows up.
    pub follows: Option<LinkedSession>,
    /// The sessions that follow it up, oldest first.
    pub followed_by: Vec<LinkedSession>,
    /// Walks of the same tree for the same ticket or client, in the 30 days before this one.
    pub recurring: Vec<Recurrence>,
    /// Charge for its active time by the account's rule.
    pub bill: Bill,
    /// Changes that the viewer may make to it now.
    pub may: Deeds,
    /// Users it can be reassigned to: the account's others, by name; empty unless the viewer may reassign.
    pub colleagues: Vec<Person>,
    /// Server's time at which the answer was made.
    pub now: Timestamp,
}

/// A step on the session page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SessionStep {
    /// The step; the last one of a running session is the open one, as of now.
    pub step: Step,
    /// Output of its commands.
    pub output: String,
    /// True for the open step of a running session.
    pub in_progress: bool,
}

/// Charge for a session as things stand now. A preview: nothing is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bill {
    /// The account's rule.
    pub rule: Rule,
    /// Charge for this session: by itself, or its share of the ticket's.
    pub billed: Seconds,
    /// All sessions of the ticket, oldest first, where they are rounded together; empty where this one stands for itself.
    pub parts: Vec<BillPart>,
    /// True if the ticket has too many sessions to be rounded together, so that this one stands for itself.
    pub is_too_long: bool,
}

/// A session's part in what is charged for its ticket.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BillPart {
    /// The session; none where the viewer does not read it.
    pub session: Option<LinkedSession>,
    /// Its active time.
    pub active: Seconds,
    /// Charge for it.
    pub billed: Seconds,
}

/// A session that another one links to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LinkedSession {
    /// Its id.
    pub id: SessionId,
    /// The tree's name in the version that was walked.
    pub tree: String,
    /// Its start.
    pub started_at: Timestamp,
    /// Its state.
    pub state: SessionState,
}

/// State of a session, in one word and one badge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SessionState {
    /// A visit is open.
    Running,
    /// The clock stands.
    Parked,
    /// It has an outcome.
    Completed(Outcome),
}

impl From<&Session> for SessionState {
    fn from(session: &Session) -> Self {
        match session.completion() {
            Some(completion) => Self::Completed(completion.outcome),
            None if session.open_visit().is_some() => Self::Running,
            None => Self::Parked,
        }
    }
}
