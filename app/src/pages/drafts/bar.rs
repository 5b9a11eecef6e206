//! Top of every page of a draft: its name and state, its buttons and its tabs.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::{command, name_of};
use crate::api::drafts::{DiscardDraft, UndoDraft};
use crate::api::previews::BeginPreview;
use crate::backend::views::drafts::DraftPage;
use crate::ui::{Hidden, Icon, Instant, Segment, Segments};

/// Tab of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// Steps and their forms.
    Outline,
    /// The whole as tree text.
    Text,
    /// Its drawing.
    Map,
    /// What it changes.
    Changes,
    /// The gate before it is published, which is no view of it.
    Gate,
    /// What became of the file that it was made of.
    Import,
    /// A text in the place of another one.
    Replace,
}

/// `3 problems`, with a noun in its number.
pub fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// Top of a page. Buttons of a page with a form of fields are of that form, which is saved with each of them.
pub fn bar(page: &DraftPage, tab: Tab, form: Option<&'static str>) -> AnyView {
    let (id, base) = (page.card.id, page.card.base.clone());
    let back = base.as_ref().map_or_else(|| "/trees".to_owned(), |(key, _)| format!("/trees/{key}"));
    let back_to = if base.is_some() { "Published tree" } else { "Trees" };
    let on = base.as_ref().map_or_else(|| "Draft of a new tree".to_owned(), |(_, version)| format!("Draft on version {version}"));
    let problems = match page.problems.count {
        0 => view! { <span>"No problems"</span> }.into_any(),
        count => view! {
            <span>
                <a class="link" href=format!("/drafts/{id}/publish#problems")>
                    {counted(count, "problem")}
                </a>
            </span>
        }
        .into_any(),
    };
    let present = (!page.present.is_empty()).then(|| {
        let names: Vec<_> = page.present.iter().map(|person| view! { <li><bdi>{person.name.clone()}</bdi></li> }).collect();
        view! {
            <div class="hint mt-2 flex flex-wrap gap-x-2">
                {Icon::Users.view()} "Also here now:" <ul class="editor-people">{names}</ul>
            </div>
        }
    });
    let newer = page.newer.zip(base).filter(|_| tab != Tab::Gate).map(|(newer, (_, version))| {
        view! {
            <p class="notice mt-3">
                {format!("Version {newer} of this tree was published meanwhile, and this draft is based on version {version}. Nothing here is lost: ")}
                <a class="link" href=format!("/drafts/{id}/publish#behind")>
                    {format!("bring the draft up to version {newer}")}
                </a> " before it is published."
            </p>
        }
    });
    let unread = (page.text.is_some() && tab != Tab::Text).then(|| {
        view! {
            <p class="hint mt-2">
                "A text that you left under Text cannot be read yet, and is no part of the draft. "
                <a class="link" href=format!("/drafts/{id}/text")>
                    "Go on with it"
                </a>
            </p>
        }
    });
    let mut views = vec![
        Segment { word: "Outline", href: format!("/drafts/{id}"), present: tab == Tab::Outline },
        Segment { word: "Text", href: format!("/drafts/{id}/text"), present: tab == Tab::Text },
        Segment { word: "Map", href: format!("/drafts/{id}/map"), present: tab == Tab::Map },
        Segment { word: "Changes", href: format!("/drafts/{id}/changes"), present: tab == Tab::Changes },
    ];
    if page.is_imported || tab == Tab::Import {
        views.push(Segment { word: "Report", href: format!("/drafts/{id}/import"), present: tab == Tab::Import });
    }
    let buttons = form.map_or_else(|| own_buttons(page, tab), |form| form_buttons(page, form));
    let says = [("Undo takes back: ", &page.undo), ("Redo does again: ", &page.redo)]
        .into_iter()
        .filter_map(|(verb, what)| what.clone().map(|what| view! { <p class="hint wrap-anywhere">{verb} <bdi>{what}</bdi></p> }))
        .collect_view();
    view! {
        <script src="/editor.js" defer></script>
        <p class="mb-1">
            <a class="link inline-flex items-center gap-1" href=back>
                {Icon::ArrowLeft.view()}
                {back_to}
            </a>
        </p>
        <h1 class="wrap-anywhere" dir="auto">{name_of(page)}</h1>
        <p class="facts editor-facts">
            <span>{on}</span>
            <span>"saved " <Instant at=page.card.changed_at /> " by " <bdi>{page.card.changed_by.clone()}</bdi></span>
            {problems}
        </p>
        <p class="hint editor-state" id="editor-state" role="status"></p>
        {present}
        {unread}
        {newer}
        <div class="mt-4 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
            <Segments label="Views of the draft" views />
            <div>
                <div class="flex flex-wrap gap-2">{buttons}</div>
                {says}
            </div>
        </div>
    }
    .into_any()
}

/// Buttons of the form of fields. The first of them is the one that Enter presses.
fn form_buttons(page: &DraftPage, form: &'static str) -> AnyView {
    let button = |word: &'static str, deed: &'static str, what: Option<String>| {
        view! {
            <button class="button" form=form name="deed" value=deed>
                {word}
                {what.map(|what| view! { <span class="sr-only">": " {what}</span> })}
            </button>
        }
    };
    view! {
        <button class="button button-primary" form=form name="deed" value="save">
            {Icon::Check.view()}
            "Save"
        </button>
        {page.undo.clone().map(|what| button("Undo", "undo", Some(what)))}
        {page.redo.clone().map(|what| button("Redo", "redo", Some(what)))}
        {button("Preview", "preview", None)}
        {button("Publish…", "publish", None)}
        {button("Discard", "discard", Some("the draft, which can be brought back for 30 days".to_owned()))}
    }
    .into_any()
}

/// Buttons of a page without fields, each a form of its own. Beside texts there are none that would leave them behind.
fn own_buttons(page: &DraftPage, tab: Tab) -> AnyView {
    if matches!(tab, Tab::Text | Tab::Gate) {
        return ().into_any();
    }
    let id = page.card.id.to_string();
    let undo = |word: &'static str, redo: &'static str, what: Option<String>| {
        let id = id.clone();
        what.map(move |what| {
            view! {
                <form method="post" action=UndoDraft::url()>
                    <Hidden name="draft" value=id />
                    <Hidden name="command_id" value=command() />
                    <Hidden name="redo" value=redo />
                    <button class="button">{word} <span class="sr-only">": " {what}</span></button>
                </form>
            }
        })
    };
    view! {
        {undo("Undo", "false", page.undo.clone())}
        {undo("Redo", "true", page.redo.clone())}
        <form method="post" action=BeginPreview::url()>
            <Hidden name="draft" value=id.clone() />
            <Hidden name="command_id" value=command() />
            <button class="button">"Preview"</button>
        </form>
        <form method="post" action=DiscardDraft::url()>
            <Hidden name="draft" value=id.clone() />
            <Hidden name="discarded" value="true" />
            <button class="button">
                "Discard" <span class="sr-only">" the draft, which can be brought back for 30 days"</span>
            </button>
        </form>
    }
    .into_any()
}
