//! The history of an account: what it is asked, and what it answers.

use async_trait::async_trait;
use resolutionflow::id::{SessionId, TreeId, UserId, ViewId};
use resolutionflow::outcome::Outcome;
use resolutionflow::search::Piece;
use resolutionflow::text::Name;
use resolutionflow::time::{Seconds, Timestamp};
use serde::{Deserialize, Serialize};

use super::views::{Person, SessionState};
use crate::error::AppError;

/// What the history answers to somebody who is signed in.
#[async_trait]
pub trait Histories: Send + Sync {
    /// A page of the session history; [`AppError::Malformed`] where nothing begins at the place that is asked for.
    async fn history(&self, query: HistoryQuery) -> Result<HistoryPage, AppError>;

    /// The sessions of the history alone, some hundreds of them, and where the next ones begin.
    async fn history_rows(&self, query: HistoryQuery) -> Result<(Vec<HistoryRow>, Option<String>), AppError>;

    /// Writes down that sessions are taken out of the account: which, as the address has it, and as what.
    async fn export_sessions(&self, address: &str, format: &'static str) -> Result<(), AppError>;

    /// Saves a view; the same again changes nothing.
    async fn save_view(&self, view: NewView) -> Result<(), AppError>;

    /// Changes a view of one's own.
    async fn change_view(&self, id: ViewId, change: ViewChange) -> Result<(), AppError>;

    /// Deletes a view: one's own, or as a manager one that is shared.
    async fn delete_view(&self, id: ViewId) -> Result<(), AppError>;
}

/// Which sessions to list, and how. All of it lives in the URL. What is none, empty or no narrows nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryQuery {
    /// By state.
    pub state: Option<StateFilter>,
    /// By outcome: one of these.
    pub outcomes: Vec<Outcome>,
    /// By the tree's key.
    pub tree: Option<String>,
    /// By the version that was walked.
    pub version: Option<u32>,
    /// By the category that the tree has now.
    pub category: String,
    /// By holder.
    pub technician: Technician,
    /// By client: an id, or a name in whatever case.
    pub client: String,
    /// How the ticket begins, in whatever case.
    pub ticket: String,
    /// The first day on which they started, in the account's zone: `2026-02-10`.
    pub from: String,
    /// The last day.
    pub to: String,
    /// By total; that of the finished steps while a session runs.
    pub total: Lasting,
    /// By active time, likewise.
    pub active: Lasting,
    /// Those alone that were parked between two steps.
    pub parked: bool,
    /// Those alone that follow up another one.
    pub follow_ups: bool,
    /// Those alone in which somebody wrote a note, at a step or about the outcome.
    pub with_notes: bool,
    /// Words in ticket, client, tree, notes, titles, answers and outputs.
    pub text: String,
    /// In which order.
    pub order: Order,
    /// Where the page begins or ends.
    pub place: Place,
}

/// How long something lasted, both ends included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lasting {
    /// At least.
    pub least: Option<Seconds>,
    /// At most.
    pub most: Option<Seconds>,
}

/// A place in the list, as [`HistoryPage`] named it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Place {
    /// The beginning.
    #[default]
    First,
    /// What comes after [`HistoryPage::next`].
    After(String),
    /// What comes before [`HistoryPage::previous`].
    Before(String),
}

/// In which order the history is listed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Order {
    /// By start, the latest first.
    #[default]
    Newest,
    /// By start, the earliest first.
    Oldest,
    /// By total, that of finished steps while a session runs.
    Longest,
    /// The same from the other end.
    Shortest,
    /// By the tree's name; newest first in each.
    Tree,
    /// By the tree's name from its end; newest first in each.
    TreeReversed,
    /// By outcome: in progress, then as [`Outcome::ALL`] has them; newest first in each.
    Outcome,
    /// By outcome from the other end; newest first in each.
    OutcomeReversed,
    /// By how well they match the words, among the newest 1,000 that do; by start where there are no words.
    Relevance,
}

impl Order {
    /// All of them.
    pub const ALL: [Order; 9] = [
        Order::Newest,
        Order::Oldest,
        Order::Longest,
        Order::Shortest,
        Order::Tree,
        Order::TreeReversed,
        Order::Outcome,
        Order::OutcomeReversed,
        Order::Relevance,
    ];

    /// Its name in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Oldest => "oldest",
            Self::Longest => "longest",
            Self::Shortest => "shortest",
            Self::Tree => "tree",
            Self::TreeReversed => "tree-reversed",
            Self::Outcome => "outcome",
            Self::OutcomeReversed => "outcome-reversed",
            Self::Relevance => "relevance",
        }
    }
}

/// Sessions by state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StateFilter {
    /// Running or parked.
    Active,
    /// Running.
    Running,
    /// Parked.
    Parked,
    /// Parked, and waiting for another technician.
    Waiting,
    /// With an outcome.
    Completed,
    /// Active, and untouched for a day.
    Untouched,
}

/// Sessions by holder.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Technician {
    /// The viewer's own.
    #[default]
    Me,
    /// Everyone's.
    Anyone,
    /// One person's.
    User(UserId),
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
