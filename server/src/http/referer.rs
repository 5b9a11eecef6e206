//! The page that a form was on.

use axum::http::{HeaderMap, Uri, header};

use crate::config::PublicUrl;

/// Path and query of the page that the request came from, by its `Referer`; none where it came from another site or says nothing. An
/// address under `/api/` is no page: a refused form is shown again at the address of its server function.
pub(super) fn referring_page(headers: &HeaderMap, public_url: &PublicUrl) -> Option<String> {
    let referer: Uri = headers.get(header::REFERER)?.to_str().ok()?.parse().ok()?;
    let (scheme, authority) = (referer.scheme_str()?, referer.authority()?.as_str());
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    // A proxy may have changed Host; then the public URL tells.
    let ours = host == Some(authority) || public_url.origin().split_once("://") == Some((scheme, authority));
    // Browsers take an address that begins with two slashes for another host's.
    let a_page = !referer.path().starts_with("/api/") && !referer.path().starts_with("//");
    (ours && matches!(scheme, "http" | "https") && a_page).then(|| own_address(&referer))
}

/// Path and query of an address, without its host.
pub(super) fn own_address(uri: &Uri) -> String {
    uri.path_and_query().map_or_else(|| "/".to_owned(), |address| address.as_str().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(referer: &str, host: &str) -> Option<String> {
        let headers = [(header::REFERER, referer.parse().unwrap()), (header::HOST, host.parse().unwrap())].into_iter().collect();
        referring_page(&headers, &PublicUrl::parse("https://flow.example.com").unwrap())
    }

    #[test]
    fn only_our_own_pages_count() {
        assert_eq!(page("http://127.0.0.1:3000/start?tree=vpn", "127.0.0.1:3000").as_deref(), Some("/start?tree=vpn"));
        assert_eq!(page("https://flow.example.com/start", "10.0.0.7:3000").as_deref(), Some("/start"));
        assert_eq!(page("https://flow.example.com", "10.0.0.7:3000").as_deref(), Some("/"));
        for foreign in [
            "https://example.com/start",
            "http://flow.example.com/start",
            "https://flow.example.com.evil.org/",
            "http://127.0.0.1:3000/api/sign_in",
            "http://127.0.0.1:3000//evil.example/x",
            "/start",
            "about:blank",
        ] {
            assert_eq!(page(foreign, "127.0.0.1:3000"), None, "{foreign}");
        }
    }
}
