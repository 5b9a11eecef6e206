//! The earlier session beside a follow-up: its steps and notes so far.

use leptos::prelude::*;
use resolutionflow::session::{Session, trail};
use resolutionflow::time::Timestamp;
use resolutionflow::tree::NodeType;

use crate::backend::views::{Earlier, SessionState};
use crate::ui::{Icon, StateBadge};

/// Steps that are shown, the latest ones. The page of the session has all of them.
const SHOWN: usize = 100;

/// Card of the session that this one follows up: its steps so far, the time spent, notes and scratchpad.
#[component]
pub(super) fn FollowUp(before: Earlier, now: Timestamp) -> impl IntoView {
    let Earlier { session, is_untimed, tree, holder } = before;
    let state = SessionState::from(&session);
    let total = session.totals(now).total;
    view! {
        <section class="card mt-6 p-5" aria-labelledby="before">
            <h2 class="flex flex-wrap items-center gap-x-3 gap-y-1" id="before">
                "Before this session"
                <StateBadge state />
            </h2>
            <p class="subject-line mt-1">
                <a class="link wrap-anywhere" href=format!("/sessions/{}", session.id) dir="auto">
                    {tree}
                </a>
                <span dir="auto">{holder.name}</span>
                {(!is_untimed).then(|| view! { <span class="subject">{Icon::Clock.view()} {format!("{total} total")}</span> })}
            </p>
            <SoFar session is_untimed />
        </section>
    }
}

/// Latest steps and facts of a session so far, for the technician who goes on.
#[component]
pub(super) fn SoFar(
    session: Session,
    /// Its times are not shown.
    #[prop(optional)]
    is_untimed: bool,
) -> impl IntoView {
    let steps = trail(&session.records);
    let count = steps.len();
    let earlier = count.saturating_sub(SHOWN);
    let page = format!("/sessions/{}", session.id);
    let facts = session.facts;
    let said = [
        ("Outcome notes", facts.outcome_notes.to_string()),
        ("Next steps", facts.next_steps.to_string()),
        ("Scratchpad", facts.scratchpad.to_string()),
    ];
    view! {
        {(earlier > 0)
            .then(|| {
                view! {
                    <p class="mt-3 text-muted">
                        {format!("The latest {SHOWN} of {count} steps. ")} <a class="link" href=page>
                            "Read all of them"
                        </a>
                    </p>
                }
            })}
        <ol class="so-far">
            {steps
                .into_iter()
                .skip(earlier)
                .map(|step| {
                    view! {
                        <li class=if step.superseded { "trail-row-left" } else { "" }>
                            <div class="min-w-0">
                                <p class="trail-step" dir="auto">{step.title}</p>
                                {step.answer.map(|answer| view! { <p class="trail-answer" dir="auto">{answer}</p> })}
                                {(step.node_type == NodeType::Custom).then(|| view! { <p class="text-xs text-muted">"[CUSTOM] Not in the tree"</p> })}
                                {step.superseded.then(|| view! { <p class="text-xs text-muted">"Left for another answer"</p> })}
                            </div>
                            {(!is_untimed).then(|| view! { <span class="trail-time">{step.duration.to_string()}</span> })}
                            {(!step.notes.is_empty()).then(|| view! { <p class="typed col-span-full text-muted" dir="auto">{step.notes}</p> })}
                        </li>
                    }
                })
                .collect_view()}
        </ol>
        {said
            .into_iter()
            .filter(|(_, text)| !text.is_empty())
            .map(|(label, text)| {
                view! {
                    <h3 class="mt-4 text-sm">{label}</h3>
                    <p class="typed" dir="auto">{text}</p>
                }
            })
            .collect_view()}
    }
}
