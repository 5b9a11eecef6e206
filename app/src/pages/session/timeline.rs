//! The steps in the order in which they were begun.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::id::VisitId;

use super::super::walk::suggest_href;
use super::step::{StepRow, edit, refused};
use crate::api::sessions::{EditNotes, SetIdle};
use crate::backend::views::SessionPage;

/// Timeline of every step, the superseded ones included, each with its share of the total.
#[component]
pub(super) fn Timeline(
    page: Arc<SessionPage>,
    /// A visit of the step whose forms the address asks for.
    edited: Option<VisitId>,
) -> impl IntoView {
    let edited = refused(EditNotes::url()).or_else(|| refused(SetIdle::url())).or(edited);
    let count = page.steps.len();
    let rows = page.steps.iter().map(|step| {
        let asked = edited.is_some_and(|visit| step.step.visits.contains(&visit));
        let edit = edit(step, &page.session, &page.may, asked);
        view! { <StepRow step=step.clone() now=page.now total=page.totals.total edit is_untimed=page.is_untimed /> }
    });
    view! {
        <section class="min-w-0" aria-labelledby="timeline">
            <div class="timeline-head">
                <h2 id="timeline">"Timeline"</h2>
                <p class="hint">{format!("{count} {}", if count == 1 { "step" } else { "steps" })}</p>
                {suggest_href(page.session.id)
                    .map(|href| {
                        view! {
                            <a class="link ml-auto" href=href>
                                "Suggest a change to a step"
                            </a>
                        }
                    })}
            </div>
            <ol class="timeline card">{rows.collect_view()}</ol>
        </section>
    }
}
