//! Signing in and out, one's own password and logins, one-time links, and the theme.

#![allow(missing_docs, reason = "the macro's structs have the functions' arguments as fields")]

use cookie::time::Duration;
use cookie::{Cookie, SameSite};
use leptos::prelude::*;
use resolutionflow::text::Name;
use resolutionflow::zone::Zone;

use super::support::{backend, email, field, id};
use crate::backend::logins::FirstAccount;
use crate::error::AppError;
use crate::respond;
use crate::theme::Theme;

/// Signs in by e-mail address and password, and redirects to `next`, a path of this installation.
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

/// Ends the login of this browser, and redirects to the sign-in page.
#[server(endpoint = "sign_out", prefix = "/api")]
pub async fn sign_out() -> Result<(), AppError> {
    let cookie = backend()?.sign_out().await?;
    respond::set_cookie(&cookie);
    respond::redirect("/sign-in");
    Ok(())
}

/// Restarts the idle timeout of the login, as input does.
#[server(endpoint = "stay_signed_in", prefix = "/api")]
pub async fn stay_signed_in() -> Result<(), AppError> {
    backend()?.stay().await
}

/// Changes one's own password and ends one's other logins.
#[server(endpoint = "change_password", prefix = "/api")]
pub async fn change_password(#[server(default)] current_password: String, #[server(default)] password: String) -> Result<(), AppError> {
    let cookie = backend()?.change_password(&current_password, &password).await?;
    respond::set_cookie(&cookie);
    respond::redirect("/account?done=password");
    Ok(())
}

/// Ends one of the user's own logins, by its id.
#[server(endpoint = "end_login", prefix = "/api")]
pub async fn end_login(login: String) -> Result<(), AppError> {
    backend()?.end_login(id(&login)?).await?;
    respond::redirect("/account?done=ended");
    Ok(())
}

/// Ends all of the user's own logins but the one that asks.
#[server(endpoint = "end_other_logins", prefix = "/api")]
pub async fn end_other_logins() -> Result<(), AppError> {
    backend()?.end_other_logins().await?;
    respond::redirect("/account?done=ended-others");
    Ok(())
}

/// Sets the password of the user of a one-time link, by the secret in `link`, and signs them in.
#[server(endpoint = "use_link", prefix = "/api")]
pub async fn use_link(#[server(default)] link: String, #[server(default)] password: String) -> Result<(), AppError> {
    let cookie = backend()?.use_link(&link, &password).await?;
    respond::set_cookie(&cookie);
    respond::redirect("/");
    Ok(())
}

/// Makes the installation's first account and its first admin, who is signed in. `link` is the secret that the server printed.
#[server(endpoint = "set_up", prefix = "/api")]
pub async fn set_up(
    #[server(default)] link: String,
    #[server(default)] account: String,
    #[server(default)] time_zone: String,
    #[server(default)] name: String,
    #[server(default)] email: String,
    #[server(default)] password: String,
) -> Result<(), AppError> {
    let first = FirstAccount {
        account: field("account", &account, Name::parse)?,
        zone: time_zone.parse::<Zone>().map_err(|error| AppError::invalid("time_zone", error))?,
        name: field("name", &name, Name::parse)?,
        email: self::email(&email)?,
        password,
    };
    let cookie = backend()?.set_up(&link, first).await?;
    respond::set_cookie(&cookie);
    respond::redirect("/admin/users");
    Ok(())
}

/// Remembers the theme in this browser for a year.
#[server(endpoint = "set_theme", prefix = "/api")]
pub async fn set_theme(theme: Theme) -> Result<(), AppError> {
    let cookie = Cookie::build((Theme::COOKIE, theme.as_str())).path("/").max_age(Duration::days(365)).same_site(SameSite::Lax);
    respond::set_cookie(&cookie.to_string());
    respond::redirect(&respond::referring_page().unwrap_or_else(|| "/".to_owned()));
    Ok(())
}

/// The path to go to after signing in, or `/` if `next` could lead to another host. Control characters are refused because
/// browsers drop tabs and line ends from an address.
fn own_path(next: &str) -> &str {
    let own = next.starts_with('/') && !next.starts_with("//") && !next.contains(|c: char| c == '\\' || c.is_control());
    if own { next } else { "/" }
}

#[cfg(test)]
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
