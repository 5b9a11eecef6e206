use axum::body::Body;
use axum::http::{Request, header};
use resolutionflow::outcome::Outcome;
use tower::ServiceExt;

use crate::app::TestApp;
use crate::fixtures::{MARA, TESS, Walker};
use crate::web::wire::routes;

/// Status, media type and text of a document.
async fn fetch(app: &TestApp, email: &str, address: &str) -> (u16, String, String) {
    let cookie = format!("login={}", app.cookie_of(email).await);
    let request = Request::get(address).header(header::COOKIE, cookie).body(Body::empty()).unwrap();
    let answer = routes(app).oneshot(request).await.unwrap();
    let media_type = answer.headers().get(header::CONTENT_TYPE).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
    let status = answer.status().as_u16();
    let bytes = axum::body::to_bytes(answer.into_body(), 1_000_000).await.unwrap();
    (status, media_type, String::from_utf8(bytes.to_vec()).unwrap())
}

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
