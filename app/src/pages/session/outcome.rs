//! Outcome of the session.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::outcome::Outcome;
use resolutionflow::text::Reason;
use resolutionflow::time::Timestamp;

use super::head::{Remarks, Times};
use super::links::CallBack;
use crate::api::sessions::{CorrectOutcome, UndoClose};
use crate::backend::views::SessionPage;
use crate::posted::Posted;
use crate::ui::{CommandFields, Icon, OutcomeCards, TextField, outcome_icon, outcome_tint};

/// The head of a completed session, tinted: outcome, times, its documents, notes, next steps, and what can still be done about it.
#[component]
pub(super) fn OutcomeHead(page: Arc<SessionPage>, outcome: Outcome, children: Children) -> impl IntoView {
    let undo = page.may.undo_close.ok();
    view! {
        <section class=format!("outcome {}", outcome_tint(outcome)) aria-labelledby="outcome">
            <div class="head-line">
                <div class="min-w-0">
                    <h2 class="head-word" id="outcome">
                        {outcome_icon(outcome).view()}
                        {outcome.word()}
                    </h2>
                    <Times page=page.clone() />
                </div>
                {children()}
            </div>
            <Remarks page=page.clone() />
            <div class="head-deeds">
                {undo.map(|until| view! { <UndoForm page=page.clone() until /> })}
                <CallBack page=page.clone() />
                {page.may.correct.is_ok().then(|| view! { <CorrectForm page=page.clone() /> })}
            </div>
        </section>
    }
}

/// A close from a list can be taken back for a while.
#[component]
fn UndoForm(page: Arc<SessionPage>, until: Timestamp) -> impl IntoView {
    let left = until.since(page.now);
    view! {
        <form class="flex flex-wrap items-center gap-3" method="post" action=UndoClose::url()>
            <CommandFields session=page.session.id revision=page.session.revision />
            <button class="button">{Icon::Undo.view()} "Undo close"</button>
            <span>{format!("possible for another {left}")}</span>
        </form>
    }
}

/// An outcome can be corrected later, with a reason.
#[component]
fn CorrectForm(page: Arc<SessionPage>) -> impl IntoView {
    let action = CorrectOutcome::url();
    view! {
        <details class="outcome-correct" open=Posted::to(action).is_some()>
            <summary class="summary-link">{Icon::Pencil.view()} "Correct outcome"</summary>
            <form class="head-form" method="post" action=action>
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
