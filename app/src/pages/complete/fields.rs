//! The fields of the question at the end, in the dialog and on the page.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::outcome::Outcome;
use resolutionflow::session::Facts;
use resolutionflow::text::{Note, OutcomeNotes, Output};

use crate::api::walk::CompleteWalk;
use crate::backend::views::WalkPage;
use crate::posted::Posted;
use crate::ui::{Hidden, OutcomeCards, TextArea};

/// Fields that complete a walk: the outcome, its notes and the next steps.
#[component]
pub(crate) fn OutcomeFields(
    facts: Facts,
    suggested: Option<Outcome>,
    /// True where the walk player marks the suggested outcome.
    #[prop(optional)]
    marked_later: bool,
    /// Only where every button of the form needs an outcome.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    let action = CompleteWalk::url();
    view! {
        <OutcomeCards action outcomes=&Outcome::OF_A_WALK suggested marked_later required legend="Did this resolve the issue?" legend_unseen=true />
        <TextArea
            action
            name="outcome_notes"
            label="Outcome notes"
            hint="Optional. What fixed it, or what stands in the way."
            value=facts.outcome_notes.to_string()
            limit=OutcomeNotes::LIMIT
        />
        <TextArea
            action
            name="next_steps"
            label="Next steps"
            hint="Optional. Who does what, and by when."
            value=facts.next_steps.to_string()
            limit=OutcomeNotes::LIMIT
        />
    }
}

/// Hidden fields that carry the draft of the open step along from a refused form; a text that did not fit is shown to be shortened.
#[component]
pub(super) fn Draft(walk: Arc<WalkPage>) -> impl IntoView {
    let action = CompleteWalk::url();
    let open = walk.session.open_visit().map(|visit| visit.id.to_string());
    let posted = Posted::to(action).filter(|posted| open.is_some() && posted.field("visit") == open.as_deref());
    posted.map(|posted| {
        let typed = |name| posted.field(name).unwrap_or_default().to_owned();
        let at_fault = |name| posted.error.fault(name).is_some();
        view! {
            <Hidden name="visit" value=typed("visit") />
            {if at_fault("notes") {
                view! { <TextArea action name="notes" label="Notes for this step" limit=Note::LIMIT /> }.into_any()
            } else {
                view! { <Hidden name="notes" value=typed("notes") /> }.into_any()
            }}
            {if at_fault("output") {
                view! { <TextArea action name="output" label="Command output" limit=Output::LIMIT /> }.into_any()
            } else {
                view! { <Hidden name="output" value=typed("output") /> }.into_any()
            }}
        }
    })
}
