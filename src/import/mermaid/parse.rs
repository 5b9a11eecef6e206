//! Lines of a flowchart.

use std::collections::{HashMap, HashSet};

use super::KIND;
use super::arrow::arrow;
use super::node::{clean, node};
use crate::Refusal;
use crate::place::Lines;
use crate::sketch::{Sketch, Step, Target, paragraph};

/// Lines that are left out: their first word, and why.
const LEFT_OUT: [(&str, &str); 7] = [
    ("style", "It says how a step looks."),
    ("classDef", "It says how steps look."),
    ("class", "It says how a step looks."),
    ("linkStyle", "It says how a link looks."),
    ("click", "It says what a click on a step does: put links into its instructions."),
    ("direction", "It says in which direction the chart is drawn."),
    ("accDescr:", "It describes the picture."),
];

/// Part of a chart with a title.
struct Part {
    id: String,
    title: String,
    first: Option<usize>,
    last: Option<usize>,
    place: String,
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    /// End of the line in which that is.
    line_end: usize,
    lines: Lines,
    sketch: Sketch,
    /// Position of each step by its id.
    ids: HashMap<String, usize>,
    /// Parts that are open.
    open: Vec<Part>,
    /// Ids of all parts, those that begin further down too.
    part_ids: HashSet<String>,
    /// Parts that have ended, by id.
    parts: HashMap<String, (Option<usize>, Option<usize>)>,
    /// Links to or from parts: their ids.
    of_parts: Vec<(String, String, String, String)>,
    is_named: Vec<bool>,
}

/// Reads a chart whose first word stands at `head`.
///
/// # Errors
/// [`Refusal`] beyond the limits.
pub(super) fn parse(text: &str, head: usize, sketch: Sketch) -> Result<Sketch, Refusal> {
    let mut parser = Parser {
        text,
        at: head,
        line_end: 0,
        lines: Lines::of(text),
        sketch,
        ids: HashMap::new(),
        open: Vec::new(),
        part_ids: part_ids(text),
        parts: HashMap::new(),
        of_parts: Vec::new(),
        is_named: Vec::new(),
    };
    let line = parser.line();
    parser.at += line.find(';').map_or(line.len(), |end| end + 1);
    while parser.next()? {}
    while parser.end_part() {}
    parser.link_parts()?;
    // A step without words has its id for them.
    Ok(parser.sketch)
}

impl<'t> Parser<'t> {
    /// The rest of the line.
    fn line(&mut self) -> &'t str {
        // One line may have all of the chart.
        if self.at >= self.line_end {
            self.line_end = self.text[self.at..].find('\n').map_or(self.text.len(), |end| self.at + end);
        }
        &self.text[self.at..self.line_end]
    }

    fn place(&self) -> String {
        self.lines.place(self.at)
    }

    /// Reads a statement; false at the end.
    fn next(&mut self) -> Result<bool, Refusal> {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n', ';']).len();
        let line = self.line();
        if line.is_empty() {
            return Ok(false);
        }
        let place = self.place();
        let word = line.split([' ', '\t', ';', '\r']).next().unwrap_or_default();
        if line.starts_with("%%") {
            self.sketch.report.left_out(&place, line.trim(), "It is a remark.");
            self.at += line.len();
        } else if line.starts_with("```") {
            let behind = self.text[self.at..].trim();
            if behind.trim_matches('`').trim() != "" {
                self.sketch.report.left_out(&place, behind, "It stands behind the chart.");
            }
            self.at = self.text.len();
        } else if let Some((_, why)) = LEFT_OUT.iter().find(|(known, _)| *known == word && line.len() > word.len()) {
            self.sketch.report.left_out(&place, line.trim(), why);
            self.at += line.len();
        } else if let Some(title) = line.strip_prefix("accTitle:") {
            self.sketch.name = title.trim().to_owned();
            self.at += line.len();
        } else if word == "subgraph" {
            self.begin_part(line[word.len()..].trim());
            self.at += line.len();
        } else if word == "end" && line.trim_end_matches([' ', ';', '\r']).len() == 3 {
            if !self.end_part() {
                self.sketch.report.left_out(&place, "end", "There is no part that could end here.");
            }
            self.at += line.len();
        } else {
            self.chain()?;
        }
        Ok(true)
    }

    fn begin_part(&mut self, words: &str) {
        let (id, title) = part(words);
        self.open.push(Part { id, title, first: None, last: None, place: self.place() });
    }

    /// Ends the innermost part; false where none is open. Its title stands in the instructions of its first step.
    fn end_part(&mut self) -> bool {
        let Some(Part { id, title, first, last, place }) = self.open.pop() else { return false };
        match first {
            Some(first) if !title.is_empty() => {
                paragraph(&mut self.sketch.steps[first].body, &format!("Part: {title}"));
                self.sketch.report.changed(
                    &place,
                    &title,
                    "A tree has no parts: the title stands in the instructions of the part's first step.",
                );
            }
            _ => self.sketch.report.left_out(&place, &title, "It is a part without steps."),
        }
        if let Some(outer) = self.open.last_mut() {
            outer.first = outer.first.or(first);
            outer.last = last.or(outer.last);
        }
        self.parts.insert(id, (first, last));
        true
    }

    /// Steps and the links between them.
    fn chain(&mut self) -> Result<(), Refusal> {
        let Some(mut from) = self.group()? else {
            self.skip();
            return Ok(());
        };
        loop {
            let line = self.line();
            // A link may have an id: `e1@-->`.
            let gap = line.len() - line.trim_start_matches([' ', '\t']).len();
            let word = line[gap..].find(|c: char| !c.is_alphanumeric() && c != '_').filter(|at| line[gap + at..].starts_with('@'));
            let skipped = word.map(|at| gap + at + 1).filter(|at| arrow(&line[*at..]).is_some()).unwrap_or(0);
            let Some(arrow) = arrow(&line[skipped..]) else {
                let left = line.trim_start_matches([' ', '\t']);
                if !left.is_empty() && !left.starts_with([';', '\r']) && !left.starts_with("%%") {
                    self.skip();
                }
                return Ok(());
            };
            let (place, label) = (self.place(), clean(&arrow.label));
            self.at += skipped + arrow.length;
            let Some(to) = self.group()? else {
                self.skip();
                return Ok(());
            };
            if arrow.is_invisible {
                self.sketch.report.left_out(&place, "~~~", "The link is invisible: it only puts steps beside each other.");
            } else {
                self.link_all(&from, &to, &label, &place)?;
                if arrow.is_double {
                    self.sketch.report.changed(&place, &label, "The link leads both ways: the tree has one for each.");
                    self.link_all(&to, &from, &label, &place)?;
                }
            }
            from = to;
        }
    }

    fn link_all(&mut self, from: &[String], to: &[String], label: &str, place: &str) -> Result<(), Refusal> {
        for one in from {
            for other in to {
                match (self.ids.get(one), self.ids.get(other)) {
                    (Some(one), Some(other)) => self.sketch.link(*one, Target::Step(*other), label, place)?,
                    _ => self.of_parts.push((one.clone(), other.clone(), label.to_owned(), place.to_owned())),
                }
                if self.of_parts.len() > crate::MAX_LINKS {
                    return Err(Refusal::TooManyLinks);
                }
            }
        }
        Ok(())
    }

    /// Steps with `&` between them, by their ids; none where none stands here.
    fn group(&mut self) -> Result<Option<Vec<String>>, Refusal> {
        let mut group = Vec::new();
        loop {
            let Some(read) = node(&self.text[self.at..]) else { return Ok(None) };
            let place = self.place();
            self.at += read.length;
            if read.text.is_some() || !self.part_ids.contains(&read.id) {
                self.named(&read.id, read.text, place)?;
            }
            group.push(read.id);
            let line = self.line();
            match line.trim_start_matches([' ', '\t']).strip_prefix('&') {
                Some(rest) => self.at += line.len() - rest.len(),
                None => return Ok(Some(group)),
            }
        }
    }

    fn named(&mut self, id: &str, text: Option<String>, place: String) -> Result<(), Refusal> {
        let at = match self.ids.get(id) {
            Some(at) => *at,
            None => {
                let at = self.sketch.step(Step { title: id.to_owned(), place: place.clone(), ..Step::default() })?;
                self.ids.insert(id.to_owned(), at);
                self.is_named.push(false);
                at
            }
        };
        for part in &mut self.open {
            part.first.get_or_insert(at);
            part.last = Some(at);
        }
        let Some(text) = text else { return Ok(()) };
        let step = &mut self.sketch.steps[at];
        if self.is_named[at] && step.title != text {
            let before = std::mem::replace(&mut step.title, text);
            self.sketch.report.changed(&place, &before, "The step has other words further down, which Mermaid shows.");
        } else {
            step.title = text;
        }
        self.is_named[at] = true;
        Ok(())
    }

    /// Links of a part: to its first step, and from its last one.
    fn link_parts(&mut self) -> Result<(), Refusal> {
        for (from, to, label, place) in std::mem::take(&mut self.of_parts) {
            let start = self.ids.get(&from).copied().or_else(|| self.parts.get(&from).and_then(|part| part.1));
            let end = self.ids.get(&to).copied().or_else(|| self.parts.get(&to).and_then(|part| part.0));
            let what = format!("{from} → {to}");
            match (start, end) {
                (Some(start), Some(end)) => {
                    let why = "It is a link of a part: it leads from its last step, or to its first one.";
                    self.sketch.report.changed(&place, &what, why);
                    self.sketch.link(start, Target::Step(end), &label, &place)?;
                }
                _ => self.sketch.report.left_out(&place, &what, "The part has no steps."),
            }
        }
        Ok(())
    }

    /// Leaves out the rest of the line.
    fn skip(&mut self) {
        let line = self.line();
        let why = format!("This is not understood as a line of {KIND}.");
        self.sketch.report.left_out(&self.place(), line.trim(), &why);
        self.at += line.len();
    }
}

/// Id and title of a part, from the words behind `subgraph`.
fn part(words: &str) -> (String, String) {
    let words = words.trim().trim_end_matches(';').trim();
    // A space may stand between both.
    let words = &words.replacen(" [", "[", 1);
    match node(words).filter(|read| read.length == words.len()) {
        Some(read) => (read.id.clone(), read.text.unwrap_or(read.id)),
        None => (words.clone(), clean(words.trim_matches('"'))),
    }
}

fn part_ids(text: &str) -> HashSet<String> {
    text.lines().filter_map(|line| line.trim_start().strip_prefix("subgraph ")).map(|words| part(words).0).collect()
}
