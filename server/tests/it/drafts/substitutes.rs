//! A text in the place of another one, as one change of a draft.

use std::collections::BTreeSet;

use ::app::backend::drafts::DraftChange;
use ::app::error::AppError;
use resolutionflow::tree::{Hits, NodeKind, Substitute, Wanted};

use super::{Author, body, stored, title};
use crate::app::TestApp;
use crate::fixtures::{ADA, MARA, id};

fn replace(find: &str, with: &str, chosen: impl IntoIterator<Item = usize>) -> DraftChange {
    let wanted = Wanted::parse(find, false, false).unwrap();
    DraftChange::Substitute { wanted, with: Substitute::parse(with).unwrap(), chosen: chosen.into_iter().collect::<BTreeSet<_>>() }
}

#[tokio::test]
async fn what_is_ticked_is_replaced_once_and_one_undo_brings_all_of_it_back() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    let before = mara.document().await;
    let wanted = Wanted::parse("it", false, false).unwrap();
    let found: Vec<_> = Hits::of(&before, &wanted).first.into_iter().map(|hit| (hit.node, hit.part)).collect();
    let command = id();
    let change = || replace("it", "the router", 0..found.len());
    let sent = async || mara.backend.change_draft(mara.id, command, 0, change()).await;
    assert_eq!((sent().await, sent().await, stored(&app, mara.id).await), (Ok(1), Ok(1), 1));
    assert_eq!(mara.node("q1").await.title, "Is the router plugged in?");
    let NodeKind::Decision { options } = mara.node("q1").await.kind else { panic!("no decision") };
    assert_eq!(options[0].label, "Yes, the router is");
    let other = mara.backend.change_draft(mara.id, command, 0, replace("it", "another", [0])).await;
    assert_eq!(other, Err(AppError::DifferentContent));
    mara.undoes(false).await.unwrap();
    assert_eq!(mara.document().await, before);
}

#[tokio::test]
async fn what_others_changed_meanwhile_stays_and_the_same_text_is_refused_in_words() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    let ada = Author { backend: app.sign_in(ADA).await, id: mara.id };
    ada.edits(vec![body("q1", "At the wall.")]).await;
    // Both places are those of the revision that Mara saw.
    let hits = Hits::of(&mara.document().await, &Wanted::parse("plug", false, false).unwrap());
    assert_eq!(hits.count, 2);
    mara.changes_at(0, replace("plug", "put", 0..2)).await.unwrap();
    let q1 = mara.node("q1").await;
    assert_eq!(
        (q1.title.as_str(), q1.body.as_str(), mara.node("s2").await.title.as_str()),
        ("Is it putged in?", "At the wall.", "put it in")
    );
    ada.edits(vec![title("q2", "Does it reply?")]).await;
    let Err(AppError::BadEdit(words)) = mara.changes_at(0, replace("answer", "reply at once", [0])).await else { panic!("replaced") };
    assert!(words.contains("The title of step “q2”"), "{words}");
    assert_eq!(mara.node("q2").await.title, "Does it reply?");
}
