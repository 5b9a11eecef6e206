//! Faults of a file, each with its place, and all in one sentence.

use std::fmt;

use super::place;

/// The most faults that are told: a broken file may have tens of thousands.
const TOLD: usize = 100;

/// Fault of a file at a place of it, counted as editors count: lines and columns from 1, columns in characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Line in which the fault begins.
    pub line: usize,
    /// Column at which it begins.
    pub column: usize,
    /// What is wrong, and what would be right; without a full stop.
    pub message: String,
}

/// Faults that keep a file from being read: the first hundred, in the order in which they were found, and how many there are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults {
    /// The first of them, at most a hundred.
    pub first: Vec<Fault>,
    /// Number of all of them.
    pub count: usize,
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, Fault { line, column, message }) in self.first.iter().enumerate() {
            let separator = if at == 0 { "" } else { "; " };
            write!(f, "{separator}line {line}, column {column}: {message}")?;
        }
        match self.count - self.first.len() {
            0 => Ok(()),
            more => write!(f, "; and {more} more"),
        }
    }
}

/// Faults of a text while it is read, in the order in which they were found.
#[derive(Debug, Default)]
pub(in crate::tree) struct Found {
    /// Position in bytes, what is wrong, and how often.
    first: Vec<(usize, String, usize)>,
    unlisted: usize,
}

impl Found {
    /// Adds a fault at a position in bytes.
    pub(super) fn add(&mut self, at: usize, words: String) {
        if self.first.len() < TOLD { self.first.push((at, words, 1)) } else { self.unlisted += 1 }
    }

    /// Adds a fault, or counts it where it was told before.
    pub(super) fn add_once(&mut self, at: usize, words: &str) {
        match self.first.iter_mut().find(|(_, told, _)| told == words) {
            Some((.., times)) => *times += 1,
            None => self.add(at, words.to_owned()),
        }
    }

    pub(in crate::tree) fn is_empty(&self) -> bool {
        self.first.is_empty()
    }

    /// The first hundred with their places in the text, and how many there are.
    pub(in crate::tree) fn placed(&self, text: &str) -> Faults {
        let placed = |(at, words, times): &(usize, String, usize)| {
            let (line, column) = place(text, *at);
            let more = if *times > 1 { format!(" ({times} times, here first)") } else { String::new() };
            Fault { line, column, message: format!("{words}{more}") }
        };
        Faults { first: self.first.iter().map(placed).collect(), count: self.first.len() + self.unlisted }
    }
}
