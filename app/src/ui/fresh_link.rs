//! Links that are shown once, to their maker.

use std::str::FromStr;

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{CopyButton, ReadOnly};
use crate::respond;

/// Token of the one-time link or session link with this id, if its maker made it just now: it comes in a cookie that lives a few minutes,
/// and counts only on a page whose `done` parameter is one of these words.
pub fn fresh_link<Id: FromStr + PartialEq>(done: &[&str], id: Id) -> Option<String> {
    let said = use_query_map().with_untracked(|query| query.get("done"))?;
    let token = respond::cookie("__Host-link").or_else(|| respond::cookie("link")).filter(|_| done.contains(&said.as_str()))?;
    let of = token.split('.').nth(1)?.parse::<Id>().ok()?;
    (of == id).then_some(token)
}

/// Read-only field with the link's address, and a button to copy it.
#[component]
pub fn FreshLink(
    /// With its host.
    address: String,
) -> impl IntoView {
    view! {
        <div class="flex flex-wrap items-end gap-2">
            <ReadOnly id="link" label="Link" value=address />
            <CopyButton from="link" what="the link" class="button-primary" />
        </div>
    }
}
