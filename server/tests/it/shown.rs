//! What lists show is what the session's own page shows: the name of the tree as it was walked.

use ::app::backend::history::HistoryQuery;
use resolutionflow::outcome::Outcome;

use crate::app::TestApp;
use crate::fixtures::{TESS, Walker, facts, id, tree};

#[tokio::test]
async fn a_session_shows_the_name_of_its_own_version_wherever_it_is_listed() {
    let app = TestApp::start().await;
    let tess = app.sign_in(TESS).await;
    let walker = Walker::start_for(tess.clone(), "vpn", facts("7", "Fjord")).await;
    let mut renamed = tree("vpn");
    renamed["name"] = "Remote access".into();
    app.service.import_tree(app.north, renamed.to_string().as_bytes()).await.unwrap();
    let own = "The vpn tree";
    assert_eq!(tess.viewer().await.unwrap().running.unwrap().tree, own);
    walker.finishes(Outcome::Escalated).await;
    app.wait(60);

    let next = tess.start(id(), "vpn", facts("7", "Fjord"), Some(walker.id)).await.unwrap();
    let trees = tess.history(HistoryQuery::default()).await.unwrap().rows.into_iter().map(|row| row.tree).collect::<Vec<_>>();
    assert_eq!(trees, ["Remote access", own]);
    let (file, _) = tess.history_rows(HistoryQuery::default()).await.unwrap();
    assert_eq!(file[1].tree, own);
    let page = tess.session(next).await.unwrap();
    assert_eq!((page.tree.name.as_str(), page.follows.unwrap().tree.as_str()), ("Remote access", own));
    assert_eq!(page.recurring[0].session.tree, own);
    let earlier = tess.session(walker.id).await.unwrap();
    assert_eq!((earlier.tree.name.as_str(), earlier.followed_by[0].tree.as_str()), (own, "Remote access"));
}
