//! Secrets that only a browser or a link has.

use std::fmt;
use std::str::FromStr;

use hmac::{Hmac, KeyInit, Mac};
use resolutionflow::id::{AccountId, LoginId};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// Secret of 32 random bytes that only one browser, or one link, has; the database keeps its hash alone. `Debug` does not show it.
#[derive(Clone)]
pub struct Secret([u8; 32]);

impl Secret {
    /// A new random secret, from the operating system.
    ///
    /// # Errors
    /// An error where the operating system has no randomness to give.
    pub fn new() -> Result<Self, getrandom::Error> {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret)?;
        Ok(Self(secret))
    }

    /// Parses what [`Secret::reveal`] wrote, 64 hexadecimal digits; none for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let mut secret = [0; 32];
        hex::decode_to_slice(text, &mut secret).ok()?;
        Some(Self(secret))
    }

    /// Another secret, which nobody finds without this one: always the same for the same purpose.
    fn derive(&self, purpose: &str) -> Self {
        Self(keyed_hash(&self.0, purpose.as_bytes()))
    }

    /// The secret in clear, as 64 hexadecimal digits: for the browser or the link, never for a log.
    pub fn reveal(&self) -> String {
        hex::encode(self.0)
    }

    /// The hash to store (SHA-256). The secret has 256 random bits, so a plain hash cannot be turned round.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }

    /// True if the stored hash is of this secret. Takes the same time wherever they differ.
    pub fn matches(&self, stored: &[u8]) -> bool {
        self.hash().ct_eq(stored).into()
    }
}

/// HMAC-SHA-256 of a message, which nobody finds without the key.
pub(crate) fn keyed_hash(key: &[u8; 32], message: &[u8]) -> [u8; 32] {
    // Padded as HMAC would pad it, so that there is no wrong length.
    let mut padded = [0; 64];
    padded[..32].copy_from_slice(key);
    Hmac::<Sha256>::new(&padded.into()).chain_update(message).finalize().into_bytes().into()
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Content of a login's cookie or of a link: `<account id>.<id>.<secret>`. The account stands in clear, so that the row is
/// looked up inside it and nothing has to look across accounts.
#[derive(Debug, Clone)]
pub struct Token<Id = LoginId> {
    /// The account that the row is in.
    pub account: AccountId,
    /// Id of the row: a login or a link.
    pub id: Id,
    secret: Secret,
}

impl<Id: Copy + fmt::Display + FromStr> Token<Id> {
    /// A token for this row with a new random secret.
    ///
    /// # Errors
    /// An error where the operating system has no randomness to give.
    pub fn new(account: AccountId, id: Id) -> Result<Self, getrandom::Error> {
        Ok(Self { account, id, secret: Secret::new()? })
    }

    /// Token of another row in the same account, whose secret follows from this one's: always the same for the same id, so that asking
    /// again gives the same link, and nobody without this token can tell it.
    pub fn derive<Other: Copy + fmt::Display>(&self, id: Other) -> Token<Other> {
        Token { account: self.account, id, secret: self.secret.derive(&format!("link {id}")) }
    }

    /// Parses what [`Token::reveal`] wrote; none where the text has another shape. The secret still has to be compared.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let token = Self { account: parts.next()?.parse().ok()?, id: parts.next()?.parse().ok()?, secret: Secret::parse(parts.next()?)? };
        parts.next().is_none().then_some(token)
    }

    /// The token in clear, secret included, as the cookie or the link holds it; never for a log.
    pub fn reveal(&self) -> String {
        format!("{}.{}.{}", self.account, self.id, self.secret.reveal())
    }

    /// The secret's hash, to store.
    pub fn hash(&self) -> [u8; 32] {
        self.secret.hash()
    }

    /// True if the stored hash is of this token's secret. Takes the same time wherever they differ.
    pub fn matches(&self, stored: &[u8]) -> bool {
        self.secret.matches(stored)
    }
}

#[cfg(test)]
mod tests {
    use resolutionflow::id::ShareId;
    use uuid::Uuid;

    use super::*;

    fn token() -> Token {
        Token::new(AccountId(Uuid::from_u128(1)), LoginId(Uuid::from_u128(2))).unwrap()
    }

    #[test]
    fn a_cookie_value_reads_back_and_only_its_own_hash_matches() {
        let token = token();
        let read = Token::<LoginId>::parse(&token.reveal()).unwrap();
        assert_eq!((read.account, read.id), (token.account, token.id));
        assert!(read.matches(&token.hash()));
        assert!(!read.matches(&self::token().hash()));
        assert!(!read.matches(&[]));
    }

    #[test]
    fn a_login_makes_the_same_link_again_and_no_other_login_does() {
        let (login, other) = (token(), token());
        let [one, two] = [3, 4].map(|id| ShareId(Uuid::from_u128(id)));
        assert_eq!(login.derive(one).reveal(), login.derive(one).reveal());
        assert!(login.derive(one).matches(&login.derive(one).hash()));
        for wrong in [login.derive(two).hash(), other.derive(one).hash(), login.hash()] {
            assert!(!login.derive(one).matches(&wrong));
        }
    }

    #[test]
    fn nothing_else_is_a_reveal() {
        let value = token().reveal();
        for wrong in ["", ".", "..", &value[1..], &value[..value.len() - 1], &format!("{value}.1"), &format!("{value}0")] {
            assert!(Token::<LoginId>::parse(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn a_token_never_prints_its_secret() {
        let token = token();
        let (_, secret) = token.reveal().rsplit_once('.').map(|(rest, secret)| (rest.to_owned(), secret.to_owned())).unwrap();
        assert!(!format!("{token:?}").contains(&secret));
    }
}
