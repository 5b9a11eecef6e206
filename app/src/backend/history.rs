//! The history of an account: what it is asked, and what it answers.

mod each;
mod query;

use async_trait::async_trait;
use resolutionflow::id::{CommandId, SessionId, TreeId, ViewId};
use resolutionflow::outcome::Outcome;
use resolutionflow::search::Piece;
use resolutionflow::session::Action;
use resolutionflow::text::Name;
use resolutionflow::time::{Seconds, Timestamp};
use serde::{Deserialize, Serialize};

use super::views::{Person, SessionState};
use crate::error::AppError;

pub use each::{Each, MOST, Selected};
pub use query::{HistoryQuery, Lasting, Order, Place, StateFilter, Technician};

/// Where counting ends.
pub const COUNTED: u32 = 1_000;
/// How many of the newest matches of a search are put in another order than by start.
pub const SORTED: u32 = 10_000;
/// How many of the newest matches of a search are ranked.
pub const RANKED: u32 = 1_000;

/// What the history answers to somebody who is signed in.
#[async_trait]
pub trait Histories: Send + Sync {
    /// A page of the session history; [`AppError::Malformed`] where nothing begins at the place that is asked for.
    async fn history(&self, query: HistoryQuery) -> Result<HistoryPage, AppError>;

    /// The sessions of the history alone, some hundreds of them, and where the next ones begin.
    async fn history_rows(&self, query: HistoryQuery) -> Result<(Vec<HistoryRow>, Option<String>), AppError>;

    /// These sessions, at most [`MOST`], in the order in which they are named; without those that the viewer does not read.
    async fn selected_rows(&self, ids: Vec<SessionId>) -> Result<Vec<HistoryRow>, AppError>;

    /// Carries an action out on each session, once, and says what became of each. One that cannot be changed does not stop the
    /// others; where none can, and all for the same reason, that is the error.
    async fn change_each(&self, id: CommandId, selected: Vec<Selected>, action: Action) -> Result<Vec<Each>, AppError>;

    /// Writes down that sessions are taken out of the account: which, as the address has it, and as what.
    async fn export_sessions(&self, address: &str, format: &'static str) -> Result<(), AppError>;

    /// Saves a view; the same again changes nothing.
    async fn save_view(&self, view: NewView) -> Result<(), AppError>;

    /// Changes a view of one's own.
    async fn change_view(&self, id: ViewId, change: ViewChange) -> Result<(), AppError>;

    /// Deletes a view: one's own, or as a manager one that is shared.
    async fn delete_view(&self, id: ViewId) -> Result<(), AppError>;
}

/// A page of the session history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HistoryPage {
    /// The sessions in the order that was asked for.
    pub rows: Vec<HistoryRow>,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
    /// Where the page before ends, if there is one.
    pub previous: Option<String>,
    /// How many there are, by how they ended; the filters by state and outcome are left out of account.
    pub counts: Counts,
    /// Every tree of the account by name, to filter by; archived ones included.
    pub trees: Vec<TreeChoice>,
    /// Every user of the account by name, to filter by.
    pub technicians: Vec<Person>,
    /// Who can be given sessions, by name; empty where the viewer may give nobody any.
    pub colleagues: Vec<Person>,
    /// Names of clients to suggest, by name; at most 200.
    pub clients: Vec<String>,
    /// The views that the viewer sees, their own first, by name.
    pub views: Vec<SavedView>,
    /// The server's clock.
    pub now: Timestamp,
}

/// Filters, order and columns under a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedView {
    /// Which.
    pub id: ViewId,
    /// What its owner calls it.
    pub name: String,
    /// As the history's address has it.
    pub query: String,
    /// Whether everybody in the account sees it.
    pub shared: bool,
    /// Whether it is the viewer's own.
    pub mine: bool,
    /// Who saved it.
    pub owner: String,
}

/// A view to save.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewView {
    /// Came with the form.
    pub id: ViewId,
    /// What it is to be called.
    pub name: Name,
    /// As the history's address has it.
    pub query: String,
    /// Whether everybody in the account is to see it.
    pub shared: bool,
}

/// How a view is to change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ViewChange {
    /// What it is to be called.
    pub name: Name,
    /// Other filters, order and columns.
    pub query: Option<String>,
    /// Whether everybody in the account is to see it.
    pub shared: bool,
}

/// A tree to filter by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TreeChoice {
    /// Its id.
    pub id: TreeId,
    /// The slug.
    pub key: String,
    /// The name, in the latest version.
    pub name: String,
    /// The category.
    pub category: String,
}

/// How many sessions there are of each kind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// With no outcome.
    pub active: Count,
    /// With each outcome, as [`Outcome::ALL`] has them.
    pub outcomes: [Count; 6],
}

impl Counts {
    /// With and without an outcome.
    pub fn all(&self) -> Count {
        let each = || std::iter::once(&self.active).chain(&self.outcomes);
        Count { number: each().map(|count| count.number).sum(), or_more: each().any(|count| count.or_more) }
    }

    /// With this outcome.
    pub fn of(&self, outcome: Outcome) -> Count {
        Outcome::ALL.iter().position(|other| *other == outcome).map_or(Count::default(), |index| self.outcomes[index])
    }
}

/// How many there are, or how many at the least: counting ends at 1,000.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// So many.
    pub number: u32,
    /// There may be more.
    pub or_more: bool,
}

/// A session in the history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HistoryRow {
    /// Which.
    pub id: SessionId,
    /// The revision that a command in place is based on.
    pub revision: u32,
    /// How it stands.
    pub state: SessionState,
    /// The tree's name now.
    pub tree: String,
    /// The tree's category now.
    pub category: String,
    /// The version that was walked.
    pub version: u32,
    /// Who holds it.
    pub technician: Person,
    /// The ticket; empty if there is none.
    pub ticket: String,
    /// The client; empty if none was given.
    pub client: String,
    /// When it was started.
    pub started_at: Timestamp,
    /// When its last step ended, once it has an outcome.
    pub completed_at: Option<Timestamp>,
    /// Its last sign of work.
    pub last_activity_at: Timestamp,
    /// Its total, as of now if it is running.
    pub total: Seconds,
    /// Its active time, as of now if it is running.
    pub active: Seconds,
    /// How long it was parked between two steps.
    pub parked: Seconds,
    /// How many steps it has, the open one included.
    pub steps: u32,
    /// What was written about the outcome.
    pub outcome_notes: String,
    /// What is to be done next.
    pub next_steps: String,
    /// Whether it follows up another one.
    pub is_follow_up: bool,
    /// What the words that were looked for stand in; empty where none were, or they are none of the texts.
    pub excerpt: Vec<Piece>,
    /// Whether the viewer may close it in place.
    pub can_close: bool,
    /// Whether the viewer may take a close back.
    pub can_undo_close: bool,
}
