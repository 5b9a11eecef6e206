//! The rules of ResolutionFlow: technicians walk troubleshooting trees, every step is timed, every walk ends with an
//! outcome, and the ticket's documentation falls out.
//!
//! Everything here is pure: no input or output, no clock, no randomness. Time and ids are arguments. It runs on the server
//! and, compiled to WebAssembly, in the browser, so that both apply the same rules.

pub mod access;
#[cfg(feature = "server")]
pub mod account;
pub mod audit;
pub mod billing;
#[cfg(feature = "server")]
pub mod budget;
pub mod decision;
#[cfg(feature = "server")]
pub mod hours;
pub mod id;
#[cfg(feature = "server")]
pub mod insights;
pub mod login;
#[cfg(feature = "server")]
pub mod map;
pub mod markdown;
pub mod outcome;
#[cfg(feature = "server")]
pub mod proposal;
#[cfg(feature = "server")]
pub mod review;
#[cfg(feature = "server")]
pub mod search;
pub mod session;
pub mod share;
#[cfg(feature = "server")]
pub mod stats;
pub mod sync;
pub mod text;
pub mod time;
pub mod timing;
pub mod tree;
pub mod walk_form;
pub mod wire;
#[cfg(feature = "server")]
pub mod zone;
