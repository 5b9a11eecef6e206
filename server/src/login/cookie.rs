//! Cookies that only the server reads.

use std::fmt::Display;
use std::str::FromStr;

use resolutionflow::login::Lifetimes;
use resolutionflow::time::Seconds;

use super::Token;

/// For how long whoever made a link is shown it.
const LINK_SHOWN: Seconds = Seconds(10 * 60);
/// For how long a browser keeps a login that has ended, so that it can be told why.
const LINGERS: u64 = 30 * 24 * 3600;

/// The login cookie's name. Browsers keep a `__Host-` cookie only from HTTPS, for the whole host and no other.
pub fn name(secure: bool) -> &'static str {
    if secure { "__Host-login" } else { "login" }
}

/// The `Set-Cookie` value that gives the browser its token.
pub fn set(secure: bool, token: &Token, lifetimes: Lifetimes) -> String {
    write(secure, name(secure), &token.reveal(), lifetimes.absolute.0 + LINGERS)
}

/// The `Set-Cookie` value that takes the token away.
pub fn remove(secure: bool) -> String {
    write(secure, name(secure), "", 0)
}

/// The `Set-Cookie` value that shows somebody the link that they made.
pub fn show_link<Id: Copy + Display + FromStr>(secure: bool, link: &Token<Id>) -> String {
    write(secure, if secure { "__Host-link" } else { "link" }, &link.reveal(), LINK_SHOWN.0)
}

fn write(secure: bool, name: &str, value: &str, max_age: u64) -> String {
    let end = if secure { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; Max-Age={max_age}; HttpOnly; SameSite=Lax{end}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_out_of_reach_of_scripts_and_other_sites() {
        assert_eq!(remove(true), "__Host-login=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure");
        assert_eq!(remove(false), "login=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
    }
}
