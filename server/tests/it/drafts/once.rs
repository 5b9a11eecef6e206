//! Every command changes a draft once, however often and from however many it arrives.

use std::sync::atomic::{AtomicUsize, Ordering};

use ::app::backend::drafts::DraftChange;
use ::app::error::AppError;
use resolutionflow::tree::Edit;

use super::{Author, recorded, step, stored, title};
use crate::app::TestApp;
use crate::fixtures::{ADA, MARA, id};

/// Six senders of the same thing at the same moment.
async fn six<T: Send + 'static>(work: impl Fn() -> tokio::task::JoinHandle<T>) -> Vec<T> {
    let senders: Vec<_> = (0..6).map(|_| work()).collect();
    let mut answers = Vec::new();
    for sender in senders {
        answers.push(sender.await.unwrap());
    }
    answers
}

#[tokio::test]
async fn a_change_that_six_send_at_once_is_made_once_and_answered_the_same() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    let command = id();
    let add = |author: &Author| {
        let author = author.clone();
        let step = Edit::Add { after: None, nodes: vec![step("new")] };
        tokio::spawn(async move { author.backend.change_draft(author.id, command, 0, DraftChange::Edits(vec![step])).await })
    };
    assert_eq!(six(|| add(&mara)).await, vec![Ok(1); 6]);
    assert_eq!((mara.document().await.nodes.len(), stored(&app, mara.id).await), (6, 1));
    let other = mara.backend.change_draft(mara.id, command, 0, DraftChange::Edits(vec![title("q1", "X")])).await;
    assert_eq!(other, Err(AppError::DifferentContent));
    let ada = Author { backend: app.sign_in(ADA).await, ..mara.clone() };
    assert_eq!(add(&ada).await.unwrap(), Err(AppError::DifferentContent));

    let command = id();
    let undo = || {
        let mara = mara.clone();
        tokio::spawn(async move { mara.backend.undo_draft(mara.id, command, false).await })
    };
    assert_eq!(six(undo).await, vec![Ok(2); 6]);
    assert_eq!(mara.backend.undo_draft(mara.id, command, true).await, Err(AppError::DifferentContent));
    assert_eq!(mara.document().await.nodes.len(), 5);
}

#[tokio::test]
async fn different_changes_of_six_at_once_are_all_made() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    let number = AtomicUsize::new(0);
    let answers = six(|| {
        let (mara, number) = (mara.clone(), number.fetch_add(1, Ordering::Relaxed));
        let step = Edit::Add { after: Some("q1".into()), nodes: vec![step(&format!("n{number}"))] };
        tokio::spawn(async move { mara.edits_at(0, vec![step]).await })
    })
    .await;
    let mut revisions: Vec<u32> = answers.into_iter().map(Result::unwrap).collect();
    revisions.sort_unstable();
    assert_eq!((revisions, mara.document().await.nodes.len()), ((1..=6).collect(), 11));
}

#[tokio::test]
async fn a_change_that_changes_nothing_makes_no_revision_and_is_still_answered_the_same() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    let command = id();
    let same = DraftChange::Edits(vec![title("q1", "Is it plugged in?")]);
    assert_eq!(mara.backend.change_draft(mara.id, command, 0, same.clone()).await, Ok(0));
    let page = mara.page().await;
    assert_eq!((page.revision, page.undo), (0, None));
    mara.edits(vec![title("q1", "Is it on?")]).await;
    assert_eq!(mara.backend.change_draft(mara.id, command, 0, same).await, Ok(0));
    assert_eq!((mara.node("q1").await.title.as_str(), stored(&app, mara.id).await), ("Is it on?", 2));
}

#[tokio::test]
async fn a_publication_that_six_send_at_once_is_one_version() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    mara.edits(vec![title("q1", "Is it on?")]).await;
    let command = id();
    let answers = six(|| {
        let mara = mara.clone();
        tokio::spawn(async move { mara.backend.publish_draft(mara.id, command, 1).await })
    })
    .await;
    assert!(answers.iter().all(|answer| answer == &answers[0]));
    let published = answers[0].as_ref().unwrap();
    assert_eq!((published.key.as_str(), published.version, published.unchanged), ("vpn", 2, false));
    assert_eq!(app.count("tree_versions").await, 5);
    assert_eq!(recorded(&app).await, ["begin_draft", "publish_draft"]);
    assert_eq!(mara.backend.publish_draft(mara.id, command, 0).await, Err(AppError::DifferentContent));
    // What was sent before is still known after the draft has ended.
    let two = [id(), id()].map(|other| {
        let mara = mara.clone();
        tokio::spawn(async move { mara.backend.publish_draft(mara.id, other, 1).await })
    });
    for other in two {
        assert_eq!(other.await.unwrap(), Err(AppError::Moved));
    }
}
