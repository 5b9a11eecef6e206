//! Notes, command output and scratchpad beside the open step.

use leptos::prelude::*;
use resolutionflow::text::{Note, Output, Scratchpad};

use super::{Refill, TextArea};

/// Notes and output of the open step, and the scratchpad of the session.
#[component]
pub(super) fn SidePanel(
    notes: String,
    /// Notes of the step from before the user went back to it.
    before: String,
    output: String,
    scratchpad: String,
    /// Notes of the step's visits before an interruption.
    earlier: String,
    refill: Refill,
    /// The folds below.
    asides: AnyView,
) -> impl IntoView {
    let faulty = refill.fault("output").is_some();
    let jotted = !scratchpad.is_empty();
    let lines = output.lines().count();
    view! {
        <section class="beside" aria-label="Beside this step">
            {(!earlier.is_empty())
                .then(|| {
                    view! {
                        <div>
                            <p class="label">"Noted before the break"</p>
                            <p class="typed max-h-40 overflow-y-auto text-muted" dir="auto" tabindex="0">
                                {earlier}
                            </p>
                        </div>
                    }
                })}
            {(!before.is_empty())
                .then(|| {
                    view! {
                        <div data-offer="">
                            <p class="label flex items-center justify-between gap-2">
                                "Your notes from before:"
                                <button class="button button-quiet button-small" type="button" data-take-over="notes-before">
                                    "Take over"
                                </button>
                            </p>
                            <p class="typed max-h-40 overflow-y-auto text-muted" id="notes-before" tabindex="0">
                                {before}
                            </p>
                        </div>
                    }
                })}
            <TextArea
                name="notes"
                label="Notes for this step"
                value=refill.text("notes", &notes)
                fault=refill.fault("notes")
                limit=Some(Note::LIMIT)
                class="beside-notes"
            />
            <details class="fold" open=faulty>
                <summary>
                    "Command output"
                    {(lines > 0).then(|| view! { <span class="hint ml-auto">{counted(lines)}</span> })}
                </summary>
                <div class="mt-2">
                    <TextArea
                        name="output"
                        label="What the commands printed"
                        value=refill.text("output", &output)
                        fault=refill.fault("output")
                        limit=Some(Output::LIMIT)
                        class="beside-output"
                    />
                </div>
            </details>
            <details class="fold" data-keep="scratchpad" open=jotted>
                <summary>"Scratchpad"</summary>
                <div class="mt-2">
                    <TextArea
                        name="scratchpad"
                        label="Jotted down, of no step in particular"
                        value=refill.text("scratchpad", &scratchpad)
                        fault=refill.fault("scratchpad")
                        limit=Some(Scratchpad::LIMIT)
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
