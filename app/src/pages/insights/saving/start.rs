//! The form that starts a measurement, and what it means.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::insights::Share;

use crate::api::baselines::StartMeasurement;
use crate::backend::Backend;
use crate::backend::views::insights::SavingPage;
use crate::posted::Posted;
use crate::ui::{FormFault, Hidden, Icon, SelectField, TextField};

#[component]
pub(super) fn Start(view: SavingPage, categories: Vec<String>) -> impl IntoView {
    let action = StartMeasurement::url();
    let posted = Posted::to(action);
    let fresh = || use_context::<Arc<dyn Backend>>().map(|backend| backend.new_command_id().to_string());
    let command_id = posted.as_ref().and_then(|posted| posted.field("command_id").map(str::to_owned)).or_else(fresh).unwrap_or_default();
    let measured = |name: &String| view.measurements.iter().any(|row| row.stopped_at.is_none() && row.category == *name);
    let open = posted.is_some();
    let chosen = posted.as_ref().and_then(|posted| posted.field("measured").map(str::to_owned)).unwrap_or_default();
    let choices = std::iter::once((String::new(), "Choose a category".to_owned()))
        .chain(categories.into_iter().filter(|name| !measured(name)).map(|name| (name.clone(), name)))
        .collect::<Vec<_>>();
    view! {
        <section class="report-part print:hidden" aria-labelledby="measure">
            <h2 id="measure">"Measure instead of guessing"</h2>
            <p class="report-finding">
                "The best baseline is measured. A share of the tickets of a category is drawn, and worked on as always: a stopwatch runs in "
                "place of a tree, with the same clock and the same outcomes. Technicians are told at the start, and may decline."
            </p>
            <details class="max-w-3xl" open=open>
                <summary class="button">{Icon::Clock.view()} "Start a measurement"</summary>
                <div class="mt-3">
                    <FormFault action />
                </div>
                <form class="card mt-3 grid gap-4 p-5 sm:grid-cols-2" method="post" action=action>
                    <Hidden name="command_id" value=command_id />
                    <SelectField action name="measured" label="Category" choices chosen />
                    <TextField
                        action
                        name="share"
                        label="Percent of tickets"
                        value="20"
                        range=Share::PERCENT
                        hint="Those that are drawn for the stopwatch."
                        required=true
                    />
                    <p class="hint sm:col-span-2">
                        "A ticket is drawn once, whoever starts it and however often; starts without a ticket are drawn by technician and day. The "
                        "share never changes while a measurement goes on. Stop it, and nothing more is drawn."
                    </p>
                    <div class="sm:col-span-2">
                        <button class="button button-primary">"Start measuring"</button>
                    </div>
                </form>
            </details>
        </section>
    }
}
