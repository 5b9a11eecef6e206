//! Throttles, which slow guessing down.
//!
//! Everything that can be guessed at is counted by who is guessed at and by who guesses. Somebody who was signed in from an
//! address lately is counted apart from strangers there: whoever tries passwords of theirs from elsewhere uses up the strangers'
//! tries, not their own. Nothing is ever locked; a try fits again after a while.

use std::net::{IpAddr, Ipv6Addr};

use resolutionflow::id::{AccountId, UserId};
use resolutionflow::time::Seconds;
use sha2::{Digest, Sha256};

/// Rate limit: `burst` tries at once, then one more after each `pace`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// Number of tries that fit at once, after a pause that is long enough.
    pub burst: u32,
    /// Time after which one more try fits.
    pub pace: Seconds,
}

/// Counter of tries: by what is guessed at, or by who guesses. Each has a limit of its own.
#[derive(Debug, Clone, Copy)]
pub enum Counted<'a> {
    /// Passwords tried for an e-mail address, of a user or not, from IP addresses at which its user is not known.
    Password(&'a str),
    /// Passwords tried for an e-mail address from an IP address at which its user was signed in lately.
    PasswordAtHome(&'a str, IpAddr),
    /// Passwords tried from an IP address, for whatever user.
    PasswordsFrom(Option<IpAddr>),
    /// Tries of a signed-in user at their present password, which is asked before it is changed.
    PresentPassword(AccountId, UserId),
    /// One-time links, for passwords and the set-up, tried from an IP address.
    LinksFrom(Option<IpAddr>),
    /// Read-only links to sessions that let nobody in, tried from an IP address.
    SharesFrom(Option<IpAddr>),
    /// Invitations and password links that an admin makes.
    LinksBy(AccountId, UserId),
    /// Invitations and password links made from an IP address.
    LinksMadeFrom(Option<IpAddr>),
    /// Password links made for a user.
    LinksFor(AccountId, UserId),
    /// Units of 16 MB that a user has written into sessions.
    Writes(AccountId, UserId),
}

impl Counted<'_> {
    /// Rate limit of this counter.
    pub fn limit(self) -> Limit {
        let (burst, pace) = match self {
            Self::Password(_) | Self::PasswordAtHome(..) | Self::PresentPassword(..) => (10, 60),
            Self::PasswordsFrom(_) | Self::SharesFrom(_) => (50, 10),
            Self::LinksFrom(_) => (20, 30),
            Self::LinksBy(..) | Self::LinksMadeFrom(_) => (60, 30),
            Self::LinksFor(..) => (10, 60),
            Self::Writes(..) => (32, 112),
        };
        Limit { burst, pace: Seconds(pace) }
    }

    /// Key of the counter's row: a hash (SHA-256), so that the table holds no addresses. IPv6 addresses of one /64 share a key.
    pub fn key(self) -> [u8; 32] {
        let named = match self {
            Self::Password(email) => format!("password {email}"),
            Self::PasswordAtHome(email, address) => format!("password-at-home {} {email}", source(Some(address))),
            Self::PasswordsFrom(address) => format!("passwords-from {}", source(address)),
            Self::PresentPassword(account, user) => format!("present-password {account} {user}"),
            Self::LinksFrom(address) => format!("links-from {}", source(address)),
            Self::SharesFrom(address) => format!("shares-from {}", source(address)),
            Self::LinksBy(account, user) => format!("links-by {account} {user}"),
            Self::LinksMadeFrom(address) => format!("links-made-from {}", source(address)),
            Self::LinksFor(account, user) => format!("links-for {account} {user}"),
            Self::Writes(account, user) => format!("writes {account} {user}"),
        };
        Sha256::digest(named).into()
    }
}

/// First of the addresses that the holder of one can choose from: of IPv6, the /64 that a customer gets (RFC 6177).
pub(crate) fn neighbourhood(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
    }
}

fn source(address: Option<IpAddr>) -> String {
    address.map_or_else(|| "unknown".to_owned(), |address| neighbourhood(address).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_has_a_block_of_addresses_is_counted_as_one() {
        let from = |address: &str| Counted::PasswordsFrom(Some(address.parse().unwrap())).key();
        assert_eq!(from("2001:db8:1:2::1"), from("2001:db8:1:2:ffff::9"));
        assert_ne!(from("2001:db8:1:2::1"), from("2001:db8:1:3::1"));
        assert_ne!(from("192.0.2.1"), from("192.0.2.2"));
    }

    #[test]
    fn strangers_and_people_at_home_are_counted_apart() {
        let home = "192.0.2.1".parse().unwrap();
        assert_ne!(Counted::Password("ada@example.com").key(), Counted::PasswordAtHome("ada@example.com", home).key());
    }
}
