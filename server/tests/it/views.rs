//! Saved views of the history.

use std::sync::Arc;

use ::app::backend::Backend;
use ::app::backend::history::{HistoryQuery, NewView, SavedView, ViewChange};
use ::app::error::{AppError, Fault};
use resolutionflow::id::ViewId;
use resolutionflow::text::Name;
use uuid::Uuid;

use crate::app::TestApp;
use crate::fixtures::{ADA, BEN, MARA, OMAR, TESS};

fn new(name: &str, query: &str, shared: bool) -> NewView {
    NewView { id: ViewId(Uuid::now_v7()), name: Name::parse(name).unwrap(), query: query.to_owned(), shared }
}

fn change(name: &str, query: Option<&str>, shared: bool) -> ViewChange {
    ViewChange { name: Name::parse(name).unwrap(), query: query.map(str::to_owned), shared }
}

async fn views(backend: &Arc<dyn Backend>) -> Vec<SavedView> {
    backend.history(HistoryQuery::default()).await.unwrap().views
}

async fn names(app: &TestApp, email: &str) -> Vec<String> {
    views(&app.sign_in(email).await).await.into_iter().map(|view| view.name).collect()
}

#[tokio::test]
async fn a_view_is_its_owners_until_it_is_shared() {
    let app = TestApp::start().await;
    let tess = app.sign_in(TESS).await;
    let long = new("Long ones", "sort=longest", false);
    tess.save_view(long.clone()).await.unwrap();
    tess.save_view(long.clone()).await.unwrap();
    assert_eq!((names(&app, TESS).await, names(&app, OMAR).await), (vec!["Long ones".to_owned()], vec![]));
    assert_eq!(tess.save_view(NewView { query: String::new(), ..long.clone() }).await, Err(AppError::DifferentContent));
    assert_eq!(tess.save_view(new("LONG ones", "", false)).await, Err(AppError::invalid("name", Fault::Taken)));
    let omar = app.sign_in(OMAR).await;
    omar.save_view(new("Long ones", "sort=shortest", false)).await.unwrap();
    assert_eq!(omar.change_view(long.id, change("Mine", None, false)).await, Err(AppError::NotFound));
    assert_eq!(omar.delete_view(long.id).await, Err(AppError::NotFound));

    tess.change_view(long.id, change("Longest", Some("sort=longest&columns=all"), true)).await.unwrap();
    assert_eq!(names(&app, OMAR).await, ["Long ones", "Longest"], "one's own first");
    let seen = views(&omar).await.pop().unwrap();
    assert_eq!((seen.mine, seen.owner.as_str(), seen.query.as_str()), (false, "Tess Tanaka", "sort=longest&columns=all"));
    assert_eq!(omar.change_view(long.id, change("Mine", None, false)).await, Err(AppError::Forbidden));
    assert_eq!(omar.delete_view(long.id).await, Err(AppError::Forbidden));
    assert_eq!(names(&app, BEN).await, [""; 0]);
    assert_eq!(app.sign_in(BEN).await.delete_view(long.id).await, Err(AppError::NotFound));
}

#[tokio::test]
async fn what_is_shared_outlives_its_owners_login_and_managers_take_it_away() {
    let app = TestApp::start().await;
    let shared = new("Everybody’s", "technician=anyone", true);
    app.sign_in(TESS).await.save_view(shared.clone()).await.unwrap();
    app.sign_in(ADA).await.set_active(app.user(TESS).await, false).await.unwrap();
    assert_eq!(names(&app, OMAR).await, ["Everybody’s"]);
    app.sign_in(MARA).await.delete_view(shared.id).await.unwrap();
    assert_eq!(names(&app, OMAR).await, [""; 0]);
    let kept: Vec<String> = sqlx::query_scalar("select action from audit where subject_id = $1 order by id")
        .bind(shared.id.0)
        .fetch_all(&app.superuser)
        .await
        .unwrap();
    assert_eq!(kept, ["share_view", "delete_shared_view"]);
    let trail = app.sign_in(ADA).await.audit(::app::backend::admin::AuditQuery::default()).await.unwrap();
    assert!(trail.rows.iter().any(|row| row.action == "delete_shared_view" && row.name == "Everybody’s"));
}

#[tokio::test]
async fn fifty_views_are_as_many_as_somebody_has() {
    let app = TestApp::start().await;
    let tess = app.sign_in(TESS).await;
    for number in 0..50 {
        tess.save_view(new(&format!("View {number}"), "", false)).await.unwrap();
    }
    assert_eq!(tess.save_view(new("One more", "", false)).await, Err(AppError::invalid("name", Fault::TooMany { most: 50 })));
}
