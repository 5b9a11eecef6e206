//! What the user sees and asks for: pages, islands and server functions.

pub mod backend;
pub mod error;
pub mod posted;
