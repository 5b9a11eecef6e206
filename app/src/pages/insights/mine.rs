//! `/insights/mine`: one's own walks, and their trees beside everybody's.

use leptos::prelude::*;
use resolutionflow::insights::figures::mine::{MEDIAN_OF_ALL, RESOLUTION_OF_ALL};

use super::overview::{Parts, sentence};
use super::part::{Counted, Part};
use super::{Place, Report, page, walked};
use crate::backend::views::insights::{Answer, MinePage};
use crate::ui::{PeopleNotice, Query};

/// One's own figures: for everybody, and of nobody else.
#[component]
pub fn Mine() -> impl IntoView {
    page(Place::Mine, |backend, asked| async move { backend.mine(asked).await }, show)
}

fn show(answer: Answer<MinePage>, query: Query) -> AnyView {
    let mine = answer.page.clone();
    let overview = mine.overview.clone();
    let (asked, sentence) = (overview.asked.clone(), sentence(&overview));
    let of_trees = query.clone();
    view! {
        <Report place=Place::Mine query=query.clone() asked answer sentence>
            <div class="mb-4 empty:hidden">
                <PeopleNotice />
            </div>
            {walked::cut(mine.is_cut)}
            <p class="hint mb-6">
                "These are your own walks, and nobody else’s. A number that everybody’s walks of a tree make stands beside yours only where "
                "at least 5 others walked it in these days, so that it says nothing of any of them."
            </p>
            <Parts place=Place::Mine view=overview query>
                <Trees mine query=of_trees />
            </Parts>
        </Report>
    }
    .into_any()
}

#[component]
fn Trees(mine: MinePage, query: Query) -> impl IntoView {
    let none = |figure| Counted { figure, values: String::new() };
    let counted = [walked::counted(&mine.overview.now), vec![none(RESOLUTION_OF_ALL), none(MEDIAN_OF_ALL)]].concat();
    let finding = walked::finding(&mine.overview);
    let picture = walked::picture(mine.trees.iter().map(|tree| &tree.own));
    view! {
        <Part place=Place::Mine query id="trees" title="Which trees do you walk?" finding table=mine.walked() counted>
            {picture}
        </Part>
    }
}
