//! Figures beside the service: folding walks into their sums, counting what was there before, and comparing sums with sessions
//! (docs/insights.md, ADR 18).

mod fill;
mod fold;
mod keep;
mod read;
mod verify;

pub use crate::store::figures::chains::Chains;
pub use fill::{Filled, Unreadable};
pub use read::Read;
pub use verify::Verified;

use super::Service;
