use serde::{Deserialize, Serialize};

use crate::text::{ClientName, OutcomeNotes, Scratchpad, Ticket};

/// Editable description of a session: its ticket and how it went. It can change during and after the walk.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// Notes about the walk as a whole, of no step in particular.
    #[serde(default)]
    pub scratchpad: Scratchpad,
    /// Ticket number; empty if there is none.
    pub ticket: Ticket,
    /// Name of the client; empty if none was given.
    pub client: ClientName,
    /// Notes on the outcome; empty if there are none.
    pub outcome_notes: OutcomeNotes,
    /// Next steps, as the technician wrote them at the end; empty if there are none.
    pub next_steps: OutcomeNotes,
}
