//! `/admin/audit`: who did what to which thing, before and after.

mod actions;
mod asked;
mod changes;
mod filters;
mod row;

use leptos::prelude::*;
use resolutionflow::access::Deed;

use super::{AdminFrame, Place, only};
use crate::backend::admin::{AuditPage, AuditQuery};
use crate::error::AppError;
use crate::ui::{Empty, Icon, Pager, Query, load};
use asked::{asked, not_understood};
use filters::Filters;
use row::Row;

const PATH: &str = "/admin/audit";
const FILE: &str = "/admin/audit.csv";

/// Lists what was done, newest first.
#[component]
pub fn AuditTrail() -> impl IntoView {
    only(Deed::KeepAccount, || {
        let query = Query::of_page();
        let wanted = asked(&query);
        load(
            |backend| async move {
                match backend.audit(wanted.clone()).await {
                    // Nothing begins at the place that the address names: the list begins where lists begin.
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
    let lost = not_understood(&query);
    view! {
        <AdminFrame title="Audit trail" place=Place::Audit>
            {(!lost.is_empty())
                .then(|| {
                    view! { <p class="notice mb-4 wrap-anywhere">{format!("This address asks for what nobody knows here: {}. The list is without it.", lost.join(", "))}</p> }
                })}
            <div class="mb-4 flex flex-wrap items-center justify-between gap-2">
                <h1>"Audit trail"</h1>
                <a class="button" href=first.href(FILE) download="">
                    {Icon::Download.view()}
                    "Download CSV"
                </a>
            </div>
            <Filters page=page.clone() query=first.clone() />
            {if page.rows.is_empty() {
                view! { <Nothing narrowed=first != Query::default() /> }.into_any()
            } else {
                view! { <Table page query=first /> }.into_any()
            }}
            <Pager what="entries" older newest />
        </AdminFrame>
    }
}

#[component]
fn Table(page: AuditPage, query: Query) -> impl IntoView {
    view! {
        // Explicit roles: the phone shows the same table as cards, and some browsers then forget that it is one.
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
                {page.rows.into_iter().map(|row| view! { <Row row query=query.clone() /> }).collect_view()}
            </tbody>
        </table>
    }
}

#[component]
fn Nothing(narrowed: bool) -> impl IntoView {
    if narrowed {
        view! {
            <Empty icon=Icon::Search title="No entry matches">
                <p>"The filters let nothing through. Take one away, or look further."</p>
                <a class="button" href=PATH>
                    "Clear filters"
                </a>
            </Empty>
        }
        .into_any()
    } else {
        view! {
            <Empty icon=Icon::History title="Nothing yet">
                <p>"Who changed what will be here: sessions, trees, users, settings and lists, with what they were before."</p>
            </Empty>
        }
        .into_any()
    }
}
