//! `/trees/new`: how a tree begins: blank, as a copy, from a text or from a file.

mod prompt;

use std::sync::Arc;

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::tree::{NotADocument, TreeDocument};

use super::Problem;
use super::drafts::reply::reply;
use super::upload::TreeFileField;
use crate::api::drafts::{BeginDraft, BeginDraftWithFile};
use crate::backend::Backend;
use crate::backend::views::{TreeQuery, Viewer};
use crate::error::AppError;
use crate::posted::Posted;
use crate::ui::{FormFault, Frame, Hidden, Icon, Query, Section, SelectField, TextArea, TextField, load};

/// Files that are read; a browser offers them first.
const ACCEPT: &str = ".md,.txt,.json,.mmd,.mermaid,.csv,.tsv,.xlsx,.docx,.html,.htm,.drawio,.xml,.rfflow";

/// Page on which an author begins a tree.
#[component]
pub fn NewTree() -> impl IntoView {
    if !use_context::<Viewer>().is_some_and(|viewer| viewer.may_author) {
        return view! { <Problem error=AppError::Forbidden /> }.into_any();
    }
    let asked = Query::of_page().get("tree").to_owned();
    let of = asked.clone();
    load(move |backend| async move { choices(backend, &of).await }, move |trees| show(trees, asked.clone())).into_any()
}

/// Keys and names of trees that can be copied: the latest ones, and the one that is asked for.
async fn choices(backend: Arc<dyn Backend>, asked: &str) -> Result<Vec<(String, String)>, AppError> {
    let library = backend.trees(TreeQuery::default()).await?;
    let mut trees: Vec<(String, String)> = library.trees.into_iter().map(|card| (card.key, card.name)).collect();
    if !asked.is_empty()
        && trees.iter().all(|(key, _)| key != asked)
        && let Ok(page) = backend.tree(asked).await
    {
        trees.push((page.card.key, page.card.name));
    }
    Ok(trees)
}

fn show(trees: Vec<(String, String)>, asked: String) -> AnyView {
    let action = BeginDraft::url();
    // Forms of the page go to one address; the fault of one is no fault of the others.
    let from = Posted::to(action).and_then(|posted| posted.field("from").map(str::to_owned)).unwrap_or_default();
    let copy = (!trees.is_empty()).then(|| copy(trees, asked));
    let limits = format!(
        "A tree of yours (.tree.md, .json), or what you have: Mermaid, a runbook in Markdown, HTML or Word, a table of links in CSV or Excel, \
         JSON, draw.io, Typebot. At most {} MB. It may be broken: what is wrong is shown in the draft.",
        import::MAX_BYTES / 1024 / 1024
    );
    let fault = Posted::to(BeginDraftWithFile::url()).and_then(|posted| posted.error.fault("document"));
    view! {
        <Frame title="New tree" section=Section::Trees>
            <h1 class="mb-1">"New tree"</h1>
            <p class="mb-5 max-w-3xl text-muted">"A tree begins as a draft. Nobody walks it until you publish it."</p>
            <FormFault action />
            <FormFault action=BeginDraftWithFile::url() />
            <div class="grid grid-cols-1 items-start gap-6 lg:grid-cols-2">
                <form class="card space-y-4 p-5" method="post" action=action>
                    <h2>"Blank"</h2>
                    <Begin from="blank" />
                    <Named is_refused=from == "blank" id="blank-name" />
                    <button class="button button-primary">{Icon::Pencil.view()} "Begin blank tree"</button>
                </form>
                {copy}
                <form class="card space-y-4 p-5" method="post" action=action>
                    <h2>"Paste text"</h2>
                    <Begin from="text" />
                    <TextArea
                        action
                        name="text"
                        label="Text"
                        hint="Tree text, the answer of a chat assistant as it was copied, a flowchart in Mermaid, a runbook, a table, JSON, or the source of a page."
                        class="font-mono"
                    />
                    {pasted_faults()}
                    <button class="button">"Begin with this text"</button>
                </form>
                <form class="card space-y-4 p-5" method="post" action=BeginDraftWithFile::url() enctype="multipart/form-data">
                    <h2>"File"</h2>
                    <Hidden name="command_id" value=super::drafts::command() />
                    <div>
                        <TreeFileField limits fault accept=ACCEPT />
                    </div>
                    <button class="button">{Icon::Upload.view()} "Begin with this file"</button>
                </form>
                {prompt::prompt()}
            </div>
        </Frame>
    }
    .into_any()
}

/// Faults of a pasted tree text as a reply for the assistant that wrote it.
fn pasted_faults() -> AnyView {
    let posted = Posted::to(BeginDraft::url()).filter(|posted| matches!(posted.error, AppError::NotATree(_)));
    let text = posted.and_then(|posted| posted.field("text").map(str::to_owned)).unwrap_or_default();
    match TreeDocument::read(text.as_bytes()) {
        Err(NotADocument::Faulty(faults)) if resolutionflow::tree::is_tree_text(&text) => {
            let told: Vec<String> = faults.first.iter().map(|fault| format!("line {}: {}", fault.line, fault.message)).collect();
            reply("reply", &told)
        }
        _ => ().into_any(),
    }
}

fn copy(trees: Vec<(String, String)>, asked: String) -> AnyView {
    let action = BeginDraft::url();
    let is_refused = Posted::to(action).is_some_and(|posted| posted.field("from") == Some("copy"));
    view! {
        <form class="card space-y-4 p-5" method="post" action=action>
            <h2>"Copy of a tree"</h2>
            <Begin from="copy" />
            <SelectField action name="tree" label="Copy of" choices=trees chosen=asked />
            <Named is_refused id="copy-name" />
            <button class="button">{Icon::Copy.view()} "Begin copy"</button>
        </form>
    }
    .into_any()
}

/// Hidden fields of each form.
#[component]
fn Begin(from: &'static str) -> impl IntoView {
    view! {
        <Hidden name="from" value=from />
        <Hidden name="command_id" value=super::drafts::command() />
    }
}

/// Name of the new tree. Two forms have such a field; only the refused one has what was typed.
#[component]
fn Named(is_refused: bool, id: &'static str) -> impl IntoView {
    let action = if is_refused { BeginDraft::url() } else { "" };
    view! { <TextField action name="name" id label="Name of the new tree" hint="Such as “VPN does not connect”." required=true /> }
}
