//! Steps of an uploaded file as they will read, with the checker's problems at each.

use std::collections::HashMap;

use leptos::prelude::*;
use resolutionflow::markdown::{MOST_WORK, work};
use resolutionflow::text::brief;
use resolutionflow::tree::{DocumentNode, Node, NodeId, NodeKind, Problems, TreeDocument};

use super::super::tree::{CommandBox, NodeTitle};
use crate::ui::Markdown;

/// The most steps on the page: more are not readable there.
const SHOWN: usize = 500;
/// The most work of their Markdown, and bytes of their other texts: a broken file may have texts of any length.
const MOST_TEXT: usize = MOST_WORK / 8;

/// The steps of a document in its author's order, whether or not it can be published.
#[component]
pub fn Preview(
    document: TreeDocument,
    /// The problems that the checker listed.
    problems: Problems,
) -> impl IntoView {
    let all = document.nodes.len();
    let mut left = MOST_TEXT;
    let affordable = |node: &&DocumentNode| match left.checked_sub(text(node)) {
        Some(rest) => {
            left = rest;
            true
        }
        None => false,
    };
    let nodes: Vec<Node> = document.nodes.iter().take(SHOWN).take_while(affordable).map(DocumentNode::reading).collect();
    let shown = nodes.len();
    let titles: HashMap<NodeId, String> = nodes.iter().map(|node| (node.id.clone(), node.title.clone())).collect();
    let of_node = |id: &NodeId| -> Vec<String> {
        problems.first.iter().filter(|problem| problem.node.as_ref() == Some(id)).map(|problem| problem.message.clone()).collect()
    };
    let steps = nodes.into_iter().enumerate().map(|(position, node)| {
        let problems = of_node(&node.id);
        let exits = exits(&node.kind, &titles);
        view! { <Step node problems exits position /> }
    });
    view! {
        <section aria-labelledby="preview">
            <h2 class="mb-1" id="preview">
                "As it will read"
            </h2>
            <p class="mb-3 text-muted">"“" <bdi>{document.name}</bdi> {format!("”, {all} {}.", if all == 1 { "step" } else { "steps" })}</p>
            <ol class="card">{steps.collect_view()}</ol>
            {(shown < all).then(|| view! { <p class="notice mt-4">{format!("These are the first {shown} of {all} steps.")}</p> })}
        </section>
    }
}

#[component]
fn Step(
    node: Node,
    problems: Vec<String>,
    /// Where it leads: the answer, empty where there is none, and the title of the next step.
    exits: Vec<(String, String)>,
    /// Position in the file, from 0.
    position: usize,
) -> impl IntoView {
    let commands = match &node.kind {
        NodeKind::Action { commands, .. } => commands.clone(),
        NodeKind::Decision { .. } | NodeKind::Solution { .. } => Vec::new(),
    };
    let commands =
        commands.into_iter().enumerate().map(|(index, command)| view! { <CommandBox command id=format!("command-{position}-{index}") /> });
    view! {
        <li class="preview-step">
            <div class="outline-title">
                <NodeTitle node=node.clone() />
            </div>
            {(!problems.is_empty())
                .then(|| view! { <ul class="preview-problems">{problems.into_iter().map(|problem| view! { <li>{problem}</li> }).collect_view()}</ul> })}
            <div class="outline-content max-w-3xl space-y-3">
                {(!node.body.is_empty()).then(|| view! { <Markdown blocks=node.body /> })} {commands.collect_view()}
            </div>
            {(!exits.is_empty())
                .then(|| view! { <ul class="outline-exits">{exits.into_iter().map(|(answer, title)| view! { <li><bdi>{answer}</bdi> " → " <bdi>{title}</bdi></li> }).collect_view()}</ul> })}
        </li>
    }
}

/// Work of the node's Markdown, and bytes of its other texts.
fn text(node: &DocumentNode) -> usize {
    let more: usize = match &node.kind {
        NodeKind::Decision { options } => options.iter().map(|option| option.label.len()).sum(),
        NodeKind::Action { commands, .. } => commands.iter().map(|command| command.label.len() + command.text.len()).sum(),
        NodeKind::Solution { .. } => 0,
    };
    work(&node.body) + node.title.len() + more
}

/// The answers, or the way on, each with the title of the step to which it leads.
fn exits(kind: &NodeKind, titles: &HashMap<NodeId, String>) -> Vec<(String, String)> {
    let title = |target: &NodeId| brief(titles.get(target).filter(|title| !title.is_empty()).unwrap_or(&target.0)).into_owned();
    match kind {
        NodeKind::Decision { options } => options.iter().map(|option| (option.label.clone(), title(&option.next_node_id))).collect(),
        NodeKind::Action { next_node_id, .. } => vec![(String::new(), title(next_node_id))],
        NodeKind::Solution { .. } => Vec::new(),
    }
}
