use leptos::prelude::*;

/// To be written.
#[component]
pub fn Walk() -> impl IntoView {}
