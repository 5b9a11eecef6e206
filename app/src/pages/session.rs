use leptos::prelude::*;

/// To be written.
#[component]
pub fn SessionPage() -> impl IntoView {}
