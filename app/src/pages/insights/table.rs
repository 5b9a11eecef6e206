//! Tables of figures.

use leptos::prelude::*;
use resolutionflow::insights::sessions;

use crate::backend::views::Viewer;
use crate::backend::views::insights::{Cell, Column, Kind, Table, Value};
use crate::query::Query;

/// A table; where it is wider than the page it scrolls, by keyboard, too.
#[component]
pub(super) fn FigureTable(table: Table) -> impl IntoView {
    let (columns, label) = (table.columns.clone(), format!("Table: {}", table.caption));
    view! {
        <div class="report-table" role="region" tabindex="0" aria-label=label>
            <table>
                <caption class="sr-only">{table.caption}</caption>
                <thead>
                    <tr>
                        {table
                            .columns
                            .into_iter()
                            .map(|column| {
                                let class = (column.kind != Kind::Text).then_some("report-number");
                                view! {
                                    <th scope="col" class=class>
                                        {column.head}
                                    </th>
                                }
                            })
                            .collect_view()}
                    </tr>
                </thead>
                <tbody>{table.rows.into_iter().map(|row| view! { <Row row columns=columns.clone() /> }).collect_view()}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Row(row: Vec<Cell>, columns: Vec<Column>) -> impl IntoView {
    let cells = row.into_iter().zip(columns).enumerate().map(|(place, (cell, column))| {
        let figure = cell.figure.or(column.figure).map(|figure| figure.id);
        if place == 0 {
            view! {
                <th scope="row" dir="auto">
                    {linked(&cell, cell.value.shown())}
                </th>
            }
            .into_any()
        } else {
            let class = (column.kind != Kind::Text).then_some("report-number");
            view! {
                <td class=class data-figure=figure data-name=(column.kind == Kind::Text).then_some("")>
                    <FigureCell cell />
                </td>
            }
            .into_any()
        }
    });
    view! { <tr>{cells.collect_view()}</tr> }
}

/// What a cell says, with what stands beside it.
#[component]
pub(super) fn FigureCell(cell: Cell) -> impl IntoView {
    let beside = cell.value.beside();
    view! {
        {linked(&cell, cell.value.shown())}
        {(!beside.is_empty()).then(|| view! { <span class="report-beside">{beside}</span> })}
    }
}

/// True if the viewer may read the sessions behind any figure; others see their number alone.
pub(super) fn reads_all() -> bool {
    use_context::<Viewer>().is_some_and(|viewer| !viewer.reads_own_only())
}

/// True if the viewer may read all sessions at an address of the history. Where it names no technician they are the viewer's own, which
/// everybody may read.
fn may_open(href: &str) -> bool {
    let query = Query::parse(href.split_once('?').map_or("", |(_, query)| query));
    reads_all() || query.get("technician").is_empty()
}

/// What a cell says, as a link to the sessions behind it, for readers who may read all of them.
fn linked(cell: &Cell, shown: String) -> AnyView {
    let number = match &cell.value {
        Value::Count(number) => Some(*number),
        Value::Share(rate) => rate.map(|rate| i64::try_from(rate.part()).unwrap_or(i64::MAX)),
        _ => None,
    };
    let label = number.map(|number| format!("{shown}: these {}", sessions(number)));
    match cell.sessions.clone().filter(|href| may_open(href)) {
        Some(href) => view! {
            <a class="link" href=href aria-label=label>
                {shown}
            </a>
        }
        .into_any(),
        None => shown.into_any(),
    }
}
