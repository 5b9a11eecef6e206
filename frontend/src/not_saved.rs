//! Steps that the server did not take, because the session had gone on elsewhere.

use leptos::prelude::*;
use resolutionflow::sync::steps;
use walk_view::CopyButton;

use super::dom::form;
use super::engine::Engine;
use super::form::{add_to_notes, save_typed, say, take_in};
use super::outcome;
use super::sending::News;

/// Notice above the newer state: lines of what was done here and not saved, to be kept as a note or discarded.
#[component]
pub(super) fn NotSaved(engine: Engine) -> impl IntoView {
    move || {
        engine.track_session();
        let refused = engine.refused();
        let can_note = engine.is_walking();
        (!refused.is_empty()).then(|| {
            let count = steps(refused.len());
            let line = |told: String| view! { <li class="typed">{told} "\n"</li> };
            view! {
                <section class="notice notice-fault mb-4" role="alert" aria-label="Not saved">
                    <p class="font-medium">{format!("Not saved: {count}")}</p>
                    <p class="mt-1">{why(engine)} " What you see is how it stands now; this is what you did here:"</p>
                    <ul class="mt-2 list-disc max-h-60 overflow-y-auto pl-5" id="not-saved" tabindex="0">
                        {refused.into_iter().map(line).collect_view()}
                    </ul>
                    <div class="mt-3 flex flex-wrap items-start gap-2">
                        {can_note
                            .then(|| {
                                view! {
                                    <button class="button" type="button" value="note-lost">
                                        "Continue there"
                                    </button>
                                }
                            })}
                        <CopyButton from="not-saved" class="" />
                        <details>
                            <summary class="button button-quiet">"Discard"</summary>
                            <button class="button mt-2" type="button" value="discard-lost">
                                {format!("Discard {count} for good")}
                            </button>
                        </details>
                    </div>
                </section>
            }
        })
    }
}

/// Keeps the lines as a note of the open step.
pub(super) fn note(engine: Engine) {
    if add_to_notes(engine, &engine.refused().join("\n")) {
        engine.discard();
    }
}

/// Sentence on what became of the session, because of which a step was refused.
fn why(engine: Engine) -> String {
    let ended = engine.with_session(|session| session.completion().map(|completion| completion.outcome.word()));
    match ended {
        Some(word) => format!("This session has ended: {word}."),
        None if !engine.is_mine() => "Somebody else holds this session now.".to_owned(),
        None => "This session went on elsewhere in the meantime.".to_owned(),
    }
}

/// Brings the fields in line with an answer of the server, and says why the page was not left if the command that leads away was refused.
pub(super) fn settle(engine: Engine, news: News) {
    let Some(form) = form() else { return };
    if let Some((before, after)) = &news.texts {
        take_in(&form, before, after);
        if news.is_refused {
            save_typed(engine, &form);
        }
    }
    let Some(way) = news.way else { return };
    let is_over = engine.with_session(|session| session.completion().is_some());
    let is_open = if way.completes { engine.is_mine() && !is_over } else { engine.is_walking() };
    // Otherwise the notice says so, with what was typed.
    if is_open {
        if way.completes {
            outcome::open(engine, &form);
        }
        say(&form, &format!("{} Nothing was changed: look at how it stands now, and press again.", why(engine)));
    }
}
