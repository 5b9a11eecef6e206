//! Built styles and scripts, fonts, icons: the files of the site's folder, with the compressed copies beside them.

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::middleware::{Next, from_fn};
use leptos::config::LeptosOptions;
use tower_http::services::ServeDir;

/// Router that serves the files of the site's folder, compressed where the browser takes that, with the time for which it may keep them;
/// where there is no file at the address, `lost` answers.
pub(super) fn or_else(options: &LeptosOptions, lost: Router) -> Router {
    let files = ServeDir::new(&*options.site_root)
        .append_index_html_on_directories(false)
        .redirect_to_trailing_slash(false)
        .precompressed_br()
        .precompressed_gzip()
        .call_fallback_on_method_not_allowed(true)
        .fallback(lost);
    let hashed = options.hash_files.then(|| options.site_pkg_dir_route_base());
    let cache = from_fn(move |request: Request, next: Next| {
        let policy = policy(request.uri().path(), hashed.as_deref());
        async move {
            let mut response = next.run(request).await;
            if response.status().is_success() {
                // An answer of `lost` has a policy of its own.
                response.headers_mut().entry(header::CACHE_CONTROL).or_insert(policy);
            }
            response
        }
    });
    Router::new().fallback_service(files).layer(cache)
}

/// The time for which a browser may keep a file: for ever where another build gives it another name, fonts and pictures for a day,
/// anything else as long as the server says it is the same.
fn policy(path: &str, hashed: Option<&str>) -> HeaderValue {
    // The icons' name holds the hash of what they are.
    HeaderValue::from_static(if path.starts_with("/icons.") || hashed.is_some_and(|folder| path.starts_with(folder)) {
        "public, max-age=31536000, immutable"
    } else if [".woff2", ".svg", ".png", ".ico"].iter().any(|end| path.ends_with(end)) {
        "public, max-age=86400"
    } else {
        "no-cache"
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hashed_names_are_kept_for_ever() {
        assert_eq!(policy("/pkg/resolutionflow.abc.css", Some("/pkg/")), "public, max-age=31536000, immutable");
        assert_eq!(policy("/icons.69bd8f3a.svg", None), "public, max-age=31536000, immutable");
        assert_eq!(policy("/pkg/resolutionflow.css", None), "no-cache");
        assert_eq!(policy("/script.js", Some("/pkg/")), "no-cache");
        assert_eq!(policy("/fonts/inter-latin.woff2", Some("/pkg/")), "public, max-age=86400");
    }
}
