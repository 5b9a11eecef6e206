//! Part of a page: what it found, the picture, the same data as a table, and how it is counted.

use leptos::prelude::*;
use resolutionflow::insights::Figure;

use super::Place;
use super::table::FigureTable;
use crate::backend::views::insights::Table;
use crate::ui::{Icon, Query};

/// A formula with the values of today in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Counted {
    /// The figure.
    pub(super) figure: &'static Figure,
    /// Its formula with values: `(210 + 96) ÷ 412 = 74 %`.
    pub(super) values: String,
}

/// A part of a report.
#[component]
pub(super) fn Part(
    place: Place,
    /// Query of the page.
    query: Query,
    /// Id of its heading.
    id: &'static str,
    /// Its heading.
    title: &'static str,
    /// What it found, as a sentence.
    finding: AnyView,
    /// Its table.
    table: Table,
    /// Formulas of its figures.
    counted: Vec<Counted>,
    /// Link to all of its sessions, where there is one.
    #[prop(optional_no_strip)]
    sessions: Option<AnyView>,
    /// The table as this page shows it, where that is in another way than all do.
    #[prop(optional)]
    shown: Option<AnyView>,
    /// True if the picture says all that the table does, which is then folded away.
    #[prop(optional)]
    folded: bool,
    /// Address of its file, where that is not the place's.
    #[prop(optional)]
    file: Option<String>,
    /// The picture.
    children: Children,
) -> impl IntoView {
    let file = match file {
        Some(file) => format!("{file}&table={}", table.name),
        None => place.known(&query).with("table", table.name).href(&place.file()),
    };
    let table = match shown {
        Some(shown) => shown,
        None if folded => view! {
            <details class="report-how">
                <summary>"The same as a table"</summary>
                <FigureTable table />
            </details>
        }
        .into_any(),
        None => view! { <FigureTable table /> }.into_any(),
    };
    view! {
        <section class="report-part" aria-labelledby=id>
            <h2 id=id>{title}</h2>
            <p class="report-finding">{finding} " " {sessions}</p>
            <div class="report-picture">{children()}</div>
            {table}
            <div class="report-tools">
                <How counted id=format!("{id}-counted") />
                <a class="link report-file print:hidden" href=file download="">
                    {Icon::Download.view()}
                    "CSV"
                    <span class="sr-only">{format!(" of {title}")}</span>
                </a>
            </div>
        </section>
    }
}

/// The formulas, folded.
#[component]
pub(super) fn How(counted: Vec<Counted>, id: String) -> impl IntoView {
    view! {
        <details class="report-how" id=id>
            <summary>"How this is counted"</summary>
            <dl>
                {counted
                    .into_iter()
                    .map(|Counted { figure, values }| {
                        view! {
                            <div>
                                <dt>{figure.name}</dt>
                                <dd data-figure=figure.id>
                                    {figure.formula}
                                    {(!values.is_empty()).then(|| view! { <span class="report-values">{format!("= {values}")}</span> })}
                                </dd>
                            </div>
                        }
                    })
                    .collect_view()}
            </dl>
        </details>
    }
}
