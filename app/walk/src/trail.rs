//! The trail: the steps that led to the open one.

use leptos::prelude::*;
use resolutionflow::time::Timestamp;
use resolutionflow::tree::NodeType;

use super::{Icon, Row, Ticking};

/// The steps so far, with answer and duration of each. On a phone it opens over the page.
#[component]
pub fn Trail(
    /// Number of the steps.
    count: usize,
    /// The list of the steps.
    list: AnyView,
) -> impl IntoView {
    view! {
        <div class="walk-trail">
            <button class="button w-full md:hidden" type="button" popovertarget="trail">
                {Icon::Route.view()}
                {format!("Trail of {count} {}", if count == 1 { "step" } else { "steps" })}
            </button>
            <nav class="trail" id="trail" popover="auto" aria-labelledby="trail-title">
                <h2 class="trail-title" id="trail-title">
                    "Trail"
                </h2>
                <div class="trail-scroll" tabindex="0">
                    {list}
                </div>
            </nav>
        </div>
    }
}

/// Row of the list: a step with its answer and duration.
#[component]
pub fn TrailRow(
    /// The step.
    row: Row,
    /// The server's time at which the row was made.
    now: Timestamp,
) -> impl IntoView {
    let Row { step, here } = row;
    let change = step.can_be_changed.then(|| step.last_visit()).flatten();
    let verb = if step.node_type == NodeType::Decision { "Change answer" } else { "Redo step" };
    let class = match (here, step.superseded) {
        (true, _) => "trail-row trail-row-here",
        (false, true) => "trail-row trail-row-left",
        (false, false) => "trail-row",
    };
    view! {
        <li class=class aria-current=here.then_some("step")>
            <span class="trail-number" aria-hidden="true">
                {step.number}
            </span>
            <div class="min-w-0">
                <p class="trail-step" dir="auto">{step.title.clone()}</p>
                {step.answer.map(|answer| view! { <p class="trail-answer" dir="auto">{answer}</p> })}
                {(step.node_type == NodeType::Custom).then(|| view! { <p class="text-xs text-muted">"[CUSTOM] Not in the tree"</p> })}
                {step.superseded.then(|| view! { <p class="text-xs text-muted">"Left for another answer"</p> })}
                {change
                    .map(|record| {
                        view! {
                            <button class="trail-change" name="act" value=format!("jump:{record}")>
                                {verb}
                                <span class="sr-only">{format!(" of step {}, {}", step.number, step.title)}</span>
                            </button>
                        }
                    })}
            </div>
            <div class="trail-time">
                {if here {
                    view! {
                        <Ticking elapsed=step.duration now />
                        <span class="block text-accent">"here"</span>
                    }
                        .into_any()
                } else {
                    step.duration.to_string().into_any()
                }}
            </div>
        </li>
    }
}
