//! What the history is asked.

use resolutionflow::id::UserId;
use resolutionflow::outcome::Outcome;
use resolutionflow::time::Seconds;
use serde::{Deserialize, Serialize};

#[cfg(doc)]
use super::HistoryPage;

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
