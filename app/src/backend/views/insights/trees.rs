//! Figures of Trees.

use resolutionflow::insights::{Effectiveness, NaiveDate, TreeOrder, Unused};

use super::Asked;
use crate::query::Query;

/// Question of the page: days and category, and how the table is sorted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreesAsked {
    /// Days and category.
    pub asked: Asked,
    /// Column by which the table is sorted.
    pub order: TreeOrder,
    /// True if it is sorted the other way round.
    pub is_turned: bool,
    /// True for the steps that nobody takes in place of the table.
    pub unused: bool,
}

impl TreesAsked {
    /// Adds what the page's address has beside days and category. Unknown values count as missing.
    pub fn read(asked: Asked, query: &Query) -> Self {
        Self {
            asked: Asked { tree: String::new(), ..asked },
            order: query.get("sort").parse().unwrap_or_default(),
            is_turned: query.get("turned") == "yes",
            unused: query.get("show") == "unused",
        }
    }

    /// The known part of the page's address.
    pub fn known(query: &Query) -> Query {
        ["sort", "turned", "show"].iter().fold(Asked::known(query).without("tree"), |known, name| known.with(name, query.get(name)))
    }
}

/// Effectiveness of the account's trees in a period.
#[derive(Debug, Clone, PartialEq)]
pub struct TreesReport {
    /// The question.
    pub question: TreesAsked,
    /// Trees in the order that was asked for: all in the library, and archived ones with walks in the period.
    pub trees: Vec<TreeRow>,
    /// Steps that nobody takes, by tree, where they were asked for.
    pub unused: Option<UnusedSteps>,
}

/// A tree with its figures.
#[derive(Debug, Clone, PartialEq)]
pub struct TreeRow {
    /// Its key, the slug in addresses.
    pub key: String,
    /// Its name in the latest version.
    pub name: String,
    /// Its category.
    pub category: String,
    /// True if it is archived.
    pub archived: bool,
    /// Its figures, over all versions.
    pub figures: Effectiveness,
}

/// Steps that nobody takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnusedSteps {
    /// Trees that have such steps, by name.
    pub trees: Vec<UnusedOfTree>,
    /// Number of trees that were looked at.
    pub looked_at: usize,
    /// Number of trees in the library, or in the category.
    pub all: usize,
}

/// Steps of a tree that nobody takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnusedOfTree {
    /// The tree's key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Number of its latest version, which alone counts.
    pub version: u32,
    /// First of the days that count: 90 days ago, or that of the version's publication.
    pub since: NaiveDate,
    /// Walks of the version since then.
    pub walks: i64,
    /// The steps and answers; empty where no walk took any of them.
    pub unused: Vec<Unused>,
}
