//! Parts of the page that the server wrote for the player.

use leptos::prelude::document;

/// A part by its name, as HTML.
pub(super) fn part(name: &str) -> String {
    let template = document().query_selector(&format!("template[data-part={name}]")).ok().flatten();
    template.map(|template| template.inner_html()).unwrap_or_default()
}
