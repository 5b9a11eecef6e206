//! Authority of downloads and uploads that take a while.

use ::app::error::AppError;
use axum::body::Body;
use axum::http::{Request, header};
use futures_util::StreamExt;
use resolutionflow::outcome::Outcome;
use tower::ServiceExt;

use super::wire::routes;
use crate::app::TestApp;
use crate::fixtures::{ADA, MARA, TESS, Walker, choose, complete, facts};

/// Frames of a download that begins while its user may have it, and of which the rest is read after `meanwhile`.
async fn frames(app: &TestApp, email: &str, address: &str, meanwhile: &'static str) -> (usize, bool) {
    let cookie = format!("login={}", app.cookie_of(email).await);
    let request = Request::get(address).header(header::COOKIE, cookie).body(Body::empty()).unwrap();
    let answer = routes(app).oneshot(request).await.unwrap();
    assert_eq!(answer.status(), 200, "{address}");
    let mut body = answer.into_body().into_data_stream();
    // The head of the table, and the first page.
    for _ in 0..2 {
        body.next().await.unwrap().unwrap();
    }
    sqlx::query(meanwhile).bind(app.user(email).await.0).execute(&app.superuser).await.unwrap();
    let rest: Vec<_> = body.collect().await;
    (rest.iter().filter(|frame| frame.is_ok()).count(), rest.last().is_some_and(Result::is_err))
}

const NOTHING: &str = "select $1::uuid";
const DEACTIVATED: &str = "update users set deactivated_at = now() where id = $1";
const DEMOTED: &str = "update users set role = 'technician' where id = $1";

#[tokio::test]
async fn an_admin_who_is_deactivated_during_a_download_of_the_trail_gets_no_further_page() {
    let app = TestApp::start().await;
    sqlx::query(
        "insert into audit (account_id, at, user_id, address, action, subject_type, subject_id)
         select entry.account_id, at + number * interval '1 second', entry.user_id, address, action, subject_type, subject_id
         from (select audit.* from audit join login_emails using (account_id)
               where action = 'import_tree' and email = 'ada@north.example' limit 1) entry, generate_series(1, 450) number",
    )
    .execute(&app.superuser)
    .await
    .unwrap();
    let (all, broken) = frames(&app, ADA, "/admin/audit.csv?action=import_tree", NOTHING).await;
    assert!(all >= 3 && !broken);
    assert_eq!(frames(&app, ADA, "/admin/audit.csv?action=import_tree", DEMOTED).await, (0, true), "an admin no longer");
    sqlx::query("update users set role = 'admin' where id = $1").bind(app.user(ADA).await.0).execute(&app.superuser).await.unwrap();
    assert_eq!(frames(&app, ADA, "/admin/audit.csv?action=import_tree", DEACTIVATED).await, (0, true));
}

#[tokio::test]
async fn a_manager_who_is_deactivated_during_a_download_of_the_history_gets_no_further_page() {
    let app = TestApp::start().await;
    let walker = Walker::start_for(app.sign_in(TESS).await, "vpn", facts("1", "Fjord")).await;
    walker.does(choose("yes")).await;
    walker.does(complete(Outcome::Resolved)).await;
    app.copy_sessions(1600).await;
    let (all, broken) = frames(&app, MARA, "/sessions.csv?technician=anyone", NOTHING).await;
    assert!(all == 3 && !broken);
    assert_eq!(frames(&app, MARA, "/sessions.csv?technician=anyone", DEACTIVATED).await, (0, true));
}

#[tokio::test]
async fn a_request_asks_for_the_role_again_before_it_publishes_a_tree_or_makes_a_link() {
    let app = TestApp::start().await;
    let (mara, ada, tess) = (app.sign_in(MARA).await, app.sign_in(ADA).await, app.user(TESS).await);
    // The login is looked up, and would be known to the request from here on.
    mara.viewer().await.unwrap();
    ada.viewer().await.unwrap();
    for email in [MARA, ADA] {
        sqlx::query(DEMOTED).bind(app.user(email).await.0).execute(&app.superuser).await.unwrap();
    }
    let tree = crate::fixtures::tree("new").to_string();
    assert_eq!(mara.import_tree(tree.as_bytes()).await, Err(AppError::Forbidden));
    assert_eq!(ada.make_link(tess).await.map(|_| ()), Err(AppError::Forbidden));
}
