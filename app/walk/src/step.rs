//! The open step: a question, an action or a solution.

use leptos::prelude::*;
use resolutionflow::outcome::Outcome;
use resolutionflow::text::Title;
use resolutionflow::tree::{Command, CommandValues, Node, NodeKind, TreeOption, fill, placeholders};

use super::values::{Values, value_id};
use super::{CopyButton, Icon, MARKS, Markdown, OutcomeBadge, Refill};

/// Card of the open step, the `number`th of the trail: the node's text, commands and options, or the detour in its place. The children
/// stand at its foot.
#[component]
pub fn StepCard(
    /// The node.
    node: Node,
    /// Number of the step in the trail.
    number: usize,
    /// Values filled into commands so far.
    values: CommandValues,
    /// Title of the detour, a step that is not in the tree.
    detour: Option<Title>,
    /// A refused form's texts.
    refill: Refill,
    /// True in a walk, whose end may lead to other trees.
    #[prop(optional)]
    is_walk: bool,
    /// The foot.
    children: Children,
) -> impl IntoView {
    if let Some(title) = detour {
        return view! { <DetourCard title node number children /> }.into_any();
    }
    let kind = match node.kind {
        NodeKind::Decision { .. } => "Question",
        NodeKind::Action { .. } => "Action",
        NodeKind::Solution { .. } => "Solution",
    };
    let goes_on = is_walk && matches!(node.kind, NodeKind::Solution { .. });
    view! {
        <section class="step" aria-labelledby="step-title">
            <div class="step-text">
                <p class="step-kind">{format!("Step {number} · {kind}")}</p>
                // It takes the focus, so that whoever listens hears the new step first and Tab leads to its answers.
                <h1 class="step-title" dir="auto" id="step-title" tabindex="-1" autofocus>
                    {node.title.clone()}
                </h1>
                {(!node.body.is_empty()).then(|| view! { <div class="step-body"><Markdown blocks=node.body.clone() goes_on /></div> })}
                <Commands node=node.clone() values refill />
            </div>
            <div class="step-answers">
                {match node.kind {
                    NodeKind::Decision { options } => view! { <Options options /> }.into_any(),
                    NodeKind::Action { .. } => {
                        view! {
                            <button class="button button-primary step-continue" name="act" value="continue">
                                "Continue"
                                {Icon::ArrowRight.view()}
                            </button>
                        }
                            .into_any()
                    }
                    NodeKind::Solution { suggested_outcome } => view! { <End suggested=suggested_outcome /> }.into_any(),
                }}
            </div>
            {children()}
        </section>
    }
    .into_any()
}

/// An ad-hoc step.
#[component]
fn DetourCard(title: Title, node: Node, number: usize, children: Children) -> impl IntoView {
    view! {
        <section class="step" aria-labelledby="step-title">
            <div class="step-text">
                <p class="step-kind">{format!("Step {number} · Not in the tree")}</p>
                <h1 class="step-title" dir="auto" id="step-title" tabindex="-1" autofocus>
                    {title.to_string()}
                </h1>
                <p class="step-body text-muted">{format!("When it is done, the walk goes on at “\u{2068}{}\u{2069}”.", node.title)}</p>
            </div>
            <div class="step-answers">
                <button class="button button-primary step-continue" name="act" value="end-detour">
                    "Back to the tree"
                    {Icon::ArrowRight.view()}
                </button>
            </div>
            {children()}
        </section>
    }
}

#[component]
fn Commands(node: Node, values: CommandValues, refill: Refill) -> impl IntoView {
    let NodeKind::Action { commands, .. } = node.kind.clone() else { return ().into_any() };
    let fields: Vec<String> = placeholders(&node).iter().map(|asked| asked.name.to_owned()).collect();
    let values = values.begin(&node);
    let (filled, asks) = (values.clone(), !fields.is_empty());
    let block = |(index, command)| view! { <CommandBlock command index values=filled.clone() fields=fields.clone() /> };
    let blocks = commands.into_iter().enumerate().map(block).collect_view();
    view! {
        <div class="step-commands empty:hidden">
            {asks.then(|| view! { <div class="step-values"><Values node=node.clone() values refill /></div> })} {blocks}
        </div>
    }
    .into_any()
}

/// A command to run at the customer's.
#[component]
fn CommandBlock(
    command: Command,
    index: usize,
    values: CommandValues,
    /// Names of the step's placeholders, in the order of their fields.
    fields: Vec<String>,
) -> impl IntoView {
    let id = format!("command-{}", index + 1);
    let filled = fill(&command, &values);
    let [before, mark, after] = filled.parts().map(str::to_owned);
    let wanted = filled.wants.and_then(|wants| fields.iter().position(|name| name == wants)).map(value_id).unwrap_or_default();
    let can_be_copied = filled.wants.is_none();
    view! {
        <figure class="step-command">
            <figcaption class="step-command-head">
                <span class="min-w-0 flex-1">
                    {(!command.label.is_empty()).then(|| view! { <bdi>{command.label.clone()}</bdi> " " })}
                    <span class="step-command-shell">{command.shell.word()}</span>
                </span>
                // A command that lacks a value, or has one that is refused, is not copied: the label leads to the field.
                <label class="button button-quiet button-small step-fill" for=wanted hidden=can_be_copied>
                    "Fill in to copy"
                </label>
                <span class="step-copy" hidden=!can_be_copied>
                    <CopyButton from=id.clone() what="the command" />
                </span>
            </figcaption>
            <p class="step-refusal" role="status">
                {filled.refusal().to_owned()}
            </p>
            // The player writes into the three parts.
            <pre class="step-command-text" id=id>
                <span>{before}</span>
                <mark>{mark}</mark>
                <span>{after}</span>
            </pre>
        </figure>
    }
}

/// The answers, numbered, always in the same two columns, so that the first is always in the same place.
#[component]
fn Options(options: Vec<TreeOption>) -> impl IntoView {
    view! {
        <ol class="options" aria-labelledby="step-title">
            {options
                .into_iter()
                .enumerate()
                .map(|(index, option)| {
                    view! {
                        <li class="flex">
                            <button class="option" name="act" value=format!("choose:{}", option.id)>
                                <span class="option-number" aria-hidden="true">
                                    {MARKS.get(index).copied().unwrap_or("·")}
                                </span>
                                <bdi>{option.label}</bdi>
                            </button>
                        </li>
                    }
                })
                .collect_view()}
        </ol>
    }
}

/// The end of the tree: nothing more to answer but how it went.
#[component]
fn End(suggested: Option<Outcome>) -> impl IntoView {
    view! {
        <p class="step-end">
            {Icon::Flag.view()}
            <span class="font-medium">"This is the end of the tree."</span>
            {suggested.map(|outcome| view! { <span class="flex items-center gap-2">"Suggested outcome" <OutcomeBadge outcome /></span> })}
        </p>
    }
}
