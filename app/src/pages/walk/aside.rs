//! Further actions at a step: a detour that is not in the tree, parking with a reason, and reporting a problem to the authors.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::id::SessionId;
use resolutionflow::text::{Problem, Reason, Title};

use crate::api::walk::TakeStep;
use crate::backend::views::Viewer;
use crate::posted::Posted;
use crate::ui::{TextArea, TextField};

/// Address of the page on which other words for the open step are suggested; none where the account takes no suggestions.
pub(in crate::pages) fn suggest_href(session: SessionId) -> Option<String> {
    use_context::<Viewer>().filter(|viewer| viewer.may_propose).map(|_| format!("/sessions/{session}/suggest"))
}

/// Folds beside the open step: ad-hoc step, parking and report. They are the same at every step, so the player shows them as they came with
/// the page.
#[component]
pub(super) fn Asides(
    /// Address of the page on which other words for the step are suggested, where the account takes suggestions.
    suggest: Option<String>,
) -> impl IntoView {
    let action = TakeStep::url();
    let posted = Posted::to(action);
    let pressed = |act: &str| posted.as_ref().is_some_and(|posted| posted.field("act") == Some(act));
    let for_someone = posted.as_ref().is_some_and(|posted| posted.field("for_someone_else").is_some());
    view! {
        <details class="fold aside-tree" open=pressed("detour")>
            <summary>"Not in the tree"</summary>
            <div class="fold-body">
                <TextField
                    action
                    name="detour"
                    label="What you do"
                    hint="Becomes a step of its own, timed from now. The walk waits where it is."
                    limit=Title::LIMIT
                />
                <button class="button" name="act" value="detour">
                    "Begin this step"
                </button>
            </div>
        </details>
        <details class="fold" open=pressed("park")>
            <summary>"Park or hand over"</summary>
            <div class="fold-body">
                <TextField action name="parked_reason" label="Why" hint="Shown to whoever goes on." limit=Reason::LIMIT />
                <label class="flex min-h-10 items-center gap-2">
                    <input type="checkbox" name="for_someone_else" value="yes" checked=for_someone />
                    "For someone else to take over"
                </label>
                <button class="button" name="act" value="park">
                    "Park now"
                </button>
            </div>
        </details>
        <details class="fold aside-tree" open=pressed("report")>
            <summary>"Report a problem with this step"</summary>
            <div class="fold-body">
                <TextArea
                    action
                    name="problem"
                    label="What is wrong"
                    hint="Goes to those who look after the tree, not into the ticket."
                    limit=Problem::LIMIT
                    class="min-h-24"
                />
                <button class="button" name="act" value="report">
                    "Report the problem"
                </button>
            </div>
        </details>
        {suggest
            .map(|href| {
                view! {
                    <a class="link aside-tree inline-flex min-h-10 items-center" href=href>
                        "Suggest a change to this step"
                    </a>
                }
            })}
    }
}
