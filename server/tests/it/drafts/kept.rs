//! How long drafts stay, and what they tell of themselves.

use resolutionflow::tree::Edit;

use super::{Author, blank, title};
use crate::app::TestApp;
use crate::fixtures::{ADA, MARA, id};

const DAY: i64 = 24 * 60 * 60;

#[tokio::test]
async fn changes_of_a_published_draft_stay_for_ninety_days() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    mara.edits(vec![title("q1", "Is it on?")]).await;
    mara.backend.publish_draft(mara.id, id(), 1).await.unwrap();
    app.wait(90 * DAY - 1);
    app.sign_in(MARA).await.begin_draft(id(), blank("One")).await.unwrap();
    assert_eq!((app.count("tree_drafts").await, app.count("draft_edits").await), (2, 1));
    app.wait(1);
    app.sign_in(MARA).await.begin_draft(id(), blank("Two")).await.unwrap();
    assert_eq!((app.count("tree_drafts").await, app.count("draft_edits").await), (2, 0));
    assert_eq!(app.count("draft_readers").await, 0);
}

#[tokio::test]
async fn changes_are_told_against_the_version_below_and_one_by_one() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    let ada = Author::of_tree(&app, ADA, "vpn").await;
    mara.edits(vec![title("q1", "Is it on?"), Edit::Name("VPN".into()), Edit::Category("Remote".into()), Edit::Key("x".into())]).await;
    app.wait(60);
    ada.edits(vec![title("q1", "Is it plugged in?")]).await;
    let told = mara.backend.draft_changes(mara.id).await.unwrap();
    assert_eq!(
        told.changes.iter().map(|change| change.sentence.as_str()).collect::<Vec<_>>(),
        ["The key is “x”; it was “vpn”.", "The name is “VPN”; it was “The vpn tree”.", "The category is “Remote”; it was “Network”.",]
    );
    assert!(told.unified.starts_with("--- version 1\n+++ draft\n"), "{}", told.unified);
    let words: Vec<_> = told.history.iter().map(|(_, by, what)| (by.as_str(), what.as_str())).collect();
    assert_eq!(
        words,
        [
            ("Ada Okafor", "Step “Is it on?” is called “Is it plugged in?” now."),
            ("Mara Lindqvist", "The key is “x”; it was “vpn”. The name is “VPN”; it was “The vpn tree”. And 2 changes more."),
        ]
    );
    assert_eq!((told.card.changed_by.as_str(), told.card.changed_at), ("Ada Okafor", app.now()));
    let blank = Author::begins(&app, MARA, blank("New")).await;
    let told = blank.backend.draft_changes(blank.id).await.unwrap();
    assert!(told.changes.iter().any(|change| change.sentence == "Decision “What is the problem?” is new."));
    assert!(told.history.is_empty() && told.unified.starts_with("--- nothing\n"));
}
