//! Insights over a database: the sessions that a page counts, and who may read it.

mod came_back;
mod clients;
mod cut;
mod files;
mod links;
mod mine;
mod now;
mod odd;
mod overview;
mod people;
mod trust;
mod unused;

use app::backend::views::insights::{Answer, Asked, Progress};
use app::query::Query;
use axum::body::Body;
use axum::http::{Request, header};
use tower::ServiceExt;

use crate::app::TestApp;
use crate::fixtures::MARA;
use crate::web::wire::routes;

/// Status, media type and text of a document.
pub async fn fetch(app: &TestApp, email: &str, address: &str) -> (u16, String, String) {
    let cookie = format!("login={}", app.cookie_of(email).await);
    let request = Request::get(address).header(header::COOKIE, cookie).body(Body::empty()).unwrap();
    let answer = routes(app).oneshot(request).await.unwrap();
    let media_type = answer.headers().get(header::CONTENT_TYPE).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
    let status = answer.status().as_u16();
    let bytes = axum::body::to_bytes(answer.into_body(), 1_000_000).await.unwrap();
    (status, media_type, String::from_utf8(bytes.to_vec()).unwrap())
}

/// Question of an address, by the manager of the north.
pub async fn asked(app: &TestApp, query: &str) -> Asked {
    Asked::read(&Query::parse(query), &app.sign_in(MARA).await.viewer().await.unwrap()).unwrap()
}

/// Figures, which are all counted.
#[track_caller]
pub fn ready<T>(progress: Progress<T>) -> Answer<T> {
    match progress {
        Progress::Ready(answer) => *answer,
        Progress::Counting { percent } => panic!("only {percent} % are counted"),
    }
}
