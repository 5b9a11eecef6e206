use super::{PATH, card, draft, small};
use crate::support::fixtures::{manager, now};
use crate::support::{Answer, Fake, visit};
use app::api::drafts::{DiscardDraft, UndoDraft};
use app::backend::views::drafts::{DraftChanges, DraftPage};
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
async fn changes_lead_to_the_gate_and_a_newer_version_to_being_brought_up_to_it() {
    let page = shows(small()).await;
    assert!(page.html.leads_to(&format!("{PATH}/publish")) && page.html.leads_to(&format!("{PATH}/publish#problems")));
    let page = shows(DraftPage { newer: Some(5), ..sound() }).await;
    assert!(page.html.says("Version 5 of this tree was published meanwhile") && page.html.leads_to(&format!("{PATH}/publish#behind")));
}
