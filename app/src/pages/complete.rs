use leptos::prelude::*;

/// To be written.
#[component]
pub fn Complete() -> impl IntoView {}
