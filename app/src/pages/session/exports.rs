//! The documentation that the walk wrote, ready to be taken away.

use leptos::prelude::*;
use resolutionflow::export::Format;
use resolutionflow::id::SessionId;

use crate::backend::views::Exported;
use crate::ui::{CopyButton, Icon};

/// The formats as a toolbar, "Copy for ticket" first, and a preview of the one that was asked for.
#[component]
pub(super) fn Exports(id: SessionId, text: String, preview: Option<(Format, Exported)>) -> impl IntoView {
    let present = preview.as_ref().map(|(format, _)| *format);
    view! {
        <section class="exports-place" aria-label="Exports">
            <div class="exports">
                // Without JavaScript the link leads to the text, where it can be selected.
                <a class="button button-primary" href=format!("/sessions/{id}?export=text#export") data-copy="ticket-text">
                    {Icon::Copy.view()}
                    "Copy for ticket"
                </a>
                {Format::ALL
                    .into_iter()
                    .filter(|format| *format != Format::Pdf)
                    .map(|format| {
                        view! {
                            <a
                                class="button aria-[current]:bg-accent-surface aria-[current]:text-accent"
                                href=format!("/sessions/{id}?export={}#export", format.as_str())
                                aria-current=(present == Some(format)).then_some("true")
                            >
                                {format.word()}
                            </a>
                        }
                    })
                    .collect_view()}
            </div>
            <pre id="ticket-text" hidden>
                {text}
            </pre>
        </section>
        {preview.map(|(format, exported)| view! { <Preview id format exported /> })}
    }
}

#[component]
fn Preview(id: SessionId, format: Format, exported: Exported) -> impl IntoView {
    let text = exported.text();
    view! {
        <section class="card" id="export" aria-labelledby="preview-title">
            <div class="card-head">
                <h2 class="min-w-0 wrap-anywhere" id="preview-title">
                    {exported.file_name}
                </h2>
                <div class="flex flex-wrap gap-2">
                    <CopyButton from="preview" what="the preview" />
                    <a class="button" href=format!("/sessions/{id}/export.{}", format.ending()) download="">
                        {Icon::Download.view()}
                        "Download"
                    </a>
                    <a class="button button-quiet" href=format!("/sessions/{id}")>
                        {Icon::Cross.view()}
                        "Close"
                        <span class="sr-only">" preview"</span>
                    </a>
                </div>
            </div>
            <pre class="export-preview" id="preview" tabindex="0">
                {text}
            </pre>
        </section>
    }
}
