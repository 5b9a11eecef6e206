//! What the walk player in the browser asks for, as JSON: the version that it walks, and what becomes of its commands.

use app::error::AppError;
use axum::Router;
use axum::body::Body;
use axum::extract::{Extension, Path};
use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use resolutionflow::id::{SessionId, TreeId};
use resolutionflow::player::Batch;
use resolutionflow::session::VersionRef;

use super::forms::read;
use super::identify::Asker;
use super::{Web, problem};

/// The most bytes of a batch. The longest command has a note and an output at their limits, in the widest escapes of JSON.
const BATCH_LIMIT: usize = 1024 * 1024;
const KEEP: (HeaderName, &str) = (header::CACHE_CONTROL, "private, max-age=31536000, immutable");
const FOR_THE_LOGIN: (HeaderName, &str) = (header::VARY, "cookie");

/// `/api/sessions/{id}/commands` and `/api/trees/{id}/versions/{number}`.
pub(super) fn routes() -> Router<Web> {
    Router::new().route("/api/sessions/{id}/commands", post(commands)).route("/api/trees/{id}/versions/{number}", get(version))
}

async fn commands(Extension(asker): Extension<Asker>, Path(id): Path<String>, body: Body) -> Response {
    let answer = async {
        let id: SessionId = id.parse().map_err(|_| AppError::NotFound)?;
        let batch: Batch = serde_json::from_slice(&read(body, BATCH_LIMIT).await?).map_err(|_| AppError::Malformed)?;
        asker.backend.send(id, batch).await
    };
    match answer.await {
        Ok(answer) => axum::Json(answer).into_response(),
        // The batch is read before the backend is asked; who is not signed in is to hear of that first.
        Err(_) if asker.backend.viewer().await == Err(AppError::NotSignedIn) => problem::json(&AppError::NotSignedIn),
        Err(error) => problem::json(&error),
    }
}

/// A version never changes, so the browser of whoever may see it keeps it, for that login alone.
async fn version(Extension(asker): Extension<Asker>, Path((id, number)): Path<(String, String)>) -> Response {
    let answer = async {
        let tree_id: TreeId = id.parse().map_err(|_| AppError::NotFound)?;
        let number = number.parse().map_err(|_| AppError::NotFound)?;
        asker.backend.tree_version(VersionRef { tree_id, number }).await
    };
    match answer.await {
        Ok(tree) => ([KEEP, FOR_THE_LOGIN], axum::Json(&*tree)).into_response(),
        Err(error) => problem::json(&error),
    }
}
