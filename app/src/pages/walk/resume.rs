//! The way back into a parked session.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::id::SessionId;

use crate::api::walk::TakeStep;
use crate::ui::{CommandFields, Icon};

/// Form by which the holder of a parked session resumes it.
#[component]
pub(in crate::pages) fn ResumeForm(
    /// The session.
    session: SessionId,
    /// Its revision.
    revision: u32,
) -> impl IntoView {
    view! {
        <form method="post" action=TakeStep::url()>
            <CommandFields session=session revision=revision />
            <button class="button button-primary" name="act" value="resume">
                {Icon::Play.view()}
                "Resume"
            </button>
        </form>
    }
}
