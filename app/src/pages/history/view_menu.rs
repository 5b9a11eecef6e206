//! The menu of the view: saved views to open, save and change, and the columns of the list.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::PATH;
use super::views::Views;
use crate::api::views::{ChangeView, DeleteView, SaveView};
use crate::backend::history::{Column, SavedView};
use crate::posted::Posted;
use crate::ui::{Hidden, Query};

/// Menu of saved views and columns. It stands open in the page where one of its forms was refused.
#[component]
pub(super) fn ViewMenu(
    /// The saved views.
    views: Vec<SavedView>,
    /// The known part of the address, without its cursor.
    address: Query,
    /// The columns of the list.
    columns: Vec<Column>,
) -> impl IntoView {
    let refused = [SaveView::url(), ChangeView::url(), DeleteView::url()].iter().any(|action| Posted::to(action).is_some());
    view! {
        <button class="button" type="button" popovertarget="view">
            "View"
        </button>
        <div class="menu view-menu" id="view" popover=(!refused).then_some("auto") role="group" aria-label="View">
            <Views views address=address.clone() />
            <Columns address columns />
        </div>
    }
}

#[component]
fn Columns(address: Query, columns: Vec<Column>) -> impl IntoView {
    view! {
        <form class="view-part" method="get" action=PATH>
            {address
                .without("columns")
                .pairs()
                .map(|(name, value)| view! { <Hidden name=name.to_owned() value=value.to_owned() /> })
                .collect_view()}
            // Tells no column from no choice.
            <Hidden name="columns" value="none" />
            <fieldset class="view-columns">
                <legend class="font-medium">"Columns"</legend>
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
    }
}
