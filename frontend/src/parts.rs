//! Parts of the page that the server wrote for the player.

use leptos::prelude::document;

/// HTML of the part in `<template data-part=name>`; empty where the page has no such part.
pub(super) fn part(name: &str) -> String {
    let template = document().query_selector(&format!("template[data-part={name}]")).ok().flatten();
    template.map(|template| template.inner_html()).unwrap_or_default()
}
