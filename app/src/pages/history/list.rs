//! The list: column heads that sort it, rows, and links to other pages.

use leptos::prelude::*;

use super::PATH;
use super::bulk::{Bulk, SelectAll, kept};
use super::empty::NoSessions;
use super::row::SessionRow;
use crate::backend::history::{Column, Cursor, HistoryPage, HistoryQuery, Order};
use crate::ui::{Icon, Query};
use resolutionflow::search::Query as Words;

/// Page of the list: column heads, rows, and links to the pages before and after.
#[component]
pub(super) fn List(
    /// The page.
    page: HistoryPage,
    /// The known part of the address, without its cursor.
    address: Query,
    /// Its meaning.
    query: HistoryQuery,
    /// The columns to show.
    columns: Vec<Column>,
    /// The viewer reads their own sessions and the hand-over queue alone.
    own_only: bool,
) -> impl IntoView {
    let now = page.now;
    let pages = pages(&page, &address, &query);
    if page.rows.is_empty() {
        return view! {
            <NoSessions address query own_only />
            {pages}
        }
        .into_any();
    }
    let heads = columns.iter().map(|column| view! { <Head column=*column address=address.clone() order=query.order /> }).collect_view();
    let (kept, is_search_made) = (kept(), page.is_search_made);
    let words = Words::of(&query.filter.text, page.matching());
    let rows = page.rows.into_iter().enumerate().map(|(position, row)| {
        let selected = kept.contains(&row.id);
        view! { <SessionRow row now columns=columns.clone() words=words.clone() is_search_made position selected /> }
    });
    let rows = rows.collect_view();
    view! {
        // Explicit roles: the phone shows the same table as cards, and some browsers then forget that it is one.
        <table class="history" role="table">
            <caption class="sr-only">"Sessions"</caption>
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">
                        <SelectAll />
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
        <Bulk colleagues=page.colleagues address />
        {pages}
    }
    .into_any()
}

/// The head of a column; if the list can be sorted by it, a link to that order or its reverse.
#[component]
fn Head(column: Column, address: Query, order: Order) -> impl IntoView {
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
    let href = address.with("sort", if next == Order::Newest { "" } else { next.as_str() }).href(PATH);
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

/// Links to the next page, the page before and the first one.
fn pages(page: &HistoryPage, address: &Query, query: &HistoryQuery) -> impl IntoView + use<> {
    let words = match query.order {
        Order::Newest => ["Newest sessions", "Newer sessions", "Older sessions"],
        Order::Oldest => ["Oldest sessions", "Older sessions", "Newer sessions"],
        _ => ["First sessions", "Sessions before these", "More sessions"],
    };
    let previous = page.previous.as_ref().map(|cursor| address.with("before", cursor).href(PATH));
    let next = page.next.as_ref().map(|cursor| address.with("after", cursor).href(PATH));
    let first = (previous.is_some() || query.cursor != Cursor::First).then(|| address.href(PATH));
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
