//! Documents to take away: exports of sessions, trees as their authors wrote them, and the audit trail.

use app::backend::views::Exported;
use app::error::AppError;
use axum::Router;
use axum::extract::{Extension, Path, Query};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use resolutionflow::export::Format;
use resolutionflow::id::SessionId;
use serde::Deserialize;

use super::identify::Asker;
use super::{Web, problem};

mod trail;

/// An export is a page made of what people typed. Should anything in it ever run, it runs as nobody: no scripts, no forms, no
/// cookies of ours.
const SANDBOX: (HeaderName, HeaderValue) =
    (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'; style-src 'unsafe-inline'"));

/// `/sessions/{id}/export.{note.txt|md|txt|html|pdf|json}`, `/trees/{key}/tree.json` and `/admin/audit.csv`.
pub(super) fn routes() -> Router<Web> {
    let router = Router::new().route("/trees/{key}/tree.json", get(tree)).route("/admin/audit.csv", get(trail::csv));
    Format::ALL.into_iter().fold(router, |router, format| {
        let path = format!("/sessions/{{id}}/export.{}", format.ending());
        router.route(&path, get(move |asker, id, query| session(format, asker, id, query)))
    })
}

/// How it is wanted.
#[derive(Debug, Deserialize)]
struct Wanted {
    /// To look at, rather than to keep.
    #[serde(default)]
    inline: Option<String>,
}

async fn session(format: Format, Extension(asker): Extension<Asker>, Path(id): Path<String>, Query(wanted): Query<Wanted>) -> Response {
    let Ok(id) = id.parse::<SessionId>() else { return problem::bare(&AppError::NotFound) };
    let inline = wanted.inline.is_some_and(|inline| inline == "1");
    match asker.backend.export(id, format).await {
        // Browsers would save Markdown and JSON; as plain text they show it.
        Ok(exported) if inline && !matches!(format, Format::Html | Format::Pdf) => document(exported, Format::Text.media_type(), "inline"),
        Ok(exported) => document(exported, format.media_type(), if inline { "inline" } else { "attachment" }),
        Err(error) => problem::bare(&error),
    }
}

async fn tree(Extension(asker): Extension<Asker>, Path(key): Path<String>) -> Response {
    match asker.backend.tree_document(&key).await {
        Ok(exported) => document(exported, Format::Json.media_type(), "attachment"),
        Err(error) => problem::bare(&error),
    }
}

fn document(exported: Exported, media_type: &'static str, disposition: &str) -> Response {
    // File names are made of ASCII letters, digits, dots, hyphens and underscores, which need no escaping here.
    let disposition = format!("{disposition}; filename=\"{}\"", exported.file_name);
    ([(header::CONTENT_TYPE, media_type.to_owned()), (header::CONTENT_DISPOSITION, disposition)], [SANDBOX], exported.content)
        .into_response()
}
