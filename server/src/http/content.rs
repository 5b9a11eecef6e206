//! Bodies of documents.

use std::fs;
use std::io::Error;

use app::backend::exports::Content;
use axum::body::{Body, Bytes};
use axum::http::HeaderValue;
use axum::http::header::CONTENT_LENGTH;
use axum::response::{IntoResponse, Response};
use futures_util::stream::{self, Stream, StreamExt, try_unfold};
use tokio::fs::File;
use tokio::io::AsyncReadExt;

/// The most bytes of a long document that are in memory at a time.
const PIECE: usize = 64 * 1024;

/// Answer with a document: a short one whole, a long one piece by piece, as its reader takes it.
pub(super) fn of(content: Content) -> Response {
    let length = HeaderValue::from(content.length());
    let body = match content {
        Content::Short(bytes) => Body::from(bytes),
        Content::Long { file, .. } => Body::from_stream(read(file)),
    };
    ([(CONTENT_LENGTH, length)], body).into_response()
}

/// Pieces of a document that is part of a longer one.
pub(super) fn pieces(content: Content) -> impl Stream<Item = Result<Bytes, Error>> {
    match content {
        Content::Short(bytes) => stream::iter([Ok(Bytes::from(bytes))]).left_stream(),
        Content::Long { file, .. } => read(file).right_stream(),
    }
}

fn read(file: fs::File) -> impl Stream<Item = Result<Bytes, Error>> {
    try_unfold(File::from_std(file), |mut file| async move {
        let mut piece = Vec::with_capacity(PIECE);
        let is_over = file.read_buf(&mut piece).await? == 0;
        Ok((!is_over).then(|| (Bytes::from(piece), file)))
    })
}
