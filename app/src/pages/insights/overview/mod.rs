//! `/insights`: how walks ended, how long they took, and whether that lasted.

mod answer;
mod counted;
mod lasting;
mod outcomes;
mod times;
mod trend;

use leptos::prelude::*;

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
    let sentence = answer::sentence(&view);
    let nothing = view.now.walks() == 0 && view.before.walks() == 0;
    view! {
        <Report place=Place::Overview query=query.clone() asked=view.asked.clone() answer sentence>
            {if nothing {
                view! { <Nothing query view /> }.into_any()
            } else {
                view! {
                    <outcomes::Outcomes view=view.clone() query=query.clone() />
                    <trend::ByStep view=view.clone() query=query.clone() />
                    <times::Times view=view.clone() query=query.clone() />
                    {view.is_old_enough().then(|| view! { <lasting::Lasting view query /> })}
                }
                    .into_any()
            }}
        </Report>
    }
    .into_any()
}

/// State of a period in which no walk ended.
#[component]
fn Nothing(query: Query, view: View) -> impl IntoView {
    let year = query.without("from").without("to").with("period", "year").href(Place::Overview.href());
    let narrowed = view.asked.is_narrowed();
    view! {
        <Empty icon=Icon::Chart title="No walk ended in these days">
            <p>"Once walks end, how they ended, how long they took and whether that lasted will be here."</p>
            {if narrowed {
                view! {
                    <a class="button" href=query.without("tree").without("category").href(Place::Overview.href())>
                        "Show all trees"
                    </a>
                }
            } else {
                view! {
                    <a class="button" href=year>
                        "Show this year"
                    </a>
                }
            }}
        </Empty>
    }
}
