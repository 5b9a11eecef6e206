//! The search: one way in which texts fall into words, for what is stored to be found by, for what somebody types, and for what is marked.
//!
//! [`tokens`] says what a text is found by, [`Query`] what is looked for, [`pieces`] and [`excerpt`] where it is. docs/adr/0015 has the
//! decisions. [`Literal`] is what is looked for letter by letter, as replacing it needs.

mod address;
mod chain;
mod fold;
mod lookup;
mod marks;
mod occurrences;
mod query;
mod stretch;
#[cfg(test)]
mod tests;
mod token;

pub use marks::{Piece, excerpt, pieces};
pub use occurrences::Literal;
pub use query::{Matching, Query, Term, Wanted};
pub use token::{Kind, tokens};
