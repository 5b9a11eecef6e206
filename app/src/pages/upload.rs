//! `/trees/upload`: a tree file in, or the list of what is wrong with it.

mod preview;

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::access::Deed;
use resolutionflow::tree::{MAX_BYTES, MAX_NODES, Problems, TreeDocument, warnings};

use super::Problem;
use super::tree::Warnings;
use crate::api::drafts::BeginDraft;
use crate::api::trees::UploadTree as UploadAction;
use crate::backend::views::Viewer;
use crate::error::{AppError, Fault};
use crate::posted::Posted;
use crate::ui::{CopyButton, FieldFault, FormFault, Frame, Hidden, Icon, Section};
use preview::Preview;

/// Small tree document, shown beside the form, that can be imported as it stands.
pub const EXAMPLE: &str = include_str!("upload/example.tree.md");

/// The most bytes of a refused file that its page has in it, to begin a draft with. "New tree" takes larger ones.
const MOST_OF_A_DRAFT: usize = 256 * 1024;

/// Page on which a manager uploads a tree file.
#[component]
pub fn UploadTree() -> impl IntoView {
    if !use_context::<Viewer>().is_some_and(|viewer| viewer.role.may(Deed::KeepTrees)) {
        return view! { <Problem error=AppError::Forbidden /> }.into_any();
    }
    let posted = Posted::to(UploadAction::url());
    // Bytes of another encoding have become text on the way.
    let document = posted.as_ref().and_then(|posted| TreeDocument::read(posted.field("document")?.as_bytes()).ok());
    // What is refused here can become a draft as it is.
    let is_for_a_draft = |posted: &&Posted| matches!(posted.error, AppError::Unapproved | AppError::BrokenTree(_));
    let refused = posted
        .as_ref()
        .filter(is_for_a_draft)
        .filter(|_| document.is_some())
        .and_then(|posted| posted.field("document"))
        .filter(|text| text.len() <= MOST_OF_A_DRAFT)
        .map(str::to_owned);
    let (problems, is_sound) = match posted.map(|posted| posted.error) {
        Some(AppError::BrokenTree(problems)) => (problems, false),
        Some(AppError::Previewed(problems)) => (problems.clone(), problems.is_empty()),
        _ => (Problems::default(), false),
    };
    let sound = document.clone().filter(|_| is_sound);
    view! {
        <Frame title="Upload a tree" section=Section::Trees>
            <h1 class="mb-1">"Upload a tree"</h1>
            <p class="mb-5 max-w-3xl text-muted">
                "A file whose key exists already becomes that tree's next version; sessions go on in the version that they were started on. A file that is not finished, or of another program, is for "
                <a class="link" href="/trees/new">
                    "New tree"
                </a> ", which begins a draft with it."
            </p>
            <div class="grid grid-cols-1 items-start gap-x-8 gap-y-8 lg:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]">
                <div>
                    {match sound {
                        Some(document) => view! { <Publish document /> }.into_any(),
                        None => view! { <FormFault action=UploadAction::url() /> }.into_any(),
                    }}
                    {refused.map(|text| view! { <AsDraft text /> })}
                    <UploadForm />
                </div>
                {match document {
                    Some(document) => view! { <Preview document problems /> }.into_any(),
                    None => view! { <Format /> }.into_any(),
                }}
            </div>
        </Frame>
    }
    .into_any()
}

/// Form that publishes the document which was looked at. A browser never fills a file in again, so the page has the document in it.
#[component]
fn Publish(document: TreeDocument) -> impl IntoView {
    let warnings = warnings(document.nodes.iter().map(|node| (&node.id, &node.kind)));
    view! {
        <div class="notice mb-4" role="status">
            <p class="mb-3 font-medium">"Nothing keeps this tree from being published. Read its steps, then publish it."</p>
            <form method="post" action=UploadAction::url() enctype="multipart/form-data">
                <Hidden name="document" value=serde_json::to_string(&document).unwrap_or_default() />
                <button class="button button-primary">{Icon::Check.view()} "Publish"</button>
            </form>
        </div>
        <Warnings warnings class="mb-4" />
    }
}

/// Form that begins a draft with the refused file.
#[component]
fn AsDraft(text: String) -> impl IntoView {
    view! {
        <form class="notice mb-4 flex flex-wrap items-center justify-between gap-3" method="post" action=BeginDraft::url()>
            <Hidden name="command_id" value=super::drafts::command() />
            <Hidden name="from" value="text" />
            <Hidden name="text" value=text />
            <p>"As a draft it can be corrected, approved and published in the editor."</p>
            <button class="button">{Icon::Pencil.view()} "Begin a draft with it"</button>
        </form>
    }
}

/// Field `document` for a tree file.
#[component]
pub(super) fn TreeFileField(
    /// What a file may be and how large.
    limits: String,
    fault: Option<Fault>,
    /// In place of a fault.
    #[prop(optional)]
    hint: &'static str,
    /// Endings and types of files that a browser offers first.
    #[prop(default = ".md,.txt,.json,text/markdown,application/json")]
    accept: &'static str,
) -> impl IntoView {
    let invalid = fault.map(|_| "true");
    view! {
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
            accept=accept
            required=true
            aria-invalid=invalid
            aria-describedby="document-limits document-note"
        />
        <FieldFault name="document" label="Tree file" fault hint />
    }
}

#[component]
fn UploadForm() -> impl IntoView {
    let action = UploadAction::url();
    let posted = Posted::to(action);
    let fault = posted.as_ref().and_then(|posted| posted.error.fault("document"));
    // A browser never fills a file in again, however well the server remembers it.
    let hint = match posted.as_ref().map(|posted| &posted.error) {
        Some(AppError::Previewed(problems)) if problems.is_empty() => "",
        Some(_) if fault.is_none() => "Correct the file, then choose it again.",
        _ => "",
    };
    let limits = format!(
        "A tree as text (.tree.md) or JSON, of at most {} MB with at most {} nodes.",
        MAX_BYTES / 1024 / 1024,
        thousands(MAX_NODES)
    );
    view! {
        <form class="card p-5" method="post" action=action enctype="multipart/form-data">
            <TreeFileField limits fault hint />
            <div class="mt-4 flex flex-wrap gap-2">
                <button class="button button-primary">{Icon::Upload.view()} "Upload"</button>
                <button class="button" name="then" value="preview">
                    {Icon::Outline.view()}
                    "Check and preview"
                </button>
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
                "Every step is a decision, an action or a solution. Every path must end at a solution; loops, and several paths to one node, are fine. "
                "The checker names up to a hundred problems at once, and a file with problems changes nothing. The JSON that trees are downloaded as is read, too."
            </p>
            <dl class="definitions mb-4">
                <div>
                    <dt>"+ Yes -> next"</dt>
                    <dd>"An answer makes a step a decision. Behind the arrow stands the id of the step that follows."</dd>
                </div>
                <div>
                    <dt>"-> next"</dt>
                    <dd>"An action ends with the id of the step that follows. It may have commands to copy, in fences with " <code>"powershell"</code> ", " <code>"cmd"</code> " or " <code>"bash"</code> " and a label."</dd>
                </div>
                <div>
                    <dt>"=> resolved"</dt>
                    <dd>"A solution ends with its outcome, if one is likely: resolved, workaround, escalated or unresolved."</dd>
                </div>
                <div>
                    <dt>"{{computer}}"</dt>
                    <dd>"In a command, asks for a value and fills it in. It takes any value as a word of its own or alone in quotes; elsewhere letters, digits and " <code>". _ : @ / -"</code> " alone; nothing where a command begins."</dd>
                </div>
                <div>
                    <dt>"## [id] Title"</dt>
                    <dd>"A step begins. Instructions below it are Markdown: lists, tables, tasks, emphasis, code and links. A line end is a line end, and what looks like HTML or a path stays as it is. A line that looks like one of these marks takes a " <code>"\\"</code> " in front."</dd>
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
