//! `/insights/budgets`: whether time budgets are kept.

mod curve;
mod sessions;
mod steps;

use leptos::prelude::*;
use resolutionflow::insights::figures::budgets::{BUDGETED, KEPT, OVER};
use resolutionflow::insights::{count, percent, sessions as counted_sessions};

use super::said::Said;
use super::{Place, Report, page};
use crate::backend::views::insights::{Answer, BudgetsPage as View, enough};
use crate::ui::{Empty, Icon, Query};

/// How often sessions and steps were within their budgets, and how many more may miss.
#[component]
pub fn BudgetsKept() -> impl IntoView {
    page(Place::Budgets, |backend, asked| async move { backend.budgets(asked).await }, show)
}

fn show(answer: Answer<View>, query: Query) -> AnyView {
    let view = answer.page.clone();
    let sentence = sentence(&view);
    let nothing = view.sessions.is_empty() && view.steps.is_none();
    view! {
        <Report place=Place::Budgets query=query.clone() asked=view.asked.clone() answer sentence>
            {if nothing {
                view! { <Nothing view query /> }.into_any()
            } else {
                view! {
                    <sessions::Sessions view=view.clone() query=query.clone() />
                    <curve::EndedBy view=view.clone() query=query.clone() />
                    <steps::Steps view query />
                }
                    .into_any()
            }}
        </Report>
    }
    .into_any()
}

fn sentence(view: &View) -> AnyView {
    let (kept, over) = (view.kept(), view.over());
    let open = (over > 0).then(|| {
        let words = if over == 1 { " open one is past its budget now." } else { " open ones are past theirs now." };
        view! {
            " "
            <Said figure=OVER text=count(signed(over)) />
            {words}
        }
    });
    match enough(kept) {
        Some(rate) => view! {
            <Said figure=KEPT text=percent(rate) strong=true />
            " of "
            <Said figure=BUDGETED text=counted_sessions(signed(kept.judged())) />
            " with a budget were within it."
            {open}
        }
        .into_any(),
        None if view.has_budgets => view! { "Too few sessions with a budget ended in these days to say." {open} }.into_any(),
        None => view! { "No tree has a time budget yet." }.into_any(),
    }
}

pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// State of an account, or of trees, without budgets.
#[component]
fn Nothing(view: View, query: Query) -> impl IntoView {
    let (title, way) = if view.has_budgets {
        let all = query.without("tree").without("category").href(Place::Budgets.href());
        ("These trees have no time budgets", view! { <a class="button" href=all>"Show all trees"</a> }.into_any())
    } else {
        ("No time budgets yet", view! { <a class="button button-primary" href="/trees">"Choose a tree"</a> }.into_any())
    };
    view! {
        <Empty icon=Icon::Clock title>
            <p>
                "On the page of a tree, “Time budgets” says how long its sessions and steps should take. How often that is kept, and how many "
                "more may miss, will be here."
            </p>
            {way}
        </Empty>
    }
}
