//! Tools for the list as a whole: columns and downloads.

use leptos::prelude::*;

use super::PATH;
use crate::backend::history::Column;
use crate::ui::{Hidden, Query};

/// The menus of columns and downloads.
#[component]
pub(super) fn Tools(
    /// The known part of the address, without its cursor.
    address: Query,
    /// The columns that show.
    columns: Vec<Column>,
) -> impl IntoView {
    let every = address.with("columns", "all");
    view! {
        <div class="flex flex-wrap gap-2">
            <button class="button button-small" type="button" popovertarget="columns">
                "Columns"
            </button>
            <div class="menu" id="columns" popover="auto" role="group" aria-label="Columns">
                <form class="p-2" method="get" action=PATH>
                    {address
                        .without("columns")
                        .pairs()
                        .map(|(name, value)| view! { <Hidden name=name.to_owned() value=value.to_owned() /> })
                        .collect_view()}
                    // Keeps the choice of no column apart from no choice.
                    <Hidden name="columns" value="none" />
                    <fieldset>
                        <legend class="px-1 font-medium">"Show columns"</legend>
                        {Column::CHOICES
                            .into_iter()
                            .map(|column| {
                                view! {
                                    <label class="more-filters-tick">
                                        <input type="checkbox" name="columns" value=column.as_str() checked=columns.contains(&column) />
                                        {column.word()}
                                    </label>
                                }
                            })
                            .collect_view()}
                    </fieldset>
                    <button class="button mt-2">"Show these"</button>
                </form>
            </div>
            <button class="button button-small" type="button" popovertarget="files">
                "Download"
            </button>
            <div class="menu" id="files" popover="auto" role="group" aria-label="Download">
                <p class="hint px-3 py-1">"Every session that the filters let through, not this page alone."</p>
                <File href=address.href("/sessions.csv") word="Download CSV" says="The columns that show" />
                <File href=every.href("/sessions.csv") word="CSV with every column" says="Those that are hidden, too" />
                <File
                    href=address.clone().and("redact", "1").href("/sessions.csv")
                    word="CSV, redacted"
                    says="Addresses and secrets in texts are masked"
                />
                <File href=address.href("/sessions.jsonl") word="JSON Lines" says="For other programs: every column" />
            </div>
        </div>
    }
}

#[component]
fn File(href: String, word: &'static str, says: &'static str) -> impl IntoView {
    view! {
        <a class="menu-item" href=href download="">
            <span>
                {word}
                <span class="hint block font-normal">{says}</span>
            </span>
        </a>
    }
}
