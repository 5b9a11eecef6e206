//! What the pages show, as the backend answers it.

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

/// Who asks, and what the frame of every page shows of them.
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
    /// After how long without a sign of them the walk page asks whether that counts.
    pub idle_threshold: Seconds,
    /// The server's clock.
    pub now: Timestamp,
    /// How many sessions of the account wait for another technician.
    pub waiting: u32,
    /// Their running session, if they have one.
    pub running: Option<RunningSession>,
    /// When their login ends.
    pub ends: Ends,
    /// Which sessions the account lets technicians read.
    pub reading: Reading,
    /// Where the account's tickets are found.
    pub ticket_link: Option<TicketLink>,
}

impl Viewer {
    /// Whether they read no more than their own sessions, and those that wait for somebody.
    pub fn reads_own_only(&self) -> bool {
        self.reading == Reading::Own && !self.role.may(Deed::OverseeSessions)
    }
}

/// The running session, as the top bar shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunningSession {
    /// Which.
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

/// What to look for in the tree library. All of it lives in the URL.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TreeQuery {
    /// Words in names, titles, bodies and commands; empty for all.
    pub text: String,
    /// One category; empty for all.
    pub category: String,
    /// The archived ones instead.
    pub archived: bool,
    /// Goes on after a page: what [`TreeLibrary::next`] said.
    pub after: Option<String>,
}

/// A page of the tree library.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TreeLibrary {
    /// The trees, recent first.
    pub trees: Vec<TreeCard>,
    /// Every category that has a tree, by name.
    pub categories: Vec<String>,
    /// Where the next page begins, if there is one.
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
    /// When to use it.
    pub description: String,
    /// How many nodes it has.
    pub nodes: u32,
    /// The latest version's number.
    pub version: u32,
    /// When that was published.
    pub published_at: Timestamp,
    /// Whether it is archived: it can be read, not started.
    pub archived: bool,
}

/// A tree with its outline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TreePage {
    /// What the library shows.
    pub card: TreeCard,
    /// Its nodes.
    pub tree: Tree,
    /// Problems with its steps that nobody has seen to, oldest first; none unless the viewer keeps trees.
    pub reports: Vec<StepReport>,
}

/// What is wrong with a step, as somebody met it during a walk.
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
    /// What is wrong.
    pub problem: String,
    /// Who says so.
    pub by: Person,
    /// Since when.
    pub at: Timestamp,
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// The tree's key.
    pub key: String,
    /// Its latest version's number now.
    pub version: u32,
    /// Whether there was nothing to do: the same content stands there.
    pub unchanged: bool,
}

/// What the start form needs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StartPage {
    /// The tree.
    pub card: TreeCard,
    /// Names of clients to suggest, by name; at most 200.
    pub clients: Vec<String>,
    /// Walks of the same tree for the same ticket or client, of late.
    pub recurring: Vec<Recurrence>,
}

/// What the start form says already, which earlier walks may have been about.
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
    /// Who held it.
    pub technician: Person,
    /// Whether it was for the same ticket, too; else for the same client alone.
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
    /// What the commands of the open step printed, as saved.
    pub output: String,
    /// Who holds it.
    pub holder: Person,
    /// Whether that is the viewer, who may then walk it.
    pub is_mine: bool,
    /// The session that this one follows up, as far as it got.
    pub before: Option<Box<Earlier>>,
    /// The server's clock.
    pub now: Timestamp,
}

/// What was found out in a session before this one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Earlier {
    /// The session.
    pub session: Session,
    /// Its tree's name.
    pub tree: String,
    /// Who held it.
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
    /// Who holds it.
    pub holder: Person,
    /// Who worked on it, in the order in which they did.
    pub technicians: Vec<String>,
    /// Who closed it, if it was closed rather than completed.
    pub closed_by: Option<Person>,
    /// The session it follows up.
    pub follows: Option<LinkedSession>,
    /// The sessions that follow it up, oldest first.
    pub followed_by: Vec<LinkedSession>,
    /// Walks of the same tree for the same ticket or client, shortly before this one.
    pub recurring: Vec<Recurrence>,
    /// What the account's rule makes of its active time.
    pub bill: Bill,
    /// Deeds that the viewer may do with it now.
    pub may: Deeds,
    /// Who it can be reassigned to: the account's other users, by name; empty unless the viewer may reassign.
    pub colleagues: Vec<Person>,
    /// The server's clock.
    pub now: Timestamp,
}

/// What would be charged for a session, as things stand now. A preview: nothing is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bill {
    /// The account's rule.
    pub rule: Rule,
    /// What is charged for this session: by itself, or its share of what the ticket comes to.
    pub billed: Seconds,
    /// Where the sessions of a ticket are rounded together, all of them, oldest first; empty where this one stands for itself.
    pub parts: Vec<BillPart>,
    /// Whether the ticket has too many sessions to be looked at together, so that this one stands for itself.
    pub is_too_long: bool,
}

/// A session's part in what is charged for its ticket.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BillPart {
    /// Which; none of a session that the viewer does not read.
    pub session: Option<LinkedSession>,
    /// Its active time.
    pub active: Seconds,
    /// What is charged for it.
    pub billed: Seconds,
}

/// A step on the session page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SessionStep {
    /// The step; the last one of a running session is the open one, as of now.
    pub step: Step,
    /// What its commands printed.
    pub output: String,
    /// Whether it is still going on.
    pub in_progress: bool,
}

/// A session that another one links to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LinkedSession {
    /// Which.
    pub id: SessionId,
    /// The tree's name.
    pub tree: String,
    /// When it was started.
    pub started_at: Timestamp,
    /// How it stands.
    pub state: SessionState,
}

/// How a session stands, in one word and one badge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SessionState {
    /// Somebody is at a step.
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
