//! Notes of technicians and output of commands: by tree and node, on a decision by `node/option`.

use std::collections::HashMap;

use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Action, Draft};
use resolutionflow::text::{Note, OutcomeNotes, Output};
use resolutionflow::tree::NodeId;
use serde::Deserialize;

use super::dice::Dice;

/// Made-up notes and outputs of commands for steps of the demo's trees, by the tree's key and the step.
pub(super) struct Remarks(HashMap<String, HashMap<String, Remark>>);

#[derive(Default, Deserialize)]
struct Remark {
    #[serde(default)]
    notes: Vec<String>,
    #[serde(default)]
    next_steps: Vec<String>,
    #[serde(default)]
    output: String,
}

impl Remarks {
    /// Parses the remarks, which are built into the program.
    pub(super) fn read() -> serde_json::Result<Self> {
        serde_json::from_str(include_str!("../../demo/remarks.json")).map(Self)
    }

    fn on(&self, tree: &str, step: &str) -> Option<&Remark> {
        self.0.get(tree)?.get(step)
    }

    /// Draft with the note and the output for a step on which `action` is about to be taken; at random none, or none where the step has no
    /// remark.
    pub(super) fn draft(&self, dice: &mut Dice, tree: &str, node: &NodeId, action: &Action) -> anyhow::Result<Option<Draft>> {
        let step = match action {
            Action::Choose { option_id } => format!("{node}/{option_id}"),
            _ => node.to_string(),
        };
        let Some(remark) = self.on(tree, &step) else { return Ok(None) };
        let notes = if dice.chance(65) { dice.pick(&remark.notes).map_or("", String::as_str) } else { "" };
        let output = if dice.chance(60) { remark.output.as_str() } else { "" };
        let draft = Draft { visit_id: None, notes: Note::parse(notes)?, output: Output::parse(output)?, ..Draft::default() };
        Ok((draft != Draft::default()).then_some(draft))
    }

    /// Notes on an outcome and on the next steps at a solution; each may be empty. With `suggested` they are of that solution, otherwise of
    /// outcomes in general.
    pub(super) fn outcome(
        &self,
        dice: &mut Dice,
        tree: &str,
        solution: &NodeId,
        outcome: Outcome,
        suggested: bool,
    ) -> anyhow::Result<(OutcomeNotes, OutcomeNotes)> {
        let remark = self.on(tree, &solution.0).filter(|_| suggested);
        let notes = remark.and_then(|remark| dice.pick(&remark.notes)).map_or(in_general(outcome), String::as_str);
        let next_steps = remark.and_then(|remark| dice.pick(&remark.next_steps)).map_or("", String::as_str);
        let notes = if dice.chance(75) { notes } else { "" };
        Ok((OutcomeNotes::parse(notes)?, OutcomeNotes::parse(next_steps)?))
    }
}

fn in_general(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Resolved => "Works again, the user confirmed it.",
        Outcome::Workaround => "Works for now, the cause is not found yet.",
        Outcome::Escalated => "Beyond what first level can do, handed over with the steps above.",
        Outcome::Unresolved => "User had to leave, will call again.",
        Outcome::Cancelled | Outcome::ResolvedExternally => "",
    }
}
