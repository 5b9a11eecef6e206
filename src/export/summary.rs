//! The summary: what was wrong and what fixed it, drawn from the steps that are shown.

use super::facts::Fact;
use super::{Report, ReportStep};
use resolutionflow::decision::LeftBy;
use resolutionflow::outcome::Outcome;
use resolutionflow::tree::NodeType;

/// The most lines of a list; a summary is short.
const LINES: usize = 8;

impl Report {
    /// Summary in up to three facts: the problem is what the tree is about, the findings are the answers that still hold, and what
    /// fixed it are the last things done before the walk ended. That something fixed it is said only where the outcome says so and
    /// the end of the walk is shown. Empty where the options leave the summary out.
    pub(super) fn summary(&self) -> Vec<Fact> {
        if !self.shown.summary {
            return Vec::new();
        }
        let holding: Vec<&ReportStep> = self.steps.iter().filter(|step| !step.step.superseded).collect();
        let found = holding.iter().filter_map(|step| Some(format!("{} {}", step.title(), step.answer()?))).collect();
        let (label, done) = self.done(&holding);
        let facts = [
            Fact::line("What was wrong", &self.header.tree_name),
            Fact::prose("What was found", &lines(found)),
            Fact::prose(label, &lines(done)),
        ];
        Fact::filled(facts)
    }

    fn done(&self, holding: &[&ReportStep]) -> (&'static str, Vec<String>) {
        let label = match self.header.outcome {
            _ if self.is_cut() => "What was done",
            Some(Outcome::Resolved) => "What fixed it",
            Some(Outcome::Workaround) => "What helps for now",
            Some(_) => "What was done",
            None => "What was done so far",
        };
        if !matches!(label, "What fixed it" | "What helps for now") {
            return (label, holding.iter().filter(|step| step.is_work()).map(|step| step.title()).collect());
        }
        let (before, solution) = match holding.split_last() {
            Some((last, before)) if last.step.node_type == NodeType::Solution => (before, Some(last.title())),
            _ => (holding, None),
        };
        // The last questions ask whether it works now; what was done about it lies before them.
        let last = before.iter().rev().skip_while(|step| step.step.node_type == NodeType::Decision);
        let mut done: Vec<_> = last.take_while(|step| step.is_work()).map(|step| step.title()).collect();
        done.reverse();
        done.extend(solution);
        (label, done)
    }

    /// True if later steps are left out.
    pub(super) fn is_cut(&self) -> bool {
        self.steps.len() < self.shown.of
    }
}

impl ReportStep {
    fn answer(&self) -> Option<String> {
        let answer = Fact::line("", self.step.answer.as_deref()?).text;
        (!answer.is_empty()).then_some(answer)
    }

    /// True for work that was done to its end: not a question, and not the step at which the walk was broken off.
    fn is_work(&self) -> bool {
        matches!(self.step.node_type, NodeType::Action | NodeType::Custom)
            && matches!(self.left_by, Some(LeftBy::Answered | LeftBy::Continued | LeftBy::Completed))
    }
}

/// The last lines, and how many stand before them.
fn lines(mut lines: Vec<String>) -> String {
    lines.retain(|line| !line.is_empty());
    let earlier = lines.len().saturating_sub(LINES);
    if earlier > 0 {
        lines.drain(..earlier);
        lines.insert(0, format!("({earlier} before these)"));
    }
    lines.join("\n")
}
