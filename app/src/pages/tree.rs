use leptos::prelude::*;

/// To be written.
#[component]
pub fn TreePage() -> impl IntoView {}
