//! An export to look at, and to change before it is copied or downloaded.

use export::{Format, Options};
use leptos::prelude::*;
use resolutionflow::id::SessionId;

use super::options::{OPTIONS, OptionsForm};
use super::{Asked, address};
use crate::backend::exports::{EDIT_LIMIT, Preview};
use crate::pages::reading::ReadingView;
use crate::ui::{Hidden, Icon, TextArea};

/// Card with the preview of the export that the address asks for, or with the reason why there is none.
#[component]
pub(in crate::pages::session) fn PreviewCard(id: SessionId, asked: Asked, preview: Option<Preview>) -> impl IntoView {
    let Asked { format, options } = asked;
    view! {
        <section class="card" id="export" aria-labelledby="preview-title">
            <div class="card-head">
                <h2 class="min-w-0 wrap-anywhere" id="preview-title">
                    {format.word()}
                </h2>
                <a class="button button-quiet" href=format!("/sessions/{id}")>
                    {Icon::Cross.view()}
                    "Close"
                    <span class="sr-only">" preview"</span>
                </a>
            </div>
            {match (options, preview) {
                (Ok(options), Some(preview)) => {
                    view! {
                        <OptionsForm id format options steps=preview.steps />
                        <Document id format options preview />
                    }
                        .into_any()
                }
                (Err(unknown), _) => {
                    view! {
                        <p class="notice m-5 wrap-anywhere">
                            {format!("This address asks for {} as no export has it, so nothing is shown. ", unknown.0)}
                            <a class="link" href=super::preview_of(id, format, &Options::default())>
                                "Show all of it"
                            </a>
                        </p>
                    }
                        .into_any()
                }
                (Ok(_), None) => ().into_any(),
            }}
        </section>
    }
}

#[component]
fn Document(id: SessionId, format: Format, options: Options, preview: Preview) -> impl IntoView {
    let query: String = options.pairs().into_iter().map(|(name, value)| format!("&{name}={value}")).collect();
    let href = format!("{}?{}", address(id, format), query.trim_start_matches('&'));
    let href = href.trim_end_matches('?').to_owned();
    let Preview { file_name, text, is_whole, reading, written_out, .. } = preview;
    view! {
        <div class="space-y-3 p-5" id="export-document" data-swap="">
            <p class="hint flex flex-wrap gap-x-4 gap-y-1 wrap-anywhere" role="status">
                <span>{file_name}</span>
                {reading
                    .as_ref()
                    .and_then(|reading| reading.redacted.clone())
                    .map(|counts| view! { <span>{format!("Redacted: {counts}")}</span> })}
                {(written_out > 0).then(|| view! { <span>{written_out_in_words(written_out)}</span> })}
            </p>
            {reading.map(|reading| view! { <ReadingView reading /> })}
            {match text {
                Some(text) if is_whole && format.is_editable() => view! { <Editor id format options text /> }.into_any(),
                Some(text) => {
                    view! {
                        {(!is_whole)
                            .then(|| {
                                view! { <p class="notice">"Too long to show in full: this is the beginning. The download has all of it."</p> }
                            })}
                        <pre class="export-preview" dir="auto" id="preview" tabindex="0">
                            {text}
                        </pre>
                        <p class="flex flex-wrap gap-2">
                            <Download href />
                        </p>
                    }
                        .into_any()
                }
                None => {
                    view! {
                        <p class="flex flex-wrap gap-2">
                            <a class="button" href=format!("{href}{}inline=1", if href.contains('?') { '&' } else { '?' }) target="_blank">
                                {Icon::Search.view()}
                                "Open"
                                <span class="sr-only">" in a new tab"</span>
                            </a>
                            <Download href />
                        </p>
                    }
                        .into_any()
                }
            }}
        </div>
    }
}

fn written_out_in_words(count: usize) -> String {
    let are = if count == 1 { "character is" } else { "characters are" };
    format!("{count} {are} written out in brackets, such as [thumbs up]: some ticket systems would cut the note there")
}

#[component]
fn Download(href: String) -> impl IntoView {
    view! {
        <a class="button button-primary" href=href download="">
            {Icon::Download.view()}
            "Download"
        </a>
    }
}

/// The document as it will be copied or downloaded. What is typed into it goes through the server, which redacts it like the rest
/// and keeps that it was taken.
#[component]
fn Editor(id: SessionId, format: Format, options: Options, text: String) -> impl IntoView {
    let action = address(id, format);
    let copied_from = action.clone();
    view! {
        <form class="space-y-3" method="post" action=action data-holds=OPTIONS>
            {options.pairs().into_iter().map(|(name, value)| view! { <Hidden name value /> }).collect_view()}
            <TextArea
                action="export"
                name="text"
                id="preview".to_owned()
                label="Change it before you take it"
                value=text
                class="export-editor"
                limit=EDIT_LIMIT
            />
            <p class="hint" role="status">
                <span hidden="" data-held="">
                    "The options are off while the text has your changes: they would replace it. "
                    <a class="link" href=super::preview_of(id, format, &options)>
                        "Discard the changes"
                    </a>
                </span>
            </p>
            <p class="flex flex-wrap gap-2">
                <button class="button" type="button" data-copy-export=copied_from>
                    {Icon::Copy.view()}
                    "Copy"
                    <span class="sr-only">" the preview"</span>
                </button>
                <button class="button button-primary">{Icon::Download.view()} "Download"</button>
            </p>
        </form>
    }
}
