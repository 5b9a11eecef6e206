//! What the checker tells authors of a tree that is published.

use leptos::prelude::*;
use resolutionflow::access::Deed;
use resolutionflow::tree::{Tree, warnings};

use crate::backend::views::Viewer;

/// Placeholders of commands that cannot take every value; for users who keep trees.
#[component]
pub(super) fn Warnings(tree: Tree) -> impl IntoView {
    let keeps_trees = use_context::<Viewer>().is_some_and(|viewer| viewer.role.may(Deed::KeepTrees));
    let warnings = if keeps_trees { warnings(tree.nodes().iter().map(|node| (&node.id, &node.kind))) } else { Default::default() };
    (!warnings.is_empty()).then(move || {
        let count = if warnings.count == 1 { "1 place".to_owned() } else { format!("{} places", warnings.count) };
        let unlisted = (warnings.unlisted() > 0).then(|| view! { <li>{format!("… and {} more", warnings.unlisted())}</li> });
        view! {
            <details class="notice mt-8">
                <summary>{format!("{count} in commands that cannot take every value")}</summary>
                <ul class="mt-2 list-disc space-y-1 pl-5">
                    {warnings.first.iter().map(|warning| view! { <li class="wrap-anywhere">{warning.to_string()}</li> }).collect_view()} {unlisted}
                </ul>
            </details>
        }
    })
}
