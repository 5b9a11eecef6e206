//! The secret that only the browser has.

use std::fmt;

use resolutionflow::id::{AccountId, LoginId};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// What the login cookie holds: `<account id>.<login id>.<32 random bytes in hexadecimal>`. The account stands in clear,
/// so that the login is looked up inside it and nothing has to look across accounts.
#[derive(Clone)]
pub struct Token {
    /// The account to look in.
    pub account: AccountId,
    /// The login to look up.
    pub login: LoginId,
    secret: [u8; 32],
}

impl Token {
    /// A token with a fresh secret.
    ///
    /// # Errors
    /// Where the operating system has no randomness to give.
    pub fn new(account: AccountId, login: LoginId) -> Result<Self, getrandom::Error> {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret)?;
        Ok(Self { account, login, secret })
    }

    /// Reads a cookie's value; none where it has another shape.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let token = Self { account: parts.next()?.parse().ok()?, login: parts.next()?.parse().ok()?, secret: secret(parts.next()?)? };
        parts.next().is_none().then_some(token)
    }

    /// The cookie's value.
    pub fn cookie_value(&self) -> String {
        format!("{}.{}.{}", self.account, self.login, hex::encode(self.secret))
    }

    /// What the table keeps. The secret has 256 random bits, so a plain hash cannot be turned round.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.secret).into()
    }

    /// Whether the table's hash is of this secret, in a time that does not depend on where they differ.
    pub fn matches(&self, stored: &[u8]) -> bool {
        self.hash().ct_eq(stored).into()
    }
}

fn secret(text: &str) -> Option<[u8; 32]> {
    let mut secret = [0; 32];
    hex::decode_to_slice(text, &mut secret).ok()?;
    Some(secret)
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token").field("account", &self.account).field("login", &self.login).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn token() -> Token {
        Token::new(AccountId(Uuid::from_u128(1)), LoginId(Uuid::from_u128(2))).unwrap()
    }

    #[test]
    fn a_cookie_value_reads_back_and_only_its_own_hash_matches() {
        let token = token();
        let read = Token::parse(&token.cookie_value()).unwrap();
        assert_eq!((read.account, read.login), (token.account, token.login));
        assert!(read.matches(&token.hash()));
        assert!(!read.matches(&self::token().hash()));
        assert!(!read.matches(&[]));
    }

    #[test]
    fn nothing_else_is_a_cookie_value() {
        let value = token().cookie_value();
        for wrong in ["", ".", "..", &value[1..], &value[..value.len() - 1], &format!("{value}.1"), &format!("{value}0")] {
            assert!(Token::parse(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn a_token_never_prints_its_secret() {
        let token = token();
        let (_, secret) = token.cookie_value().rsplit_once('.').map(|(rest, secret)| (rest.to_owned(), secret.to_owned())).unwrap();
        assert!(!format!("{token:?}").contains(&secret));
    }
}
