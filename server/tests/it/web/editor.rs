//! What the script of the editor asks for.

use super::browser::Browser;
use crate::app::TestApp;
use crate::drafts::Author;
use crate::fixtures::{MARA, TESS};

#[tokio::test]
async fn a_script_gets_the_page_in_the_answer_to_its_form() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    let mut browser = Browser::of(&app, MARA).await;
    let address = format!("/drafts/{}?step=q1", mara.id);
    browser.goes_to(&address).await;
    let form = browser.form("/api/save_step", "Save step").with("deed", "save").with("form[title]", "Is it on?");
    browser.asks(form.clone()).await;
    assert_eq!((browser.status.as_u16(), browser.headers["content-location"].to_str().unwrap()), (200, &*format!("{address}&done=saved")));
    assert!(browser.page().contains("input", &[("name", "form[title]"), ("value", "Is it on?")]));
    assert!(browser.page().contains("input", &[("name", "base_revision"), ("value", "1")]));
    assert!(browser.headers["content-security-policy"].to_str().unwrap().contains("'nonce-"));
    // Sent again it is answered alike, and the plain form is led on as ever.
    browser.asks(form.clone()).await;
    assert_eq!((browser.status.as_u16(), mara.page().await.revision), (200, 1));
    browser.submits(form).await;
    assert_eq!((browser.status.as_u16(), browser.address.as_str()), (200, &*format!("{address}&done=saved")));
    // A refused one is its page with the reason, as without a script.
    let refused = browser.form("/api/save_step", "Save step").with("deed", "add-step").with("form[title]", "Typed");
    browser.asks(refused).await;
    assert_eq!(browser.status, 422);
    assert!(browser.page().contains("input", &[("name", "form[title]"), ("value", "Typed")]));
}

#[tokio::test]
async fn a_branch_is_text_for_those_who_write_drafts() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    let mut browser = Browser::of(&app, MARA).await;
    let text = format!("/drafts/{}/tree.md?branch=", mara.id);
    browser.fetches(&format!("{text}q2")).await;
    assert_eq!((browser.status.as_u16(), browser.headers["content-type"].to_str().unwrap()), (200, "text/plain; charset=utf-8"));
    assert!(browser.html.starts_with("## [q2] ") && !browser.html.contains("[q1]"), "{}", browser.html);
    browser.fetches(&format!("{text}gone")).await;
    assert_eq!(browser.status, 404);
    let mut tess = Browser::of(&app, TESS).await;
    tess.fetches(&format!("{text}q2")).await;
    assert_eq!(tess.status, 403);
}
