//! Tables of a page, which are its files, too.

use resolutionflow::insights::Figure;

use super::Cell;

/// Table of a page. Beside each picture stands one with the same data.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Name in the address of its file: `outcomes`.
    pub name: &'static str,
    /// Name for people.
    pub caption: String,
    /// Columns; the first one has the names of the rows.
    pub columns: Vec<Column>,
    /// Rows with a cell for each column.
    pub rows: Vec<Vec<Cell>>,
}

/// Column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its head.
    pub head: String,
    /// Kind of its cells.
    pub kind: Kind,
    /// The figure that its numbers are; none where cells are names or remarks, and where each cell has its own.
    pub figure: Option<&'static Figure>,
}

/// Kind of a column's cells, which says how many columns it is in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// Number of things.
    Count,
    /// Rate with its interval.
    Share,
    /// Quantile with its interval.
    Time,
    /// Sum of times.
    Sum,
    /// Number per 100 sessions.
    PerHundred,
    /// Range of time saved.
    Saved,
    /// Range of money.
    Money,
    /// Number that is no whole one.
    Real,
    /// Range of counts.
    Range,
    /// Ratio of sums, without an interval.
    Factor,
    /// Ratio with its interval.
    Ratio,
    /// Difference of rates with its interval.
    Difference,
}

impl Column {
    /// Column of names or remarks.
    pub fn text(head: impl Into<String>) -> Self {
        Self { head: head.into(), kind: Kind::Text, figure: None }
    }

    /// Column of a figure, headed by its name.
    pub fn of(figure: &'static Figure, kind: Kind) -> Self {
        Self { head: figure.name.to_owned(), kind, figure: Some(figure) }
    }

    /// Column of a kind, whose cells name their figures.
    pub fn mixed(head: impl Into<String>, kind: Kind) -> Self {
        Self { head: head.into(), kind, figure: None }
    }

    /// The same column under another head.
    #[must_use]
    pub fn headed(self, head: impl Into<String>) -> Self {
        Self { head: head.into(), ..self }
    }
}

impl Kind {
    /// Heads of a column of this kind in a file.
    pub(super) fn fields(self, head: &str) -> Vec<String> {
        let parts: &[&str] = match self {
            Self::Text | Self::Count | Self::Real | Self::Factor => &[""],
            Self::Share => &["", ": part", ": of", ": low", ": high"],
            Self::Time => &[" in s", ": n", ": low in s", ": high in s"],
            Self::Sum => &[" in s"],
            Self::PerHundred => &["", ": number", ": of"],
            Self::Range => &[": low", ": high"],
            Self::Saved => &[": low in s", ": high in s"],
            Self::Money => &[": low", ": high"],
            Self::Ratio | Self::Difference => &["", ": low", ": high", ": p"],
        };
        parts.iter().map(|part| format!("{head}{part}")).collect()
    }
}

impl Table {
    /// Heads of its file.
    pub fn heading(&self) -> Vec<String> {
        self.columns.iter().flat_map(|column| column.kind.fields(&column.head)).collect()
    }

    /// Rows of its file: numbers in full, times in seconds, rates as fractions of 1 with their interval.
    pub fn records(&self) -> impl Iterator<Item = Vec<String>> {
        self.rows.iter().map(|row| row.iter().flat_map(|cell| cell.value.fields()).collect())
    }
}
