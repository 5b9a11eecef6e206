//! The version that the walk player asks for.

use super::browser::Browser;
use crate::app::TestApp;
use crate::fixtures::{BEN, TESS, Walker};

#[tokio::test]
async fn what_there_is_to_read_from_a_step_on_is_read_by_its_account_alone() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let version = walker.session().await.version;
    let address = format!("/api/trees/{}/readings/{}", version.tree_id, version.number);
    let mut tess = Browser::of(&app, TESS).await;
    tess.fetches(&address).await;
    assert!(tess.status == 200 && tess.html.contains("behind"), "{}", tess.html);
    tess.fetches(&format!("{address}/nodes?from=q2")).await;
    assert!(tess.html.starts_with('[') && tess.html.contains("From the beginning"), "{}", tess.html);
    for (from, status) in [("nowhere", 404), ("", 404)] {
        tess.fetches(&format!("{address}/nodes?from={from}")).await;
        assert_eq!(tess.status, status, "{from}");
    }
    tess.fetches(&format!("{address}/nodes")).await;
    assert_eq!(tess.status, 400);
    let mut ben = Browser::of(&app, BEN).await;
    ben.fetches(&format!("{address}/nodes?from=q1")).await;
    assert_eq!(ben.status, 404);
}
