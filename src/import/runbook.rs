//! Runbooks: headings, numbered steps, and answers below them ("Yes → go to step 2"), of Markdown, HTML or Word, as steps and links.

mod answer;
mod body;
mod flow;
mod goto;
mod items;
mod markdown;
mod numbered;

use resolutionflow::markdown::{parse, plain_text};

use crate::sketch::Sketch;
use crate::{Brought, Refusal, draft, html};

/// Piece of a runbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Block {
    pub kind: BlockKind,
    /// Number of lists that it stands in.
    pub depth: usize,
    /// In Markdown; of code, the code.
    pub text: String,
    pub place: String,
}

/// Kind of a piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum BlockKind {
    /// Heading of a level from 1.
    Heading(u8),
    /// Begins an item of a list, with its number if it has one.
    Item(Option<u64>),
    /// Goes on with the item, or stands by itself.
    Text,
    /// Code, with the word behind its fence.
    Code(String),
}

/// The tree of a runbook in Markdown, or of plain text.
///
/// # Errors
/// [`Refusal`].
pub(crate) fn of_markdown(text: &str, name: &str) -> Result<Brought, Refusal> {
    let mut sketch = Sketch::new("a runbook in Markdown");
    let blocks = markdown::blocks(text, &mut sketch);
    finish(sketch, blocks, name)
}

/// The tree of a runbook on a web page.
///
/// # Errors
/// [`Refusal`].
pub(crate) fn of_html(text: &str, name: &str) -> Result<Brought, Refusal> {
    let mut sketch = Sketch::new("a web page");
    let (title, blocks) = html::blocks(text, &mut sketch.report);
    sketch.name = title.unwrap_or_default();
    finish(sketch, blocks, name)
}

/// The tree of a runbook whose pieces were read.
///
/// # Errors
/// [`Refusal`].
pub(crate) fn finish(mut sketch: Sketch, blocks: Vec<Block>, name: &str) -> Result<Brought, Refusal> {
    let items = items::items(numbered::with_items(blocks), &mut sketch);
    flow::write(&items, &mut sketch)?;
    if sketch.steps.is_empty() {
        return Err(Refusal::broken(&sketch.report.kind, "it has no steps: neither a numbered list nor headings for them"));
    }
    draft::finish(sketch, name)
}

/// Text of Markdown on one line, without marks.
fn plain(markdown: &str) -> String {
    resolutionflow::text::one_line(&plain_text(&parse(markdown)))
}
