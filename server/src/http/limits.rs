//! Limits of a client: sizes, times and numbers.

use std::time::Duration;

use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// The most bytes of a request's first line and headers; hyper answers 431, also to more than a hundred headers.
pub(super) const HEAD_BYTES: usize = 32 * 1024;
/// The most bytes of a path with its query. Our own longest is a filter with a text in it.
const ADDRESS_BYTES: usize = 8 * 1024;

/// Times and numbers that the server grants clients.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Connections at a time, of all clients together; beyond them clients are answered 503 or cut off.
    pub connections: u32,
    /// Connections of one client at a time, below those of all. Behind proxies, which keep connections for everybody: requests.
    pub per_client: u32,
    /// The time in which a client has to send a request's headers, and may keep a connection without a request. Proxies keep idle
    /// connections for a while, too; theirs should be the shorter while.
    pub headers: Duration,
    /// The longest pause of a request's body. Its first bytes have as long, too.
    pub pause: Duration,
    /// The time in which an answer has to begin, once the request is there: more than a connection and a transaction may take, which say
    /// better what became of them. It may then go on for as long as the client reads it.
    pub answer: Duration,
    /// The time for which a client may read nothing of an answer that does not fit into the network's buffers.
    pub stall: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 1024,
            per_client: 256,
            headers: Duration::from_secs(30),
            pause: Duration::from_secs(15),
            answer: Duration::from_secs(45),
            stall: Duration::from_secs(30),
        }
    }
}

impl Limits {
    /// Limits with that many connections, of which one client has a quarter.
    pub fn of(connections: u32) -> Self {
        Self { connections, per_client: connections.div_ceil(4), ..Self::default() }
    }
}

/// Middleware that refuses what no page of ours asks for: addresses above 8 KiB with 414, and bodies with a content encoding with 415. As
/// nothing that comes in is ever decompressed, a few bytes stay a few bytes.
pub(super) async fn refuse(request: Request, next: Next) -> Response {
    if request.uri().path_and_query().is_some_and(|address| address.as_str().len() > ADDRESS_BYTES) {
        return StatusCode::URI_TOO_LONG.into_response();
    }
    if is_encoded(request.headers()) {
        // The coding to send instead, for a client that compressed it in good faith (RFC 9110, 15.5.16).
        return (StatusCode::UNSUPPORTED_MEDIA_TYPE, [(header::ACCEPT_ENCODING, "identity")]).into_response();
    }
    next.run(request).await
}

fn is_encoded(headers: &HeaderMap) -> bool {
    let values = headers.get_all(header::CONTENT_ENCODING).iter();
    let mut codings = values.flat_map(|value| value.as_bytes().split(|byte| *byte == b',')).map(<[u8]>::trim_ascii);
    codings.any(|coding| !coding.is_empty() && !coding.eq_ignore_ascii_case(b"identity"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_sent_as_it_is_is_not_encoded() {
        let encoded = |values: &[&'static [u8]]| {
            is_encoded(&values.iter().map(|value| (header::CONTENT_ENCODING, value.to_vec().try_into().unwrap())).collect())
        };
        for plain in [&[][..], &[&b"identity"[..]], &[b"Identity, identity", b""]] {
            assert!(!encoded(plain), "{plain:?}");
        }
        for packed in [&[&b"gzip"[..]][..], &[b"identity", b"br"], &[b"identity,gzip"], &[b"x-unheard-of"], &[b"\xff"]] {
            assert!(encoded(packed), "{packed:?}");
        }
    }
}
