use resolutionflow::outcome::Outcome;

use super::fetch;
use crate::app::TestApp;
use crate::fixtures::{MARA, TESS, Walker};

#[tokio::test]
async fn a_file_says_no_more_of_few_sessions_than_its_page() {
    let app = TestApp::start().await;
    for walks in [9, 1] {
        for _ in 0..walks {
            Walker::start(app.sign_in(TESS).await, "vpn").await.finishes(Outcome::Resolved).await;
        }
        let (status, media_type, text) = fetch(&app, MARA, "/insights/overview.csv?table=outcomes").await;
        assert_eq!((status, media_type.as_str()), (200, "text/csv; charset=utf-8"));
        let row = text.lines().find(|line| line.starts_with("Resolved,")).unwrap().to_owned();
        if walks == 9 {
            assert!(row.starts_with("Resolved,9,not enough data,,9,,"), "{row}");
        } else {
            assert!(row.starts_with("Resolved,10,1.000000,10,10,0."), "{row}");
        }
    }
    assert!(fetch(&app, MARA, "/insights/trust.csv").await.2.starts_with("\u{feff}Sign,Now,Now: part,Now: of"));
}

#[tokio::test]
async fn a_file_of_other_days_than_were_asked_for_is_refused() {
    let app = TestApp::start().await;
    assert_eq!(fetch(&app, MARA, "/insights/overview.csv?from=2026-02-02&to=2026-02-01").await.0, 400);
    assert_eq!(fetch(&app, MARA, "/insights/overview.csv?table=secrets").await.0, 404);
    assert_eq!(fetch(&app, MARA, "/insights/trust.csv?tree=their-own").await.0, 404);
    assert_eq!(fetch(&app, TESS, "/insights/overview.csv").await.0, 403);
}
