//! Figures by page.

pub mod budgets;
pub mod clients;
pub mod mine;
pub mod now;
pub mod overview;
pub mod people;
pub mod saving;
pub mod tree;
pub mod trees;
pub mod trust;
pub mod versions;

use super::Figure;

/// Figures of each page, by the name of its heading in `docs/insights.md`.
pub const PAGES: &[(&str, &[&Figure])] = &[
    ("Overview", overview::ALL),
    ("Trees", trees::ALL),
    ("A tree", tree::ALL),
    ("Does it save time?", saving::ALL),
    ("Versions", versions::ALL),
    ("Time budgets kept", budgets::ALL),
    ("Now", now::ALL),
    ("People", people::ALL),
    ("Clients", clients::ALL),
    ("Mine", mine::ALL),
    ("Trust", trust::ALL),
];

/// Figure of an id, of any page.
pub fn find(id: &str) -> Option<&'static Figure> {
    PAGES.iter().flat_map(|(_, figures)| *figures).copied().find(|figure| figure.id == id)
}
