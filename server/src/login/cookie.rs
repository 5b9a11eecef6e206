//! The login cookie.

use super::{Token, lifetime};

/// The cookie's name. Browsers keep a `__Host-` cookie only from HTTPS, for the whole host and no other.
pub fn name(secure: bool) -> &'static str {
    if secure { "__Host-login" } else { "login" }
}

/// The `Set-Cookie` value that gives the browser its token.
pub fn set(secure: bool, token: &Token) -> String {
    write(secure, &token.cookie_value(), lifetime::ABSOLUTE.0)
}

/// The `Set-Cookie` value that takes the token away.
pub fn remove(secure: bool) -> String {
    write(secure, "", 0)
}

fn write(secure: bool, value: &str, max_age: u64) -> String {
    let name = name(secure);
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
