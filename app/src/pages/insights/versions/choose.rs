//! The choice of two versions.

use leptos::prelude::*;
use resolutionflow::insights::sessions;

use super::path;
use crate::backend::views::insights::{Asked, Compared, VersionRow, VersionsPage};
use crate::ui::{Hidden, Query};

#[component]
pub(super) fn Choose(view: VersionsPage, compared: Compared, query: Query) -> impl IntoView {
    let kept = ["period", "from", "to"].map(|name| Asked::known(&query).filled(name).map(|value| view! { <Hidden name value /> }));
    let options = |chosen: u32| {
        view.versions
            .iter()
            .map(|VersionRow { number, walks, .. }| {
                view! {
                    <option value=number.to_string() selected=*number == chosen>
                        {format!("v{number}, {}", sessions(*walks))}
                    </option>
                }
            })
            .collect_view()
    };
    view! {
        <form class="flex flex-wrap items-end gap-2 pb-4 print:hidden" method="get" action=path(&view.key) data-live="">
            {kept.into_iter().collect_view()}
            <label>
                <span class="label">"Version"</span>
                <select class="control" name="after">
                    {options(compared.after)}
                </select>
            </label>
            <label>
                <span class="label">"against"</span>
                <select class="control" name="before">
                    {options(compared.before)}
                </select>
            </label>
            <button class="button">"Compare"</button>
        </form>
    }
}
