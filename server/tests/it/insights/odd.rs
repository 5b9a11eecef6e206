//! What is rare, and still a clear page.

use resolutionflow::account::Settings;
use resolutionflow::outcome::Outcome;
use server::service::Pace;

use super::fetch;
use crate::app::TestApp;
use crate::fixtures::{ADA, MARA, TESS, Walker, choose, complete, tree};

/// Words of a page, which must be there.
async fn page(app: &TestApp, address: &str) -> String {
    let (status, media_type, html) = fetch(app, MARA, address).await;
    assert_eq!((status, media_type.as_str()), (200, "text/html; charset=utf-8"), "{address}");
    html
}

#[tokio::test]
async fn another_zone_in_the_middle_of_the_year_moves_walks_to_its_days_once_all_are_counted_by_it() {
    let app = TestApp::start().await;
    // 22:30 in Berlin, and the day after in Auckland.
    app.wait(12 * 3_600 + 1_800);
    for _ in 0..12 {
        Walker::start(app.sign_in(TESS).await, "vpn").await.finishes(Outcome::Resolved).await;
    }
    let on = async |day: &str| page(&app, &format!("/insights?from={day}&to={day}")).await;
    assert!(on("2026-02-10").await.contains("These 12 sessions"));
    let ada = app.sign_in(ADA).await;
    let zone = "Pacific/Auckland".parse().unwrap();
    ada.save_settings(Settings { zone, ..ada.settings().await.unwrap() }).await.unwrap();
    let still = on("2026-02-10").await;
    assert!(still.contains("These 12 sessions") && still.contains("Days are still those of Europe/Berlin"));
    app.service.count_sessions(app.north, Pace::Full, |_| Ok(())).await.unwrap();
    let (before, after) = (on("2026-02-10").await, on("2026-02-11").await);
    assert!(!before.contains("These 12 sessions") && after.contains("These 12 sessions") && !after.contains("Days are still those"));
}

#[tokio::test]
async fn an_answer_that_a_later_version_does_not_have_is_said_with_the_version_that_has_it() {
    let app = TestApp::start().await;
    for _ in 0..11 {
        let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
        app.wait(60);
        walker.does(choose("no")).await;
        walker.does(complete(Outcome::Workaround)).await;
    }
    let mut later = tree("vpn");
    later["nodes"][0]["options"].as_array_mut().unwrap().pop();
    later["nodes"].as_array_mut().unwrap().pop();
    app.sign_in(MARA).await.import_tree(later.to_string().as_bytes()).await.unwrap();
    let (first, second) = (page(&app, "/insights/trees/vpn?version=1").await, page(&app, "/insights/trees/vpn?version=2").await);
    assert!(first.contains("Plug it in") && first.contains("11 sessions"));
    assert!(!second.contains("Plug it in"));
    assert!(page(&app, "/insights/trees/vpn/versions").await.contains("only in v1"));
}
