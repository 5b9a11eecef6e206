//! Page `/admin/audit`: who did what to which thing, before and after.

mod changes;
mod entry;
mod filters;
mod query;

use leptos::prelude::*;
use resolutionflow::access::Deed;

use super::{AdminFrame, Place, only};
use crate::backend::admin::{AuditPage, AuditQuery};
use crate::error::AppError;
use crate::ui::{Empty, Icon, Pager, Query, load};
use entry::EntryRow;
use filters::Filters;
use query::{parse, unknown};

const PATH: &str = "/admin/audit";
const FILE: &str = "/admin/audit.csv";

/// Page of the audit trail, newest entries first.
#[component]
pub fn AuditTrail() -> impl IntoView {
    only(Deed::KeepAccount, || {
        let query = Query::of_page();
        let wanted = parse(&query);
        load(
            |backend| async move {
                match backend.audit(wanted.clone()).await {
                    // The address names no place in the list: show its first page.
                    Err(AppError::Malformed) if wanted.after.is_some() => backend.audit(AuditQuery { after: None, ..wanted }).await,
                    answer => answer,
                }
            },
            move |page| show(page, query.clone()).into_any(),
        )
        .into_any()
    })
}

fn show(page: AuditPage, query: Query) -> impl IntoView {
    let first = query.without("after");
    let older = page.next.as_deref().map(|next| first.with("after", next).href(PATH));
    let newest = query.filled("after").map(|_| first.href(PATH));
    let unknown = unknown(&query);
    view! {
        <AdminFrame title="Audit trail" place=Place::Audit>
            {(!unknown.is_empty())
                .then(|| view! { <p class="notice mb-4 wrap-anywhere">{format!("Ignored unknown filters: {}.", unknown.join(", "))}</p> })}
            <div class="mb-4 flex flex-wrap items-center justify-between gap-2">
                <h1>"Audit trail"</h1>
                <a class="button" href=first.href(FILE) download="">
                    {Icon::Download.view()}
                    "Download CSV"
                </a>
            </div>
            <Filters page=page.clone() query=first.clone() />
            {if page.rows.is_empty() {
                view! { <NoEntries filtered=first != Query::default() /> }.into_any()
            } else {
                view! { <Entries page query=first /> }.into_any()
            }}
            <Pager what="entries" older newest />
        </AdminFrame>
    }
}

#[component]
fn Entries(page: AuditPage, query: Query) -> impl IntoView {
    view! {
        // Explicit roles: phones show the table as cards, and some browsers then drop its semantics.
        <table class="records records-high" role="table">
            <caption class="sr-only">"Audit trail, newest first"</caption>
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">"When"</th>
                    <th role="columnheader" scope="col">"Who"</th>
                    <th role="columnheader" scope="col">"Address"</th>
                    <th role="columnheader" scope="col">"Action"</th>
                    <th role="columnheader" scope="col">"What"</th>
                    <th role="columnheader" scope="col">"Changes"</th>
                </tr>
            </thead>
            <tbody role="rowgroup">
                {page.rows.into_iter().map(|row| view! { <EntryRow row query=query.clone() /> }).collect_view()}
            </tbody>
        </table>
    }
}

#[component]
fn NoEntries(filtered: bool) -> impl IntoView {
    if filtered {
        view! {
            <Empty icon=Icon::Search title="No entry matches">
                <p>"No entry passes all filters. Remove one, or clear them all."</p>
                <a class="button" href=PATH>
                    "Clear filters"
                </a>
            </Empty>
        }
        .into_any()
    } else {
        view! {
            <Empty icon=Icon::History title="Nothing yet">
                <p>"Changes to sessions, trees, users, settings and lists will be listed here, with their state before."</p>
            </Empty>
        }
        .into_any()
    }
}
