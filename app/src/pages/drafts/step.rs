//! The form of a step. Every button of it sends all its fields.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::text::brief;
use resolutionflow::tree::{DocumentNode, NodeId, branch, removal};

use super::bar::counted;
use super::controls::{Line, area, choice, fault_of, small_button};
use super::disputes::{self, Settled};
use super::{Shown, command, rows, walked};
use crate::api::drafts::SaveStep;
use crate::drafting::{KINDS, StepFields, called};
use crate::posted::Posted;
use crate::ui::{Hidden, Icon, KeptTexts, Query};

/// The form's id, by which buttons elsewhere belong to it.
pub const FORM: &str = "step-form";
/// The most suggestions for targets; of more steps those around the chosen one.
const SUGGESTED: usize = 500;

/// Form of a step of the draft.
pub fn form(shown: &Shown<'_>, node: &DocumentNode) -> AnyView {
    let action = SaveStep::url();
    let now = StepFields::of(node);
    let seen = now.marked();
    let posted = Posted::to(action).filter(|posted| posted.field("step") == Some(&node.id.0));
    let settled = posted.as_ref().and_then(|posted| disputes::of_step(shown, posted, &now));
    let base = shown.page.revision.to_string();
    let (fields, base) = match (&settled, &posted) {
        (Some(Settled { mine, .. }), _) => (StepFields { seen, ..mine.clone() }, base),
        (None, Some(posted)) => (StepFields::posted(&posted.fields), posted.field("base_revision").unwrap_or(&base).to_owned()),
        (None, None) => (StepFields { seen, ..now.with_targets(|id| shown.steps.shown(&id.into())) }, base),
    };
    let number = shown.chosen().map_or(0, |at| at + 1);
    let hidden = hidden(shown, &base);
    let disputes = settled.and_then(|settled| settled.view);
    let title = Line { fault: fault_of(action, "form[title]"), ..Line::new("form[title]", "Title", fields.title.clone()) };
    let kinds = KINDS.map(|(name, words)| (name.to_owned(), words.to_owned())).to_vec();
    let kind_hint = "Another type takes answers and commands away; Undo brings them back.";
    view! {
        <nav class="mb-2 sm:hidden" aria-label="Parts of the page">
            <a class="link inline-flex min-h-10 items-center gap-1" href="#outline">
                {Icon::ArrowLeft.view()}
                "Outline"
            </a>
        </nav>
        {disputes}
        <section class="card px-5 py-4" aria-labelledby="step-title">
            <div class="mb-3 flex flex-wrap items-baseline gap-x-3">
                <h2 class="wrap-anywhere" id="step-title">
                    {format!("Step {number}: ")}
                    <bdi>{called(node)}</bdi>
                </h2>
                <p class="hint wrap-anywhere">"Id " <code dir="auto">{node.id.0.clone()}</code></p>
            </div>
            {reached_from(shown, &node.id)}
            <form class="space-y-4" id=FORM method="post" action=action data-editor="">
                {hidden}
                <Hidden name="form[was]" value=fields.was.clone() />
                <Hidden name="form[seen]" value=fields.seen.clone() />
                {problems(shown, Some(&node.id))}
                {walked::at(shown, node)}
                {title.view()}
                {area("form[body]", "Instructions", &fields.body, "Markdown: lists, tables, emphasis, code and links.", "editor-body")}
                {choice("form[kind]", "Type", kinds, &fields.kind, kind_hint)}
                {rows::of_kind(shown, &fields)}
                <div class="flex flex-wrap gap-2 border-t border-line pt-4">
                    <button class="button button-primary" name="deed" value="save">
                        {Icon::Check.view()}
                        "Save step"
                    </button>
                </div>
                {below(&fields)}
                {place(shown, node)}
                {branch_of(shown, node, &fields)}
            </form>
        </section>
    }
    .into_any()
}

/// Hidden fields of both forms of the tab.
pub fn hidden(shown: &Shown<'_>, base: &str) -> AnyView {
    view! {
        <Hidden name="draft" value=shown.id() />
        <Hidden name="command_id" value=command() />
        <Hidden name="then_id" value=command() />
        <Hidden name="base_revision" value=base />
        <Hidden name="step" value=shown.step.clone() />
    }
    .into_any()
}

/// Page of a step that is not there, perhaps no more, with what was typed for it.
pub fn gone() -> AnyView {
    let typed = Posted::to(SaveStep::url()).map(|posted| StepFields::posted(&posted.fields)).unwrap_or_default();
    let texts = [("title", "Title", typed.title), ("body", "Instructions", typed.body)];
    let texts = texts.into_iter().filter(|(_, _, text)| !text.is_empty()).collect();
    view! {
        <KeptTexts texts why="What you typed was not saved: somebody has deleted the step. Copy it from here." />
        <section class="card px-5 py-4">
            <h2>"There is no such step"</h2>
            <p class="mt-1 text-muted">
                "It was deleted, or it is not there yet. Choose another one in the "
                <a class="link" href="#outline">
                    "outline"
                </a> "; Undo brings back what you deleted yourself."
            </p>
        </section>
    }
    .into_any()
}

fn reached_from(shown: &Shown<'_>, id: &NodeId) -> AnyView {
    let parents: Vec<AnyView> = shown
        .steps
        .parents(id)
        .into_iter()
        .map(|(node, answers)| {
            let by: Vec<String> = answers.into_iter().filter(|answer| !answer.is_empty()).map(|answer| format!("“{answer}”")).collect();
            let number = shown.steps.position(&node.id).map_or(0, |at| at + 1);
            view! {
                <li>
                    <a class="link" href=shown.step_href(&node.id)>
                        {format!("{number}. ")}
                        <bdi>{called(node)}</bdi>
                    </a>
                    {(!by.is_empty()).then(|| view! { " by " <bdi>{by.join(", ")}</bdi> })}
                </li>
            }
            .into_any()
        })
        .collect();
    let is_root = shown.page.document.root == *id;
    let said = match (is_root, parents.len()) {
        (true, 0) => "Walks start here.",
        (true, _) => "Walks start here. It is also reached from:",
        (false, 0) => "Nothing leads here yet.",
        (false, _) => "Reached from:",
    };
    view! {
        <div class="hint mb-4 wrap-anywhere">
            <p>{said}</p>
            {(!parents.is_empty()).then(|| view! { <ul class="list-disc pl-5">{parents}</ul> })}
        </div>
    }
    .into_any()
}

/// Problems of a step, or of the tree itself, each with the buttons that put it right.
pub fn problems(shown: &Shown<'_>, id: Option<&NodeId>) -> AnyView {
    let short = id.map(|id| brief(&id.0).into_owned());
    let here = shown.page.problems.first.iter().enumerate().filter(|(_, problem)| problem.node.as_ref().map(|id| &id.0) == short.as_ref());
    let listed: Vec<AnyView> = here
        .map(|(at, problem)| {
            let fixes = shown.page.fixes.get(at).into_iter().flatten().enumerate();
            let message = problem.message.clone();
            let buttons = fixes.map(|(number, fix)| {
                view! {
                    <button class="button button-small max-w-full wrap-anywhere" name="deed" value=format!("fix:{at}.{number}")>
                        <bdi>{fix.words.clone()}</bdi>
                    </button>
                }
            });
            let buttons = buttons.collect_view();
            view! {
                <li>
                    <p class="wrap-anywhere">{message}</p>
                    <div class="my-1 flex flex-wrap gap-2">{buttons}</div>
                </li>
            }
            .into_any()
        })
        .collect();
    if listed.is_empty() {
        return ().into_any();
    }
    let title = if id.is_some() { "in this step" } else { "of the tree" };
    view! {
        <div class="notice notice-fault" role="group" aria-labelledby="problems-here">
            <h3 class="mb-1 flex items-center gap-2" id="problems-here">
                {Icon::Warning.view()}
                {format!("{} {title}", counted(listed.len(), "problem"))}
            </h3>
            <ul class="list-disc space-y-1 pl-5">{listed}</ul>
        </div>
    }
    .into_any()
}

fn below(fields: &StepFields) -> AnyView {
    let fault = fault_of(SaveStep::url(), "form[below]");
    let line = Line { fault, ..Line::new("form[below]", "Title of a new step below", fields.below.clone()) };
    view! {
        <div class="editor-row border-t border-line pt-4">
            {line.view()}
            <button class="button" name="deed" value="add-step">
                "Add step below"
            </button>
        </div>
    }
    .into_any()
}

/// Moving the step, starting at it and deleting it.
fn place(shown: &Shown<'_>, node: &DocumentNode) -> AnyView {
    let nodes = &shown.page.document.nodes;
    let among = shown.chosen().map(|at| shown.steps.among(at)).unwrap_or_default();
    let (is_first, is_last, order) = if among.len() > 1 {
        (among.first().copied() == shown.chosen(), among.last().copied() == shown.chosen(), " among its neighbours")
    } else {
        let is = |other: Option<&DocumentNode>| other.is_some_and(|other| other.id == node.id);
        (is(nodes.first()), is(nodes.last()), " in the author’s order")
    };
    let is_root = shown.page.document.root == node.id;
    let removal = removal(&shown.page.document, std::slice::from_ref(&node.id));
    let onward = removal.onward.as_ref().and_then(|id| shown.steps.node(id)).map(called);
    let said = match (removal.from.len(), onward) {
        (0, _) => "Nothing leads to this step.".to_owned(),
        (links, Some(onward)) => format!("{} to this step will lead on to “{onward}”.", counted(links, "link")),
        (links, None) => format!("{} to this step will lead to nothing, which is shown as a problem.", counted(links, "link")),
    };
    view! {
        <div class="flex flex-wrap gap-2 border-t border-line pt-4">
            {(!is_first).then(|| small_button("up".to_owned(), "Move up", order.to_owned()))}
            {(!is_last).then(|| small_button("down".to_owned(), "Move down", order.to_owned()))}
            {(!is_root).then(|| small_button("root".to_owned(), "Start walks here", String::new()))}
            {small_button("preview-here".to_owned(), "Preview from here", String::new())}
            {small_button("remove".to_owned(), "Delete step", String::new())}
        </div>
        <p class="hint wrap-anywhere">"If you delete it: " <bdi>{said}</bdi></p>
    }
    .into_any()
}

/// Copying and deleting the branch that begins at the step, and pasting one below it.
fn branch_of(shown: &Shown<'_>, node: &DocumentNode, fields: &StepFields) -> AnyView {
    let steps = branch(&shown.page.document, &node.id).len();
    let copied = Query::default().with("branch", &node.id.0).href(&format!("/drafts/{}/tree.md", shown.page.card.id));
    let fault = fault_of(SaveStep::url(), "form[branch]");
    let is_open = fault.is_some() || !fields.branch.is_empty();
    let hint = "Steps as the Text tab has them, of this tree or of another one. Ids that are taken become new ones.";
    view! {
        <details class="border-t border-line pt-4" id="branch" open=is_open>
            <summary class="font-medium">{format!("Branch: {} from here", counted(steps, "step"))}</summary>
            <p class="hint mt-1">"This step and all that is reached through it alone."</p>
            <div class="mt-2 flex flex-wrap gap-2">
                <a class="button button-small" href=copied.clone() data-copy-export=copied>
                    {Icon::Copy.view()}
                    "Copy branch"
                </a>
                {small_button("remove-branch".to_owned(), "Delete branch", String::new())}
            </div>
            <div class="mt-3 space-y-2">
                {fault.map(|fault| view! { <p class="fault">{format!("Branch as tree text {fault}.")}</p> })}
                {area("form[branch]", "Branch as tree text", &fields.branch, hint, "font-mono")}
                {small_button("paste".to_owned(), "Paste below this step", String::new())}
            </div>
        </details>
    }
    .into_any()
}

/// Suggestions for targets.
pub fn suggestions(shown: &Shown<'_>) -> AnyView {
    let all = shown.steps.rows.len();
    let from = shown.chosen().unwrap_or(0).saturating_sub(SUGGESTED / 2).min(all.saturating_sub(SUGGESTED));
    let options = (from..(from + SUGGESTED).min(all)).map(|at| view! { <option value=shown.steps.listed(at)></option> });
    view! { <datalist id="steps">{options.collect_view()}</datalist> }.into_any()
}
