use leptos::prelude::*;

/// To be written.
#[component]
pub fn History() -> impl IntoView {}
