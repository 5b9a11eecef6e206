//! Answers to COMMIT that are lost: what has an id is looked up, and everything else is said to be unknown.

use std::sync::Arc;

use ::app::backend::Backend;
use ::app::error::AppError;
use resolutionflow::session::Action;
use resolutionflow::text::Name;
use server::service::Caller;
use server::store;

use super::proxy::Proxy;
use super::proxy::Weather::{self, LosesTheAnswer, LosesTheCommit};
use crate::app::TestApp;
use crate::fixtures::{MARA, TESS, Walker, choose, command, facts, id};

/// Somebody's requests through a proxy.
async fn through(app: &TestApp, proxy: &Proxy, email: &str) -> Arc<dyn Backend> {
    let cookie = app.cookie_of(email).await;
    let pool = store::pool().connect_with(proxy.options()).await.unwrap();
    app.server_on(pool).backend(Caller { cookie: Some(&cookie), ..Caller::default() })
}

#[tokio::test]
async fn a_step_whose_answer_was_lost_is_looked_up_and_one_that_never_arrived_is_taken() {
    let app = TestApp::start().await;
    let proxy = Proxy::before(&app).await;
    let walker = Walker::start(through(&app, &proxy, TESS).await, "vpn").await;
    for (weather, option) in [(LosesTheAnswer, choose("yes")), (LosesTheCommit, Action::Continue)] {
        let before = walker.session().await;
        proxy.set(weather);
        assert_eq!(walker.backend.command(walker.id, command(&before, option)).await, Ok(()), "{weather:?}");
        assert!(proxy.is_fair(), "{weather:?}");
        assert_eq!(walker.session().await.revision, before.revision + 1, "{weather:?}");
    }
    assert_eq!(app.count("commands").await, 3, "the start and two steps");
}

#[tokio::test]
async fn a_start_whose_answer_was_lost_starts_one_session() {
    let app = TestApp::start().await;
    let proxy = Proxy::before(&app).await;
    let tess = through(&app, &proxy, TESS).await;
    for (sessions, weather) in [(1, LosesTheAnswer), (2, LosesTheCommit)] {
        proxy.set(weather);
        let id = id();
        assert_eq!(tess.start(id, "vpn", facts("7", "Fjord AS"), None).await.map(|session| session.0), Ok(id.0), "{weather:?}");
        assert!(proxy.is_fair(), "{weather:?}");
        assert_eq!(app.count("sessions").await, sessions);
    }
}

#[tokio::test]
async fn a_form_without_an_id_is_never_sent_twice() {
    let app = TestApp::start().await;
    let proxy = Proxy::before(&app).await;
    let mara = through(&app, &proxy, MARA).await;
    let rename = async |weather: Weather, to: &str| {
        proxy.set(weather);
        let from = mara.categories().await.unwrap().remove(0).name;
        let renamed = mara.rename_category(Name::parse(&from).unwrap(), Name::parse(to).unwrap()).await;
        assert!(proxy.is_fair(), "{weather:?}");
        renamed
    };
    let audited = "select count(*) from audit where action = 'rename_category'";
    let audited = async || sqlx::query_scalar::<_, i64>(audited).fetch_one(&app.superuser).await.unwrap();
    assert_eq!(rename(LosesTheAnswer, "Networking").await, Err(AppError::Unknown));
    assert_eq!((mara.categories().await.unwrap().remove(0).name, audited().await), ("Networking".to_owned(), 1), "it was carried out");
    assert_eq!(rename(LosesTheCommit, "Cables").await, Err(AppError::Unknown));
    assert_eq!((mara.categories().await.unwrap().remove(0).name, audited().await), ("Networking".to_owned(), 1), "it was not");
}
