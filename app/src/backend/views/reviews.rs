//! Care of trees, and the list of those that need somebody's eyes.

use resolutionflow::insights::NaiveDate;
use resolutionflow::review::Sign;
use resolutionflow::time::Timestamp;
use serde::{Deserialize, Serialize};

use super::trees::TreeName;
use super::viewer::Person;

/// Owner and review of a tree.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TreeCare {
    /// Its owner.
    pub owner: Option<Owner>,
    /// Day of the next review.
    pub due: Option<NaiveDate>,
    /// The last review.
    pub last: Option<Review>,
}

/// Owner of a tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    /// The user.
    pub person: Person,
    /// True if they were deactivated.
    pub is_gone: bool,
}

/// Review of a tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// Instant of it.
    pub at: Timestamp,
    /// Who looked.
    pub by: Person,
    /// What was found; may be empty.
    pub note: String,
}

/// Trees that need somebody's eyes.
#[derive(Debug, Clone, PartialEq)]
pub struct NeedsEyes {
    /// The most urgent of them, in that order, at most [`NeedsEyes::LISTED`].
    pub trees: Vec<NeedyTree>,
    /// Number of all.
    pub count: usize,
    /// Percent of the sessions that are counted so far; none once all are, and then signs of walks are told, too.
    pub counting: Option<u8>,
}

impl NeedsEyes {
    /// The most trees on the page.
    pub const LISTED: usize = 200;
}

/// Tree that needs somebody's eyes.
#[derive(Debug, Clone, PartialEq)]
pub struct NeedyTree {
    /// Key and name.
    pub tree: TreeName,
    /// Owner and review.
    pub care: TreeCare,
    /// What says so, the most pressing first; at least one.
    pub signs: Vec<Sign>,
}
