use leptos::prelude::*;

/// To be written.
#[component]
pub fn UploadTree() -> impl IntoView {}
