//! Preview of the text that the readers of a document or of a link will see, before it is made.

use export::Part;
use leptos::prelude::*;

use crate::backend::exports::Reading;

/// Text as its readers will see it, with what was masked marked.
#[component]
pub(super) fn ReadingView(reading: Reading) -> impl IntoView {
    let Reading { parts, is_whole, redacted } = reading;
    let part = |Part { text, is_mask }| if is_mask { view! { <mark>{text}</mark> }.into_any() } else { text.into_any() };
    view! {
        <section class="space-y-2" aria-labelledby="reading-title">
            <h2 id="reading-title">"What its readers will see"</h2>
            {redacted
                .map(|_| {
                    view! {
                        <p class="hint">
                            "What was masked is marked. Read the rest before you pass it on: masking finds what looks like a secret, and not everything that is one."
                        </p>
                    }
                })}
            {(!is_whole).then(|| view! { <p class="notice">"Too long to show in full: this is the beginning."</p> })}
            <pre class="export-preview" dir="auto" tabindex="0" aria-labelledby="reading-title">
                {parts.into_iter().map(part).collect_view()}
            </pre>
        </section>
    }
}
