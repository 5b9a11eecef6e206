//! The history of an account: questions and answers. `filter` has the filters, one line each; `address` reads and writes the
//! address that carries a question.

mod address;
mod bulk;
mod columns;
mod filter;
mod query;
mod value;

use async_trait::async_trait;
use export::{Naming, Options, Unredactable, initials, redact};
use resolutionflow::id::{CommandId, SessionId, TreeId, ViewId};
use resolutionflow::outcome::Outcome;
use resolutionflow::search::{Matching, Piece};
use resolutionflow::session::Action;
use resolutionflow::stats::Mark;
use resolutionflow::text::Name;
use resolutionflow::time::{Seconds, Timestamp};

use super::views::{Person, SessionState};
use crate::error::AppError;

pub use address::{known, normalise, read};
pub use bulk::{BulkAction, BulkReport, BulkResult, MAX_SELECTED, Selected};
pub use columns::{Column, columns};
pub use filter::{FILTERS, Filter, SessionFilter};
pub use query::{Cursor, Day, HistoryQuery, Order, StateFilter, Technician};

/// The most sessions that are counted for one outcome; more of them show as `1,000+`.
pub const COUNTED: u32 = 1_000;
/// The most matches of a text search, newest first, that are sorted in an order other than by start. Older ones are not listed.
pub const SORTED: u32 = 10_000;
/// The most matches of a text search, newest first, that are ranked by relevance. Older ones are not listed.
pub const RANKED: u32 = 1_000;
/// The most sessions that are found by the beginnings of words, newest first. Older ones are not listed.
pub const BEGINNINGS: u32 = 2_000;

/// The part of [`super::Backend`] for reading the history of sessions.
#[async_trait]
pub trait Histories: Send + Sync {
    /// A page of the history; [`AppError::Malformed`] for a cursor that is none, or one of another order.
    async fn history(&self, query: HistoryQuery) -> Result<HistoryPage, AppError>;

    /// Some hundred rows without counts and choices, for a file, and the cursor of the next ones.
    async fn history_rows(&self, query: HistoryQuery) -> Result<(Vec<HistoryRow>, Option<String>), AppError>;

    /// Records in the audit trail that sessions leave the account: the address of the download, and the format.
    async fn export_sessions(&self, address: &str, format: &'static str) -> Result<(), AppError>;
}

/// The part of [`super::Backend`] for changing sessions that were selected in the history.
#[async_trait]
pub trait BulkChanges: Send + Sync {
    /// The rows of these sessions, at most [`MAX_SELECTED`], in the order of the ids, without those that the viewer may not read.
    async fn selected_rows(&self, ids: Vec<SessionId>) -> Result<Vec<HistoryRow>, AppError>;

    /// Carries an action out on each session, once. A session that cannot be changed does not stop the others; if none can, all
    /// for the same reason, that is the error.
    async fn change_selected(&self, id: CommandId, selected: Vec<Selected>, action: Action) -> Result<Vec<BulkResult>, AppError>;
}

/// The part of [`super::Backend`] for saved views of the history.
#[async_trait]
pub trait SavedViews: Send + Sync {
    /// Saves a view. Idempotent.
    async fn save_view(&self, view: NewView) -> Result<(), AppError>;

    /// Changes a view of the viewer's own.
    async fn change_view(&self, id: ViewId, change: ViewChange) -> Result<(), AppError>;

    /// Deletes a view of the viewer's own; managers also delete shared ones.
    async fn delete_view(&self, id: ViewId) -> Result<(), AppError>;
}

/// A page of the session history.
#[derive(Debug, Clone, PartialEq)]
pub struct HistoryPage {
    /// The sessions, in the order of the query.
    pub rows: Vec<HistoryRow>,
    /// The cursor of the next page, if there is one.
    pub next: Option<String>,
    /// The cursor of the page before, if there is one.
    pub previous: Option<String>,
    /// The number of sessions by outcome, without regard to the filters by state and outcome.
    pub counts: Counts,
    /// Every tree of the account by name, to filter by, archived ones included.
    pub trees: Vec<TreeChoice>,
    /// Every user of the account by name, to filter by.
    pub technicians: Vec<Person>,
    /// Users to whom the viewer may reassign sessions, by name.
    pub colleagues: Vec<Person>,
    /// Names of clients to suggest, at most 200.
    pub clients: Vec<String>,
    /// Names of the marks that the filters ask for, as far as the tree has them in some version.
    pub marks: Vec<(Mark, String)>,
    /// Saved views, the viewer's own first, by name.
    pub views: Vec<SavedView>,
    /// How a search went on where whole words found nothing; none where they did, and where nothing was searched.
    pub beginnings: Option<Beginnings>,
    /// True unless sessions are still found by words of the version before, which are not marked.
    pub is_search_made: bool,
    /// Server's time at which the answer was made.
    pub now: Timestamp,
}

impl HistoryPage {
    /// How much of a word was enough to be found.
    pub fn matching(&self) -> Matching {
        if self.beginnings.is_some() { Matching::Beginnings } else { Matching::Words }
    }
}

/// Search for the beginnings of words, where whole ones found nothing: in the newest sessions, until there are [`BEGINNINGS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beginnings {
    /// Sessions that started before this instant were not searched; none if all were.
    pub since: Option<Timestamp>,
}

/// Saved view of the history: filters, order and columns under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    /// Its id.
    pub id: ViewId,
    /// The name that its owner gave it.
    pub name: String,
    /// Query of the history's address, with filters, order and columns.
    pub query: String,
    /// True if everybody in the account sees it.
    pub shared: bool,
    /// True if it is the viewer's own.
    pub mine: bool,
    /// The name of its owner.
    pub owner: String,
}

/// View of the history to be saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewView {
    /// Its id, made with the form, so that sending it twice saves one view.
    pub id: ViewId,
    /// Its name.
    pub name: Name,
    /// Query of the history's address, as [`normalise`] writes it.
    pub query: String,
    /// True if everybody in the account sees it.
    pub shared: bool,
}

/// Change of a saved view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewChange {
    /// Its new name.
    pub name: Name,
    /// Query with its new filters, order and columns, as [`normalise`] writes it; none if they stay.
    pub query: Option<String>,
    /// True if everybody in the account sees it from now on.
    pub shared: bool,
}

/// Tree of the account, to filter the history by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreeChoice {
    /// Its id.
    pub id: TreeId,
    /// Its key, the slug in addresses.
    pub key: String,
    /// Its name in the latest version.
    pub name: String,
    /// Its category.
    pub category: String,
    /// Place of the category among the account's, in alphabetical order.
    pub category_rank: i64,
}

/// Numbers of sessions by outcome.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Number of sessions without an outcome.
    pub active: Count,
    /// Number of sessions with each outcome, in the order of [`Outcome::ALL`].
    pub outcomes: [Count; 6],
}

impl Counts {
    /// Number of all sessions, with and without an outcome.
    pub fn all(&self) -> Count {
        let each = || std::iter::once(&self.active).chain(&self.outcomes);
        Count { number: each().map(|count| count.number).sum(), or_more: each().any(|count| count.or_more) }
    }

    /// Number of sessions with this outcome.
    pub fn of(&self, outcome: Outcome) -> Count {
        Outcome::ALL.iter().position(|other| *other == outcome).map_or(Count::default(), |index| self.outcomes[index])
    }
}

/// Number of sessions, of one outcome or of several together. Counting ends at [`COUNTED`] for each outcome, so a sum may exceed it; in a
/// search it ends after the newest matches of whatever outcome, so `or_more` goes with small numbers, too.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// The number that was counted.
    pub number: u32,
    /// True if there may be more sessions than were counted.
    pub or_more: bool,
}

/// Session as a row of the history.
#[derive(Debug, Clone, PartialEq)]
pub struct HistoryRow {
    /// Its id.
    pub id: SessionId,
    /// The revision on which a change in place is based.
    pub revision: u32,
    /// Running, parked or completed.
    pub state: SessionState,
    /// The tree's name in the version that was walked.
    pub tree: String,
    /// The tree's present category.
    pub category: String,
    /// The version that was walked.
    pub version: u32,
    /// The holder.
    pub technician: Person,
    /// The ticket; empty if there is none.
    pub ticket: String,
    /// The client; empty if there is none.
    pub client: String,
    /// The start.
    pub started_at: Timestamp,
    /// The end of its last step; none while it has no outcome.
    pub completed_at: Option<Timestamp>,
    /// Instant of the last sign of work on it.
    pub last_activity_at: Timestamp,
    /// Instant up to which its times count; none if it is completed.
    pub as_of: Option<Timestamp>,
    /// Its total.
    pub total: Seconds,
    /// Its active time.
    pub active: Seconds,
    /// The time for which it was parked: between two steps, and since the last one if it is parked.
    pub parked: Seconds,
    /// The number of its steps, the open one included.
    pub steps: u32,
    /// The outcome notes.
    pub outcome_notes: String,
    /// The next steps.
    pub next_steps: String,
    /// True if it follows up another session.
    pub is_follow_up: bool,
    /// Text around the words of the search, in pieces; empty where they occur in no text of its own.
    pub excerpt: Vec<Piece>,
    /// True if the viewer may close it in place.
    pub can_close: bool,
    /// True if the viewer may take its close back.
    pub can_undo_close: bool,
    /// True if the viewer is not to see its times, which are then not here either ([`HistoryRow::without_times`]).
    pub is_untimed: bool,
}

impl HistoryRow {
    /// The row without its times but that of the start, for those who are not to see them.
    #[must_use]
    pub fn without_times(self) -> Self {
        Self {
            completed_at: None,
            last_activity_at: self.started_at,
            as_of: None,
            total: Seconds(0),
            active: Seconds(0),
            parked: Seconds(0),
            is_untimed: true,
            ..self
        }
    }

    /// Masks its texts and shortens its name, as the options say.
    ///
    /// # Errors
    /// [`Unredactable`]; then some of it may be left as it was.
    pub fn redact(&mut self, options: &Options) -> Result<(), Unredactable> {
        if options.naming == Naming::Initials {
            self.technician.name = initials(&self.technician.name);
        }
        if options.redacted {
            let texts = [&mut self.tree, &mut self.category, &mut self.ticket, &mut self.client];
            for text in texts.into_iter().chain([&mut self.technician.name, &mut self.outcome_notes, &mut self.next_steps]) {
                *text = redact(text)?.0;
            }
        }
        Ok(())
    }
}
