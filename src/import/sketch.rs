//! What was read of a file, before a tree is made of it.

use resolutionflow::outcome::Outcome;
use resolutionflow::tree::{Command, MAX_NODES};

use crate::report::Report;
use crate::{MAX_LINKS, Refusal};

/// Steps and links of a file.
#[derive(Debug, Default)]
pub(crate) struct Sketch {
    pub name: String,
    pub description: String,
    pub steps: Vec<Step>,
    pub links: Vec<Link>,
    /// Step that the file itself begins with.
    pub root: Option<usize>,
    pub report: Report,
}

/// Step with the words of the file.
#[derive(Debug, Default)]
pub(crate) struct Step {
    pub title: String,
    /// In Markdown.
    pub body: String,
    pub commands: Vec<Command>,
    pub kind: Kind,
    pub place: String,
}

/// What a file says of a step's type.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Nothing: its links say it.
    #[default]
    Any,
    /// An end with this outcome.
    End(Option<Outcome>),
}

/// Link from a step.
#[derive(Debug)]
pub(crate) struct Link {
    pub from: usize,
    pub to: Target,
    /// Empty where the file has none.
    pub label: String,
    pub place: String,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    Step(usize),
    /// To something that the file does not have, under this name.
    Missing(String),
    Nowhere,
}

impl Sketch {
    pub(crate) fn new(kind: &str) -> Self {
        Self { report: Report::of(kind), ..Self::default() }
    }

    /// Adds a step; its position.
    ///
    /// # Errors
    /// [`Refusal::TooManySteps`].
    pub(crate) fn step(&mut self, step: Step) -> Result<usize, Refusal> {
        self.steps.push(step);
        if self.steps.len() > MAX_NODES { Err(Refusal::TooManySteps(self.steps.len())) } else { Ok(self.steps.len() - 1) }
    }

    /// Adds a link.
    ///
    /// # Errors
    /// [`Refusal::TooManyLinks`].
    pub(crate) fn link(&mut self, from: usize, to: Target, label: &str, place: &str) -> Result<(), Refusal> {
        if self.links.len() == MAX_LINKS {
            return Err(Refusal::TooManyLinks);
        }
        self.links.push(Link { from, to, label: label.trim().to_owned(), place: place.to_owned() });
        Ok(())
    }
}

/// Adds a paragraph to a Markdown text.
pub(crate) fn paragraph(body: &mut String, text: &str) {
    let text = text.trim_matches('\n');
    if text.trim().is_empty() {
        return;
    }
    if !body.is_empty() {
        body.push_str("\n\n");
    }
    body.push_str(text);
}
