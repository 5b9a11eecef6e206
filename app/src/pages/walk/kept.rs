//! Texts of a refused form whose step is over, shown to be copied.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::api::walk::{CompleteWalk, TakeStep};
use crate::backend::views::WalkPage;
use crate::posted::Posted;
use crate::ui::KeptTexts;

/// True if no refused form was sent, or one from the step that is open now, so that its fields can hold the typed texts.
pub(super) fn typed_here(walk: &WalkPage) -> bool {
    let open = walk.session.open_visit().map(|visit| visit.id.to_string()).unwrap_or_default();
    use_context::<Posted>().is_none_or(|posted| posted.field("visit").unwrap_or_default() == open)
}

/// Shows what a refused form carried for a step that is over, ready to be copied: nothing that was typed is lost.
#[component]
pub(in crate::pages) fn Kept(walk: Arc<WalkPage>) -> impl IntoView {
    let mine = [TakeStep::url(), CompleteWalk::url()];
    let posted = use_context::<Posted>().filter(|posted| mine.contains(&posted.action.as_str()));
    let over = walk.session.completion().is_some() || !walk.is_mine;
    let elsewhere = over || !typed_here(&walk);
    let mut texts = posted.map(|posted| posted.texts()).unwrap_or_default();
    texts.retain(|(name, ..)| if matches!(*name, "notes" | "output") { elsewhere } else { over });
    view! { <KeptTexts texts why="What you typed was not saved. Copy it to where it belongs." /> }
}
