//! The schema's versions.

use server::store::{migrate, pending_migrations};

use crate::app::TestApp;

#[tokio::test]
async fn migrating_again_changes_nothing() {
    let app = TestApp::start().await;
    assert_eq!(pending_migrations(&app.pool).await.unwrap(), 0);
    let before = app.count("_sqlx_migrations").await;
    migrate(&app.superuser).await.unwrap();
    assert_eq!(app.count("_sqlx_migrations").await, before);
}

#[tokio::test]
async fn the_application_sees_what_is_pending() {
    let app = TestApp::start().await;
    let all = app.count("_sqlx_migrations").await;
    sqlx::query("delete from _sqlx_migrations where version = 6").execute(&app.superuser).await.unwrap();
    assert_eq!(pending_migrations(&app.pool).await.unwrap(), 1);
    sqlx::query("drop table _sqlx_migrations").execute(&app.superuser).await.unwrap();
    assert_eq!(i64::try_from(pending_migrations(&app.pool).await.unwrap()).unwrap(), all);
}
