//! What was done for one client.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use resolutionflow::id::ClientId;

use super::super::overview::{Parts, sentence};
use super::super::part::Part;
use super::super::{Place, Report, page, walked};
use crate::backend::views::insights::{Answer, Asked, ClientReport};
use crate::error::AppError;
use crate::ui::{Icon, Query};

/// Overview of a client's walks.
#[component]
pub fn InsightsClient() -> impl IntoView {
    let id = use_params_map().with_untracked(|params| params.get("id")).and_then(|id| id.parse::<ClientId>().ok());
    let ask = move |backend: std::sync::Arc<dyn crate::backend::Backend>, asked| async move {
        backend.client_report(asked, id.ok_or(AppError::NotFound)?).await
    };
    page(Place::Client, ask, show)
}

fn show(answer: Answer<ClientReport>, query: Query) -> AnyView {
    let report = answer.page.clone();
    let overview = report.overview.clone();
    let (asked, sentence) = (overview.asked.clone(), sentence(&overview));
    let question = view! { "What did we do for " <bdi data-name="">{report.name.clone()}</bdi> "?" }.into_any();
    let nothing = overview.now.walks() == 0 && overview.before.walks() == 0;
    let (finding, counted) = (walked::finding(&overview), walked::counted(&overview.now));
    let (of_trees, table, picture) = (query.clone(), report.walked(), walked::picture(report.trees.iter()));
    view! {
        <Report place=Place::Client query=query.clone() asked answer sentence question>
            {walked::cut(report.is_cut)}
            <Ways query=query.clone() nothing />
            <Parts place=Place::Client view=overview query>
                <Part place=Place::Client query=of_trees id="trees" title="Which trees were walked?" finding table counted>
                    {picture}
                </Part>
            </Parts>
        </Report>
    }
    .into_any()
}

/// The ways to all clients, and to the document for this one.
#[component]
fn Ways(query: Query, nothing: bool) -> impl IntoView {
    let known = Asked::known(&query);
    let document = known.href(&format!("{}/client.pdf", Place::Client.path()));
    view! {
        <p class="mb-6 flex flex-wrap items-center gap-x-4 gap-y-2 print:hidden">
            {(!nothing)
                .then(|| {
                    view! {
                        <a class="button" href=document download="">
                            {Icon::Download.view()}
                            "PDF for the client"
                        </a>
                    }
                })}
            <a class="link" href=known.href(Place::Clients.href())>
                "All clients"
            </a>
        </p>
    }
}
