//! The Text tab: nothing that was typed is lost, whether or not it is a tree.

use ::app::backend::drafts::DraftChange;
use ::app::error::AppError;
use resolutionflow::tree::Edit;

use super::{Author, title};
use crate::app::TestApp;
use crate::fixtures::{ADA, MARA, id};

#[tokio::test]
async fn text_that_is_no_tree_is_kept_for_its_author_until_it_is_one() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    let ada = Author::of_tree(&app, ADA, "vpn").await;
    let good = mara.document().await.to_text().replace("Plug it in", "Plug it in firmly");
    let bad = good.replace("-> s1", "");
    let Err(AppError::NotATree(fault)) = mara.changes_at(0, DraftChange::Text(bad.clone())).await else { panic!("a tree") };
    assert!(fault.contains("an answer has an arrow"), "{fault}");
    assert_eq!(mara.page().await.text, Some((bad.clone(), fault)));
    assert_eq!((ada.page().await.text, mara.page().await.revision), (None, 0));
    // Again and otherwise.
    let worse = format!("{bad}\r\n\0worse");
    assert!(mara.changes_at(0, DraftChange::Text(worse)).await.is_err());
    assert_eq!(mara.page().await.text.unwrap().0, format!("{bad}\nworse"));
    // What others do leaves it alone.
    ada.edits(vec![title("q1", "Is it on?")]).await;
    mara.edits(vec![Edit::Name("VPN".into())]).await;
    assert!(mara.page().await.text.is_some());
    let command = id();
    assert_eq!(mara.backend.change_draft(mara.id, command, 0, DraftChange::Text(good.clone())).await, Ok(3));
    assert_eq!(mara.backend.change_draft(mara.id, command, 0, DraftChange::Text(good)).await, Ok(3));
    let page = mara.page().await;
    assert_eq!((page.text, page.document.name.as_str()), (None, "VPN"));
    assert_eq!((mara.node("s2").await.title, mara.node("q1").await.title), ("Plug it in firmly".into(), "Is it on?".into()));
    // A good text that changes nothing forgets it, too.
    assert!(mara.changes_at(3, DraftChange::Text("?".into())).await.is_err());
    let same = mara.document().await.to_json();
    assert_eq!(mara.changes_at(3, DraftChange::Text(same)).await, Ok(3));
    assert_eq!(mara.page().await.text, None);
}

#[tokio::test]
async fn text_larger_than_a_tree_is_refused_and_ids_that_stand_twice_become_their_own() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    assert_eq!(mara.changes_at(0, DraftChange::Text("x".repeat(5 << 20))).await, Err(AppError::TooLarge));
    assert_eq!(app.count("draft_texts").await, 0);
    let twice = mara.document().await.to_text() + "\n## [s2] Another one\n=>\n";
    assert_eq!(mara.changes_at(0, DraftChange::Text(twice)).await, Ok(1));
    assert_eq!(mara.document().await.nodes.last().unwrap().id.0, "s2-2");
    mara.undoes(false).await.unwrap();
    assert_eq!(mara.document().await.nodes.len(), 5);
}
