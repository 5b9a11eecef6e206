//! Fields of a step's form.

use std::collections::HashMap;

use resolutionflow::outcome::Outcome;
use resolutionflow::tree::{Command, DocumentNode, NodeId, NodeKind, Shell, StepForm, TreeOption};
use serde::{Deserialize, Serialize};

use super::Steps;
use crate::error::{Fault, FieldError};

/// Types of steps: name in files, and words.
pub const KINDS: [(&str, &str); 3] =
    [("decision", "Decision: a question with answers"), ("action", "Action: something to do"), ("solution", "Solution: the walk ends")];

/// Shells of commands.
pub fn shells() -> [Shell; 3] {
    [Shell::Powershell, Shell::Cmd, Shell::Bash]
}

/// Fields of a step's form, as they are sent: `form[title]`, `form[answers][0][label]`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StepFields {
    /// The title.
    pub title: String,
    /// The instructions.
    pub body: String,
    /// Name of the type.
    pub kind: String,
    /// Name of the type whose fields the form has, which another type may have taken the place of.
    pub was: String,
    /// Rows for answers.
    pub answers: Vec<AnswerRow>,
    /// Rows for commands.
    pub commands: Vec<CommandRow>,
    /// The next step.
    pub next: String,
    /// Name of the suggested outcome; empty for none.
    pub outcome: String,
    /// Title of a step to be added below.
    pub below: String,
    /// Branch to be pasted below, as tree text.
    pub branch: String,
    /// Marks of the values that the form had at first.
    pub seen: String,
}

/// Row for an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AnswerRow {
    /// Id of the answer; empty for a new one.
    pub id: String,
    /// Its words.
    pub label: String,
    /// The step that it leads to.
    pub to: String,
}

/// Row for a command.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CommandRow {
    /// Its purpose.
    pub label: String,
    /// Name of its shell.
    pub shell: String,
    /// The command.
    pub text: String,
}

impl StepFields {
    /// Fields of a step as it is, with targets as their ids.
    pub fn of(node: &DocumentNode) -> Self {
        let mut fields = Self { title: node.title.clone(), body: node.body.clone(), ..Self::default() };
        let kind = match &node.kind {
            NodeKind::Decision { options } => {
                let row = |option: &TreeOption| AnswerRow {
                    id: option.id.clone(),
                    label: option.label.clone(),
                    to: option.next_node_id.0.clone(),
                };
                fields.answers = options.iter().map(row).collect();
                "decision"
            }
            NodeKind::Action { commands, next_node_id } => {
                let row = |command: &Command| CommandRow {
                    label: command.label.clone(),
                    shell: command.shell.name().to_owned(),
                    text: command.text.clone(),
                };
                fields.commands = commands.iter().map(row).collect();
                fields.next = next_node_id.0.clone();
                "action"
            }
            NodeKind::Solution { suggested_outcome } => {
                fields.outcome = suggested_outcome.map(|outcome| outcome.as_str().to_owned()).unwrap_or_default();
                "solution"
            }
        };
        (fields.kind, fields.was) = (kind.to_owned(), kind.to_owned());
        fields
    }

    /// Fields of a refused form.
    pub fn posted(fields: &HashMap<String, String>) -> Self {
        let field = |name: &str| fields.get(&format!("form{name}")).cloned().unwrap_or_default();
        let rows =
            |list: &str, of: &str| (0..).take_while(|at| fields.contains_key(&format!("form[{list}][{at}][{of}]"))).collect::<Vec<usize>>();
        let answer = |at: usize| {
            let part = |name: &str| field(&format!("[answers][{at}][{name}]"));
            AnswerRow { id: part("id"), label: part("label"), to: part("to") }
        };
        let command = |at: usize| {
            let part = |name: &str| field(&format!("[commands][{at}][{name}]"));
            CommandRow { label: part("label"), shell: part("shell"), text: part("text") }
        };
        Self {
            title: field("[title]"),
            body: field("[body]"),
            kind: field("[kind]"),
            was: field("[was]"),
            answers: rows("answers", "label").into_iter().map(answer).collect(),
            commands: rows("commands", "label").into_iter().map(command).collect(),
            next: field("[next]"),
            outcome: field("[outcome]"),
            below: field("[below]"),
            branch: field("[branch]"),
            seen: field("[seen]"),
        }
    }

    /// Answers and commands to be copied, each kind with its label; empty where there are none.
    pub fn rows_as_text(&self) -> [(&'static str, String); 2] {
        let answers = self.answers.iter().filter(|row| !row.label.is_empty() || !row.to.is_empty());
        let commands = self.commands.iter().filter(|row| !row.text.is_empty());
        let answers: Vec<String> = answers.map(|row| format!("{} -> {}", row.label, row.to)).collect();
        let commands: Vec<String> = commands.map(|row| format!("{}:\n{}", row.label, row.text)).collect();
        [("Answers", answers.join("\n")), ("Commands", commands.join("\n\n"))]
    }

    /// The same with each target as `change` has it.
    pub fn with_targets(mut self, change: impl Fn(&str) -> String) -> Self {
        for answer in &mut self.answers {
            answer.to = change(&answer.to);
        }
        self.next = change(&self.next);
        self
    }

    /// The form, as the domain compares it with the step that it was made of.
    ///
    /// # Errors
    /// Every target that could be several steps, by the name of its field, and a type, shell or outcome that there is not.
    pub fn form(&self, steps: &Steps<'_>) -> Result<StepForm, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut wrong = |field: String, fault: Fault| errors.push(FieldError { field, fault });
        let target = |name: String, text: &str, wrong: &mut dyn FnMut(String, Fault)| {
            steps.target(text).unwrap_or_else(|_| {
                wrong(name, Fault::Unclear);
                NodeId::default()
            })
        };
        let mut options = Vec::new();
        for (at, row) in self.answers.iter().enumerate() {
            let next_node_id = target(format!("form[answers][{at}][to]"), &row.to, &mut wrong);
            options.push(TreeOption { id: row.id.clone(), label: row.label.clone(), next_node_id });
        }
        let mut next = target("form[next]".to_owned(), &self.next, &mut wrong);
        let mut commands = Vec::new();
        for (at, row) in self.commands.iter().enumerate() {
            let shell = shells().into_iter().find(|shell| shell.name() == row.shell);
            if shell.is_none() {
                wrong(format!("form[commands][{at}][shell]"), Fault::Unknown);
            }
            let shell = shell.unwrap_or(Shell::Powershell);
            commands.push(Command { label: row.label.clone(), shell, text: row.text.clone(), places: String::new() });
        }
        let outcome = Some(self.outcome.as_str()).filter(|outcome| !outcome.is_empty()).map(str::parse::<Outcome>);
        if outcome.as_ref().is_some_and(Result::is_err) {
            wrong("form[outcome]".to_owned(), Fault::Unknown);
        }
        // Another type takes over where the step led to, if that was one step.
        if self.kind == "action" && self.was == "decision" {
            next = options.iter().map(|option| option.next_node_id.clone()).find(|id| !id.0.is_empty()).unwrap_or_default();
        }
        if self.kind == "decision" && self.was == "action" && !next.0.is_empty() {
            options = vec![TreeOption { id: String::new(), label: String::new(), next_node_id: next.clone() }];
        }
        let kind = match self.kind.as_str() {
            "decision" => NodeKind::Decision { options },
            "action" => NodeKind::Action { commands, next_node_id: next },
            "solution" => NodeKind::Solution { suggested_outcome: outcome.and_then(Result::ok) },
            _ => {
                wrong("form[kind]".to_owned(), Fault::NotChosen);
                NodeKind::Solution { suggested_outcome: None }
            }
        };
        if errors.is_empty() { Ok(StepForm { title: self.title.clone(), body: self.body.clone(), kind }) } else { Err(errors) }
    }
}

#[cfg(test)]
mod tests {
    use super::super::steps::tests::draft;
    use super::*;
    use resolutionflow::tree::form_edits;

    #[test]
    fn a_form_that_nobody_touched_changes_nothing() {
        let document = draft();
        let steps = Steps::of(&document);
        for node in &document.nodes {
            let mut fields = StepFields::of(node).with_targets(|id| steps.shown(&id.into()));
            fields.answers.push(AnswerRow::default());
            fields.commands.push(CommandRow { shell: "bash".to_owned(), ..CommandRow::default() });
            assert_eq!(form_edits(&document, &node.id, fields.form(&steps).unwrap()), Ok(vec![]), "{}", node.id);
        }
    }

    #[test]
    fn another_type_takes_over_where_the_step_led_to() {
        let document = draft();
        let steps = Steps::of(&document);
        let of = |id: &str, kind: &str| {
            let fields = StepFields::of(steps.node(&id.into()).unwrap());
            StepFields { kind: kind.to_owned(), ..fields }.form(&steps).unwrap().kind
        };
        assert_eq!(of("ask", "action").targets().collect::<Vec<_>>(), [&NodeId::from("do")]);
        assert_eq!(of("do", "decision").targets().collect::<Vec<_>>(), [&NodeId::from("ask")]);
        assert_eq!(of("end", "decision"), NodeKind::Decision { options: vec![] });
    }
}
