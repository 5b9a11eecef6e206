//! The outline: every step as a link to its form.

use leptos::prelude::*;
use resolutionflow::text::brief;
use resolutionflow::tree::NodeId;

use super::super::tree::{After, DEEPEST};
use super::bar::counted;
use super::keys::keys;
use super::{Shown, walked};
use crate::drafting::called;
use crate::ui::{Icon, OutcomeBadge, Query, kind_mark, kind_of};

/// The most rows on the page; of a longer draft those around the chosen step.
const ROWS: usize = 200;

/// The outline of a draft.
pub fn outline(shown: &Shown<'_>) -> AnyView {
    let all = shown.steps.rows.len();
    let rows = window(all, shown.from.map(|from| from.saturating_sub(1)), shown.chosen());
    let (first, last) = (rows.start, rows.end);
    let reached = shown.steps.reached;
    let row = |at: usize| row(shown, at);
    let walked: Vec<AnyView> = (first..last.min(reached)).map(row).collect();
    let loose: Vec<AnyView> = (first.max(reached)..last).map(row).collect();
    let path = format!("/drafts/{}", shown.id());
    let (head, path_of) = (format!("{path}#step"), path.clone());
    let is_head = shown.step.is_empty();
    view! {
        <section class="editor-outline" id="outline" aria-labelledby="outline-title">
            <div class="mb-2 flex flex-wrap items-baseline gap-x-3">
                <h2 id="outline-title">"Outline"</h2>
                <p class="hint">{counted(all, "step")}</p>
                <a class="link ml-auto sm:hidden" href="#step">
                    {if is_head { "To name and category" } else { "To the step" }}
                </a>
            </div>
            <p class="mb-2">
                <a class="button button-small" href=head aria-current=is_head.then_some("true")>
                    {Icon::Pencil.view()}
                    "Name, category and first step"
                </a>
            </p>
            <form class="editor-row mb-2" id="find" method="get" action=path>
                <div class="min-w-0">
                    <label class="label" for="step-name">
                        "Go to step"
                    </label>
                    <input class="control" dir="auto" type="text" autocomplete="off" id="step-name" name="step" list="steps" />
                </div>
                <button class="button">{Icon::Search.view()} "Go"</button>
                {keys()}
            </form>
            <p class="mb-2">
                <a class="link" href=format!("{path_of}/replace")>
                    "Find and replace"
                </a>
            </p>
            {(all == 0).then(|| view! { <p class="card px-5 py-4 text-muted">"There is no step yet. Add the first one under “Name, category and first step”."</p> })}
            {more(shown, &rows, true)}
            {(!walked.is_empty()).then(|| view! { <ol class="tree-outline card">{walked}</ol> })}
            {(!loose.is_empty())
                .then(|| {
                    view! {
                        <h3 class="mb-1 mt-4">"Nothing leads here yet"</h3>
                        <p class="hint mb-2">"No walk comes past these steps: let an answer or a step lead to them, or delete them."</p>
                        <ol class="tree-outline card">{loose}</ol>
                    }
                })}
            {more(shown, &rows, false)}
        </section>
    }
    .into_any()
}

/// Rows that are on the page.
fn window(all: usize, from: Option<usize>, chosen: Option<usize>) -> std::ops::Range<usize> {
    let from = from.unwrap_or_else(|| chosen.map_or(0, |at| at.saturating_sub(ROWS / 2)));
    let first = from.min(all.saturating_sub(ROWS));
    first..(first + ROWS).min(all)
}

/// Link to the rows before or behind those on the page.
fn more(shown: &Shown<'_>, rows: &std::ops::Range<usize>, before: bool) -> Option<AnyView> {
    let all = shown.steps.rows.len();
    let (is_there, from) = if before { (rows.start > 0, rows.start.saturating_sub(ROWS)) } else { (rows.end < all, rows.end) };
    let last = if before { rows.start } else { (rows.end + ROWS).min(all) };
    let path = format!("/drafts/{}", shown.id());
    let href = Query::default().with("step", &shown.step).with("from", &(from + 1).to_string()).href(&path);
    is_there.then(|| {
        view! {
            <p class="my-2">
                <a class="button button-small" href=format!("{href}#outline")>
                    {format!("Steps {} to {last} of {all}", from + 1)}
                </a>
            </p>
        }
        .into_any()
    })
}

fn row(shown: &Shown<'_>, at: usize) -> AnyView {
    let row = &shown.steps.rows[at];
    let node = row.node;
    let short = brief(&node.id.0);
    let problems = shown.page.problems.first.iter().filter(|problem| problem.node.as_ref().is_some_and(|id| id.0 == short)).count();
    let title = if node.title.trim().is_empty() { format!("[{}] without a title", node.id) } else { node.title.clone() };
    let (_, _, outcome) = kind_of(&node.kind);
    let exits: Vec<AnyView> = shown.steps.elsewhere(at).into_iter().map(|(answer, id)| exit(shown, answer, id)).collect();
    let is_chosen = shown.step == node.id.0;
    let walked = walked::counted_at(shown, &node.id);
    let has_below = shown.steps.rows.get(at + 1).is_some_and(|below| below.depth.min(DEEPEST) > row.depth.min(DEEPEST));
    view! {
        <li class="outline-node" id=format!("row-{}", at + 1) data-key=node.id.0.clone() data-depth=row.depth.min(DEEPEST).to_string() data-group=shown.steps.group(at) data-chosen=is_chosen.then_some("")>
            <After answer=row.answer.map(str::to_owned) />
            <div class="outline-title">
                {kind_mark(&node.kind)}
                <a class="min-w-0" id=format!("at-{}", at + 1) href=shown.step_href(&node.id) aria-current=is_chosen.then_some("true")>
                    {format!("{}. ", at + 1)} <bdi>{title}</bdi>
                </a>
                {has_below.then(fold)}
                {outcome.map(|outcome| view! { <OutcomeBadge outcome /> })}
                {(problems > 0)
                    .then(|| {
                        view! {
                            <span class="fault ml-auto inline-flex shrink-0 items-center gap-1">
                                {Icon::Warning.view()}
                                {counted(problems, "problem")}
                            </span>
                        }
                    })}
                {walked}
            </div>
            {(!exits.is_empty()).then(|| view! { <ul class="outline-exits">{exits}</ul> })}
        </li>
    }
    .into_any()
}

/// Button that folds what stands below a decision, for browsers with scripts.
fn fold() -> AnyView {
    view! {
        <button class="folds" type="button" aria-expanded="true" aria-label="Steps below">
            {Icon::ChevronRight.view()}
        </button>
    }
    .into_any()
}

/// A way out that the outline itself does not show.
fn exit(shown: &Shown<'_>, answer: &str, id: &NodeId) -> AnyView {
    let answer = (!answer.is_empty()).then(|| answer.to_owned());
    let to = match shown.steps.position(id) {
        _ if id.0.is_empty() => view! { "→ leads nowhere yet" }.into_any(),
        Some(at) => view! {
            "→ see "
            <a class="link" href=shown.step_href(id)>
                {format!("{}. ", at + 1)} <bdi>{called(shown.steps.rows[at].node)}</bdi>
            </a>
        }
        .into_any(),
        None => view! { "→ “" <bdi>{brief(&id.0).into_owned()}</bdi> "”, which is not there yet" }.into_any(),
    };
    view! { <li>{answer.map(|answer| view! { <span class="font-medium text-ink" dir="auto">{answer}</span> " " })} {to}</li> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::window;

    #[test]
    fn the_chosen_step_is_among_the_rows() {
        assert_eq!((window(0, None, None), window(200, None, Some(199))), (0..0, 0..200));
        assert_eq!((window(10_000, None, Some(5_000)), window(10_000, None, Some(9_999))), (4_900..5_100, 9_800..10_000));
        assert_eq!((window(10_000, Some(300), Some(5_000)), window(250, Some(9_999), None)), (300..500, 50..250));
    }
}
