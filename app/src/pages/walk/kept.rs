//! What was typed and has no field to go back to.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::api::walk::{CompleteWalk, TakeStep};
use crate::backend::views::WalkPage;
use crate::posted::Posted;
use crate::ui::CopyButton;

/// Whether a refused form was sent from the step that is open now, so that its fields can hold what was typed.
pub(super) fn typed_here(walk: &WalkPage) -> bool {
    let open = walk.session.open_visit().map(|visit| visit.id.to_string()).unwrap_or_default();
    use_context::<Posted>().is_none_or(|posted| posted.field("visit").unwrap_or_default() == open)
}

/// Shows what a refused form carried for a step that is over, ready to be copied: nothing that was typed is lost.
#[component]
pub(in crate::pages) fn Kept(walk: WalkPage) -> impl IntoView {
    let mine = [TakeStep::url(), CompleteWalk::url()];
    let posted = use_context::<Posted>().filter(|posted| mine.contains(&posted.action.as_str()));
    let over = walk.session.completion().is_some() || !walk.is_mine;
    let mut fields = Vec::new();
    if over || !typed_here(&walk) {
        fields.extend([("notes", "Notes"), ("output", "Command output")]);
    }
    if over {
        fields.extend([("outcome_notes", "Outcome notes"), ("next_steps", "Next steps")]);
    }
    let texts: Vec<_> = fields
        .into_iter()
        .filter_map(|(name, label)| {
            let text = posted.as_ref()?.field(name)?.trim_end().to_owned();
            (!text.is_empty()).then_some((name, label, text))
        })
        .collect();
    (!texts.is_empty()).then(|| {
        view! {
            <section class="notice mb-4" aria-label="What you typed">
                <p class="font-medium">"What you typed was not saved. Copy it to where it belongs."</p>
                {texts
                    .into_iter()
                    .map(|(name, label, text)| {
                        let id = format!("kept-{name}");
                        view! {
                            <div class="mt-3">
                                <p class="flex items-center justify-between gap-2">{label} <CopyButton from=id.clone() /></p>
                                <p class="typed max-h-40 overflow-y-auto" id=id tabindex="0">
                                    {text}
                                </p>
                            </div>
                        }
                    })
                    .collect_view()}
            </section>
        }
    })
}
