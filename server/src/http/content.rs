//! Bodies of documents.

use std::io::Error;

use app::backend::exports::Content;
use axum::body::{Body, Bytes};
use axum::http::HeaderValue;
use axum::http::header::CONTENT_LENGTH;
use axum::response::{IntoResponse, Response};
use futures_util::stream::try_unfold;
use tokio::fs::File;
use tokio::io::AsyncReadExt;

/// The most bytes of a long document that are in memory at a time.
const PIECE: usize = 64 * 1024;

/// Answer with a document: a short one whole, a long one piece by piece, as its reader takes it.
pub(super) fn of(content: Content) -> Response {
    let length = HeaderValue::from(content.length());
    let body = match content {
        Content::Short(bytes) => Body::from(bytes),
        Content::Long { file, .. } => Body::from_stream(try_unfold(File::from_std(file), |mut file| async move {
            let mut piece = Vec::with_capacity(PIECE);
            let is_over = file.read_buf(&mut piece).await? == 0;
            Ok::<_, Error>((!is_over).then(|| (Bytes::from(piece), file)))
        })),
    };
    ([(CONTENT_LENGTH, length)], body).into_response()
}
