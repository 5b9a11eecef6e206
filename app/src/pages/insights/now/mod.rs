//! `/insights/now`: what is going on right now. Without JavaScript it is a page as of its time; the page's script fetches the part in
//! the middle anew every few seconds, which the server writes by the same component.

mod live;
mod rows;

use leptos::prelude::*;
use resolutionflow::insights::figures::now::{AT_STEP, BUDGET_UNTIL, PARKED, PARKED_SINCE, PAST_P90, QUEUE, RUNNING, STEP_P90};

use super::part::{Counted, How};
use super::{InsightsFrame, Place};
use crate::backend::views::Viewer;
use crate::backend::views::insights::Now;
use crate::error::AppError;
use crate::pages::Problem;
use crate::ui::{Query, load};
use live::Live;

pub use live::part;

/// Address of the part that is fetched anew.
pub const PART: &str = "/api/insights/now";

/// Running and parked sessions and the queue.
#[component]
pub fn NowPage() -> impl IntoView {
    let is_for = use_context::<Viewer>().is_some_and(|viewer| Place::Now.is_for(viewer.role));
    if !is_for {
        return view! { <Problem error=AppError::Forbidden /> }.into_any();
    }
    load(|backend| async move { backend.now().await }, show).into_any()
}

fn show(now: Now) -> AnyView {
    let (as_of, zone) = (now.as_of, now.zone);
    let formulas = [RUNNING, PARKED, QUEUE, AT_STEP, STEP_P90, PAST_P90, BUDGET_UNTIL, PARKED_SINCE];
    let counted = formulas.map(|figure| Counted { figure, values: String::new() }).to_vec();
    view! {
        <InsightsFrame place=Place::Now query=Query::of_page()>
            <article class="report">
                <h1>{Place::Now.question()}</h1>
                <div class="now-state">
                    <p class="hint" data-now-fresh="">
                        "As of "
                        <time datetime=as_of.to_string() title=zone.exact(as_of)>
                            {zone.short(as_of)}
                        </time>
                    </p>
                    // The script shows them where it fetches.
                    <p class="fault" hidden data-now-late="">
                        "Not updated since "
                        <time></time>
                        ". "
                        <span></span>
                    </p>
                    <p class="notice" role="alert" hidden data-now-over="">
                        <span></span>
                        " What is below is not updated any more. "
                        <a class="link" href=Place::Now.href()>
                            "Load the page again"
                        </a>
                    </p>
                    <button class="button button-small print:hidden" type="button" hidden data-now-pause="">
                        "Pause updates"
                    </button>
                    <p class="sr-only" role="status" data-now-says=""></p>
                </div>
                <Live now ticks=true />
                <How counted id="now-counted".to_owned() />
            </article>
        </InsightsFrame>
    }
    .into_any()
}
