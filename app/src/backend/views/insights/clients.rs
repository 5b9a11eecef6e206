//! Figures of Clients: the list, and one client.

use resolutionflow::id::ClientId;
use resolutionflow::insights::Effectiveness;
use resolutionflow::stats::Rate;

use super::{Asked, Overview};
use crate::query::Query;

/// Question of the list: days and trees, and a part of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientsAsked {
    /// Days, tree and category.
    pub asked: Asked,
    /// Part of a client’s name, however it is written; empty for those with most walks.
    pub text: String,
}

impl ClientsAsked {
    /// Adds what the page's address has beside days and trees.
    pub fn read(asked: Asked, query: &Query) -> Self {
        Self { asked, text: query.get("client").to_owned() }
    }

    /// The known part of the page's address.
    pub fn known(query: &Query) -> Query {
        Asked::known(query).with("client", query.get("client"))
    }
}

/// Clients for whom sessions ended in a period.
#[derive(Debug, Clone, PartialEq)]
pub struct ClientsReport {
    /// The question. Its days are fewer than were asked for where `is_cut`.
    pub question: ClientsAsked,
    /// Those with most walks first, or, where a name was asked for, those whose names hold it, by name.
    pub clients: Vec<ClientRow>,
    /// Client that is called exactly what was asked for.
    pub exact: Option<ClientId>,
    /// Walks of the period, whoever they were for.
    pub walks: i64,
    /// Those of them that name no client.
    pub without: i64,
    /// Clients that are not in the list although they have walks, or hold the name.
    pub more: usize,
    /// True if more walks ended in the days that were asked for than are read.
    pub is_cut: bool,
    /// Names to suggest.
    pub suggested: Vec<String>,
}

/// Client with the figures of the list.
#[derive(Debug, Clone, PartialEq)]
pub struct ClientRow {
    /// Its id.
    pub id: ClientId,
    /// Its name.
    pub name: String,
    /// Number of walks.
    pub walks: i64,
    /// Resolution rate.
    pub resolution: Option<Rate>,
    /// Share of chains after which somebody came back.
    pub came_back: Option<Rate>,
    /// Σ active time of all walks, in seconds.
    pub spent: i64,
}

/// What was done for a client.
#[derive(Debug, Clone, PartialEq)]
pub struct ClientReport {
    /// The client's id: another one than was asked for, where that was merged into it.
    pub id: ClientId,
    /// Its name.
    pub name: String,
    /// Overview of its walks.
    pub overview: Overview,
    /// Trees that were walked for it, those with most walks first.
    pub trees: Vec<WalkedTree>,
    /// True if more walks ended in the days that were asked for than are read; the overview is of fewer days then.
    pub is_cut: bool,
}

/// Tree with its walks for a client, or by one technician.
#[derive(Debug, Clone, PartialEq)]
pub struct WalkedTree {
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Figures of the period, over all versions.
    pub figures: Effectiveness,
    /// Walks of the period before.
    pub before: i64,
}
