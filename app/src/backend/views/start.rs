//! The start of a walk, and earlier walks like it.

use serde::{Deserialize, Serialize};

use super::session::LinkedSession;
use super::trees::TreeCard;
use super::viewer::Person;

/// Data of the start form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StartPage {
    /// The tree.
    pub card: TreeCard,
    /// Names of clients to suggest, by name; at most 200.
    pub clients: Vec<String>,
    /// Walks of the same tree for the same ticket or client, in the last 30 days.
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
