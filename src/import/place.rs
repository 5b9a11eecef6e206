//! Places in a text.

/// Where each line of a text begins.
pub(crate) struct Lines(Vec<usize>);

impl Lines {
    pub(crate) fn of(text: &str) -> Self {
        Self(std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect())
    }

    /// `line 3` of a position in bytes.
    pub(crate) fn place(&self, at: usize) -> String {
        format!("line {}", self.0.partition_point(|start| *start <= at))
    }
}
