//! The steps in the order in which they were begun.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::step::StepRow;
use crate::api::sessions::SetIdle;
use crate::backend::views::SessionPage;
use crate::posted::Posted;
use crate::ui::Icon;

/// Timeline of every step, the superseded ones included, each with its share of the total.
#[component]
pub(super) fn Timeline(
    page: SessionPage,
    /// True if the address asks for the forms that change active time.
    edits_times: bool,
) -> impl IntoView {
    let may_edit = page.may.note.is_ok();
    let may_set_idle = page.may.edit.is_ok() && !page.steps.is_empty();
    let edits_times = edits_times || Posted::to(SetIdle::url()).is_some();
    let count = page.steps.len();
    let total = page.totals.total;
    let link = (may_set_idle && !edits_times).then(|| {
        view! {
            <a class="button button-quiet" href=format!("/sessions/{}?edit=times#timeline", page.session.id)>
                {Icon::Clock.view()}
                "Correct active time"
            </a>
        }
    });
    view! {
        <section class="min-w-0" aria-labelledby="timeline">
            <div class="timeline-head">
                <h2 id="timeline">"Timeline"</h2>
                <p class="hint">{format!("{count} {}", if count == 1 { "step" } else { "steps" })}</p>
                {link}
            </div>
            <ol class="timeline card">
                {page
                    .steps
                    .iter()
                    .map(|step| {
                        let sets_idle = may_set_idle && (edits_times || step.step.active != step.step.duration);
                        view! { <StepRow step=step.clone() session=page.session.clone() now=page.now total may_edit sets_idle /> }
                    })
                    .collect_view()}
            </ol>
        </section>
    }
}
