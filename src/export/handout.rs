//! Figures of a client as a document to hand over: what stands in it, in words for people who do not know the product.

use super::facts::shown;
use super::pdf::{self, Fonts};
use super::{Unwritable, file_name};
use resolutionflow::time::Timestamp;

/// Document of a client's figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handout {
    /// Name of the client: the title.
    pub client: String,
    /// Id of the client, and days: by which two documents are the same one.
    pub id: String,
    /// What it is, whose, and of which days, each on a line below the title.
    pub subtitle: Vec<String>,
    /// Instant as of which the figures are.
    pub as_of: Timestamp,
    /// Local date of that instant, for the name of the file: `2026-02-10`.
    pub date: String,
    /// The answer, in a sentence.
    pub answer: String,
    /// Numbers that stand out, each with its label.
    pub numbers: Vec<(String, String)>,
    /// Bars of 100 %: how sessions ended.
    pub bars: Vec<HandoutBar>,
    /// Tables.
    pub tables: Vec<HandoutTable>,
    /// How it is counted, a word and what it means.
    pub counted: Vec<(String, String)>,
}

/// Bar of 100 %, divided by outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandoutBar {
    /// Label above it.
    pub label: String,
    /// Number of sessions by outcome, in the order of [`COUNTED`](resolutionflow::stats::COUNTED).
    pub sessions: [i64; 5],
}

/// Table of a handout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandoutTable {
    /// Heading of its part.
    pub title: String,
    /// Heads of the columns, of which the first has the names of the rows.
    pub heads: Vec<String>,
    /// Rows, a cell for each column.
    pub rows: Vec<Vec<HandoutCell>>,
}

/// Cell of a [`HandoutTable`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HandoutCell {
    /// What it says.
    pub text: String,
    /// What stands below it, quieter; empty for nothing.
    pub beside: String,
}

impl Handout {
    /// Writes it as a PDF. `fonts` are for characters that the program's own fonts lack.
    ///
    /// # Errors
    /// [`Unwritable`] if the PDF could not be made.
    pub fn pdf(&self, fonts: &Fonts) -> Result<Vec<u8>, Unwritable> {
        Ok(pdf::write_handout(&self.shown(), fonts)?)
    }

    /// The same with its texts as any export may show them: names are typed by people, and a tree may have come from a file.
    fn shown(&self) -> Self {
        // A document has to have a title.
        let client = shown(&self.client);
        let all = |texts: &[String]| texts.iter().map(|text| shown(text)).collect::<Vec<_>>();
        let cell = |cell: &HandoutCell| HandoutCell { text: shown(&cell.text), beside: shown(&cell.beside) };
        let table = |table: &HandoutTable| HandoutTable {
            title: shown(&table.title),
            heads: all(&table.heads),
            rows: table.rows.iter().map(|row| row.iter().map(cell).collect()).collect(),
        };
        Self {
            client: if client.trim().is_empty() { "Client".to_owned() } else { client },
            subtitle: all(&self.subtitle),
            answer: shown(&self.answer),
            tables: self.tables.iter().map(table).collect(),
            ..self.clone()
        }
    }

    /// `<client>_figures_<date>.pdf`, safe in every file system.
    pub fn file_name(&self) -> String {
        file_name::of_handout(&self.client, &self.date)
    }
}
