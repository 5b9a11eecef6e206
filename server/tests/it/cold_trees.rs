//! Trees that are not in the server's memory.

use std::pin::pin;
use std::sync::Arc;

use ::app::backend::Backend;
use ::app::backend::history::Selected;
use ::app::error::AppError;
use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Action, Facts, VersionRef};
use resolutionflow::sync::Batch;
use serde_json::json;
use server::service::{Caller, Service};
use server::store;

use crate::app::TestApp;
use crate::fixtures::{MARA, TESS, Walker, choose, command, id, tree};

/// A tree of a megabyte, with a long list at each of its further steps.
fn large() -> Vec<u8> {
    let mut large = tree("large");
    let body = "- an item, *one* of `many`\n".repeat(700);
    let node = |number: usize| {
        let next = if number == 60 { "q2".to_owned() } else { format!("m{}", number + 1) };
        json!({"id": format!("m{number}"), "type": "action", "title": "Read", "body": body, "commands": [], "next_node_id": next})
    };
    large["nodes"][1]["next_node_id"] = json!("m0");
    large["nodes"].as_array_mut().unwrap().extend((0..=60).map(node));
    large.to_string().into_bytes()
}

/// A server with nothing in memory, and a single connection to the database.
async fn cold(app: &TestApp) -> Service {
    let pool = store::pool().max_connections(1).connect_with((*app.pool.connect_options()).clone()).await.unwrap();
    let now = app.clock_time();
    Service::new(pool, false).with_clock(move || now)
}

/// Answers that others got from the database, over the only connection, while a use case of a request ran on a cold server.
async fn answered_meanwhile<T>(app: &TestApp, use_case: impl AsyncFnOnce(Arc<dyn Backend>) -> Result<T, AppError>) -> usize {
    let (service, cookie) = (cold(app).await, app.cookie_of(TESS).await);
    let backend = service.backend(Caller { cookie: Some(&cookie), ..Caller::default() });
    let mut asked = pin!(use_case(backend));
    let mut answered = 0;
    loop {
        tokio::select! {
            biased;
            done = &mut asked => {
                assert_eq!(done.err(), None);
                return answered;
            }
            is_ready = service.is_ready() => {
                assert!(is_ready);
                answered += 1;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn others_are_answered_while_a_large_tree_is_parsed() {
    let app = TestApp::start().await;
    app.service.import_tree(app.north, &large()).await.unwrap();
    let walker = Walker::start(app.sign_in(TESS).await, "large").await;
    let session = walker.session().await;
    let step = Batch { known_revision: 0, commands: vec![command(&session, choose("yes"))], active_at: None, by: None };
    let version = async |backend: Arc<dyn Backend>| backend.tree_version(session.version).await;
    let answered = [
        ("its data", answered_meanwhile(&app, version).await),
        ("the walk page", answered_meanwhile(&app, async |backend| backend.walk(walker.id).await).await),
        ("the session page", answered_meanwhile(&app, async |backend| backend.session(walker.id).await).await),
        ("a step", answered_meanwhile(&app, async |backend| backend.send(walker.id, step).await).await),
        ("a start", answered_meanwhile(&app, async |backend| backend.start(id(), "large", Facts::default(), None).await).await),
    ];
    // Each transaction of its own lets one in between; how many there are besides tells how long the connection was free.
    assert!(answered.iter().all(|(_, times)| *times > 20), "{answered:?}");
    assert_eq!(walker.session().await.records.len(), 2, "the step was taken once, and the start parked it");
}

#[tokio::test]
async fn what_begins_anew_for_each_tree_that_it_lacks_is_done_once() {
    let app = TestApp::start().await;
    let (first, second) = (Walker::start(app.sign_in(TESS).await, "vpn").await, Walker::start(app.sign_in(TESS).await, "printer").await);
    let cookie = app.cookie_of(MARA).await;
    let mara = cold(&app).await.backend(Caller { cookie: Some(&cookie), ..Caller::default() });
    let mut selected = Vec::new();
    for walker in [&first, &second] {
        selected.push(Selected { id: walker.id, revision: walker.session().await.revision });
    }
    let close = Action::Close { outcome: Outcome::Cancelled, reason: None };
    assert!(mara.change_selected(id(), selected.clone(), close).await.unwrap().iter().all(|one| one.result.is_ok()));
    for (walker, selected) in [(first, &selected[0]), (second, &selected[1])] {
        assert_eq!(walker.session().await.revision, selected.revision + 1);
    }
    assert_eq!(app.count("audit where action = 'close'").await, 2);
}

#[tokio::test]
async fn a_version_that_there_is_not_is_not_found() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let missing = VersionRef { number: 7, ..walker.session().await.version };
    let cookie = app.cookie_of(TESS).await;
    let backend = cold(&app).await.backend(Caller { cookie: Some(&cookie), ..Caller::default() });
    let (one, other) = tokio::join!(backend.tree_version(missing), backend.tree_version(missing));
    assert_eq!([one.err(), other.err()], [const { Some(AppError::NotFound) }; 2]);
}
