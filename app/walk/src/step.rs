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
pub(super) fn StepCard(
    node: Node,
    number: usize,
    /// Values filled into commands so far.
    values: CommandValues,
    /// Title of the detour, a step that is not in the tree.
    detour: Option<Title>,
    refill: Refill,
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
    view! {
        <section class="step" aria-labelledby="step-title">
            <div class="step-text">
                <p class="step-kind">{format!("Step {number} · {kind}")}</p>
                // It takes the focus, so that whoever listens hears the new step first and Tab leads to its answers.
                <h1 class="step-title" dir="auto" id="step-title" tabindex="-1" autofocus>
                    {node.title.clone()}
                </h1>
                {(!node.body.is_empty()).then(|| view! { <div class="step-body"><Markdown blocks=node.body.clone() /></div> })}
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
    let names = placeholders(&node);
    let missing = names.iter().position(|name| values.get(name).is_empty()).map(value_id);
    let NodeKind::Action { commands, .. } = node.kind.clone() else { return ().into_any() };
    let filled = values.clone();
    let block =
        |(index, command)| view! { <CommandBlock command index values=filled.clone() missing=missing.clone().unwrap_or_default() /> };
    let blocks = commands.into_iter().enumerate().map(block).collect_view();
    view! {
        <div class="step-commands empty:hidden">
            {(!names.is_empty()).then(|| view! { <div class="step-values"><Values node=node.clone() values refill /></div> })} {blocks}
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
    /// The id of the first field that is empty.
    missing: String,
) -> impl IntoView {
    let id = format!("command-{}", index + 1);
    let filled = fill(&command.text, command.shell, &values);
    view! {
        <figure class="step-command">
            <figcaption class="step-command-head">
                <span class="min-w-0 flex-1">
                    {(!command.label.is_empty()).then(|| view! { <bdi>{command.label.clone()}</bdi> " " })}
                    <span class="step-command-shell">{command.shell.word()}</span>
                </span>
                // A command with a gap is not copied: the label leads to the field.
                <label class="button button-quiet button-small step-fill" for=missing hidden=filled.is_whole>
                    "Fill in to copy"
                </label>
                <span class="step-copy" hidden=!filled.is_whole>
                    <CopyButton from=id.clone() what="the command" />
                </span>
            </figcaption>
            <pre class="step-command-text" id=id>
                {filled.text}
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
