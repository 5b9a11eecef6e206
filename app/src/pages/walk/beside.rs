//! What is written down beside the open step.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::text::{Note, Output, Scratchpad};

use super::kept::typed_here;
use crate::api::walk::TakeStep;
use crate::backend::views::WalkPage;
use crate::posted::Posted;
use crate::ui::TextArea;

/// Notes and output of the open step; `earlier` are the notes of its visits before an interruption.
#[component]
pub(super) fn Beside(walk: WalkPage, earlier: String, asides: AnyView) -> impl IntoView {
    // What was typed beside another step must not slip into this one.
    let action = if typed_here(&walk) { TakeStep::url() } else { "" };
    let notes = walk.session.open_visit().map(|visit| visit.notes.to_string()).unwrap_or_default();
    let faulty = Posted::to(action).is_some_and(|posted| posted.error.fault("output").is_some());
    let jotted = !walk.session.facts.scratchpad.is_empty();
    let lines = walk.output.lines().count();
    view! {
        <section class="beside" aria-label="Beside this step">
            {(!earlier.is_empty())
                .then(|| {
                    view! {
                        <div>
                            <p class="label">"Noted before the break"</p>
                            <p class="typed max-h-40 overflow-y-auto text-muted" tabindex="0">
                                {earlier}
                            </p>
                        </div>
                    }
                })}
            <TextArea action name="notes" label="Notes for this step" value=notes limit=Note::LIMIT class="beside-notes" />
            <details class="fold" open=faulty>
                <summary>
                    "Command output"
                    {(lines > 0).then(|| view! { <span class="hint ml-auto">{counted(lines)}</span> })}
                </summary>
                <div class="mt-2">
                    <TextArea
                        action
                        name="output"
                        label="What the commands printed"
                        value=walk.output
                        limit=Output::LIMIT
                        class="beside-output"
                    />
                </div>
            </details>
            <details class="fold" data-keep="scratchpad" open=jotted>
                <summary>"Scratchpad"</summary>
                <div class="mt-2">
                    <TextArea
                        action=TakeStep::url()
                        name="scratchpad"
                        label="Jotted down, of no step in particular"
                        value=walk.session.facts.scratchpad.to_string()
                        limit=Scratchpad::LIMIT
                        class="beside-notes"
                    />
                </div>
            </details>
            <button class="button w-full" name="act" value="save">
                "Save notes"
            </button>
            {asides}
        </section>
    }
}

fn counted(lines: usize) -> String {
    if lines == 1 { "1 line".to_owned() } else { format!("{lines} lines") }
}
