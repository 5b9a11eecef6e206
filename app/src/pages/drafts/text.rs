//! `/drafts/:draft/text`: the whole draft as tree text.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::tree::{MAX_BYTES, NotADocument, TreeDocument};

use super::bar::{self, Tab};
use super::controls::area;
use super::reply::reply;
use super::{command, disputes, draft, name_of};
use crate::api::drafts::SaveDraftText;
use crate::backend::views::drafts::DraftPage;
use crate::error::AppError;
use crate::posted::Posted;
use crate::ui::{Done, Frame, Hidden, Icon, Query, Section};

/// The draft as tree text. What does not parse is kept until it does, or is given up.
#[component]
pub fn DraftText() -> impl IntoView {
    let afresh = Query::of_page().get("afresh") == "1";
    draft(|backend, id| async move { backend.draft(id).await }, move |page: DraftPage| show(&page, afresh))
}

fn show(page: &DraftPage, afresh: bool) -> AnyView {
    let id = page.card.id;
    let posted = Posted::to(SaveDraftText::url());
    let kept = page.text.clone().filter(|_| !afresh && posted.is_none());
    let present = page.revision.to_string();
    let (text, base, notice) = match (&posted, &kept) {
        (Some(posted), _) => {
            let text = posted.field("text").unwrap_or_default().to_owned();
            let base = if matches!(posted.error, AppError::Disputed(_)) { None } else { posted.field("base_revision").map(str::to_owned) };
            let notice = refused(posted, &text);
            (text, base.unwrap_or(present), notice)
        }
        (None, Some((text, error))) => (text.clone(), present, left(id.to_string(), text, error)),
        (None, None) => (page.document.to_text(), present, ().into_any()),
    };
    let is_disputed = posted.as_ref().is_some_and(|posted| matches!(posted.error, AppError::Disputed(_)));
    let save = if is_disputed { "Keep my whole text" } else { "Save text" };
    let hint = "A step is “## [id] Title”, an answer “+ Yes -> next”, the next step “-> next”, an end “=> resolved”.";
    let bar = bar::bar(page, Tab::Text, None);
    // Where the text is no tree, its faults are the reply, and the script does not call it saved.
    let is_read = posted.is_none() && kept.is_none();
    let problems: Vec<String> = page.problems.first.iter().filter(|_| is_read).map(ToString::to_string).collect();
    view! {
        <Frame title=format!("{} · Text", name_of(page)) section=Section::Trees>
            <Done />
            {bar}
            <h2 class="mb-2 mt-6">"The draft as text"</h2>
            {notice}
            <form class="space-y-3" id="text-form" method="post" action=SaveDraftText::url() data-editor="whole" data-unread=(!is_read).then_some("")>
                <Hidden name="draft" value=id.to_string() />
                <Hidden name="command_id" value=command() />
                <Hidden name="base_revision" value=base />
                {area("text", "Tree text", &text, hint, "font-mono editor-text")}
                <p class="hint">{format!("At most {} MB. JSON is read, too. What others change meanwhile in other steps stays.", MAX_BYTES / 1024 / 1024)}</p>
                <div class="flex flex-wrap gap-2">
                    <button class="button button-primary">{Icon::Check.view()} {save}</button>
                    {is_disputed
                        .then(|| {
                            view! {
                                <a class="button" href=format!("/drafts/{id}/text?afresh=1")>
                                    "Take theirs"
                                </a>
                            }
                        })}
                    <a class="button" href=format!("/drafts/{id}/tree.md") download="">
                        {Icon::Download.view()}
                        "Download draft"
                    </a>
                </div>
            </form>
            <div class="mt-4">{reply("problems-reply", &problems)}</div>
        </Frame>
    }
    .into_any()
}

/// Reason of a refusal: every fault of the text with its place, or what is disputed.
fn refused(posted: &Posted, text: &str) -> AnyView {
    let body = match &posted.error {
        AppError::Disputed(disputes) => {
            let parts = disputes::parts(disputes);
            view! {
                <p class="font-medium">{posted.error.to_string()}</p>
                <p>"Everything that you typed stands in the field. Put their parts into it where they are better; then your whole text takes the place of the draft, and Undo takes it back."</p>
                {parts}
            }
            .into_any()
        }
        AppError::NotATree(said) => faults(text, said),
        error => view! { <p class="font-medium">{error.to_string()}</p> }.into_any(),
    };
    let is_dispute = matches!(posted.error, AppError::Disputed(_));
    view! {
        <div
            class=format!("notice mb-4 space-y-3 wrap-anywhere {}", if is_dispute { "" } else { "notice-fault" })
            id=is_dispute.then_some("disputed")
            role="alert"
        >
            {body}
        </div>
    }
    .into_any()
}

/// The text that was left here and is no tree yet.
fn left(id: String, text: &str, error: &str) -> AnyView {
    let body = faults(text, error);
    view! {
        <div class="notice notice-fault mb-4 space-y-3 wrap-anywhere">
            <p class="font-medium">"This is the text that you left here. It is kept for you alone, and is no part of the draft until it can be read."</p>
            {body}
            <p>
                <a class="link" href=format!("/drafts/{id}/text?afresh=1")>
                    "Show the draft instead"
                </a>
            </p>
        </div>
    }
    .into_any()
}

/// Faults of a text, each with its line and column and what would be right.
fn faults(text: &str, said: &str) -> AnyView {
    match TreeDocument::read(text.as_bytes()) {
        Err(NotADocument::Faulty(faults)) => {
            let more = faults.count - faults.first.len();
            let told: Vec<String> = faults.first.iter().map(|fault| format!("line {}: {}", fault.line, fault.message)).collect();
            let reply = reply("reply", &told);
            let rows = faults.first.into_iter().map(|fault| {
                view! {
                    <li>
                        <span class="problem-node">{format!("Line {}, column {}", fault.line, fault.column)}</span>
                        " "
                        <bdi>{fault.message}</bdi>
                        "."
                    </li>
                }
            });
            view! {
                <p class="font-medium">"This text cannot be read as a tree yet. It is kept, and the draft is as it was."</p>
                <ol class="problems" tabindex="0" aria-label="What is wrong with the text">
                    {rows.collect_view()}
                </ol>
                {(more > 0).then(|| view! { <p>{format!("… and {more} more. Correct these first.")}</p> })}
                {reply}
            }
            .into_any()
        }
        _ => view! { <p class="font-medium" dir="auto">{said.to_owned()}</p> }.into_any(),
    }
}
