//! The badge of a session.

use leptos::prelude::*;

use super::{Icon, OutcomeBadge};
use crate::backend::views::SessionState;

/// Badge of a session's state: its outcome, or that it is in progress or parked.
#[component]
pub fn StateBadge(
    /// The session's state.
    state: SessionState,
) -> impl IntoView {
    match state {
        SessionState::Completed(outcome) => view! { <OutcomeBadge outcome /> }.into_any(),
        SessionState::Running => view! { <span class="badge">{Icon::Play.view()} "In progress"</span> }.into_any(),
        SessionState::Parked => view! { <span class="badge">{Icon::Pause.view()} "Parked"</span> }.into_any(),
    }
}
