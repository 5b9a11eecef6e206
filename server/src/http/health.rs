//! Health checks, for whoever watches over the server.

use axum::extract::State;
use axum::http::StatusCode;

use super::Web;

/// Liveness check, `/healthz`: answers 200 as long as the process runs, whatever the database does.
pub(super) async fn alive() -> &'static str {
    "alive\n"
}

/// Readiness check, `/readyz`: 200 where the database answers, so that requests can be sent here, and otherwise 503.
pub(super) async fn ready(State(web): State<Web>) -> (StatusCode, &'static str) {
    if web.service.is_ready().await {
        (StatusCode::OK, "ready\n")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
    }
}
