//! Warnings of paths: loops with one way out, and long ways.

use std::collections::{HashMap, VecDeque};

use super::{Found, WarningKind};
use crate::outcome::Outcome;
use crate::text::brief;
use crate::tree::check::Fix;
use crate::tree::edit::{Edit, new_node_id, new_option_id};
use crate::tree::{DocumentNode, NodeId, NodeKind, TreeDocument, TreeOption};

/// The most steps of a way that nobody is warned of, its first and last included.
const LONG: usize = 15;

pub(super) fn advise(document: &TreeDocument, found: &mut Found<'_>) {
    let nodes = &document.nodes;
    let mut at: HashMap<&NodeId, usize> = HashMap::new();
    for (position, node) in nodes.iter().enumerate() {
        at.entry(&node.id).or_insert(position);
    }
    let links: Vec<Vec<usize>> =
        nodes.iter().map(|node| node.kind.targets().filter_map(|target| at.get(target).copied()).collect()).collect();
    if let Some(root) = at.get(&document.root) {
        long_way(nodes, &links, *root, found);
    }
    one_way_out(document, &links, found);
}

/// Warns of the solution that is furthest from the root, by the shortest way there.
fn long_way(nodes: &[DocumentNode], links: &[Vec<usize>], root: usize, found: &mut Found<'_>) {
    let mut steps = vec![0; nodes.len()];
    let mut waiting = VecDeque::from([root]);
    steps[root] = 1;
    while let Some(at) = waiting.pop_front() {
        for &to in &links[at] {
            if steps[to] == 0 {
                steps[to] = steps[at] + 1;
                waiting.push_back(to);
            }
        }
    }
    let far = |at: &usize| matches!(nodes[*at].kind, NodeKind::Solution { .. }) && steps[*at] > LONG;
    let count = (0..nodes.len()).filter(far).count();
    let Some(furthest) = (0..nodes.len()).filter(far).max_by_key(|at| (steps[*at], std::cmp::Reverse(*at))) else { return };
    let others = match count - 1 {
        0 => String::new(),
        1 => format!(", and another solution is more than {LONG} away"),
        others => format!(", and {others} other solutions are more than {LONG} away"),
    };
    let words = format!("The shortest way here has {} steps{others}; perhaps the tree is better two.", steps[furthest]);
    found.add(WarningKind::LongPath, Some(&nodes[furthest].id), words, Vec::new);
}

/// Warns of loops that are left by one exit alone: who never comes to it walks in circles. Those without any are errors.
fn one_way_out(document: &TreeDocument, links: &[Vec<usize>], found: &mut Found<'_>) {
    let nodes = &document.nodes;
    let (group, sizes) = groups(links);
    let mut exits: HashMap<usize, Vec<usize>> = HashMap::new();
    for (at, targets) in links.iter().enumerate() {
        let is_loop = sizes[group[at]] > 1 || targets.contains(&at);
        if is_loop {
            let outward = targets.iter().filter(|to| group[**to] != group[at]).map(|_| at);
            exits.entry(group[at]).or_default().extend(outward);
        }
    }
    let mut lone: Vec<usize> = exits.into_values().filter(|exits| exits.len() == 1).map(|exits| exits[0]).collect();
    lone.sort_unstable();
    for at in lone {
        let (node, length) = (&nodes[at], sizes[group[at]]);
        let steps = if length == 1 { "a loop of one step".to_owned() } else { format!("a loop of {length} steps") };
        let words = format!("This is the only way out of {steps}; whoever does not get it goes round for ever. Add one that hands over.");
        found.add(WarningKind::Loop, Some(&node.id), words, || way_out(document, node));
    }
}

fn way_out(document: &TreeDocument, node: &DocumentNode) -> Vec<Fix> {
    let NodeKind::Decision { .. } = node.kind else { return Vec::new() };
    let title = "Hand it over";
    let id = new_node_id(document, title);
    let label = "None of this helped";
    let option = TreeOption { id: new_option_id(&node.kind, label), label: label.to_owned(), next_node_id: id.clone() };
    let kind = NodeKind::Solution { suggested_outcome: Some(Outcome::Escalated) };
    let solution = DocumentNode { id, kind, title: title.to_owned(), body: String::new() };
    let last = if let NodeKind::Decision { options } = &node.kind { options.last().map(|option| option.id.clone()) } else { None };
    let edits = vec![
        Edit::Add { after: document.nodes.last().map(|node| node.id.clone()), nodes: vec![solution] },
        Edit::AddOption { node: node.id.clone(), after: last, option },
    ];
    vec![Fix::new(format!("Add the answer “{}” that escalates", brief(label)), edits)]
}

/// Group of each node, those that lead to each other being one, and the sizes of the groups. Tarjan's algorithm with a stack of its own.
fn groups(links: &[Vec<usize>]) -> (Vec<usize>, Vec<usize>) {
    const NONE: usize = usize::MAX;
    let (mut group, mut sizes) = (vec![NONE; links.len()], Vec::new());
    let (mut number, mut low, mut next) = (vec![NONE; links.len()], vec![0; links.len()], 0);
    let mut open = Vec::new();
    for start in 0..links.len() {
        let mut stack = if number[start] == NONE { vec![(start, 0)] } else { Vec::new() };
        while let Some((at, link)) = stack.pop() {
            if link == 0 {
                (number[at], low[at]) = (next, next);
                next += 1;
                open.push(at);
            } else {
                // Back from where the link before led.
                let to = links[at][link - 1];
                if group[to] == NONE {
                    low[at] = low[at].min(low[to]);
                }
            }
            match links[at].get(link) {
                Some(&to) => {
                    stack.push((at, link + 1));
                    if number[to] == NONE {
                        stack.push((to, 0));
                    } else if group[to] == NONE {
                        low[at] = low[at].min(number[to]);
                    }
                }
                None if low[at] == number[at] => {
                    let mut size = 0;
                    while let Some(member) = open.pop() {
                        group[member] = sizes.len();
                        size += 1;
                        if member == at {
                            break;
                        }
                    }
                    sizes.push(size);
                }
                None => {}
            }
        }
    }
    (group, sizes)
}
