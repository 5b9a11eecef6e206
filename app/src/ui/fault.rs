//! Message above a refused form.

use leptos::prelude::*;
use resolutionflow::tree::Problems;

use super::Icon;
use crate::error::AppError;
use crate::posted::Posted;

/// Error message above a refused form; it says that nothing was lost.
#[component]
pub fn FormFault(
    /// The path of the server function that the form goes to.
    action: &'static str,
) -> impl IntoView {
    Posted::to(action).map(|posted| {
        let (said, problems) = match posted.error {
            AppError::BrokenTree(problems) | AppError::Previewed(problems) if !problems.is_empty() => (counted(problems.count), problems),
            error => (error.to_string(), Problems::default()),
        };
        view! {
            <div class="notice notice-fault mb-4 flex gap-3" role="alert">
                <span class="pt-0.5">{Icon::Warning.view()}</span>
                <div class="min-w-0 flex-1 wrap-anywhere">
                    <p class="font-medium">{said}</p>
                    {(!problems.is_empty()).then(|| view! { <ProblemList problems /> })}
                </div>
            </div>
        }
    })
}

fn counted(problems: usize) -> String {
    match problems {
        1 => "One problem keeps this tree from being published. Nothing was changed.".to_owned(),
        many => format!("{many} problems keep this tree from being published. Nothing was changed."),
    }
}

#[component]
fn ProblemList(problems: Problems) -> impl IntoView {
    let more = problems.unlisted();
    view! {
        <ol class="problems mt-3" tabindex="0" aria-label="The problems">
            {problems
                .first
                .into_iter()
                .map(|problem| {
                    let node = problem.node.map(|node| view! { <span class="problem-node"><span class="sr-only">"Node "</span> {node.0}</span> });
                    view! { <li>{node} " " {problem.message}</li> }
                })
                .collect_view()}
        </ol>
        {(more > 0).then(|| view! { <p class="mt-2">{format!("… and {more} more. Correct these first.")}</p> })}
    }
}
