//! Steps that the server did not take, because the session had gone on elsewhere.

use leptos::prelude::*;
use resolutionflow::sync::steps;

use super::engine::Engine;
use super::form::add_to_notes;

/// Notice above the newer state: lines of what was done here and not saved, to be kept as a note or discarded.
#[component]
pub(super) fn NotSaved(engine: Engine) -> impl IntoView {
    let note = move |_| {
        if add_to_notes(engine, &engine.refused().join("\n")) {
            engine.discard();
        }
    };
    let discard = move |_| engine.discard();
    move || {
        engine.track_session();
        let refused = engine.refused();
        let can_note = engine.with_session(|session| session.open_visit().is_some()) && engine.is_mine();
        (!refused.is_empty()).then(|| {
            let count = steps(refused.len());
            view! {
                <section class="notice notice-fault mb-4" role="alert" aria-label="Not saved">
                    <p class="font-medium">{format!("Not saved: {count}")}</p>
                    <p class="mt-1">"This session went on elsewhere in the meantime. What you see is how it stands now; this is what you did here:"</p>
                    <ul class="mt-2 list-disc pl-5">{refused.into_iter().map(|told| view! { <li class="wrap-anywhere">{told}</li> }).collect_view()}</ul>
                    <div class="mt-3 flex flex-wrap items-start gap-2">
                        {can_note
                            .then(|| {
                                view! {
                                    <button class="button" type="button" on:click=note>
                                        "Continue there"
                                    </button>
                                }
                            })}
                        <details>
                            <summary class="button button-quiet">"Discard"</summary>
                            <button class="button mt-2" type="button" on:click=discard>
                                {format!("Discard {count} for good")}
                            </button>
                        </details>
                    </div>
                </section>
            }
        })
    }
}
