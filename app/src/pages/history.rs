//! `/sessions`: the history.

mod beginnings;
mod bulk;
mod bulk_result;
mod chips;
mod counts;
mod downloads;
mod empty;
mod extra_filters;
mod filters;
mod list;
mod menu;
mod redacted;
mod row;
mod tabs;
mod view_menu;
mod views;

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_url;

use crate::api::sessions::{CloseSession, UndoClose};
use crate::api::views::{ChangeView, DeleteView, SaveView};
use crate::backend::history::{BulkReport, Cursor, HistoryQuery, MAX_SELECTED, Technician, columns, known, read};
use crate::backend::views::Viewer;
use crate::error::AppError;
use crate::posted::Posted;
use crate::ui::{ActiveFilters, Done, FormFault, Frame, Query, Section, Segment, Segments, load};
use beginnings::FoundByBeginnings;
use bulk_result::BulkNotice;
use downloads::Downloads;
use filters::Filters;
use list::List;
pub use redacted::RedactedFile;
use tabs::Tabs;
use view_menu::ViewMenu;

const PATH: &str = "/sessions";

/// The session history: newest first and the viewer's own, unless the address says otherwise.
#[component]
pub fn History() -> impl IntoView {
    // A page that shows a refused form still has the address of the action before.
    let report =
        use_url().with_untracked(|url| BulkReport::read(&Query::parse(url.search()))).filter(|_| use_context::<Posted>().is_none());
    let address = Query::of_page();
    let viewer = use_context::<Viewer>();
    let (query, unknown) = read(&address, viewer.as_ref().map(|viewer| viewer.user_id));
    let own_times_only = viewer.as_ref().is_some_and(|viewer| viewer.hides_times) && query.is_by_times();
    let own_only = viewer.is_some_and(|viewer| viewer.reads_own_only());
    let columns = columns(&address).0;
    // A change of filters begins at the first page and carries nothing along that has no meaning.
    let address = known(&address);
    let unchanged: Vec<_> = report.iter().flat_map(|report| report.unchanged.iter().map(|(id, _)| *id)).take(MAX_SELECTED).collect();
    let asked = query.clone();
    load(
        |backend| async move {
            let unchanged = if unchanged.is_empty() { Vec::new() } else { backend.selected_rows(unchanged).await? };
            let page = match backend.history(asked.clone()).await {
                // An old cursor leads to the first page, never to a problem page.
                Err(AppError::Malformed) if asked.cursor != Cursor::First => {
                    backend.history(HistoryQuery { cursor: Cursor::First, ..asked }).await
                }
                answer => answer,
            };
            Ok((page?, unchanged))
        },
        move |(page, unchanged)| {
            let (address, query, unknown, columns, report) =
                (address.clone(), query.clone(), unknown.clone(), columns.clone(), report.clone());
            let clear = chips::cleared(&address, &query);
            let chips = chips::active(&address, &query.filter, &page);
            let counts = page.counts.clone();
            let count = counts::sessions(&page, &query);
            view! {
                <Frame title="Sessions" section=Section::Sessions>
                    <Done />
                    <FormFault action=CloseSession::url() />
                    <FormFault action=UndoClose::url() />
                    {bulk::actions().into_iter().map(|action| view! { <FormFault action /> }).collect_view()}
                    <BulkNotice report rows=unchanged address=address.clone() />
                    <FormFault action=SaveView::url() />
                    <FormFault action=ChangeView::url() />
                    <FormFault action=DeleteView::url() />
                    // Live filters replace what has `data-swap`.
                    <div id="history-unknown" data-swap="">
                        {(!unknown.is_empty())
                            .then(|| {
                                view! { <p class="notice mb-4 wrap-anywhere">{format!("Ignored unknown filters: {}.", unknown.join(", "))}</p> }
                            })}
                    </div>
                    <div class="history-title">
                        <div class="history-name">
                            <h1>"Sessions"</h1>
                            <p class="hint" id="history-count" role="status" data-swapped="">
                                {count}
                            </p>
                        </div>
                        <div id="history-holder" data-swap="">
                            {(!own_only).then(|| view! { <HolderSwitch address=address.clone() technician=query.filter.technician /> })}
                        </div>
                    </div>
                    <div class="toolbar">
                        <Filters page=page.clone() address=address.clone() query=query.clone() own_only />
                        <div class="contents" id="history-view" data-swap="">
                            <ViewMenu views=page.views.clone() address=address.clone() columns=columns.clone() />
                        </div>
                        <div class="contents" id="history-downloads" data-swap="">
                            <Downloads address=address.clone() />
                        </div>
                    </div>
                    <div id="history-tabs" data-swap="">
                        <div class="mt-2 empty:hidden">
                            <ActiveFilters filters=chips clear=clear.href(PATH) />
                        </div>
                        {own_times_only
                            .then(|| {
                                view! { <p class="hint mt-2">"Times of colleagues are hidden, so by times only your own sessions are listed."</p> }
                            })}
                        <Tabs address=address.clone() filter=query.filter.clone() counts />
                    </div>
                    <div id="history-beginnings" data-swap="">
                        {page.beginnings.map(|found| view! { <FoundByBeginnings found address=address.clone() older=query.filter.older /> })}
                    </div>
                    <div id="history-list" data-swap="">
                        <List page address query columns own_only />
                    </div>
                </Frame>
            }
        },
    )
}

/// Switches between the viewer's own sessions and everyone's.
#[component]
fn HolderSwitch(address: Query, technician: Technician) -> impl IntoView {
    let views = vec![
        Segment { word: "Mine", href: address.without("technician").href(PATH), present: technician == Technician::Me },
        Segment { word: "Everyone’s", href: address.with("technician", "anyone").href(PATH), present: technician == Technician::Anyone },
    ];
    view! { <Segments label="Whose sessions" views /> }
}
