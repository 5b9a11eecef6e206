//! Figures of ended sessions: walks, and their sums by day and month (docs/insights.md, ADR 18).
//!
//! A walk is written where its session is ([`keep`]), and folded into the sums later ([`fold`]). Whoever reads ([`read`]) gets the sums and
//! what is not in them yet, in one statement.

pub(crate) mod chains;
pub(in crate::store) mod copied;
pub(crate) mod due;
pub(crate) mod fill;
pub(crate) mod first_walks;
pub(crate) mod fold;
pub(crate) mod generations;
mod keep;
pub(crate) mod narrowed;
pub(crate) mod nodes;
mod part;
pub(crate) mod read;
mod row;
pub(crate) mod source;
pub(crate) mod stored;
pub(crate) mod used;

pub(in crate::store) use generations::FIRST;
pub(in crate::store) use keep::keep;
pub(crate) use read::Days;
