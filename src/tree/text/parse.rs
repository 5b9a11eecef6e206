//! The parser: a whole tree text. After a fault reading goes on, so that one attempt tells all.

use super::body::Body;
use super::closing;
use super::frame::{Frame, frame};
use super::head::Head;
use super::lines::{Line, Lines};
use super::slug::Ids;
use super::step::{Step, node};
use super::{Mark, mark};
use crate::text::normalise;
use crate::tree::file::reader::Reader;
use crate::tree::{FORMAT, MAX_NODES, NodeId, NotADocument, TreeDocument, TreeFile};

/// Parser of a tree text.
pub(super) struct Parser<'t> {
    /// Reads quoted texts, and keeps the faults.
    pub(super) reader: Reader<'t>,
    /// The lines that come.
    pub(super) lines: Lines<'t>,
    /// The line that is being read.
    pub(super) line: Line<'t>,
    /// The step that is being read, in words.
    pub(super) step: String,
    /// Lines that close a fence and have no longer one below them: position and number of backticks.
    closers: Vec<(usize, usize)>,
}

/// Reads tree text with LF, CR or CRLF as line ends, also out of the answer of a chat assistant: a fence around it, what stands in front of
/// it, and what stands behind its fence are no part of it. Arrows may be `→` and `⇒`, and ids may be left out.
///
/// # Errors
/// [`NotADocument::Faulty`]. Mistakes that a document can have are the checker's to report.
pub(in crate::tree) fn parse(text: &str) -> Result<TreeFile, NotADocument> {
    let text = normalise(text.strip_prefix('\u{feff}').unwrap_or(text));
    let Frame { start, end, has_head } = frame(&text);
    let mut parser = Parser::new(&text[..end], start);
    let head = if has_head { parser.head() } else { Head::default() };
    let (description, steps) = parser.steps();
    if !parser.reader.faults.is_empty() {
        return Err(NotADocument::Faulty(parser.reader.faults.placed(&text)));
    }
    let lines = steps.iter().map(|step| step.line.number).collect();
    let mut ids = Ids::new(steps.iter().filter_map(|step| step.id.clone()));
    let nodes: Vec<_> = steps.into_iter().map(|step| node(step, &mut ids)).collect();
    let mut document = TreeDocument {
        format: head.format.unwrap_or_else(|| FORMAT.to_owned()),
        key: head.key.unwrap_or_default(),
        name: head.name.unwrap_or_default(),
        category: head.category.unwrap_or_default(),
        tags: head.tags.unwrap_or_default(),
        description,
        root: head.root.map(NodeId).or_else(|| nodes.first().map(|node| node.id.clone())).unwrap_or_default(),
        nodes,
    };
    // A quoted text may have a CR or a NUL.
    document.normalise();
    Ok(TreeFile { document, is_text: true, lines })
}

impl<'t> Parser<'t> {
    fn new(text: &'t str, start: usize) -> Self {
        let line = Line { at: start, number: 0, text: "" };
        Self { reader: Reader::new(text), lines: Lines::new(text, start), line, step: String::new(), closers: closers(text, start) }
    }

    /// Goes to the next line; false at the end.
    pub(super) fn advance(&mut self) -> bool {
        self.lines.next().map(|line| self.line = line).is_some()
    }

    /// Notes a fault in the line that is being read, where `rest` is left of it, with the line that would be right.
    pub(super) fn fault(&mut self, rest: &str, words: &str, right: &str) {
        let words = format!("{}{words}; write “{}”", self.step, crate::text::brief(right));
        self.reader.fault(self.at(rest), words);
    }

    /// Reads the description and every step.
    fn steps(&mut self) -> (String, Vec<Step<'t>>) {
        let (mut description, mut steps) = (Body::default(), Vec::<Step<'t>>::new());
        while self.advance() {
            match (mark(self.line.text), steps.last_mut()) {
                (Some((Mark::Step, rest)), last) => {
                    if let Some(step) = last {
                        self.end(step);
                    }
                    if steps.len() == MAX_NODES {
                        self.step.clear();
                        self.reader.fault(self.line.at, format!("a tree has at most {MAX_NODES} steps; more begin here"));
                        return (description.text(), steps);
                    }
                    let step = self.begin(rest);
                    steps.push(step);
                }
                (Some((mark, rest)), Some(step)) => self.marked(step, mark, rest),
                (Some(_), None) => {
                    let right = format!("\\{}", self.line.text);
                    self.fault(self.line.text, "this stands before the first step; as text it has a backslash in front", &right);
                }
                (None, Some(step)) => step.body.add(self.line.text),
                (None, None) => description.add(self.line.text),
            }
        }
        if let Some(step) = steps.last_mut() {
            self.end(step);
        }
        (description.text(), steps)
    }

    /// Reads the lines of a command to the end of its fence; none, with a fault, where it has none.
    pub(super) fn fenced(&mut self, backticks: usize) -> Option<String> {
        let start = self.lines.position();
        let below = self.closers.partition_point(|(at, _)| *at < start);
        if self.closers.get(below).is_none_or(|(_, longest)| *longest < backticks) {
            self.fault(self.line.text, "the command that begins here is not closed", &"`".repeat(backticks.min(20)));
            return None;
        }
        while self.advance() && closing(self.line.text).is_none_or(|closing| closing < backticks) {}
        let lines = &self.reader.text[start..self.line.at];
        Some(lines.strip_suffix('\n').unwrap_or(lines).to_owned())
    }
}

fn closers(text: &str, start: usize) -> Vec<(usize, usize)> {
    let mut closers: Vec<(usize, usize)> = Vec::new();
    for line in Lines::new(text, start) {
        if let Some(backticks) = closing(line.text) {
            while closers.pop_if(|(_, shorter)| *shorter <= backticks).is_some() {}
            closers.push((line.at, backticks));
        }
    }
    closers
}
