use super::{PATH, card, draft, small};
use crate::support::fixtures::{manager, now};
use crate::support::{Answer, Fake, visit};
use app::api::drafts::{DiscardDraft, PublishDraft, UndoDraft};
use app::backend::views::drafts::{DraftChanges, DraftPage};
use app::error::{AppError, Fault};
use leptos::server_fn::ServerFn;
use resolutionflow::tree::{diff, unified};
use serde_json::json;

fn sound() -> DraftPage {
    draft(json!([{"id": "end", "type": "solution", "title": "It works"}]))
}

fn fake(page: DraftPage) -> Fake {
    let before = small().document;
    let changes = DraftChanges {
        card: card("VPN", 1),
        changes: diff(&before, &page.document),
        unified: unified(("version 4", &before), ("draft", &page.document)),
        history: vec![(now(), "Tess".to_owned(), "The title of step “ask”".to_owned())],
    };
    Fake { draft: Ok(page), draft_changes: Ok(changes), ..Fake::default() }
}

async fn shows(page: DraftPage) -> Answer {
    visit(&format!("{PATH}/changes")).by(manager()).over(fake(page)).answer().await
}

#[tokio::test]
async fn changes_are_sentences_with_the_difference_and_who_made_them() {
    let page = shows(DraftPage { undo: Some("A title".to_owned()), ..sound() }).await;
    assert!(page.html.says("Changes since version 4") && page.html.says("Step “Is it on?” is gone."));
    assert!(page.html.element("details", &[]).contains("pre", &[]));
    assert!(page.html.says("The title of step “ask” Tess, 10 Feb 2026"), "{}", page.html.text());
    assert_eq!(page.html.form(UndoDraft::url()).value("redo").as_deref(), Some("false"));
    assert!(page.html.offers(DiscardDraft::url()));
}

#[tokio::test]
async fn a_draft_without_problems_is_published_at_its_revision_after_a_tick() {
    let page = shows(sound()).await;
    let form = page.html.form(PublishDraft::url());
    assert_eq!(form.value("revision").as_deref(), Some("7"));
    assert!(form.says("Publish version 5") && form.contains("input", &[("type", "checkbox"), ("name", "looked")]));
    let page = visit(&format!("{PATH}/changes"))
        .by(manager())
        .over(fake(sound()))
        .refused(PublishDraft::url(), AppError::invalid("looked", Fault::NotTicked), &[])
        .answer()
        .await;
    assert!(page.html.says("The box must be ticked first."));
}

#[tokio::test]
async fn problems_and_a_newer_version_keep_a_draft_from_being_published() {
    let page = shows(small()).await;
    assert!(!page.html.offers(PublishDraft::url()) && page.html.says("keep this draft from being published"));
    assert!(page.html.leads_to(&format!("{PATH}?step=ask")));
    let page = shows(DraftPage { newer: Some(5), ..sound() }).await;
    assert!(!page.html.offers(PublishDraft::url()) && page.html.says("Version 5 was published meanwhile"));
}
