//! `/insights/trees/:key/versions?before=3&after=4`: two versions of a tree against each other.

mod answer;
mod choose;
mod rates;
mod steps;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use resolutionflow::insights::Preset;

use super::{Place, Report, page_at};
use crate::backend::views::insights::{Answer, Compared, VersionsPage};
use crate::ui::{Empty, Icon, Query};

/// Comparison of two versions.
#[component]
pub fn Versions() -> impl IntoView {
    let key = use_params_map().with_untracked(|params| params.get("key")).unwrap_or_default();
    let query = Query::of_page();
    let number = |name: &str| query.get(name).parse::<u32>().ok();
    let pair = number("before").zip(number("after"));
    // Versions are walked for longer than the 30 days of other pages.
    let is_asked = ["period", "from", "to"].iter().any(|name| query.filled(name).is_some());
    let query = if is_asked { query } else { query.with("period", Preset::Year.as_str()) };
    let path = path(&key);
    page_at(Place::Versions, Some(path), query, |backend, asked| async move { backend.versions(asked, &key, pair).await }, show)
}

/// Address of the page of a tree.
fn path(key: &str) -> String {
    format!("/insights/trees/{key}/versions")
}

/// Parameters of the address with the compared versions.
fn with_pair(query: &Query, compared: &Compared) -> Query {
    query.with("before", &compared.before.to_string()).with("after", &compared.after.to_string())
}

fn show(answer: Answer<VersionsPage>, query: Query) -> AnyView {
    let view = answer.page.clone();
    let path = path(&view.key);
    let sentence = answer::sentence(&view);
    let body = match view.compared.clone() {
        None => view! { <OneVersion view=view.clone() /> }.into_any(),
        Some(compared) => {
            let file = with_pair(&query, &compared).href(&format!("{path}.csv"));
            view! {
                <choose::Choose view=view.clone() compared=compared.clone() query=query.clone() />
                <rates::Rates view=view.clone() compared=compared.clone() query=query.clone() file=file.clone() />
                <rates::Times view=view.clone() compared=compared.clone() query=query.clone() file=file.clone() />
                <steps::Steps view=view.clone() compared query=query.clone() file />
            }
            .into_any()
        }
    };
    view! {
        <Report place=Place::Versions path=Some(path) query asked=view.asked.clone() answer sentence>
            {body}
        </Report>
    }
    .into_any()
}

#[component]
fn OneVersion(view: VersionsPage) -> impl IntoView {
    view! {
        <Empty icon=Icon::Tree title="There is one version so far">
            <p>"Once the tree is published again, both versions will be compared here: how often they solve the problem, and how fast."</p>
            <a class="button" href=format!("/trees/{}", view.key)>
                "Go to the tree"
            </a>
        </Empty>
    }
}
