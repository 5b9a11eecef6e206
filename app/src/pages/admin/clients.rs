//! `/admin/clients`: the customers whose names sessions carry.

use leptos::prelude::*;
use resolutionflow::access::Deed;

use super::{AdminFrame, Place, only};
use crate::backend::admin::{ClientQuery, ClientRow, ClientsPage};
use crate::error::AppError;
use crate::ui::{Empty, Icon, Instant, Pager, Query, load};

const PATH: &str = "/admin/clients";

/// Lists the clients, by name.
#[component]
pub fn Clients() -> impl IntoView {
    only(Deed::KeepLists, || {
        let query = Query::of_page();
        let asked = ClientQuery { text: query.get("q").to_owned(), after: query.filled("after") };
        load(
            |backend| async move {
                match backend.clients(asked.clone()).await {
                    // Nothing begins at the place that the address names: the list begins where lists begin.
                    Err(AppError::Malformed) if asked.after.is_some() => backend.clients(ClientQuery { after: None, ..asked }).await,
                    answer => answer,
                }
            },
            move |page| show(page, query.clone()).into_any(),
        )
        .into_any()
    })
}

fn show(page: ClientsPage, query: Query) -> impl IntoView {
    let first = query.without("after");
    let older = page.next.as_deref().map(|next| first.with("after", next).href(PATH));
    let newest = query.filled("after").map(|_| first.href(PATH));
    let narrowed = query.filled("q").is_some();
    let nothing_yet = page.rows.is_empty() && !narrowed && newest.is_none();
    view! {
        <AdminFrame title="Clients" place=Place::Clients>
            <h1 class="mb-4">"Clients"</h1>
            {(!nothing_yet).then(|| view! { <Search query /> })}
            {if page.rows.is_empty() {
                view! { <NoClients narrowed /> }.into_any()
            } else {
                view! { <Table rows=page.rows /> }.into_any()
            }}
            <Pager what="clients" older newest by_name=true />
        </AdminFrame>
    }
}

#[component]
fn Search(query: Query) -> impl IntoView {
    view! {
        <form class="filters mb-4 max-w-xl" method="get" action=PATH role="search">
            <div class="search">
                {Icon::Search.view()}
                <label class="sr-only" for="q">
                    "Search in the names of clients"
                </label>
                <input class="control" dir="auto" id="q" name="q" type="search" value=query.get("q").to_owned() placeholder="Search names" />
            </div>
            <button class="button">"Search"</button>
        </form>
    }
}

#[component]
fn Table(rows: Vec<ClientRow>) -> impl IntoView {
    view! {
        // Explicit roles: the phone shows the same table as cards, and some browsers then forget that it is one.
        <table class="records" role="table">
            <caption class="sr-only">"Clients, by name"</caption>
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">"Name"</th>
                    <th role="columnheader" scope="col">"Last session"</th>
                </tr>
            </thead>
            <tbody role="rowgroup">
                {rows
                    .into_iter()
                    .map(|client| {
                        view! {
                            <tr role="row">
                                <td class="record-name" role="cell">
                                    <a class="row-link" href=format!("{PATH}/{}", client.id) dir="auto">
                                        {client.name}
                                    </a>
                                </td>
                                <td class="record-line" role="cell">
                                    {match client.last_session_at {
                                        Some(at) => view! { <span class="records-unit">"Last session "</span> <Instant at aged=true /> }.into_any(),
                                        None => "no sessions".into_any(),
                                    }}
                                </td>
                            </tr>
                        }
                    })
                    .collect_view()}
            </tbody>
        </table>
    }
}

#[component]
fn NoClients(narrowed: bool) -> impl IntoView {
    if narrowed {
        view! {
            <Empty icon=Icon::Search title="No client matches">
                <p>"Fewer letters find more. The search looks at names."</p>
                <a class="button" href=PATH>
                    "Show all clients"
                </a>
            </Empty>
        }
        .into_any()
    } else {
        view! {
            <Empty icon=Icon::Client title="No clients yet">
                <p>"A client is created when its name is first typed at the start of a walk. You can rename and merge it here."</p>
                <a class="button button-primary" href="/trees">
                    "Choose a tree to walk"
                </a>
            </Empty>
        }
        .into_any()
    }
}
