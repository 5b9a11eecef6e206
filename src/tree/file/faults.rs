//! Faults of a file, as one sentence.

use super::place;

/// The most faults that are told: a broken file may have tens of thousands.
const TOLD: usize = 100;

/// Faults of a text, in the order in which they were found.
#[derive(Debug, Default)]
pub(super) struct Faults {
    /// Position in bytes, what is wrong, and how often.
    first: Vec<(usize, String, usize)>,
    unlisted: usize,
}

impl Faults {
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

    pub(super) fn is_empty(&self) -> bool {
        self.first.is_empty()
    }

    /// The first hundred in words, and how many more there are.
    pub(super) fn told(&self, text: &str) -> String {
        let told = |(at, words, times): &(usize, String, usize)| {
            let more = if *times > 1 { format!(" ({times} times, here first)") } else { String::new() };
            format!("{}: {words}{more}", place(text, *at))
        };
        let first = self.first.iter().map(told).collect::<Vec<_>>().join("; ");
        if self.unlisted == 0 { first } else { format!("{first}; and {} more", self.unlisted) }
    }
}
