//! `/sessions`: the history.

pub mod asked;
mod bulk;
mod chips;
pub mod columns;
mod counted;
mod filters;
mod list;
mod menu;
mod more;
mod none;
mod row;
mod tabs;
pub mod told;
mod tools;
mod views;

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_url;

use crate::api::sessions::{CloseSession, UndoClose};
use crate::api::views::{ChangeView, DeleteView, SaveView};
use crate::backend::history::{HistoryQuery, MOST, Place, Technician};
use crate::backend::views::Viewer;
use crate::error::AppError;
use crate::ui::{ActiveFilters, Done, FormFault, Frame, Query, Section, Segment, Segments, load};
use asked::{asked, known};
use columns::chosen;
use filters::Filters;
use list::List;
use tabs::Tabs;
use told::{Said, Told};
use tools::Tools;
use views::Views;

const PATH: &str = "/sessions";

/// Lists sessions, newest first unless asked otherwise; one's own unless asked otherwise.
#[component]
pub fn History() -> impl IntoView {
    let said = use_url().with_untracked(|url| Said::of(&Query::parse(url.search())));
    let query = Query::of_page();
    let viewer = use_context::<Viewer>();
    let (wanted, mut lost) = asked(&query, viewer.as_ref().map(|viewer| viewer.user_id));
    lost.extend(chosen(&query).1);
    let own_only = viewer.is_some_and(|viewer| viewer.reads_own_only());
    let asked = wanted.clone();
    // Whatever is changed about the list begins at its beginning, and takes along nothing but what the list goes by.
    let query = known(&query);
    let columns = chosen(&query).0;
    let unchanged: Vec<_> = said.iter().flat_map(|said| said.unchanged.iter().map(|(id, _)| *id)).take(MOST).collect();
    load(
        |backend| async move {
            let unchanged = if unchanged.is_empty() { Vec::new() } else { backend.selected_rows(unchanged).await? };
            let page = match backend.history(wanted.clone()).await {
                // Nothing begins at the place that the address names: the list begins where lists begin.
                Err(AppError::Malformed) if wanted.place != Place::First => {
                    backend.history(HistoryQuery { place: Place::First, ..wanted }).await
                }
                answer => answer,
            };
            Ok((page?, unchanged))
        },
        move |(page, unchanged)| {
            let (query, asked, lost, columns, said) = (query.clone(), asked.clone(), lost.clone(), columns.clone(), said.clone());
            let clear = chips::cleared(&query, &asked);
            let chips = chips::active(&query, &asked, &page);
            let counts = page.counts.clone();
            let count = counted::sessions(&page, &asked);
            view! {
                <Frame title="Sessions" section=Section::Sessions>
                    <Done />
                    <FormFault action=CloseSession::url() />
                    <FormFault action=UndoClose::url() />
                    {bulk::actions().into_iter().map(|action| view! { <FormFault action /> }).collect_view()}
                    <Told what=said rows=unchanged query=query.clone() />
                    <FormFault action=SaveView::url() />
                    <FormFault action=ChangeView::url() />
                    <FormFault action=DeleteView::url() />
                    // What is marked so is replaced by itself when a filter changes.
                    <div id="history-head" data-swap="">
                        {(!lost.is_empty())
                            .then(|| {
                                view! {
                                    <p class="notice mb-4 wrap-anywhere">
                                        {format!("This address asks for what nobody knows here: {}. The list is without it.", lost.join(", "))}
                                    </p>
                                }
                            })}
                        <Head own_only query=query.clone() technician=asked.technician />
                    </div>
                    <Filters page=page.clone() query=query.clone() asked=asked.clone() own_only />
                    <div id="history-views" data-swap="">
                        <Views views=page.views.clone() query=query.clone() />
                    </div>
                    <div id="history-tabs" data-swap="">
                        <div class="mt-3">
                            <ActiveFilters filters=chips clear=clear.href(PATH) />
                        </div>
                        <Tabs query=query.clone() asked=asked.clone() counts />
                    </div>
                    <div class="mb-2 flex flex-wrap items-center justify-between gap-2">
                        <p class="hint" id="history-count" role="status" data-swapped="">
                            {count}
                        </p>
                        <div id="history-tools" data-swap="">
                            <Tools query=query.clone() columns=columns.clone() />
                        </div>
                    </div>
                    <div id="history-list" data-swap="">
                        <List page query asked columns own_only />
                    </div>
                </Frame>
            }
        },
    )
}

/// Whose sessions are listed is the one thing to see at a glance, and to switch with one press.
#[component]
fn Head(query: Query, technician: Technician, own_only: bool) -> impl IntoView {
    let views = vec![
        Segment { word: "Mine", href: query.without("technician").href(PATH), present: technician == Technician::Me },
        Segment { word: "Everyone’s", href: query.with("technician", "anyone").href(PATH), present: technician == Technician::Anyone },
    ];
    view! {
        <div class="mb-4 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
            <h1>"Sessions"</h1>
            {(!own_only).then(|| view! { <Segments label="Whose sessions" views /> })}
        </div>
    }
}
