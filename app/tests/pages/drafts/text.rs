use super::{PATH, shows, small};
use crate::support::fixtures::manager;
use crate::support::{Fake, visit};
use app::api::drafts::SaveDraftText;
use app::backend::views::drafts::DraftPage;
use app::error::AppError;
use leptos::server_fn::ServerFn;
use resolutionflow::tree::TreeDocument;

fn path() -> String {
    format!("{PATH}/text")
}

#[tokio::test]
async fn the_text_is_the_draft_and_can_be_downloaded() {
    let page = shows(&path(), small()).await;
    let text = page.html.form(SaveDraftText::url()).value("text").unwrap();
    assert_eq!(TreeDocument::read(text.as_bytes()).unwrap(), *small().document);
    assert!(page.html.leads_to(&format!("{PATH}/tree.md")) && page.html.says("At most 4 MB"));
}

#[tokio::test]
async fn a_text_that_does_not_parse_stays_with_every_fault_and_its_place() {
    let typed = "---\nkey: k\nname: N\n---\n## [a] A\n\n## [b] B\n<b>\n+ Yes -> a\n-> a\n";
    let error = TreeDocument::read(typed.as_bytes()).unwrap_err().to_string();
    let page = visit(&path())
        .by(manager())
        .over(Fake { draft: Ok(small()), ..Fake::default() })
        .refused(SaveDraftText::url(), AppError::NotATree(error), &[("text", typed), ("base_revision", "3")])
        .answer()
        .await;
    let form = page.html.form(SaveDraftText::url());
    assert_eq!((form.value("text").as_deref(), form.value("base_revision").as_deref()), (Some(typed), Some("3")));
    let faults = page.html.element("ol", &[("class", "problems")]);
    assert!(faults.count("li", &[]) >= 2 && faults.says("Line 5, column 1"), "{}", faults.text());
}

#[tokio::test]
async fn a_text_that_was_left_is_there_again_until_it_is_given_up() {
    let left = || DraftPage { text: Some(("## [a] A\n".to_owned(), "This file cannot be read: …".to_owned())), ..small() };
    let page = shows(&path(), left()).await;
    assert_eq!(page.html.form(SaveDraftText::url()).value("text").as_deref(), Some("## [a] A\n"));
    assert!(page.html.says("This is the text that you left here") && page.html.leads_to(&format!("{PATH}/text?afresh=1")));
    let page = shows(&format!("{PATH}/text?afresh=1"), left()).await;
    assert!(page.html.form(SaveDraftText::url()).value("text").unwrap().contains("Is it on?"));
    let page = shows(PATH, left()).await;
    assert!(page.html.says("A text that you left under Text cannot be read yet") && page.html.leads_to(&format!("{PATH}/text")));
}
