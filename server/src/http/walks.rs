//! Answers to the walk player in the browser, as JSON: the version that it walks, and the state after its commands.

use std::sync::Arc;

use app::error::AppError;
use axum::Router;
use axum::body::Body;
use axum::extract::{Extension, Path, Query};
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use resolutionflow::id::{SessionId, TreeId};
use resolutionflow::session::VersionRef;
use resolutionflow::sync::Batch;
use resolutionflow::tree::{NodeId, Tree, WHOLE_BYTES};
use serde::{Deserialize, Serialize};

use super::forms::read;
use super::identify::Asker;
use super::{Web, problem};

/// The most bytes of a batch. The longest command has a note and an output at their limits, in the widest escapes of JSON.
const BATCH_LIMIT: usize = 1024 * 1024;
const KEEP: (HeaderName, &str) = (header::CACHE_CONTROL, "private, max-age=31536000, immutable");
const JSON: (HeaderName, &str) = (header::CONTENT_TYPE, "application/json");
const FOR_THE_LOGIN: (HeaderName, &str) = (header::VARY, "cookie");

/// Routes of the walk player: `/api/sessions/{id}/commands`, `/api/trees/{id}/readings/{number}` and its `nodes?from=…`.
pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/api/sessions/{id}/commands", post(commands))
        .route("/api/trees/{id}/readings/{number}", get(version))
        .route("/api/trees/{id}/readings/{number}/nodes", get(nodes))
}

async fn commands(Extension(asker): Extension<Asker>, Path(id): Path<String>, body: Body) -> Response {
    let answer = async {
        let id: SessionId = id.parse().map_err(|_| AppError::NotFound)?;
        let batch: Batch = serde_json::from_slice(&read(&asker, body, BATCH_LIMIT).await?).map_err(|_| AppError::Malformed)?;
        asker.backend.send(id, batch).await
    };
    match answer.await {
        // A refusal has the status that a form gets for it, and the state in the body all the same.
        Ok(answer) => {
            let status = answer.refused.map_or(StatusCode::OK, |refused| problem::status(&refused.into()));
            (status, axum::Json(answer)).into_response()
        }
        // The batch is read before the backend is asked; who is not signed in is to hear of that first.
        Err(_) if asker.backend.viewer().await == Err(AppError::NotSignedIn) => problem::json(&AppError::NotSignedIn),
        Err(error) => problem::json(&error),
    }
}

/// A version; of a large one, its structure.
async fn version(Extension(asker): Extension<Asker>, Path(version): Path<(String, String)>) -> Response {
    kept(published(&asker, version).await.and_then(|tree| {
        let whole = json(&*tree)?;
        if whole.len() > WHOLE_BYTES { json(&tree.structure()) } else { Ok(whole) }
    }))
}

/// The step from which to read on.
#[derive(Deserialize)]
struct From {
    from: NodeId,
}

/// The texts of a step and of those ahead of it.
async fn nodes(Extension(asker): Extension<Asker>, Path(version): Path<(String, String)>, Query(From { from }): Query<From>) -> Response {
    kept(published(&asker, version).await.and_then(|tree| match tree.ahead(&from) {
        nodes if nodes.is_empty() => Err(AppError::NotFound),
        nodes => json(&nodes),
    }))
}

async fn published(asker: &Asker, (id, number): (String, String)) -> Result<Arc<Tree>, AppError> {
    let tree_id: TreeId = id.parse().map_err(|_| AppError::NotFound)?;
    let number = number.parse().map_err(|_| AppError::NotFound)?;
    asker.backend.tree_version(VersionRef { tree_id, number }).await
}

fn json(value: &impl Serialize) -> Result<String, AppError> {
    serde_json::to_string(value).map_err(|_| AppError::Unexpected)
}

/// A version never changes, and reads the same by the rules of Markdown that the address names; so the browser of whoever may see it keeps
/// it, for that login alone.
fn kept(answer: Result<String, AppError>) -> Response {
    match answer {
        Ok(json) => ([KEEP, FOR_THE_LOGIN, JSON], json).into_response(),
        Err(error) => problem::json(&error),
    }
}
