//! The steps in the order in which they were begun.

use leptos::prelude::*;

use super::step::StepRow;
use crate::backend::views::SessionPage;

/// Every step, the superseded ones included, with its share of the total.
#[component]
pub(super) fn Timeline(page: SessionPage) -> impl IntoView {
    let may_edit = page.may.note.is_ok();
    let count = page.steps.len();
    let total = page.totals.total;
    view! {
        <section aria-labelledby="timeline">
            <h2 class="mb-3 flex items-baseline gap-2" id="timeline">
                "Timeline"
                <span class="hint font-normal">{format!("{count} {}, {total}", if count == 1 { "step" } else { "steps" })}</span>
            </h2>
            <ol class="timeline card">
                {page
                    .steps
                    .iter()
                    .map(|step| view! { <StepRow step=step.clone() session=page.session.clone() now=page.now total may_edit may_set_idle=page.may.edit.is_ok() /> })
                    .collect_view()}
            </ol>
        </section>
    }
}
