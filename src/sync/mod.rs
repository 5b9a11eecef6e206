//! The browser's side of a walk: what was made and is not acknowledged yet, and the server's time as far as it is known.
//! The rules themselves are [`crate::session`]'s, here as on the server.

mod clock;
mod exchange;
mod outbox;
mod status;
mod wire;

pub use clock::Clock;
pub use exchange::{Answer, Batch, Carried, MAX_BATCH, MAX_BATCH_BYTES, Refused, State, Taken, take};
pub use outbox::{Made, Outbox, Unreadable};
pub use status::{Status, steps};
