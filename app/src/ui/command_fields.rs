//! Hidden fields of every form about a session.

use std::sync::Arc;

use leptos::prelude::*;
use resolutionflow::id::SessionId;

use super::Hidden;
use crate::backend::Backend;

/// Hidden fields of a form that changes a session: its id, the revision that the page shows, and a fresh command id, so that sending the
/// form twice changes one thing.
#[component]
pub fn CommandFields(
    /// The session.
    session: SessionId,
    /// Its revision.
    revision: u32,
) -> impl IntoView {
    let command = use_context::<Arc<dyn Backend>>().map(|backend| backend.new_command_id().to_string()).unwrap_or_default();
    view! {
        <Hidden name="session" value=session.to_string() />
        <Hidden name="command_id" value=command />
        <Hidden name="base_revision" value=revision.to_string() />
    }
}
