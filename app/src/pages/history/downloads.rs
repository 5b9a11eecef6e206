//! The menu of downloads: every session that passes the filters, in several formats.

use leptos::prelude::*;

use crate::ui::{Icon, Query};

/// Menu of downloads: every session that passes the filters, in several formats.
#[component]
pub(super) fn Downloads(
    /// The known part of the address, without its cursor.
    address: Query,
) -> impl IntoView {
    let every = address.with("columns", "all");
    view! {
        <button class="button" type="button" popovertarget="downloads">
            {Icon::Download.view()}
            "Download"
        </button>
        <div class="menu" id="downloads" popover="auto" role="group" aria-label="Download">
            <p class="hint px-3 py-1">"Every session that passes the filters, on all pages."</p>
            <File href=address.href("/sessions.csv") word="Download CSV" says="The visible columns" />
            <File href=every.href("/sessions.csv") word="CSV with every column" says="Hidden columns, too" />
            <File href=address.href("/sessions.xlsx") word="Download XLSX" says="For Excel: the visible columns" />
            <File href=every.href("/sessions.xlsx") word="XLSX with every column" says="Hidden columns, too" />
            <File
                href=address.href("/sessions/redacted")
                word="CSV or XLSX, redacted"
                says="See first what is masked, and what is not"
                opens=true
            />
            <File href=address.href("/sessions.jsonl") word="JSON Lines" says="For other programs: every column" />
        </div>
    }
}

#[component]
fn File(
    href: String,
    word: &'static str,
    says: &'static str,
    /// True for a page before the file.
    #[prop(optional)]
    opens: bool,
) -> impl IntoView {
    view! {
        <a class="menu-item" href=href download=(!opens).then_some("")>
            <span>
                {word}
                <span class="hint block font-normal">{says}</span>
            </span>
        </a>
    }
}
