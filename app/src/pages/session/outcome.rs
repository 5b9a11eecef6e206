//! Outcome of the session.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::outcome::Outcome;
use resolutionflow::text::Reason;
use resolutionflow::time::Timestamp;

use crate::api::sessions::{CorrectOutcome, UndoClose};
use crate::backend::views::SessionPage;
use crate::posted::Posted;
use crate::ui::{CommandFields, Icon, OutcomeCards, TextField, outcome_icon, outcome_tint};

/// The outcome with its word, its times, its notes and what happens next, tinted.
#[component]
pub(super) fn OutcomeCard(page: SessionPage, outcome: Outcome) -> impl IntoView {
    let totals = page.totals;
    let facts = page.session.facts.clone();
    let active = (totals.active != totals.total).then(|| format!("{} active", totals.active));
    let undo = page.may.undo_close.ok();
    view! {
        <section class=format!("outcome {}", outcome_tint(outcome)) aria-labelledby="outcome">
            <div class="flex flex-wrap items-center gap-x-4 gap-y-1">
                <h2 class="outcome-word" id="outcome">
                    {outcome_icon(outcome).view()}
                    {outcome.word()}
                </h2>
                <p class="flex flex-wrap gap-x-4">
                    <span>{format!("{} total", totals.total)}</span>
                    {active.map(|active| view! { <span>{active}</span> })}
                </p>
            </div>
            <Said label="Outcome notes" text=facts.outcome_notes.to_string() />
            <Said label="Next steps" text=facts.next_steps.to_string() />
            {undo.map(|until| view! { <UndoForm page=page.clone() until /> })}
            {page.may.correct.is_ok().then(|| view! { <CorrectForm page=page.clone() /> })}
        </section>
    }
}

#[component]
fn Said(label: &'static str, text: String) -> impl IntoView {
    (!text.is_empty()).then(|| {
        view! {
            <div class="mt-4">
                <h3 class="text-sm">{label}</h3>
                <p class="typed text-ink">{text}</p>
            </div>
        }
    })
}

/// A close from a list can be taken back for a while.
#[component]
fn UndoForm(page: SessionPage, until: Timestamp) -> impl IntoView {
    let left = until.since(page.now);
    view! {
        <form class="mt-4 flex flex-wrap items-center gap-3" method="post" action=UndoClose::url()>
            <CommandFields session=page.session.id revision=page.session.revision />
            <button class="button">{Icon::Undo.view()} "Undo close"</button>
            <span>{format!("possible for another {left}")}</span>
        </form>
    }
}

/// An outcome can be corrected later, with a reason.
#[component]
fn CorrectForm(page: SessionPage) -> impl IntoView {
    let action = CorrectOutcome::url();
    view! {
        <details class="outcome-correct" open=Posted::to(action).is_some()>
            <summary class="summary-link">{Icon::Pencil.view()} "Correct outcome"</summary>
            <form class="mt-4 space-y-4 text-ink" method="post" action=action>
                <CommandFields session=page.session.id revision=page.session.revision />
                <OutcomeCards action outcomes=&Outcome::ALL required=true legend="What was the outcome really?" />
                <TextField
                    action
                    name="reason"
                    label="Reason"
                    hint="The first outcome and this reason stay in the audit trail."
                    limit=Reason::LIMIT
                    required=true
                />
                <button class="button button-primary">"Correct outcome"</button>
            </form>
        </details>
    }
}
