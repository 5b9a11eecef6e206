//! Versions of a tree: listed, compared, and restored as drafts.

use ::app::backend::drafts::DraftSource;
use ::app::compared::Mark;
use ::app::error::AppError;
use resolutionflow::tree::Edit;

use super::{Author, title};
use crate::app::TestApp;
use crate::fixtures::{BEN, MARA, TESS, id};

#[tokio::test]
async fn any_two_versions_are_compared_and_those_of_others_are_not_there() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    mara.edits(vec![title("q1", "Is it on?"), Edit::Remove { nodes: vec!["a1".into()], heal: true }]).await;
    mara.publishes().await.unwrap();
    let tess = app.sign_in(TESS).await;
    let compared = tess.versions_of("vpn", Some((1, 2))).await.unwrap().compared.unwrap();
    assert!(compared.changes.iter().any(|change| change.sentence == "Step “Is it plugged in?” is called “Is it on?” now."));
    let marks: Vec<_> = compared.outline.iter().filter(|row| row.mark != Mark::Same).map(|row| (row.mark, row.title.as_str())).collect();
    assert_eq!(marks, [(Mark::Changed, "Is it on?"), (Mark::Gone, "Ping the gateway")]);
    assert!(compared.unified.contains("--- version 1\n+++ version 2\n") && compared.unified.contains("+## [q1] Is it on?"));
    let back = tess.versions_of("vpn", Some((2, 1))).await.unwrap().compared.unwrap();
    assert!(back.outline.iter().any(|row| (row.mark, row.title.as_str()) == (Mark::New, "Ping the gateway")));
    assert_eq!(tess.versions_of("vpn", Some((2, 2))).await.unwrap().compared.unwrap().changes.len(), 0);
    for pair in [(0, 1), (1, 3)] {
        assert_eq!(tess.versions_of("vpn", Some(pair)).await.err(), Some(AppError::NotFound));
    }
    assert_eq!(tess.versions_of("nothing", None).await.err(), Some(AppError::NotFound));
    assert_eq!(app.sign_in(BEN).await.versions_of("vpn", Some((1, 2))).await.err(), Some(AppError::NotFound), "his has one version");
    assert_eq!(app.nobody().versions_of("vpn", None).await.err(), Some(AppError::NotSignedIn));
}

#[tokio::test]
async fn an_earlier_version_comes_back_as_a_draft_and_is_published_like_any_other() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    let first = mara.document().await;
    mara.edits(vec![title("q1", "Is it on?")]).await;
    let earlier = |number| DraftSource::Version { key: "vpn".into(), number };
    // Nothing that somebody writes is written over.
    assert!(matches!(mara.backend.begin_draft(id(), earlier(1)).await, Err(AppError::BadEdit(_))));
    mara.publishes().await.unwrap();
    let command = id();
    let restored = Author { id: mara.backend.begin_draft(command, earlier(1)).await.unwrap(), ..mara.clone() };
    assert_eq!(mara.backend.begin_draft(command, earlier(1)).await, Ok(restored.id), "once");
    assert_eq!((restored.document().await, restored.page().await.card.base), (first, Some(("vpn".into(), 2))));
    assert_eq!(mara.backend.tree("vpn").await.unwrap().card.version, 2, "nothing is published by itself");
    assert_eq!(restored.gate().await.changes.len(), 1);
    assert_eq!(restored.publishes().await.unwrap().version, 3);
    assert_eq!(mara.backend.versions_of("vpn", None).await.unwrap().rows[0].contributors, ["Mara Lindqvist"]);
    for number in [0, 4] {
        assert_eq!(mara.backend.begin_draft(id(), earlier(number)).await, Err(AppError::NotFound));
    }
}
