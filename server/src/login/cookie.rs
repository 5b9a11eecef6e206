//! Cookies that only the server reads.

use std::fmt::Display;
use std::str::FromStr;

use cookie::time::Duration;
use cookie::{Cookie, SameSite};
use resolutionflow::login::Lifetimes;

use super::Token;

/// Time for which a link is shown to the one who made it.
const LINK_SHOWN: Duration = Duration::minutes(10);
/// Time for which a browser keeps a login that has ended, so that it can be told why.
const LINGERS: Duration = Duration::days(30);

/// The login cookie's name; `secure` if browsers come by https. They keep a `__Host-` cookie only from HTTPS, for the whole host and no
/// other.
pub fn name(secure: bool) -> &'static str {
    if secure { "__Host-login" } else { "login" }
}

/// The `Set-Cookie` value that gives a browser its login. It outlives the login's absolute lifetime by 30 days, so that the browser can be
/// told why it ended.
pub fn set(secure: bool, token: &Token, lifetimes: Lifetimes) -> String {
    write(secure, name(secure), &token.reveal(), Duration::seconds(lifetimes.absolute.0.cast_signed()) + LINGERS)
}

/// The `Set-Cookie` value that deletes the login cookie.
pub fn remove(secure: bool) -> String {
    write(secure, name(secure), "", Duration::ZERO)
}

/// The `Set-Cookie` value that carries a new link to the next page of its maker, which shows it. It lasts ten minutes.
pub fn show_link<Id: Copy + Display + FromStr>(secure: bool, link: &Token<Id>) -> String {
    write(secure, if secure { "__Host-link" } else { "link" }, &link.reveal(), LINK_SHOWN)
}

fn write(secure: bool, name: &str, value: &str, max_age: Duration) -> String {
    let cookie = Cookie::build((name, value)).path("/").max_age(max_age).http_only(true).same_site(SameSite::Lax).secure(secure);
    cookie.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_out_of_reach_of_scripts_and_other_sites() {
        assert_eq!(remove(true), "__Host-login=; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=0");
        assert_eq!(remove(false), "login=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0");
    }
}
