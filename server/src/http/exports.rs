//! Documents to take away: exports of sessions, the history, trees as their authors wrote them, tables of Insights, and the audit trail.

use app::backend::exports::{Content, Exported};
use app::error::AppError;
use axum::Router;
use axum::extract::{Extension, Path, Query};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use export::Format;
use resolutionflow::tree::{DocumentNode, branch};

use super::identify::Asker;
use super::{Web, content, problem};

mod audit;
mod csv;
mod insights;
mod redaction;
mod session;
mod sessions;
mod streaming;
mod xlsx;

/// Header of exports, which are pages made of what people typed. Should anything in one ever run, it runs as nobody: no scripts, no forms,
/// no cookies of ours.
pub(super) const SANDBOX: (HeaderName, HeaderValue) =
    (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'; style-src 'unsafe-inline'"));

/// Routes of the documents: `/sessions/{id}/export.{note.txt|md|txt|html|pdf|json}`, `/sessions.{csv|xlsx|jsonl}`, `/trees/{key}/tree.json`,
/// `/drafts/{draft}/tree.md`, `/insights/{overview|trees|saving|budgets|clients|people|mine|trust}.csv`,
/// `/insights/trees/{key}/{tree|versions}.csv`, `/insights/clients/{id}/client.{csv|pdf}` and `/admin/audit.csv`.
pub(super) fn routes() -> Router<Web> {
    let router = Router::new()
        .route("/trees/{key}/tree.json", get(tree))
        .route("/drafts/{draft}/tree.md", get(draft))
        .route("/sessions.csv", get(sessions::csv))
        .route("/sessions.xlsx", get(sessions::xlsx))
        .route("/sessions.jsonl", get(sessions::json_lines))
        .route("/insights/overview.csv", get(insights::overview))
        .route("/insights/trees.csv", get(insights::trees))
        .route("/insights/trees/{key}/tree.csv", get(insights::tree))
        .route("/insights/saving.csv", get(insights::saving))
        .route("/insights/trees/{key}/versions.csv", get(insights::versions))
        .route("/insights/budgets.csv", get(insights::budgets))
        .route("/insights/people.csv", get(insights::people))
        .route("/insights/clients.csv", get(insights::clients))
        .route("/insights/clients/{id}/client.csv", get(insights::client))
        .route("/insights/clients/{id}/client.pdf", get(insights::client_document))
        .route("/insights/mine.csv", get(insights::mine))
        .route("/insights/trust.csv", get(insights::trust))
        .route("/admin/audit.csv", get(audit::csv));
    Format::ALL.into_iter().fold(router, |router, format| {
        let path = format!("/sessions/{{id}}/export.{}", format.ending());
        let show = move |asker, id, query| session::show(format, asker, id, query);
        let edited = move |asker, id, body| session::edited(format, asker, id, body);
        router.route(&path, get(show).post(edited))
    })
}

async fn tree(Extension(asker): Extension<Asker>, Path(key): Path<String>) -> Response {
    match asker.backend.tree_document(&key).await {
        Ok(exported) => document(exported, Format::Json.media_type(), "attachment"),
        Err(error) => problem::bare(&error),
    }
}

/// What of a draft is asked for.
#[derive(serde::Deserialize)]
struct Part {
    /// The step with which a branch begins; empty for the whole.
    #[serde(default)]
    branch: String,
}

/// A draft as tree text, under the key that it will have; or a branch of it, to be read and copied.
async fn draft(Extension(asker): Extension<Asker>, Path(id): Path<String>, Query(part): Query<Part>) -> Response {
    let Ok(id) = id.parse() else { return problem::bare(&AppError::NotFound) };
    match asker.backend.draft(id).await {
        Ok(page) if !part.branch.is_empty() => {
            let steps: Vec<String> = branch(&page.document, &part.branch.as_str().into()).iter().map(DocumentNode::to_text).collect();
            if steps.is_empty() {
                return problem::bare(&AppError::NotFound);
            }
            let content = Content::Short(steps.join("\n").into_bytes());
            document(Exported { file_name: "branch.tree.md".to_owned(), content }, Format::Text.media_type(), "inline")
        }
        Ok(page) => {
            let letter = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '-' };
            let key: String = page.document.key.chars().take(100).map(letter).collect();
            let file_name = format!("{}.tree.md", if key.is_empty() { "draft" } else { &key });
            let exported = Exported { file_name, content: Content::Short(page.document.to_text().into_bytes()) };
            document(exported, Format::Markdown.media_type(), "attachment")
        }
        Err(error) => problem::bare(&error),
    }
}

fn document(exported: Exported, media_type: &'static str, disposition: &str) -> Response {
    // File names are made of ASCII letters, digits, dots, hyphens and underscores, which need no escaping here.
    let disposition = format!("{disposition}; filename=\"{}\"", exported.file_name);
    let headers = [(header::CONTENT_TYPE, media_type.to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    (headers, [SANDBOX], content::of(exported.content)).into_response()
}
