//! Radio cards for an outcome, each with icon, word and explanation.

use leptos::prelude::*;
use resolutionflow::outcome::Outcome;

use super::{FieldFault, outcome_icon, outcome_tint};
use crate::posted::Posted;

/// Radio cards for the field `outcome`, two beside each other where there is room. None is chosen unless a refused form had chosen it.
#[component]
pub fn OutcomeCards(
    /// The path of the server function that the form goes to.
    action: &'static str,
    /// Outcomes to choose from.
    outcomes: &'static [Outcome],
    /// The outcome that is marked as suggested.
    #[prop(optional_no_strip)]
    suggested: Option<Outcome>,
    /// True where the walk player marks the suggested one, once it is known.
    #[prop(optional)]
    marked_later: bool,
    /// True if the browser refuses to send the form without one; false where other buttons of the form do not need it.
    #[prop(optional)]
    required: bool,
    /// Asks; read out before the cards.
    legend: &'static str,
    /// True if a heading of the page is the legend already.
    #[prop(optional)]
    legend_unseen: bool,
) -> impl IntoView {
    let posted = Posted::to(action);
    let fault = posted.as_ref().and_then(|posted| posted.error.fault("outcome"));
    let chosen = posted.as_ref().and_then(|posted| posted.field("outcome")).map(str::to_owned);
    view! {
        <fieldset class="min-w-0" aria-describedby=fault.map(|_| "outcome-note")>
            <legend class=if legend_unseen { "sr-only" } else { "label" }>{legend}</legend>
            <div class="grid gap-2 sm:grid-cols-2">
                {outcomes
                    .iter()
                    .map(|&outcome| {
                        view! {
                            <OutcomeCard
                                outcome
                                suggested=suggested == Some(outcome)
                                marked_later
                                required
                                checked=chosen.as_deref() == Some(outcome.as_str())
                            />
                        }
                    })
                    .collect_view()}
            </div>
            <FieldFault name="outcome" label="An outcome" fault />
        </fieldset>
    }
}

#[component]
fn OutcomeCard(outcome: Outcome, suggested: bool, marked_later: bool, required: bool, checked: bool) -> impl IntoView {
    view! {
        <label class=format!("radio-card {}", outcome_tint(outcome))>
            <input class="radio-card-dot" type="radio" name="outcome" value=outcome.as_str() required=required checked=checked />
            <span class="min-w-0">
                <span class="flex flex-wrap items-center gap-x-2 gap-y-1 font-semibold">
                    {outcome_icon(outcome).view()} {outcome.word()} {(suggested || marked_later).then(|| view! { <span class="badge" hidden=!suggested>"Suggested"</span> })}
                </span>
                <span class="radio-card-line">{sentence(outcome.meaning())}</span>
            </span>
        </label>
    }
}

fn sentence(meaning: &str) -> String {
    let mut letters = meaning.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}
