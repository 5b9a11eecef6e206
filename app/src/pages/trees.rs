use leptos::prelude::*;

/// To be written.
#[component]
pub fn TreeLibrary() -> impl IntoView {}
