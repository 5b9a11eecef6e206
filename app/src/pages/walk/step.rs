//! The open step: what to ask, to do or to tell.

use leptos::prelude::*;
use resolutionflow::outcome::Outcome;
use resolutionflow::tree::{Command, Node, NodeKind, TreeOption};

use crate::ui::{CopyButton, Icon, MARKS, Markdown, OutcomeBadge};

/// The step in the middle of the page. The children stand below it.
#[component]
pub(super) fn StepCard(node: Node, number: usize, children: Children) -> impl IntoView {
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
                <h1 class="step-title" id="step-title" tabindex="-1" autofocus>
                    {node.title}
                </h1>
                {(!node.body.is_empty()).then(|| view! { <div class="step-body"><Markdown blocks=node.body /></div> })}
                {commands(&node.kind)}
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
}

fn commands(kind: &NodeKind) -> AnyView {
    let NodeKind::Action { commands, .. } = kind else { return ().into_any() };
    let blocks = commands.iter().cloned().enumerate().map(|(index, command)| view! { <CommandBlock command index /> }).collect_view();
    (!commands.is_empty()).then(|| view! { <div class="step-commands">{blocks}</div> }).into_any()
}

/// A command to run at the customer's.
#[component]
fn CommandBlock(command: Command, index: usize) -> impl IntoView {
    let id = format!("command-{}", index + 1);
    view! {
        <figure class="step-command">
            <figcaption class="step-command-head">
                <span class="min-w-0 flex-1">
                    {(!command.label.is_empty()).then(|| view! { <span class="font-medium text-ink wrap-anywhere">{command.label.clone()}</span> " " })}
                    <span class="step-command-shell">{command.shell.word()}</span>
                </span>
                <CopyButton from=id.clone() what="the command" />
            </figcaption>
            <pre class="step-command-text" id=id tabindex="0">
                {command.text}
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
                                <span class="min-w-0 wrap-anywhere">{option.label}</span>
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
