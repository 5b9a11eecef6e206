//! Walk tests: kept once, run on what the draft says, of the tree once that is published.

use ::app::error::AppError;
use resolutionflow::id::WalkTestId;
use resolutionflow::session::Action;
use resolutionflow::text::Name;
use resolutionflow::tree::Edit;

use crate::app::TestApp;
use crate::drafts::{Author, blank, ends, title};
use crate::fixtures::{MARA, id};

#[tokio::test]
async fn a_walk_that_is_kept_passes_until_the_draft_leads_it_elsewhere() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    mara.begins_preview(None).await;
    assert!(matches!(mara.keeps(id(), "Too early").await, Err(AppError::BadEdit(words)) if words.contains("come to an end")));
    mara.takes(&["yes", "", "again", "yes", "", "done"]).await;
    mara.keeps(id(), "After a while").await.unwrap();
    mara.steps(Action::Back).await.unwrap();
    mara.begins_preview(Some("q2")).await;
    mara.takes(&["done"]).await;
    mara.keeps(id(), "It answers").await.unwrap();
    let tests = mara.tests().await;
    assert_eq!(tests.iter().map(|test| test.kept.name.as_str()).collect::<Vec<_>>(), ["After a while", "It answers"]);
    assert_eq!(tests[0].way, "Yes, it is → From the beginning → Yes, it is → Yes, it answers → It works");
    assert_eq!(tests[1].way, "from “Does it answer?” → Yes, it answers → It works");
    assert!(tests.iter().all(|test| test.stop.is_none() && test.kept.is_of_draft));

    mara.edits(vec![title("q1", "Is it on?"), Edit::Remove { nodes: vec!["a1".into()], heal: true }]).await;
    assert!(mara.tests().await.iter().all(|test| test.stop.is_none()));
    mara.edits(vec![Edit::Target { node: "q2".into(), option: "done".into(), target: "s2".into() }]).await;
    let stops: Vec<_> = mara.tests().await.into_iter().map(|test| test.stop.unwrap()).collect();
    assert_eq!(stops, vec!["It ends at “Plug it in”, not at “It works”."; 2]);
    mara.undoes(false).await.unwrap();
    assert!(mara.tests().await.iter().all(|test| test.stop.is_none()));
}

#[tokio::test]
async fn tests_are_of_the_draft_until_it_is_published_and_of_the_tree_from_then_on() {
    let app = TestApp::start().await;
    let mara = Author::begins(&app, MARA, blank("Mailbox")).await;
    let document = mara.document().await;
    mara.edits(ends(&document)).await;
    mara.begins_preview(None).await;
    mara.takes(&["yes"]).await;
    mara.keeps(id(), "Yes").await.unwrap();
    assert_eq!(app.service.walk_tests_of_tree(app.north, "mailbox").await.unwrap(), []);
    mara.backend.publish_draft(mara.id, id(), 1).await.unwrap();
    assert_eq!(app.service.walk_tests_of_tree(app.north, "mailbox").await.unwrap()[0].0, "Yes");
    assert_eq!(app.service.keys_with_walk_tests(app.north).await.unwrap(), ["mailbox"]);
    assert_eq!(app.service.walk_tests_of_tree(app.south, "mailbox").await.unwrap(), []);
    let next = Author::of_tree(&app, MARA, "mailbox").await;
    let tests = next.tests().await;
    assert!(!tests[0].kept.is_of_draft && tests[0].stop.is_none());
    // A draft that is discarded takes its own tests along, not those of the tree.
    next.begins_preview(None).await;
    next.takes(&["no"]).await;
    next.keeps(id(), "No").await.unwrap();
    assert_eq!(next.tests().await.len(), 2);
    next.backend.discard_draft(next.id, true).await.unwrap();
    assert_eq!(Author::of_tree(&app, MARA, "mailbox").await.tests().await.len(), 1);
}

#[tokio::test]
async fn a_test_is_kept_once_and_there_are_a_hundred_at_most() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    mara.begins_preview(None).await;
    mara.takes(&["no"]).await;
    let command = id();
    let keeps = || {
        let mara = mara.clone();
        tokio::spawn(async move { mara.keeps(command, "No").await })
    };
    for kept in [keeps(), keeps(), keeps(), keeps()] {
        assert_eq!(kept.await.unwrap(), Ok(()));
    }
    assert_eq!(mara.keeps(command, "Another name").await, Err(AppError::DifferentContent));
    let stale = mara.backend.keep_test(mara.id, id(), 0, Name::parse("No").unwrap()).await;
    assert!(matches!(stale, Err(AppError::BadEdit(words)) if words.contains("moved on")));
    sqlx::query(
        "insert into walk_tests (account_id, id, fingerprint, draft_id, name, walk, kept_at, kept_by)
         select account_id, gen_random_uuid(), fingerprint, draft_id, name, walk, kept_at, kept_by from walk_tests, generate_series(1, 99)",
    )
    .execute(&app.superuser)
    .await
    .unwrap();
    let full = mara.keeps(id(), "One more").await;
    assert_eq!(full, Err(AppError::BadEdit("This tree has 100 tests already. Delete one first.".into())));
    let tests = mara.tests().await;
    assert_eq!((tests.len(), tests.iter().all(|test| test.stop.is_none())), (100, true));
    mara.backend.delete_test(mara.id, WalkTestId(command.0)).await.unwrap();
    assert_eq!(mara.backend.delete_test(mara.id, WalkTestId(command.0)).await, Err(AppError::NotFound));
    mara.keeps(id(), "One more").await.unwrap();
}

#[tokio::test]
async fn where_a_preview_leads_nowhere_no_test_is_kept() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    mara.edits(vec![Edit::Remove { nodes: vec!["s2".into()], heal: false }]).await;
    mara.begins_preview(None).await;
    mara.takes(&["no"]).await;
    assert!(matches!(mara.keeps(id(), "Nowhere").await, Err(AppError::BadEdit(_))));
    assert_eq!(mara.tests().await, []);
}
