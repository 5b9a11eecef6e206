//! `/insights`: how walks ended, how long they took, and whether that lasted.

mod answer;
mod counted;
mod lasting;
mod outcomes;
mod times;
mod trend;

use leptos::prelude::*;

pub(super) use answer::sentence;

use super::{Place, Report, page};
use crate::backend::views::insights::{Answer, Overview as View};
use crate::ui::{Empty, Icon, Query};

/// Overview of all walks of a period.
#[component]
pub fn Overview() -> impl IntoView {
    page(Place::Overview, |backend, asked| async move { backend.overview(asked).await }, show)
}

fn show(answer: Answer<View>, query: Query) -> AnyView {
    let view = answer.page.clone();
    let sentence = sentence(&view);
    view! {
        <Report place=Place::Overview query=query.clone() asked=view.asked.clone() answer sentence>
            <Parts place=Place::Overview view query />
        </Report>
    }
    .into_any()
}

/// Parts of an overview: of all walks, of a client's, or of one's own; without any walks, that.
#[component]
pub(super) fn Parts(
    place: Place,
    view: View,
    query: Query,
    /// Further parts.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    if view.now.walks() == 0 && view.before.walks() == 0 {
        return view! { <Nothing place query view /> }.into_any();
    }
    view! {
        <outcomes::Outcomes place view=view.clone() query=query.clone() />
        <trend::ByStep place view=view.clone() query=query.clone() />
        <times::Times place view=view.clone() query=query.clone() />
        {view.is_old_enough().then(|| view! { <lasting::Lasting place view query /> })}
        {children.map(|children| children())}
    }
    .into_any()
}

/// State of a period in which no walk ended.
#[component]
fn Nothing(place: Place, query: Query, view: View) -> impl IntoView {
    let path = place.path();
    let (word, href) = if view.asked.is_narrowed() {
        ("Show all trees", query.without("tree").without("category").href(&path))
    } else {
        ("Show this year", query.without("from").without("to").with("period", "year").href(&path))
    };
    let title = match place {
        Place::Client => "No walk for this client ended in these days",
        Place::Mine => "No walk of yours ended in these days",
        _ => "No walk ended in these days",
    };
    view! {
        <Empty icon=Icon::Chart title>
            <p>"Once walks end, how they ended, how long they took and whether that lasted will be here."</p>
            <a class="button" href=href>
                {word}
            </a>
        </Empty>
    }
}
