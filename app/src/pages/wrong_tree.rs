use leptos::prelude::*;

/// To be written.
#[component]
pub fn WrongTree() -> impl IntoView {}
