use crate::support::fixtures::{self, HOSTILE, card, full_library, library, longest, manager};
use crate::support::{Fake, visit};
use app::backend::views::TreeCard;

fn with(library: app::backend::views::TreeLibrary) -> Fake {
    Fake { trees: Ok(library), ..Fake::default() }
}

#[tokio::test]
async fn every_tree_can_be_read_about_opened_and_started() {
    let page = visit("/trees").over(with(full_library())).answer().await;
    assert_eq!(page.status, 200);
    assert!(page.html.says("VPN does not connect") && page.html.says("nodes") && page.html.says("Version 3, 3 Feb 2026"));
    assert!(page.html.leads_to("/trees/wifi-drops") && page.html.leads_to("/start?tree=wifi-drops"));
    assert!(page.html.says("5 trees"));
    assert_eq!(page.html.count("h1", &[]), 1);
    assert_eq!(page.html.element("title", &[]).content(), "Trees · ResolutionFlow");
}

#[tokio::test]
async fn only_a_manager_can_upload_and_look_at_the_archive() {
    let technician = visit("/trees?archived=1").over(with(full_library())).answer().await;
    assert!(!technician.html.says("Upload a tree") && !technician.html.says("Archived"));
    assert!(!technician.backend.asked_trees.lock().unwrap().as_ref().unwrap().archived);

    let shelved = library(vec![TreeCard { archived: true, ..card("old", "Old VPN", "Network") }]);
    let manager = visit("/trees?archived=1").by(manager()).over(with(shelved)).answer().await;
    assert!(manager.html.says("Upload a tree") && manager.html.says("Archived trees"));
    assert!(!manager.html.says("Start walk"), "an archived tree cannot be started");
    assert!(manager.backend.asked_trees.lock().unwrap().as_ref().unwrap().archived);
}

#[tokio::test]
async fn an_empty_library_says_what_to_do_first() {
    let technician = visit("/trees").over(with(library(vec![]))).answer().await;
    assert!(technician.html.says("No trees yet") && technician.html.says("Ask a manager"));
    assert!(!technician.html.has("/trees/upload"));
    let author = app::backend::views::Viewer { may_author: true, ..fixtures::technician() };
    let author = visit("/trees").by(author).over(with(library(vec![]))).answer().await;
    assert!(author.html.leads_to("/trees/new") && !author.html.has("/trees/upload"));
    let manager = visit("/trees").by(manager()).over(with(library(vec![]))).answer().await;
    assert!(manager.html.element("a", &[("class", "button-primary"), ("href", "/trees/new")]).says("New tree"));
    assert!(manager.html.leads_to("/trees/upload"));
}

#[tokio::test]
async fn a_search_that_finds_nothing_keeps_its_words_and_offers_to_clear_them() {
    let page = visit("/trees?q=fax+machine&category=Printing").over(with(library(vec![]))).answer().await;
    assert!(page.html.says("No tree matches") && page.html.says("0 trees found"));
    assert!(page.html.contains("input", &[("id", "q"), ("value", "fax machine")]));
    assert!(page.html.contains("option", &[("value", "Printing"), ("selected", "")]));
    let buttons = page.html.elements("a", &[("class", "button"), ("href", "/trees")]);
    assert!(buttons.iter().any(|button| button.text() == "Clear filters"));
    let chip = page.html.element("a", &[("class", "chip"), ("href", "/trees?category=Printing")]);
    assert!(chip.says("fax"), "the words can be taken away alone");
    let asked = page.backend.asked_trees.lock().unwrap().clone().unwrap();
    assert_eq!((asked.text.as_str(), asked.category.as_str(), asked.after), ("fax machine", "Printing", None));
}

#[tokio::test]
async fn a_category_without_trees_is_still_seen_to_be_chosen() {
    let page = visit("/trees?category=Telephony").over(with(library(vec![]))).answer().await;
    assert!(page.html.contains("option", &[("value", "Telephony"), ("selected", "")]));
}

#[tokio::test]
async fn older_trees_are_a_link_that_keeps_the_filters() {
    let paged = app::backend::views::TreeLibrary { next: Some("2026-02-03|x y".into()), ..full_library() };
    let page = visit("/trees?q=vpn&after=first").over(with(paged)).answer().await;
    assert!(page.html.link("Older trees").attr("href") == Some("/trees?q=vpn&after=2026-02-03%7Cx+y"));
    assert!(page.html.says("Newest trees"));
}

#[tokio::test]
async fn a_page_that_begins_nowhere_is_the_first_one() {
    let page = visit("/trees?after=nowhere").over(with(full_library())).answer().await;
    assert_eq!(page.status, 200);
    assert_eq!(page.backend.asked_trees.lock().unwrap().clone().unwrap().after, None);
}

#[tokio::test]
async fn hostile_and_endless_texts_are_shown_as_text() {
    let hostile = TreeCard { description: HOSTILE.into(), tags: vec!["T".repeat(120)], ..card("x", &longest(), &"C".repeat(120)) };
    let page =
        visit("/trees?q=%3C%2Ftextarea%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E%22%27%26").over(with(library(vec![hostile]))).answer().await;
    assert!(!page.html.has("<script>alert"));
    assert!(page.html.says(HOSTILE));
}

#[tokio::test]
async fn what_was_just_done_is_announced() {
    let page = visit("/trees?done=restored").by(fixtures::manager()).over(with(full_library())).answer().await;
    let status = page.html.elements("div", &[("role", "status")]).into_iter().find(|status| status.contains("div", &[("class", "notice")]));
    assert!(status.unwrap().says("Tree restored to the library."));
    assert!(!page.html.mentions("done=restored"), "and is not repeated by the page's own links");
}
