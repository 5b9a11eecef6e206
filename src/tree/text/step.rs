//! The steps of a tree text.

use super::Mark;
use super::body::Body;
use super::inline::ARROWS;
use super::lines::Line;
use super::parse::Parser;
use super::slug::Ids;
use crate::outcome::Outcome;
use crate::text::brief;
use crate::tree::{Command, DocumentNode, NodeId, NodeKind, TreeOption};

/// A step as it was written.
pub(super) struct Step<'t> {
    /// Line with which it begins.
    pub(super) line: Line<'t>,
    /// Its id, if it has one.
    pub(super) id: Option<String>,
    title: String,
    pub(super) body: Body<'t>,
    commands: Vec<Command>,
    /// Line with which its first command begins.
    first_command: Option<Line<'t>>,
    exit: Option<Exit>,
}

/// Exit of a step, by which it is of a type.
enum Exit {
    Answers(Vec<Answer>),
    Question,
    Next(String),
    Solution(Option<Outcome>),
}

struct Answer {
    id: Option<String>,
    label: String,
    target: String,
}

impl<'t> Parser<'t> {
    /// Reads the line that begins a step.
    pub(super) fn begin(&mut self, rest: &'t str) -> Step<'t> {
        self.step.clear();
        let read = self.id(rest).and_then(|(id, rest)| Some((id, self.rest_of_line(rest)?)));
        let (id, title) = read.unwrap_or_default();
        let named = id.as_ref().filter(|id| !id.is_empty()).unwrap_or(&title);
        self.step = if named.is_empty() { String::new() } else { format!("step “{}”: ", brief(named)) };
        Step { line: self.line, id, title, body: Body::default(), commands: Vec::new(), first_command: None, exit: None }
    }

    /// Reads a mark inside of a step.
    pub(super) fn marked(&mut self, step: &mut Step<'t>, mark: Mark, rest: &'t str) {
        step.body.interrupt();
        let line = self.line;
        let exit = match mark {
            Mark::Step => return,
            Mark::Command(backticks, shell) => {
                let label = self.rest_of_line(rest).unwrap_or_default();
                if let Some(text) = self.fenced(backticks) {
                    step.first_command.get_or_insert(line);
                    step.commands.push(Command { label, shell, text, places: String::new() });
                }
                return;
            }
            Mark::Answer => {
                let Some(answer) = self.answer(rest) else {
                    step.exit.get_or_insert(Exit::Answers(Vec::new()));
                    return;
                };
                if let Some(Exit::Answers(answers)) = &mut step.exit {
                    return answers.push(answer);
                }
                Exit::Answers(vec![answer])
            }
            Mark::Question => Exit::Question,
            Mark::Next => Exit::Next(self.target(rest).unwrap_or_default()),
            Mark::Solution => Exit::Solution(self.outcome(rest)),
        };
        if step.exit.is_some() {
            let right = format!("\\{}", line.text);
            self.fault(line.text, "this is a second exit, and a step has one; as text it has a backslash in front", &right);
        } else {
            step.exit = Some(exit);
        }
    }

    /// Looks whether a step is whole.
    pub(super) fn end(&mut self, step: &Step<'t>) {
        let next = std::mem::replace(&mut self.line, step.line);
        if step.exit.is_none() {
            let words = "it has no exit: “->” with the id of the next step, “=>” for a solution, or answers, “+ Yes -> id”, and “?” while \
                         there are none";
            self.fault(step.line.text, words, "-> id");
        }
        if let Some(line) = step.first_command.filter(|_| !matches!(step.exit, None | Some(Exit::Next(_)))) {
            self.line = line;
            let right = format!("\\{}", line.text);
            self.fault(line.text, "only an action, which ends with “->”, has commands; as text it has a backslash in front", &right);
        }
        self.line = next;
    }

    fn answer(&mut self, rest: &'t str) -> Option<Answer> {
        let (id, rest) = self.id(rest)?;
        let (label, behind) = if rest.starts_with('"') {
            let (label, behind) = self.quoted(rest)?;
            (label, ARROWS.iter().find_map(|arrow| behind.strip_prefix(arrow)))
        } else {
            // In a line with “->” the other arrow is a character of a text.
            let arrow = ARROWS.iter().find(|arrow| rest.contains(**arrow)).unwrap_or(&ARROWS[0]);
            let (label, behind) = rest.split_once(arrow).map_or((rest, None), |(label, behind)| (label, Some(behind)));
            let is_clear = !label.starts_with('[') && (!label.contains(ARROWS[1]) || !label.contains('"'));
            let is_one = behind.is_none_or(|behind| behind.trim_start().starts_with('"') || !behind.contains(arrow));
            if let (Some(last), false) = (rest.rfind(arrow), is_clear && is_one) {
                let right = self.with_quotes(rest, &rest[last..]);
                self.fault(rest, "words with an arrow or brackets stand in double quotes", &right);
                return None;
            }
            (label.trim().to_owned(), behind)
        };
        let Some(behind) = behind else {
            let right = format!("{} -> id", self.line.text.trim_end());
            self.fault(rest, "an answer has an arrow behind its words, with nothing behind it while it leads nowhere", &right);
            return None;
        };
        Some(Answer { id, label, target: self.target(behind)? })
    }

    /// Reads the id behind an arrow.
    fn target(&mut self, rest: &'t str) -> Option<String> {
        let rest = rest.trim_start();
        if let Some(id) = rest.trim_end().strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            let right = format!("{}{id}", &self.line.text[..self.line.text.len() - rest.len()]);
            self.fault(rest, "an id behind an arrow has no brackets", &right);
            return None;
        }
        if rest.contains(ARROWS[0]) && !rest.starts_with('"') {
            let right = self.with_quotes(rest, "");
            self.fault(rest, "an id with an arrow in it stands in double quotes", &right);
            return None;
        }
        self.rest_of_line(rest)
    }

    fn outcome(&mut self, rest: &'t str) -> Option<Outcome> {
        let word = rest.trim();
        let outcome = word.to_ascii_lowercase().parse().ok();
        if outcome.is_none() && !word.is_empty() {
            let words = format!("“{}” is no outcome; it is resolved, workaround, escalated or unresolved", brief(word));
            self.fault(rest, &words, "=> resolved");
        }
        outcome
    }
}

/// The node of a step, with ids for what has none.
pub(super) fn node(step: Step<'_>, ids: &mut Ids) -> DocumentNode {
    let id = step.id.unwrap_or_else(|| ids.make(&step.title, "step"));
    let kind = match step.exit {
        Some(Exit::Answers(answers)) => {
            let mut ids = Ids::new(answers.iter().filter_map(|answer| answer.id.clone()));
            let option = |Answer { id, label, target }| {
                let id = id.unwrap_or_else(|| ids.make(&label, "answer"));
                TreeOption { id, label, next_node_id: NodeId(target) }
            };
            NodeKind::Decision { options: answers.into_iter().map(option).collect() }
        }
        Some(Exit::Solution(suggested_outcome)) => NodeKind::Solution { suggested_outcome },
        Some(Exit::Next(next)) => NodeKind::Action { commands: step.commands, next_node_id: NodeId(next) },
        Some(Exit::Question) | None => NodeKind::Decision { options: Vec::new() },
    };
    DocumentNode { id: NodeId(id), kind, title: step.title, body: step.body.text() }
}
