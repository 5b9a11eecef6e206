//! Random publishable tree documents: loops, nodes with several parents, all types of nodes.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::string::string_regex;
use resolutionflow::outcome::Outcome;
use resolutionflow::tree::{Command, DocumentNode, FORMAT, NodeId, NodeKind, Shell, TreeDocument, TreeOption, check};

/// Plan of a node. The decision that a loop goes back to also leads on, so that every loop has a way out.
#[derive(Debug, Clone)]
enum Plan {
    Decision,
    Action,
    Retry { decision: Index },
    Solution { suggested: Option<Outcome>, decision: Index },
}

#[derive(Debug, Clone)]
struct Sketch {
    plan: Plan,
    title: String,
    body: String,
}

fn sketch(plan: impl Strategy<Value = Plan>) -> impl Strategy<Value = Sketch> {
    let body =
        select(vec!["", "Look at the **lamp**.", "1. one\n2. two\n   - `inner`\n", "> quoted\n\n---\n\n[link](https://example.com)"]);
    (plan, string_regex("[A-Za-z]\\PC{0,20}").unwrap(), body).prop_map(|(plan, title, body)| Sketch { plan, title, body: body.to_owned() })
}

fn solution() -> impl Strategy<Value = Plan> {
    (option::of(select(Outcome::OF_A_WALK.to_vec())), any::<Index>())
        .prop_map(|(suggested, decision)| Plan::Solution { suggested, decision })
}

fn any_plan() -> impl Strategy<Value = Plan> {
    prop_oneof![
        4 => Just(Plan::Decision),
        3 => Just(Plan::Action),
        1 => any::<Index>().prop_map(|decision| Plan::Retry { decision }),
        2 => solution(),
    ]
}

/// A document in which the checker finds nothing.
pub(crate) fn documents() -> impl Strategy<Value = TreeDocument> {
    let first = vec(sketch(Just(Plan::Action)), 0..2);
    let middle = vec(sketch(any_plan()), 0..9);
    let shortcuts = vec((any::<Index>(), any::<Index>()), 0..5);
    (first, sketch(Just(Plan::Decision)), middle, sketch(solution()), shortcuts).prop_map(|(first, decision, middle, last, shortcuts)| {
        let sketches: Vec<Sketch> = first.into_iter().chain([decision]).chain(middle).chain([last]).collect();
        build(&sketches, &shortcuts)
    })
}

fn build(sketches: &[Sketch], shortcuts: &[(Index, Index)]) -> TreeDocument {
    let mut decisions = Vec::new();
    let mut targets: Vec<Vec<usize>> = vec![Vec::new(); sketches.len()];
    for (position, sketch) in sketches.iter().enumerate() {
        let next = position + 1;
        match &sketch.plan {
            Plan::Decision => {
                decisions.push(position);
                targets[position].push(next);
            }
            Plan::Action => targets[position].push(next),
            Plan::Retry { decision } => {
                let decision = *decision.get(&decisions);
                targets[position].push(decision);
                targets[decision].push(next);
            }
            Plan::Solution { decision, .. } if next < sketches.len() => targets[*decision.get(&decisions)].push(next),
            Plan::Solution { .. } => {}
        }
    }
    for (from, to) in shortcuts {
        targets[*from.get(&decisions)].push(to.index(sketches.len()));
    }
    TreeDocument {
        format: FORMAT.into(),
        key: "vpn-does-not-connect".into(),
        name: "VPN does not connect".into(),
        category: "Network".into(),
        tags: vec!["vpn".into(), "remote work".into()],
        description: "When the tunnel does not come up.".into(),
        root: node_id(0),
        nodes: sketches.iter().zip(&targets).enumerate().map(|(position, (sketch, targets))| node(position, sketch, targets)).collect(),
    }
}

fn node(position: usize, sketch: &Sketch, targets: &[usize]) -> DocumentNode {
    let kind = match &sketch.plan {
        Plan::Decision => {
            NodeKind::Decision { options: targets.iter().enumerate().map(|(at, &target)| option(at, node_id(target))).collect() }
        }
        Plan::Action | Plan::Retry { .. } => NodeKind::Action {
            commands: vec![Command {
                label: "Flush DNS".into(),
                shell: Shell::Cmd,
                text: "ipconfig /flushdns".into(),
                places: String::new(),
            }],
            next_node_id: node_id(targets[0]),
        },
        Plan::Solution { suggested, .. } => NodeKind::Solution { suggested_outcome: *suggested },
    };
    DocumentNode { id: node_id(position), kind, title: sketch.title.clone(), body: sketch.body.clone() }
}

pub(crate) fn node_id(position: usize) -> NodeId {
    NodeId(format!("node {position}"))
}

pub(crate) fn option(at: usize, next_node_id: NodeId) -> TreeOption {
    TreeOption { id: format!("option-{at}"), label: format!("Answer {at}"), next_node_id }
}

/// True if some node can be reached from itself.
pub(crate) fn has_loop(document: &TreeDocument) -> bool {
    document.nodes.iter().any(|start| {
        let mut seen: Vec<&NodeId> = Vec::new();
        let mut waiting: Vec<&NodeId> = start.kind.targets().collect();
        while let Some(id) = waiting.pop() {
            if !seen.contains(&id) {
                seen.push(id);
                waiting.extend(document.nodes.iter().filter(|node| node.id == *id).flat_map(|node| node.kind.targets()));
            }
        }
        seen.contains(&&start.id)
    })
}

/// True if two nodes lead to the same one.
pub(crate) fn has_several_parents(document: &TreeDocument) -> bool {
    document.nodes.iter().any(|child| {
        document.nodes.iter().filter(|parent| parent.id != child.id && parent.kind.targets().any(|target| *target == child.id)).count() > 1
    })
}

proptest! {
    #![proptest_config(crate::cases(256))]

    #[test]
    fn a_publishable_tree_has_no_problem(document in documents()) {
        assert_eq!(check(&document).first, []);
    }
}
