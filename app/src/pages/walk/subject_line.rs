//! The line below a walk's heading: what is worked on, and for how long.

use std::sync::Arc;

use leptos::prelude::*;
use walk_view::{Icon, Subject, Ticking, tree_line};

use crate::backend::views::WalkPage;

/// Line below the heading of a walk's questions: tree, ticket, client and the total.
#[component]
pub(in crate::pages) fn SubjectLine(walk: Arc<WalkPage>) -> impl IntoView {
    let (now, total) = (walk.now, walk.session.totals(walk.now).total);
    let running = walk.session.open_visit().is_some();
    view! {
        <p class="subject-line">
            <span class="line-clamp-2" dir="auto">{tree_line(&walk.tree.name, &walk.session)}</span>
            <Subject facts=walk.session.facts.clone() />
            <span class="subject">
                {Icon::Clock.view()}
                <span>
                    {if running {
                        view! { <Ticking elapsed=total now /> }.into_any()
                    } else {
                        total.to_string().into_any()
                    }} " total"
                </span>
            </span>
        </p>
    }
}
