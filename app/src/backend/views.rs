//! Views: answers of the backend, as pages show them.

use resolutionflow::access::{Deed, Role};
use resolutionflow::account::{Reading, TicketLink};
use resolutionflow::billing::Rule;
use resolutionflow::id::{CommandId, SessionId, UserId};
use resolutionflow::login::Ends;
use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Deeds, Session, Step};
use resolutionflow::time::{Seconds, Timestamp};
use resolutionflow::timing::Totals;
use resolutionflow::tree::{Node, NodeId, Tree};
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
    /// The account's name.
    pub account: String,
    /// The account's zone, in which instants are shown.
    pub zone: Zone,
    /// Time without a sign of the user after which the walk page asks whether it counts.
    pub idle_threshold: Seconds,
    /// The server's clock.
    pub now: Timestamp,
    /// Number of sessions in the account's hand-over queue.
    pub waiting: u32,
    /// Their running session, if they have one.
    pub running: Option<RunningSession>,
    /// End of their login.
    pub ends: Ends,
    /// The sessions that the account lets technicians read.
    pub reading: Reading,
    /// Pattern of the addresses at which the account's tickets are found.
    pub ticket_link: Option<TicketLink>,
}

impl Viewer {
    /// True if they read no more than their own sessions and the hand-over queue.
    pub fn reads_own_only(&self) -> bool {
        self.reading == Reading::Own && !self.role.may(Deed::OverseeSessions)
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

/// Search of the tree library. All of it lives in the URL.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TreeQuery {
    /// Words in names, titles, bodies and commands; empty for all.
    pub text: String,
    /// One category; empty for all.
    pub category: String,
    /// The archived ones instead.
    pub archived: bool,
    /// Cursor of an earlier page: its [`TreeLibrary::next`].
    pub after: Option<String>,
}

/// A page of the tree library.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TreeLibrary {
    /// The trees, recent first.
    pub trees: Vec<TreeCard>,
    /// Every category that has a tree, by name.
    pub categories: Vec<String>,
    /// Cursor of the next page, if there is one.
    pub next: Option<String>,
}

/// A tree on the shelf: its latest version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TreeCard {
    /// The slug.
    pub key: String,
    /// The name.
    pub name: String,
    /// The category.
    pub category: String,
    /// The tags.
    pub tags: Vec<String>,
    /// Description: the symptoms that it is for.
    pub description: String,
    /// Number of nodes.
    pub nodes: u32,
    /// The latest version's number.
    pub version: u32,
    /// Instant of that version's publication.
    pub published_at: Timestamp,
    /// True if it is archived: it can be read, not started.
    pub archived: bool,
}

/// A tree with its outline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TreePage {
    /// The tree as in the library.
    pub card: TreeCard,
    /// Its nodes.
    pub tree: Tree,
    /// Open problem reports about its steps, oldest first; none unless the viewer keeps trees.
    pub reports: Vec<StepReport>,
}

/// Problem with a step, reported during a walk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StepReport {
    /// The id of the command that reported it.
    pub id: CommandId,
    /// The session in which it was met.
    pub session: SessionId,
    /// The version that was walked.
    pub version: u32,
    /// The step.
    pub node: NodeId,
    /// The problem, in the reporter's words.
    pub problem: String,
    /// The reporter.
    pub by: Person,
    /// Instant of the report.
    pub at: Timestamp,
}

/// Result of an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// The tree's key.
    pub key: String,
    /// Its latest version's number now.
    pub version: u32,
    /// True if the content was the same, so that nothing was done.
    pub unchanged: bool,
}

/// Data of the start form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StartPage {
    /// The tree.
    pub card: TreeCard,
    /// Names of clients to suggest, by name; at most 200.
    pub clients: Vec<String>,
    /// Walks of the same tree for the same ticket or client, of late.
    pub recurring: Vec<Recurrence>,
}

/// Tree, ticket and client of a walk to be started, by which earlier walks are found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Occasion {
    /// The tree's key.
    pub tree: String,
    /// The ticket; empty if none is known.
    pub ticket: String,
    /// The client; empty if none is known.
    pub client: String,
}

/// An earlier walk of the same tree for the same client or ticket.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recurrence {
    /// The session.
    pub session: LinkedSession,
    /// Its holder.
    pub technician: Person,
    /// True if it was for the same ticket, too; else it was for the same client alone.
    pub same_ticket: bool,
}

/// A tree's name and key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TreeName {
    /// The slug.
    pub key: String,
    /// The name, in the version that is walked.
    pub name: String,
}

/// A session as its holder walks it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WalkPage {
    /// The session itself.
    pub session: Session,
    /// Its tree.
    pub tree: TreeName,
    /// The node it stands at.
    pub node: Node,
    /// Output of the open step's commands, as saved.
    pub output: String,
    /// Its holder.
    pub holder: Person,
    /// True if that is the viewer, who may then walk it.
    pub is_mine: bool,
    /// The session that this one follows up, as far as it got.
    pub before: Option<Box<Earlier>>,
    /// The server's clock.
    pub now: Timestamp,
}

/// The session that a follow-up follows, as far as it got.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Earlier {
    /// The session.
    pub session: Session,
    /// Its tree's name.
    pub tree: String,
    /// Its holder.
    pub holder: Person,
}

/// A session as everyone reads it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SessionPage {
    /// The session itself.
    pub session: Session,
    /// Its tree.
    pub tree: TreeName,
    /// Its steps, with what their commands printed.
    pub steps: Vec<SessionStep>,
    /// Its times as of now.
    pub totals: Totals,
    /// Its holder.
    pub holder: Person,
    /// The people who worked on it, in that order.
    pub technicians: Vec<String>,
    /// The person who closed it, if it was closed rather than completed.
    pub closed_by: Option<Person>,
    /// The session it follows up.
    pub follows: Option<LinkedSession>,
    /// The sessions that follow it up, oldest first.
    pub followed_by: Vec<LinkedSession>,
    /// Walks of the same tree for the same ticket or client, shortly before this one.
    pub recurring: Vec<Recurrence>,
    /// Charge for its active time by the account's rule.
    pub bill: Bill,
    /// Deeds that the viewer may do with it now.
    pub may: Deeds,
    /// Who it can be reassigned to: the account's other users, by name; empty unless the viewer may reassign.
    pub colleagues: Vec<Person>,
    /// The server's clock.
    pub now: Timestamp,
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

/// A session that another one links to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LinkedSession {
    /// Its id.
    pub id: SessionId,
    /// The tree's name.
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
