//! The browser's side of a walk: commands that are not acknowledged yet, the exchange with the server, and an estimate of its
//! clock.
//! The rules themselves are [`crate::session`]'s, here as on the server.

mod clock;
mod exchange;
mod merged;
mod outbox;
mod status;
mod wire;

pub use clock::Clock;
pub use exchange::{Answer, Batch, Carried, MAX_BATCH, MAX_BATCH_BYTES, Refused, State, Taken, take};
pub use merged::merged;
pub use outbox::{Made, Outbox, Unreadable, with_copy};
pub use status::{Status, steps};
