//! The list itself: heads that put it in order, rows, and the ways to the pages before and after.

use leptos::prelude::*;

use super::PATH;
use super::bulk::{Bulk, kept};
use super::columns::Column;
use super::none::NoSessions;
use super::row::Row;
use crate::backend::history::{HistoryPage, HistoryQuery, Order, Place};
use crate::ui::{Icon, Query};

/// A page of sessions.
#[component]
pub(super) fn List(
    /// The page.
    page: HistoryPage,
    /// What the address says, but for the place in the list.
    query: Query,
    /// The same, as it is understood.
    asked: HistoryQuery,
    /// Which columns to show.
    columns: Vec<Column>,
    /// Whether the account lets the viewer read no more than their own, and what waits for somebody.
    own_only: bool,
) -> impl IntoView {
    let now = page.now;
    let pages = pages(&page, &query, &asked);
    if page.rows.is_empty() {
        return view! {
            <NoSessions query asked own_only />
            {pages}
        }
        .into_any();
    }
    let heads = columns.iter().map(|column| view! { <Head column=*column query=query.clone() order=asked.order /> }).collect_view();
    let kept = kept();
    let rows = page.rows.into_iter().enumerate().map(|(place, row)| {
        let selected = kept.contains(&row.id);
        view! { <Row row now columns=columns.clone() words=asked.text.clone() place selected /> }
    });
    let rows = rows.collect_view();
    view! {
        <Bulk colleagues=page.colleagues query />
        // Explicit roles: the phone shows the same table as cards, and some browsers then forget that it is one.
        <table class="history" role="table">
            <caption class="sr-only">"Sessions"</caption>
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">
                        <span class="sr-only">"Select"</span>
                    </th>
                    {heads}
                    <th role="columnheader" scope="col">
                        <span class="sr-only">"Actions"</span>
                    </th>
                </tr>
            </thead>
            <tbody role="rowgroup">
                {rows}
            </tbody>
        </table>
        {pages}
    }
    .into_any()
}

/// The head of a column. Where the list can go by it, a link to that order, and then to its reverse.
#[component]
fn Head(column: Column, query: Query, order: Order) -> impl IntoView {
    let class = column.is_number().then_some("text-right");
    let Some([first, reverse]) = column.orders() else {
        return view! {
            <th class=class role="columnheader" scope="col">
                {column.word()}
            </th>
        }
        .into_any();
    };
    let next = if order == first { reverse } else { first };
    let href = query.with("sort", if next == Order::Newest { "" } else { next.as_str() }).href(PATH);
    let rises = [Order::Oldest, Order::Shortest, Order::Tree, Order::Outcome].contains(&order);
    let present = [first, reverse].contains(&order);
    let sorted = present.then_some(if rises { "ascending" } else { "descending" });
    let arrow = present.then_some(if rises { "↑" } else { "↓" });
    view! {
        <th class=class role="columnheader" scope="col" aria-sort=sorted>
            <a class="history-sort" href=href>
                {column.word()}
                {arrow.map(|arrow| view! { <span aria-hidden="true">{arrow}</span> })}
            </a>
        </th>
    }
    .into_any()
}

/// The ways on in the list, back, and to its beginning.
fn pages(page: &HistoryPage, query: &Query, asked: &HistoryQuery) -> impl IntoView + use<> {
    let words = match asked.order {
        Order::Newest => ["Newest sessions", "Newer sessions", "Older sessions"],
        Order::Oldest => ["Oldest sessions", "Older sessions", "Newer sessions"],
        _ => ["First sessions", "Sessions before these", "More sessions"],
    };
    let previous = page.previous.as_ref().map(|place| query.with("before", place).href(PATH));
    let next = page.next.as_ref().map(|place| query.with("after", place).href(PATH));
    let first = (previous.is_some() || asked.place != Place::First).then(|| query.href(PATH));
    let [to_first, to_previous, to_next] = words;
    (first.is_some() || next.is_some()).then(|| {
        view! {
            <nav class="mt-4 flex flex-wrap justify-center gap-2" aria-label="Pages">
                {first.map(|href| view! { <a class="button" href=href>{to_first}</a> })}
                {previous
                    .map(|href| {
                        view! {
                            <a class="button" href=href rel="prev">
                                {Icon::ChevronLeft.view()}
                                {to_previous}
                            </a>
                        }
                    })}
                {next
                    .map(|href| {
                        view! {
                            <a class="button" href=href rel="next">
                                {to_next}
                                {Icon::ChevronRight.view()}
                            </a>
                        }
                    })}
            </nav>
        }
    })
}
