//! `/insights/saving`: what walks save, and what that is worked out from.

mod answer;
mod baselines;
mod learning;
mod measured;
mod rate;
mod start;
mod trees;

use leptos::prelude::*;

use super::scope::categories;
use super::{Place, Report, page};
use crate::backend::views::insights::{Answer, SavingPage};
use crate::ui::{Done, Empty, Icon, Query};

/// Time saved in a period.
#[component]
pub fn Saving() -> impl IntoView {
    page(Place::Saving, |backend, asked| async move { backend.saving(asked).await }, show)
}

fn show(answer: Answer<SavingPage>, query: Query) -> AnyView {
    let view = answer.page.clone();
    let sentence = answer::sentence(&view);
    let trees = answer.trees.clone();
    let categories = categories(&trees);
    let year = query.without("from").without("to").with("period", "year").href(Place::Saving.href());
    view! {
        <Report place=Place::Saving query=query.clone() asked=view.asked.clone() answer sentence>
            <Done />
            {if view.trees.iter().all(|tree| tree.saving.walks == 0) {
                view! {
                    <Empty icon=Icon::Chart title="No walk ended in these days">
                        <p>"Once walks end, what they saved against your baselines will be here."</p>
                        <a class="button" href=year>
                            "Show this year"
                        </a>
                    </Empty>
                }
                    .into_any()
            } else {
                view! {
                    <trees::ByTree view=view.clone() query=query.clone() />
                    <learning::Learnt view=view.clone() query=query.clone() />
                }
                    .into_any()
            }}
            <baselines::Baselines view=view.clone() trees categories=categories.clone() query=query.clone() />
            <rate::Rate rate=view.rate />
            <measured::Measured view=view.clone() query=query.clone() />
            <start::Start view categories />
        </Report>
    }
    .into_any()
}
