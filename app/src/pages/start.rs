use leptos::prelude::*;

/// To be written.
#[component]
pub fn StartWalk() -> impl IntoView {}
