//! JSON of the exchange between browser and server, and of the commands that the browser keeps on disk.

use super::{Answer, Batch, Made, Refused, State};
use crate::wire::wire;

wire! {
    struct Batch { known_revision, commands, active_at = optional, by = optional }
    struct Answer { now_ms, done, refused, state }
    struct State { kept, session, open_output }
    enum Refused { "conflict" => Conflict(conflict), "refusal" => Refusal(refusal) }
    struct Made { command, told, refused = default }
}
