//! What the checker tells authors of a tree that is published, or can be.

use leptos::prelude::*;
use resolutionflow::tree::Problems;

/// Placeholders of commands that cannot take every value; for users who keep trees.
#[component]
pub fn Warnings(warnings: Problems, class: &'static str) -> impl IntoView {
    (!warnings.is_empty()).then(move || {
        let count = if warnings.count == 1 { "1 place".to_owned() } else { format!("{} places", warnings.count) };
        let unlisted = (warnings.unlisted() > 0).then(|| view! { <li>{format!("… and {} more", warnings.unlisted())}</li> });
        view! {
            <details class=format!("notice {class}")>
                <summary>{format!("{count} in commands that cannot take every value")}</summary>
                <ul class="mt-2 list-disc space-y-1 pl-5">
                    {warnings.first.iter().map(|warning| view! { <li class="wrap-anywhere">{warning.to_string()}</li> }).collect_view()} {unlisted}
                </ul>
            </details>
        }
    })
}
