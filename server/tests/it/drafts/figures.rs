//! Figures on the map of a draft: those of its tree, by the names that its steps had when they were walked.

use std::sync::Arc;

use ::app::backend::Backend;
use ::app::backend::views::insights::{Asked, MapFigures};
use ::app::error::AppError;
use resolutionflow::id::DraftId;
use resolutionflow::outcome::Outcome;
use resolutionflow::tree::Edit;

use super::{Author, blank};
use crate::app::TestApp;
use crate::fixtures::{BEN, MARA, TESS, Walker, choose, complete};
use crate::insights::asked;

/// Figures of the tree "vpn" in the days that Insights shows first, as its clock stands.
async fn figures(app: &TestApp, by: &Arc<dyn Backend>, draft: Option<DraftId>) -> Result<Option<MapFigures>, AppError> {
    let asked = Asked { tree: "vpn".to_owned(), ..asked(app, "").await };
    by.map_figures(asked, draft).await
}

#[tokio::test]
async fn figures_follow_steps_that_a_draft_renamed_and_new_ones_have_none() {
    let app = TestApp::start().await;
    let tess = app.sign_in(TESS).await;
    for outcome in [Outcome::Resolved, Outcome::Escalated] {
        let walker = Walker::start(tess.clone(), "vpn").await;
        walker.does(choose("yes")).await;
        walker.does(complete(outcome)).await;
    }
    app.service.fold(app.north).await.unwrap();
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    let step = super::step("new");
    mara.edits(vec![Edit::Rename { node: "q1".into(), to: "plugged".into() }, Edit::Add { after: None, nodes: vec![step] }]).await;

    let of_draft = figures(&app, &mara.backend, Some(mara.id)).await.unwrap().unwrap();
    assert_eq!((of_draft.version, of_draft.walks), (1, 2));
    let plugged = of_draft.step(&"plugged".into()).unwrap();
    assert_eq!((plugged.figures.sessions, plugged.chosen("yes"), plugged.chosen("no")), (2, Some(2), Some(0)));
    assert_eq!(plugged.chosen("perhaps"), None, "no such answer in that version");
    let ping = of_draft.step(&"a1".into()).unwrap();
    assert_eq!((ping.figures.exits.drop, ping.continued()), (1, Some(0)));
    assert!(of_draft.step(&"new".into()).is_none());

    let of_tree = figures(&app, &tess, None).await.unwrap().unwrap();
    assert!(of_tree.names.is_empty() && of_tree.nodes == of_draft.nodes, "who may read the tree reads its figures");
}

#[tokio::test]
async fn figures_of_a_draft_are_for_its_authors() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    assert_eq!(figures(&app, &app.sign_in(TESS).await, Some(mara.id)).await, Err(AppError::Forbidden));
    assert_eq!(figures(&app, &app.sign_in(BEN).await, Some(mara.id)).await, Err(AppError::NotFound));
    assert_eq!(figures(&app, &app.nobody(), Some(mara.id)).await, Err(AppError::NotSignedIn));
    let other = Author::begins(&app, MARA, blank("Mailbox")).await;
    assert_eq!(figures(&app, &other.backend, Some(other.id)).await, Err(AppError::NotFound), "a draft of another tree");
}
