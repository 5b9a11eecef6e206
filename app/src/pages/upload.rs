//! `/trees/upload`: a tree file in, or the list of what is wrong with it.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::access::Deed;
use resolutionflow::tree::{MAX_BYTES, MAX_NODES};

use super::Problem;
use crate::api::trees::UploadTree as UploadAction;
use crate::backend::views::Viewer;
use crate::error::AppError;
use crate::posted::Posted;
use crate::ui::{CopyButton, FieldFault, FormFault, Frame, Icon, Section};

/// Small tree document, shown beside the form, that can be imported as it stands.
pub const EXAMPLE: &str = include_str!("upload/example.json");

/// Page on which a manager uploads a tree file.
#[component]
pub fn UploadTree() -> impl IntoView {
    if !use_context::<Viewer>().is_some_and(|viewer| viewer.role.may(Deed::KeepTrees)) {
        return view! { <Problem error=AppError::Forbidden /> }.into_any();
    }
    view! {
        <Frame title="Upload a tree" section=Section::Trees>
            <h1 class="mb-1">"Upload a tree"</h1>
            <p class="mb-5 max-w-3xl text-muted">
                "A file whose key exists already becomes that tree's next version; sessions go on in the version that they were started on."
            </p>
            <div class="grid grid-cols-1 items-start gap-x-8 gap-y-8 lg:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]">
                <div>
                    <FormFault action=UploadAction::url() />
                    <UploadForm />
                </div>
                <Format />
            </div>
        </Frame>
    }
    .into_any()
}

#[component]
fn UploadForm() -> impl IntoView {
    let action = UploadAction::url();
    let posted = Posted::to(action);
    let fault = posted.as_ref().and_then(|posted| posted.error.fault("document"));
    // A browser never fills a file in again, however well the server remembers it.
    let hint = if posted.is_some() && fault.is_none() { "Correct the file, then choose it again." } else { "" };
    let limits = format!("A JSON file of at most {} MB with at most {} nodes.", MAX_BYTES / 1024 / 1024, thousands(MAX_NODES));
    view! {
        <form class="card p-5" method="post" action=action enctype="multipart/form-data">
            <label class="label" for="document">
                "Tree file"
            </label>
            <p class="hint mb-2" id="document-limits">
                {limits}
            </p>
            <input
                class="control file-control"
                id="document"
                name="document"
                type="file"
                accept=".json,application/json"
                required=true
                aria-invalid=fault.map(|_| "true")
                aria-describedby="document-limits document-note"
            />
            <FieldFault name="document" label="Tree file" fault hint />
            <div class="mt-4 flex flex-wrap gap-2">
                <button class="button button-primary">{Icon::Upload.view()} "Upload"</button>
                <a class="button button-quiet" href="/trees">
                    "Cancel"
                </a>
            </div>
        </form>
    }
}

fn thousands(count: usize) -> String {
    if count < 1_000 { count.to_string() } else { format!("{},{:03}", count / 1_000, count % 1_000) }
}

#[component]
fn Format() -> impl IntoView {
    view! {
        <section aria-labelledby="format">
            <h2 class="mb-2" id="format">
                "What the file looks like"
            </h2>
            <p class="mb-3 text-muted">
                "Every node is one of three types. Every path must end at a solution; loops, and several paths to one node, are fine. "
                "The checker names up to a hundred problems at once, and a file with problems changes nothing."
            </p>
            <dl class="definitions mb-4">
                <div>
                    <dt>"decision"</dt>
                    <dd>"A question. Each of its " <code>"options"</code> " has a label and the node that follows."</dd>
                </div>
                <div>
                    <dt>"action"</dt>
                    <dd>"Something to do, with " <code>"commands"</code> " to copy for " <code>"powershell"</code> ", " <code>"cmd"</code> " or " <code>"bash"</code> "; then the next node."</dd>
                </div>
                <div>
                    <dt>"solution"</dt>
                    <dd>"An end, with a " <code>"suggested_outcome"</code> " if one is likely: resolved, workaround, escalated or unresolved."</dd>
                </div>
                <div>
                    <dt>"{{computer}}"</dt>
                    <dd>"In a command, asks for a value and fills it in. It takes any value as a word of its own or alone in quotes; elsewhere letters, digits and " <code>". _ : @ / -"</code> " alone; nothing where a command begins."</dd>
                </div>
                <div>
                    <dt>"body"</dt>
                    <dd>"Further instructions of a node, in Markdown: lists, emphasis, code and links."</dd>
                </div>
            </dl>
            <figure class="command">
                <figcaption>
                    <span>"A complete small tree"</span>
                    <span class="ml-auto">
                        <CopyButton from="example" what="the example" />
                    </span>
                </figcaption>
                <pre class="code max-h-96 overflow-y-auto" id="example" tabindex="0">
                    {EXAMPLE}
                </pre>
            </figure>
        </section>
    }
}
