//! The address of the client: the peer, or the one that the proxies in front of the server say that they speak for.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderName};
use axum::middleware::Next;
use axum::response::Response;

/// The header to which every proxy appends the address that it was asked from.
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The client's IP address, as handlers find it in the request's extensions; `None` without a connection, as in tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ClientAddress(pub(crate) Option<IpAddr>);

/// Middleware that puts the [`ClientAddress`] into the request's extensions. `trusted` is the number of proxies in front of the server.
pub(super) async fn note(State(trusted): State<u8>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| *peer);
    let address = ClientAddress(client_address(peer, request.headers(), trusted));
    request.extensions_mut().insert(address);
    next.run(request).await
}

/// The client's IP address: the one that the outermost of the `trusted` proxies was asked from, by `X-Forwarded-For`. Each proxy appends
/// one, so it is counted from the right, and nothing that a client writes in front of it can move it. Where there are fewer, or something
/// else stands there, the request did not come through those proxies: then it is the peer's.
pub(crate) fn client_address(peer: Option<SocketAddr>, headers: &HeaderMap, trusted: u8) -> Option<IpAddr> {
    let forwarded = match trusted {
        0 => None,
        depth => {
            let lines = headers.get_all(FORWARDED_FOR).iter();
            let entries: Vec<_> = lines.flat_map(|line| line.as_bytes().split(|byte| *byte == b',')).collect();
            entries.iter().nth_back(usize::from(depth) - 1).and_then(|entry| parse(entry))
        }
    };
    // A listener for both families sees IPv4 as a part of IPv6.
    forwarded.or_else(|| peer.map(|peer| peer.ip())).map(|address| address.to_canonical())
}

/// An address as proxies write it: alone, in brackets, with a port.
fn parse(entry: &[u8]) -> Option<IpAddr> {
    let text = str::from_utf8(entry).ok()?.trim();
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
    bare.unwrap_or(text).parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|address| address.ip()))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    const PEER: &str = "10.0.0.9";

    fn seen(lines: &[impl AsRef<[u8]>], trusted: u8) -> String {
        let peer = SocketAddr::new(PEER.parse().unwrap(), 40_000);
        let lines = lines.iter().map(|line| (FORWARDED_FOR, HeaderValue::from_bytes(line.as_ref()).unwrap()));
        client_address(Some(peer), &lines.collect(), trusted).unwrap().to_string()
    }

    #[test]
    fn the_address_is_the_one_that_the_outermost_trusted_proxy_was_asked_from() {
        let lines = ["203.0.113.7, 198.51.100.2", "10.0.0.1"];
        for (trusted, address) in [(0, PEER), (1, "10.0.0.1"), (2, "198.51.100.2"), (3, "203.0.113.7"), (4, PEER), (10, PEER)] {
            assert_eq!(seen(&lines, trusted), address, "{trusted}");
        }
        assert_eq!(seen(&[""; 0], 1), PEER);
    }

    #[test]
    fn addresses_are_read_as_proxies_write_them() {
        for (entry, address) in [
            (" 203.0.113.7\t", "203.0.113.7"),
            ("203.0.113.7:51234", "203.0.113.7"),
            ("2001:db8::1", "2001:db8::1"),
            ("[2001:db8::1]", "2001:db8::1"),
            ("[2001:db8::1]:443", "2001:db8::1"),
            ("::ffff:203.0.113.7", "203.0.113.7"),
            ("[::ffff:203.0.113.7]:80", "203.0.113.7"),
        ] {
            assert_eq!(seen(&[entry], 1), address, "{entry}");
        }
        for garbage in
            ["", "unknown", "_hidden", "[203.0.113.7", "203.0.113.7:", "203.0.113.7:99999", "203.0.113.0/24", "fe80::1%eth0", "ü"]
        {
            assert_eq!(seen(&[garbage], 1), PEER, "{garbage}");
        }
    }

    #[test]
    fn a_peer_of_the_older_family_is_written_as_such() {
        let peer = "[::ffff:203.0.113.7]:40000".parse().ok();
        assert_eq!(client_address(peer, &HeaderMap::new(), 0), "203.0.113.7".parse().ok());
        assert_eq!(client_address(None, &HeaderMap::new(), 0), None);
    }

    proptest! {
        #[test]
        fn nothing_that_a_client_sends_decides_its_address(
            sent in prop::collection::vec("[ -~]{0,40}|([0-9]{1,3}\\.){3}[0-9]{1,3}(, ?[0-9a-f:]{2,20})*", 0..4),
            appended in prop::collection::vec((any::<IpAddr>(), any::<bool>()), 1..=10),
        ) {
            let mut lines = sent;
            for (address, on_its_own) in &appended {
                match lines.last_mut() {
                    Some(line) if !on_its_own => *line = format!("{line}, {address}"),
                    _ => lines.push(address.to_string()),
                }
            }
            let trusted = u8::try_from(appended.len()).unwrap();
            prop_assert_eq!(seen(&lines, trusted), appended[0].0.to_canonical().to_string());
            prop_assert_eq!(seen(&lines, 0), PEER);
        }
    }
}
