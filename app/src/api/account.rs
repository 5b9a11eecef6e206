//! Signing in and out, and the theme.

#![allow(missing_docs, reason = "the macro's structs have the functions' arguments as fields")]

use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::support::backend;
use crate::error::AppError;
#[cfg(feature = "ssr")]
use crate::respond;
use crate::theme::Theme;

/// Signs in and goes on to `next`, a path of ours.
#[server(endpoint = "sign_in", prefix = "/api")]
pub async fn sign_in(
    #[server(default)] email: String,
    #[server(default)] password: String,
    #[server(default)] next: String,
) -> Result<(), AppError> {
    let cookie = backend()?.sign_in(&email, &password).await?;
    respond::set_cookie(&cookie);
    respond::redirect(own_path(&next));
    Ok(())
}

/// Signs out.
#[server(endpoint = "sign_out", prefix = "/api")]
pub async fn sign_out() -> Result<(), AppError> {
    let cookie = backend()?.sign_out().await?;
    respond::set_cookie(&cookie);
    respond::redirect("/sign-in");
    Ok(())
}

/// Remembers the theme in this browser for a year.
#[server(endpoint = "set_theme", prefix = "/api")]
pub async fn set_theme(theme: Theme) -> Result<(), AppError> {
    respond::set_cookie(&format!("{}={}; Path=/; Max-Age=31536000; SameSite=Lax", Theme::COOKIE, theme.as_str()));
    respond::redirect(&respond::referring_page().unwrap_or_else(|| "/".to_owned()));
    Ok(())
}

/// Where to go after signing in: only ever to a path of ours, never to another host. Browsers drop tabs and line ends before
/// they read an address.
#[cfg(feature = "ssr")]
fn own_path(next: &str) -> &str {
    let own = next.starts_with('/') && !next.starts_with("//") && !next.contains(|c: char| c == '\\' || c.is_control());
    if own { next } else { "/" }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::own_path;

    #[test]
    fn signing_in_never_leads_to_another_host() {
        assert_eq!(own_path("/sessions?outcome=resolved"), "/sessions?outcome=resolved");
        for elsewhere in
            ["", "https://example.com", "//example.com", "/\\example.com", "javascript:alert(1)", "/a\r\nSet-Cookie: b", "/\t/example.com"]
        {
            assert_eq!(own_path(elsewhere), "/", "{elsewhere}");
        }
    }
}
