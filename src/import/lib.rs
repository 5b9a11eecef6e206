//! Trees of what others write: Mermaid, runbooks, tables, JSON and files of other programs, each read into a draft, with a report of every
//! step, link and line: taken, changed or left out, and where it stands.
//!
//! Everything is a `sketch` first: steps with the words of the file, and links between them. What a tree asks for beyond that (types,
//! ids, one beginning, limits) is decided in one place, `draft`. Readers go through a file once, without recursion on its depth, and stop
//! at the limits.

mod archive;
mod detect;
mod docx;
mod draft;
mod drawio;
mod html;
mod json;
mod mermaid;
mod place;
mod refusal;
mod report;
mod runbook;
mod sketch;
mod table;
#[cfg(test)]
mod tests;
mod typebot;
mod xlsx;
mod xml;

use resolutionflow::tree::TreeDocument;

pub use json::{Fields, Mapping};
pub use refusal::Refusal;
pub use report::{Entry, Fate, Report};

/// The most bytes of a file.
pub const MAX_BYTES: usize = 8 * 1024 * 1024;
/// The most bytes of what is packed in a file.
const MAX_UNPACKED: usize = 64 * 1024 * 1024;
/// The most links between steps.
const MAX_LINKS: usize = 20_000;

/// What was brought in.
#[derive(Debug, Clone, PartialEq)]
pub struct Brought {
    /// The tree, with ids of its own for every step; it may have problems.
    pub document: TreeDocument,
    /// What became of the file; none for a tree file of ours, which is taken as it is.
    pub report: Option<Report>,
    /// Fields of JSON whose meaning was guessed, with the guess: somebody may know better.
    pub fields: Option<Fields>,
}

/// Reads a file, by how it begins, or where that says nothing by the end of its name.
///
/// # Errors
/// [`Refusal`]: what it is instead, or what is wrong with it, in words.
pub fn bring(bytes: &[u8], name: &str) -> Result<Brought, Refusal> {
    detect::bring(bytes, name)
}

/// Reads JSON, as [`bring`] does, by fields that somebody chose.
///
/// # Errors
/// [`Refusal`].
pub fn bring_by(text: &str, name: &str, mapping: &Mapping) -> Result<Brought, Refusal> {
    json::bring(text, name, Some(mapping))
}
