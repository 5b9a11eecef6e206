//! The route table as requests meet it. What has no row in it is not served.

use std::collections::HashMap;
use std::sync::LazyLock;

use app::{ROUTES, Who};

/// The table by address in axum's terms: `/trees/{key}`.
static TABLE: LazyLock<HashMap<String, Who>> = LazyLock::new(|| ROUTES.iter().map(|route| (in_axum(route.path), route.who)).collect());

/// The least authority that may call an address, by the route table; none where the table lacks it. `matched` is the router's pattern, such
/// as `/trees/{key}`. Server functions share one pattern, so they are looked up by their `path`.
pub(super) fn who(matched: &str, path: &str) -> Option<Who> {
    TABLE.get(matched).or_else(|| TABLE.get(path).filter(|_| path.starts_with("/api/"))).copied()
}

/// `/trees/:key` as `/trees/{key}`.
fn in_axum(path: &str) -> String {
    let parts = path.split('/').map(|part| match part.strip_prefix(':') {
        Some(name) => format!("{{{name}}}"),
        None => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_found_by_its_pattern_or_as_a_server_function() {
        assert_eq!(who("/trees/{key}", "/trees/vpn"), Some(Who::Technician));
        assert_eq!(who("/sessions/{id}/export.md", "/sessions/1/export.md"), Some(Who::Technician));
        assert_eq!(who("/api/{*function}", "/api/sign_in"), Some(Who::Anyone));
        assert_eq!(who("/api/{*function}", "/api/unheard_of"), None);
        assert_eq!(who("/elsewhere", "/sign-in"), None);
    }
}
