//! The viewer, and people as others see them.

use resolutionflow::access::{Deed, Role};
use resolutionflow::account::{Reading, TicketLink};
use resolutionflow::id::{SessionId, UserId};
use resolutionflow::insights::{NaiveDate, WeekBegins};
use resolutionflow::login::Ends;
use resolutionflow::time::{Seconds, Timestamp};
use resolutionflow::zone::Zone;
use serde::{Deserialize, Serialize};

/// The user who asks, with what the frame of every page shows of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Viewer {
    /// The user's id.
    pub user_id: UserId,
    /// Their name.
    pub name: String,
    /// Their role at this moment.
    pub role: Role,
    /// True if they may write drafts of trees and publish them.
    pub may_author: bool,
    /// The account's name.
    pub account: String,
    /// The account's zone, in which instants are shown.
    pub zone: Zone,
    /// Day with which the account's weeks begin.
    pub week: WeekBegins,
    /// Time without input after which the walk page asks if it was work (timing rule 6).
    pub idle_threshold: Seconds,
    /// Server's time at which the answer was made.
    pub now: Timestamp,
    /// Number of sessions in the account's hand-over queue.
    pub waiting: u32,
    /// Their running session, if they have one.
    pub running: Option<RunningSession>,
    /// End of their login.
    pub ends: Ends,
    /// Rule of the account for the sessions that technicians may read.
    pub reading: Reading,
    /// Pattern for the addresses of tickets in the account's ticket system (PSA); none if it has none.
    pub ticket_link: Option<TicketLink>,
    /// True if they see no times of sessions that others hold.
    pub hides_times: bool,
    /// Instant since which managers of the account see figures per person; none while those are off.
    pub people_since: Option<Timestamp>,
    /// True if the account takes suggestions of changes to steps.
    pub may_propose: bool,
    /// What waits for authors; nothing for who is none.
    pub to_do: ToDo,
}

impl Viewer {
    /// The present day in the account's zone.
    pub fn today(&self) -> NaiveDate {
        self.zone.day(self.now)
    }

    /// True if the viewer may read no more than their own sessions and the hand-over queue.
    pub fn reads_own_only(&self) -> bool {
        self.reading == Reading::Own && !self.role.may(Deed::OverseeSessions)
    }
}

/// Numbers of what waits for those who write trees, each up to a hundred.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToDo {
    /// Problems that technicians reported and nobody has settled.
    pub reports: u32,
    /// Suggestions that nobody has taken or declined.
    pub proposals: u32,
    /// Drafts of others that wait for an approval, and that the viewer has not approved since.
    pub approvals: u32,
}

impl ToDo {
    /// All of it.
    pub fn count(&self) -> u32 {
        self.reports + self.proposals + self.approvals
    }
}

/// The running session, as the top bar shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunningSession {
    /// Its id.
    pub id: SessionId,
    /// The tree's name.
    pub tree: String,
    /// The ticket; empty if there is none.
    pub ticket: String,
    /// Its total so far.
    pub total: Seconds,
}

/// A user, as others see them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The user's id.
    pub id: UserId,
    /// Their name.
    pub name: String,
}
