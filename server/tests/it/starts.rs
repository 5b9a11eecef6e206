//! Starting walks, and leaving one for another tree.

use ::app::error::{AppError, Fault};
use resolutionflow::id::SessionId;
use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Action, Command, Facts, Refusal};
use tokio::task::JoinSet;

use crate::app::TestApp;
use crate::fixtures::{MARA, OMAR, TESS, Walker, choose, command, facts, id};

#[tokio::test]
async fn a_start_sent_twice_starts_one_session() {
    let app = TestApp::start().await;
    let tess = app.sign_in(TESS).await;
    let id = id();
    let first = tess.start(id, "vpn", facts("1", "Acme"), None).await.unwrap();
    assert_eq!(first, SessionId(id.0));
    Walker { backend: tess.clone(), id: first }.does(choose("yes")).await;
    assert_eq!(tess.start(id, "vpn", facts("1", "Acme"), None).await, Ok(first));
    assert_eq!(app.count("sessions").await, 1);
    for (tree, facts) in [("printer", facts("1", "Acme")), ("vpn", facts("2", "Acme"))] {
        assert_eq!(tess.start(id, tree, facts, None).await, Err(AppError::DifferentContent));
    }
    let omar = app.sign_in(OMAR).await;
    assert_eq!(omar.start(id, "vpn", facts("1", "Acme"), None).await, Err(AppError::DifferentContent));
}

#[tokio::test]
async fn a_double_click_on_start_starts_one_session() {
    let app = TestApp::start().await;
    let id = id();
    let mut clicks = JoinSet::new();
    for _ in 0..6 {
        let tess = app.sign_in(TESS).await;
        clicks.spawn(async move { tess.start(id, "vpn", facts("1", "Acme"), None).await });
    }
    assert!(clicks.join_all().await.iter().all(|answer| *answer == Ok(SessionId(id.0))));
    assert_eq!(app.count("sessions").await, 1);
}

#[tokio::test]
async fn what_cannot_be_started_is_not_there_or_not_a_choice() {
    let app = TestApp::start().await;
    let tess = app.sign_in(TESS).await;
    app.sign_in(MARA).await.archive_tree("printer", true).await.unwrap();
    assert_eq!(tess.start(id(), "no-such-tree", Facts::default(), None).await, Err(AppError::NotFound));
    assert_eq!(tess.start(id(), "vpn\0", Facts::default(), None).await.map(|_| ()), Ok(()));
    assert_eq!(tess.start(id(), "printer", Facts::default(), None).await, Err(AppError::invalid("tree", Fault::Unknown)));
    let nothing = Some(SessionId(id().0));
    assert_eq!(tess.start(id(), "vpn", Facts::default(), nothing).await, Err(AppError::NotFound));
    assert_eq!(app.count("sessions").await, 1);
}

#[tokio::test]
async fn a_follow_up_knows_what_it_follows_and_the_other_way_round() {
    let app = TestApp::start().await;
    let first = Walker::start(app.sign_in(TESS).await, "vpn").await;
    first.finishes(Outcome::Workaround).await;
    app.wait(60);
    let second = first.backend.start(id(), "vpn", facts("1", ""), Some(first.id)).await.unwrap();
    let page = first.backend.session(second).await.unwrap();
    assert_eq!(page.follows.unwrap().id, first.id);
    let page = first.backend.session(first.id).await.unwrap();
    assert_eq!(page.followed_by.iter().map(|linked| linked.id).collect::<Vec<_>>(), [second]);
    assert_eq!((page.follows, page.followed_by[0].tree.as_str()), (None, "The vpn tree"));
}

#[tokio::test]
async fn leaving_the_wrong_tree_cancels_it_and_takes_ticket_and_client_along() {
    let app = TestApp::start().await;
    let old = Walker::start_for(app.sign_in(TESS).await, "vpn", facts("48213", "Fjord")).await;
    app.wait(20);
    let sent = command(&old.session().await, Action::Abandon);
    let new = old.backend.switch_tree(old.id, sent.clone(), "printer").await.unwrap();
    let page = old.backend.walk(new).await.unwrap();
    assert_eq!((page.tree.key.as_str(), page.session.facts), ("printer", facts("48213", "Fjord")));
    let left = old.session().await;
    assert_eq!(left.completion().unwrap().outcome, Outcome::Cancelled);
    assert_eq!(page.session.started_at, left.completion().unwrap().completed_at);

    assert_eq!(old.backend.switch_tree(old.id, sent.clone(), "printer").await, Ok(new));
    assert_eq!(old.backend.switch_tree(old.id, sent.clone(), "vpn").await, Err(AppError::DifferentContent));
    assert_eq!(old.backend.switch_tree(old.id, Command { base_revision: 7, ..sent }, "printer").await, Err(AppError::DifferentContent));
    assert_eq!(app.count("sessions").await, 2);
}

#[tokio::test]
async fn a_switch_that_cannot_be_done_leaves_the_old_walk_going() {
    let app = TestApp::start().await;
    let old = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let before = old.session().await;
    let switch =
        async |by: &str, action: Action, tree: &str| app.sign_in(by).await.switch_tree(old.id, command(&before, action), tree).await;
    assert_eq!(switch(TESS, Action::Abandon, "no-such-tree").await, Err(AppError::NotFound));
    assert_eq!(switch(TESS, Action::PARK, "printer").await, Err(AppError::Malformed));
    assert_eq!(switch(OMAR, Action::Abandon, "printer").await, Err(AppError::Refused(Refusal::NotYours)));
    assert_eq!(old.session().await, before);
    assert_eq!(app.count("sessions").await, 1);
}
