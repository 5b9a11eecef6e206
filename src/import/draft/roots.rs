//! Where a walk begins.

use resolutionflow::text::Label;
use resolutionflow::tree::{DocumentNode, Ids, NodeId, NodeKind};

use super::cut;
use super::exits::{Exit, options};
use crate::sketch::{Sketch, Target};

/// The first question of a tree whose file begins in several places.
const QUESTION: &str = "Where do you start?";
/// The most answers of a question.
const ANSWERS: usize = 100;

/// Steps at which walks begin, so that every step is reached from one of them: the file's own first, those to which nothing leads, and one
/// of each loop that nothing leads into.
pub(super) fn roots(sketch: &Sketch) -> Vec<usize> {
    let count = sketch.steps.len();
    let mut leads: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut is_target = vec![false; count];
    for link in &sketch.links {
        if let Target::Step(to) = link.to {
            leads[link.from].push(to);
            is_target[to] |= to != link.from;
        }
    }
    let (mut roots, mut is_reached, mut waiting) = (Vec::new(), vec![false; count], Vec::new());
    let free = (0..count).filter(|at| !is_target[*at]);
    for root in sketch.root.into_iter().chain(free).chain(0..count) {
        if is_reached[root] {
            continue;
        }
        roots.push(root);
        waiting.push(root);
        while let Some(at) = waiting.pop() {
            if !std::mem::replace(&mut is_reached[at], true) {
                waiting.extend(&leads[at]);
            }
        }
    }
    roots
}

/// The question that leads to each of several beginnings, and those beyond its answers.
pub(super) fn question<'r>(sketch: &Sketch, ids: &[NodeId], roots: &'r [usize]) -> (DocumentNode, impl Iterator<Item = usize> + 'r) {
    let mut labels = std::collections::HashSet::new();
    let exits = roots.iter().take(ANSWERS).map(|root| {
        let (label, _) = cut(&sketch.steps[*root].title, Label::LIMIT);
        let key = resolutionflow::text::Key::of(&label);
        let label = if labels.insert(key) { label } else { super::exits::numbered(&label, &mut labels) };
        Exit { label, to: ids[*root].clone() }
    });
    let exits: Vec<Exit> = exits.collect();
    let id = NodeId(Ids::new(ids.iter().map(|id| id.0.clone())).make(QUESTION, "start"));
    let kind = NodeKind::Decision { options: options(exits) };
    (DocumentNode { id, kind, title: QUESTION.to_owned(), body: String::new() }, roots.iter().skip(ANSWERS).copied())
}
