//! Warnings: what does not keep a tree from being published, but is worth a look, with fixes where there is one answer. A warning is
//! silenced with a reason.

mod commands;
mod paths;
mod steps;

#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr};

use super::check::Fix;
use super::{NodeId, Problem, TreeDocument, warnings};
use crate::text::{Reason, brief};

/// The most warnings that are listed.
const LISTED: usize = 100;

/// Kind of a warning, by which it is silenced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, IntoStaticStr, EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum WarningKind {
    /// A decision has one answer only.
    OneAnswer,
    /// A loop has one way out only.
    Loop,
    /// A solution suggests no outcome.
    NoOutcome,
    /// A placeholder is spelt in two ways.
    Placeholder,
    /// A command deletes or restarts something, and nothing says so.
    Unannounced,
    /// Two steps have the same title.
    SameTitle,
    /// Even the shortest way to a solution is long.
    LongPath,
    /// Nobody came past in 90 days.
    NeverVisited,
    /// Technicians have reported problems that nobody has settled.
    OpenReports,
    /// A command cannot take every value, or has quotes that no shell reads.
    Command,
    /// Instructions link to a tree on which no walk can be started.
    MissingTree,
}

impl WarningKind {
    /// Name in the database, in JSON and in forms.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// Warning of a draft.
#[derive(Debug, Clone, PartialEq)]
pub struct Warning {
    /// Its kind.
    pub kind: WarningKind,
    /// Its words, and the node that it is about.
    pub problem: Problem,
    /// Changes that put it right, of which one is enough.
    pub fixes: Vec<Fix>,
}

/// Warning that its author does not want to see any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Silence {
    /// Kind of the warning.
    pub kind: WarningKind,
    /// Node that it is about; none if it is about the tree.
    pub node: Option<NodeId>,
    /// Why it is all right.
    pub reason: Reason,
}

/// What is known of a tree's use, for the warnings that need it.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    /// Nodes of the latest version that nobody has visited in 90 days, though it was walked often enough to say so.
    pub unvisited: HashSet<NodeId>,
    /// Number of reports that nobody has settled, by node.
    pub reports: HashMap<NodeId, usize>,
    /// Keys of the trees on which walks can be started; none where they are not known.
    pub trees: Option<HashSet<String>>,
}

/// Warnings of a draft: the first hundred, and how many there are.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Warnings {
    /// The first of them, at most a hundred.
    pub first: Vec<Warning>,
    /// Number of all of them, without those that are silenced.
    pub count: usize,
    /// Those that are silenced, at most a hundred, each with the reason.
    pub silenced: Vec<(Warning, Reason)>,
}

/// Warnings while they are found.
struct Found<'s> {
    silences: HashMap<(WarningKind, Option<&'s NodeId>), &'s Reason>,
    warnings: Warnings,
}

impl Found<'_> {
    /// Adds a warning; its fixes are made only if somebody sees them.
    fn add(&mut self, kind: WarningKind, node: Option<&NodeId>, message: String, fixes: impl FnOnce() -> Vec<Fix>) {
        let warning = |fixes| {
            let problem = Problem { node: node.map(|id| NodeId(brief(&id.0).into_owned())), message };
            Warning { kind, problem, fixes }
        };
        if let Some(reason) = self.silences.get(&(kind, node)) {
            if self.warnings.silenced.len() < LISTED {
                self.warnings.silenced.push((warning(Vec::new()), (*reason).clone()));
            }
            return;
        }
        self.warnings.count += 1;
        if self.warnings.first.len() < LISTED {
            self.warnings.first.push(warning(fixes()));
        }
    }
}

/// Finds what a draft's author should look at.
pub fn advise(document: &TreeDocument, evidence: &Evidence, silences: &[Silence]) -> Warnings {
    let silences = silences.iter().map(|silence| ((silence.kind, silence.node.as_ref()), &silence.reason)).collect();
    let mut found = Found { silences, warnings: Warnings::default() };
    steps::advise(document, evidence, &mut found);
    paths::advise(document, &mut found);
    commands::advise(document, &mut found);
    let kinds = document.nodes.iter().map(|node| (&node.id, &node.kind));
    for problem in warnings(kinds).first {
        found.add(WarningKind::Command, problem.node.as_ref(), problem.message.clone(), Vec::new);
    }
    found.warnings
}
