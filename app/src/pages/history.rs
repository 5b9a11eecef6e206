//! `/sessions`: the history.

pub mod asked;
mod filters;
mod menu;
mod row;

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::api::sessions::{CloseSession, UndoClose};
use crate::backend::history::{HistoryPage, HistoryQuery, Place, Technician};
use crate::backend::views::Viewer;
use crate::error::AppError;
use crate::ui::{Done, Empty, FormFault, Frame, Icon, Pager, Query, Section, Segment, Segments, load};
use asked::asked;
use filters::{Filters, Tabs};
use row::Row;

const PATH: &str = "/sessions";

/// Lists sessions, newest first; one's own unless asked otherwise.
#[component]
pub fn History() -> impl IntoView {
    let query = Query::of_page();
    let (wanted, lost) = asked(&query, use_context::<Viewer>().map(|viewer| viewer.user_id));
    let technician = wanted.technician;
    let state = wanted.state;
    let own_only = use_context::<Viewer>().is_some_and(|viewer| viewer.reads_own_only());
    load(
        |backend| async move {
            match backend.history(wanted.clone()).await {
                // Nothing begins at the place that the address names: the list begins where lists begin.
                Err(AppError::Malformed) if wanted.place != Place::First => {
                    backend.history(HistoryQuery { place: Place::First, ..wanted }).await
                }
                answer => answer,
            }
        },
        move |page| {
            let (query, lost) = (query.clone(), lost.clone());
            view! {
                <Frame title="Sessions" section=Section::Sessions>
                    <Done />
                    <FormFault action=CloseSession::url() />
                    <FormFault action=UndoClose::url() />
                    {(!lost.is_empty())
                        .then(|| {
                            view! { <p class="notice mb-4 wrap-anywhere">{format!("This address asks for what nobody knows here: {}. The list is without it.", lost.join(", "))}</p> }
                        })}
                    <Head own_only query=query.without("after") technician />
                    <Filters page=page.clone() query=query.without("after") technician own_only />
                    <Tabs query=query.without("after") state />
                    <List page query technician own_only />
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

#[component]
fn List(page: HistoryPage, query: Query, technician: Technician, own_only: bool) -> impl IntoView {
    let first = query.without("after");
    let older = page.next.as_deref().map(|next| first.with("after", next).href(PATH));
    let newest = query.filled("after").map(|_| first.href(PATH));
    let now = page.now;
    if page.rows.is_empty() {
        return view! {
            <NoSessions query=first technician own_only />
            <Pager what="sessions" older newest />
        }
        .into_any();
    }
    view! {
        // Explicit roles: the phone shows the same table as cards, and some browsers then forget that it is one.
        <table class="history" role="table">
            <caption class="sr-only">"Sessions, newest first"</caption>
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">"Outcome"</th>
                    <th role="columnheader" scope="col">"Tree"</th>
                    <th role="columnheader" scope="col">"Ticket · client"</th>
                    <th role="columnheader" scope="col">"Technician"</th>
                    <th role="columnheader" scope="col">"Started"</th>
                    <th class="text-right" role="columnheader" scope="col">"Total"</th>
                    <th class="text-right" role="columnheader" scope="col">"Steps"</th>
                    <th role="columnheader" scope="col"><span class="sr-only">"Actions"</span></th>
                </tr>
            </thead>
            <tbody role="rowgroup">{page.rows.into_iter().map(|row| view! { <Row row now /> }).collect_view()}</tbody>
        </table>
        <Pager what="sessions" older newest />
    }
    .into_any()
}

#[component]
fn NoSessions(query: Query, technician: Technician, own_only: bool) -> impl IntoView {
    let bare = Query::default().with("technician", query.get("technician"));
    let narrowed = query != bare && query.without("technician") != Query::default();
    let everyone = (technician != Technician::Anyone && !own_only).then(|| query.with("technician", "anyone").href(PATH));
    let title = match (narrowed, technician) {
        (true, _) => "No session matches",
        (false, Technician::Me) => "No sessions of yours yet",
        (false, _) => "No sessions yet",
    };
    view! {
        <Empty icon=Icon::History title>
            <p>
                {if narrowed {
                    "The filters let nothing through. Take one away, or look further."
                } else {
                    "Every walk through a tree will be here with its outcome, its times and its documentation."
                }}
            </p>
            <div class="flex flex-wrap justify-center gap-2">
                {if narrowed {
                    view! {
                        <a class="button" href=bare.href(PATH)>
                            "Clear filters"
                        </a>
                    }
                        .into_any()
                } else {
                    view! {
                        <a class="button button-primary" href="/trees">
                            "Choose a tree to walk"
                        </a>
                    }
                        .into_any()
                }}
                {everyone
                    .map(|href| {
                        view! {
                            <a class="button" href=href>
                                "Look at everyone’s"
                            </a>
                        }
                    })}
            </div>
        </Empty>
    }
}
