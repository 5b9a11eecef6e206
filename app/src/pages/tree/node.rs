//! One node of the outline.

use leptos::prelude::*;
use resolutionflow::tree::{Command, Node, NodeKind};

use crate::backend::views::StepPace;
use crate::outline::{Entry, Exit};
use crate::ui::{CopyButton, Icon, Markdown, OutcomeBadge, kind_mark};

/// Deeper nodes are not indented further, or nothing would be left of the line.
pub const DEEPEST: usize = 8;

/// Row of the outline: the node's title, its body behind a disclosure, and the nodes to which it leads.
#[component]
pub fn OutlineNode(
    /// Entry of the outline.
    entry: Entry,
    /// Its budget, and what is usual from it on.
    #[prop(optional_no_strip)]
    pace: Option<StepPace>,
) -> impl IntoView {
    let number = entry.number;
    view! {
        <li class="outline-node" id=format!("node-{number}") data-depth=entry.depth.min(DEEPEST).to_string()>
            <After answer=entry.answer />
            <Content node=entry.node number />
            {pace.map(|pace| view! { <p class="outline-pace">{words(pace)}</p> })}
            <Exits exits=entry.exits />
        </li>
    }
}

/// The answer that leads to a node from the one above it; nothing where none does.
#[component]
pub fn After(answer: Option<String>) -> impl IntoView {
    answer.map(|answer| {
        view! {
            <p class="outline-answer">
                <span class="sr-only">"After "</span>
                <span dir="auto">{answer}</span>
            </p>
        }
    })
}

/// In one line: `Usually 6 min from here, 1 in 5 is escalated. Budget: 5 min of active time.`
fn words(pace: StepPace) -> String {
    let usual = Some(pace.usual).filter(|usual| !usual.is_empty()).map(|usual| format!("{usual}."));
    let budget = pace.budget.map(|budget| format!("Budget: {budget}."));
    usual.into_iter().chain(budget).collect::<Vec<_>>().join(" ")
}

/// The title, and behind it the instructions and commands if there are any.
#[component]
fn Content(node: Node, number: usize) -> impl IntoView {
    let title = view! { <NodeTitle node=node.clone() /> };
    let commands = match node.kind {
        NodeKind::Action { commands, .. } => commands,
        _ => Vec::new(),
    };
    let more = match (node.body.is_empty(), commands.len()) {
        (true, 0) => return view! { <div class="outline-title">{title}</div> }.into_any(),
        (_, 0) => "Instructions".to_owned(),
        (_, count) => counted(count),
    };
    view! {
        <details>
            <summary class="outline-title">
                {title} <span class="more">
                    <span>{more}</span>
                    {Icon::ChevronRight.view()}
                </span>
            </summary>
            <div class="outline-content max-w-3xl space-y-3">
                <Markdown blocks=node.body />
                {commands
                    .into_iter()
                    .enumerate()
                    .map(|(index, command)| view! { <CommandBox command id=format!("command-{number}-{index}") /> })
                    .collect_view()}
            </div>
        </details>
    }
    .into_any()
}

/// Icon of the node's type, its title, and the outcome that it suggests.
#[component]
pub fn NodeTitle(node: Node) -> impl IntoView {
    let suggested = node.suggested_outcome();
    view! {
        {kind_mark(&node.kind)}
        <h3 class="min-w-0" dir="auto">{node.title}</h3>
        {suggested.map(|outcome| view! { <OutcomeBadge outcome /> })}
    }
}

fn counted(commands: usize) -> String {
    if commands == 1 { "1 command".to_owned() } else { format!("{commands} commands") }
}

/// A command with its label, to be read and copied.
#[component]
pub fn CommandBox(command: Command, id: String) -> impl IntoView {
    view! {
        <figure class="command">
            <figcaption>
                <span class="min-w-0 wrap-anywhere" dir="auto">{command.label}</span>
                <span class="ml-auto shrink-0 text-muted">{command.shell.word()}</span>
                <CopyButton from=id.clone() what="the command" />
            </figcaption>
            <pre class="code" id=id tabindex="0">
                {command.text}
            </pre>
        </figure>
    }
}

/// The options of a decision, or where an action goes on, if that is not simply the next entry.
#[component]
fn Exits(exits: Vec<Exit>) -> impl IntoView {
    let told: Vec<Exit> = exits.into_iter().filter(|exit| exit.label.is_some() || exit.elsewhere).collect();
    (!told.is_empty()).then(|| {
        view! {
            <ul class="outline-exits">
                {told.into_iter().map(|exit| view! { <li>{exit.label.clone().map(|label| view! { <span class="font-medium text-ink" dir="auto">{label}</span> " " })} <Target exit /></li> }).collect_view()}
            </ul>
        }
    })
}

/// Where a way leads: a link to the step, or its title where it is not on the page.
#[component]
pub fn Target(exit: Exit) -> impl IntoView {
    let (lead, title) = match exit.number {
        Some(_) if exit.elsewhere => ("→ see ", format!("“{}”", exit.title)),
        _ => ("→ ", exit.title),
    };
    let target = match exit.number {
        Some(number) => view! {
            <a class="link" href=format!("#node-{number}") dir="auto">
                {title}
            </a>
        }
        .into_any(),
        None => view! { <span dir="auto">{title}</span> }.into_any(),
    };
    view! { <span>{lead} {target}</span> }
}
