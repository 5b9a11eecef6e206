//! `/admin/clients/:id`: one client, to be renamed, or merged into another one.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;
use resolutionflow::access::Deed;
use resolutionflow::id::ClientId;
use resolutionflow::text::ClientName;

use super::{AdminFrame, Place, may, only};
use crate::api::admin::{MergeClients, RenameClient};
use crate::backend::admin::{ClientPage as Page, ClientRow};
use crate::error::AppError;
use crate::ui::{FormFault, Hidden, Icon, Instant, Query, TextField, load};

/// Shows one client.
#[component]
pub fn ClientPage() -> impl IntoView {
    only(Deed::KeepLists, || {
        let id = use_params_map().with_untracked(|params| params.get("id")).and_then(|id| id.parse::<ClientId>().ok());
        load(move |backend| async move { backend.client(id.ok_or(AppError::NotFound)?).await }, |page| show(page).into_any()).into_any()
    })
}

fn show(page: Page) -> impl IntoView {
    let client = page.client.clone();
    let sessions = Query::default().with("technician", "anyone").with("q", &client.name).href("/sessions");
    let trail = may(Deed::KeepAccount).then(|| Query::default().with("subject", &client.id.to_string()).href(Place::Audit.href()));
    view! {
        <AdminFrame title=client.name.clone() place=Place::Clients>
            <header class="mb-6">
                <h1 class="wrap-anywhere" dir="auto">{client.name.clone()}</h1>
                <p class="mt-1 text-muted">
                    {match client.last_session_at {
                        Some(at) => view! { "Last session " <Instant at aged=true /> }.into_any(),
                        None => "No sessions".into_any(),
                    }}
                </p>
                <p class="flex flex-wrap gap-x-4 text-sm">
                    <a class="link" href=sessions>
                        "Search its sessions"
                    </a>
                    {trail
                        .map(|href| {
                            view! {
                                <a class="link" href=href>
                                    "Changes in the audit trail"
                                </a>
                            }
                        })}
                </p>
            </header>
            <div class="grid grid-cols-1 items-start gap-8 lg:grid-cols-2">
                <Rename client=client.clone() />
                <Merge client others=page.others />
            </div>
        </AdminFrame>
    }
}

#[component]
fn Rename(client: ClientRow) -> impl IntoView {
    let action = RenameClient::url();
    view! {
        <section aria-labelledby="rename">
            <h2 class="mb-3" id="rename">
                "Rename"
            </h2>
            <FormFault action />
            <form class="card space-y-4 p-5" method="post" action=action>
                <Hidden name="client" value=client.id.to_string() />
                <TextField
                    action
                    name="name"
                    label="Name"
                    value=client.name
                    limit=ClientName::LIMIT
                    hint="Sessions show the new name at once, finished ones too."
                    required=true
                />
                <button class="button button-primary">"Save"<span class="sr-only">" name"</span></button>
            </form>
        </section>
    }
}

#[component]
fn Merge(client: ClientRow, others: Vec<String>) -> impl IntoView {
    let action = MergeClients::url();
    view! {
        <section aria-labelledby="merge">
            <h2 class="mb-3" id="merge">
                "Merge"
            </h2>
            <FormFault action />
            <form class="card space-y-4 p-5" method="post" action=action>
                <Hidden name="client" value=client.id.to_string() />
                <p class="text-muted wrap-anywhere">
                    "For two names of the same customer. All sessions of " <bdi dir="auto">{client.name.clone()}</bdi>
                    " move to the other client, and " <bdi dir="auto">{client.name.clone()}</bdi> " is gone. This cannot be undone."
                </p>
                <TextField
                    action
                    name="into"
                    label="Other client"
                    list="others"
                    limit=ClientName::LIMIT
                    hint="Its name as it is in the list."
                    required=true
                />
                <datalist id="others">{others.into_iter().map(|name| view! { <option value=name></option> }).collect_view()}</datalist>
                <button class="button button-danger">{Icon::Merge.view()} "Merge into the other client"</button>
            </form>
        </section>
    }
}
