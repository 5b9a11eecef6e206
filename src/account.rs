//! Settings of an account.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr};

use crate::billing::Rule;
use crate::login::Lifetimes;
use crate::text::{Name, Ticket, normalise};
use crate::time::Seconds;
use crate::zone::Zone;

/// Settings of an account, as its admins choose them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// The account's name.
    pub name: Name,
    /// Time zone in which instants are shown.
    pub zone: Zone,
    /// Time without input after which the walk page asks whether it was work (timing rule 6).
    pub idle_threshold: Seconds,
    /// Lifetimes of its users' logins.
    pub lifetimes: Lifetimes,
    /// The sessions that technicians may read.
    pub reading: Reading,
    /// Pattern of the addresses at which tickets are found.
    pub ticket_link: Option<TicketLink>,
    /// Billing rule for active time.
    pub billing: Rule,
}

impl Settings {
    /// The shortest and the longest idle threshold.
    pub const IDLE_THRESHOLD: (Seconds, Seconds) = (Seconds(1), Seconds(86_400));
}

/// Sessions of the account that a technician may read. Managers read all of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Reading {
    /// The whole account's.
    #[default]
    All,
    /// Their own, and the queue of sessions that wait to be taken over.
    Own,
}

impl Reading {
    /// Both.
    pub const ALL: [Reading; 2] = [Self::All, Self::Own];

    /// Name as stored and sent.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// The address of a ticket in the account's PSA, with `{ticket}` where its number goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TicketLink(String);

/// The text is no pattern for links to tickets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[error("should be an address that begins with https:// or http:// and has {{ticket}} once, after the host, in at most 500 characters")]
pub struct NotATicketLink;

const PLACE: &str = "{ticket}";
/// All but the unreserved characters (RFC 3986, 2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

impl TicketLink {
    /// The most characters of a pattern.
    pub const LIMIT: usize = 500;

    /// Parses a pattern: an address with a host, and `{ticket}` once after that.
    ///
    /// # Errors
    /// [`NotATicketLink`].
    pub fn parse(text: &str) -> Result<Self, NotATicketLink> {
        let text = normalise(text).trim().to_owned();
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).ok_or(NotATicketLink)?;
        let (host, path) = rest.find(['/', '?']).map(|end| rest.split_at(end)).ok_or(NotATicketLink)?;
        let plain = !text.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '\\' | '`'));
        let hosted = !host.is_empty() && !host.contains(['{', '}', '@', '#']);
        let one_place = path.matches(PLACE).count() == 1;
        if plain && hosted && one_place && text.chars().count() <= Self::LIMIT { Ok(Self(text)) } else { Err(NotATicketLink) }
    }

    /// The pattern.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address of a ticket; none without one.
    pub fn href(&self, ticket: &Ticket) -> Option<String> {
        let encoded = utf8_percent_encode(ticket.as_str(), RESERVED).to_string();
        (!ticket.is_empty()).then(|| self.0.replacen(PLACE, &encoded, 1))
    }
}

impl TryFrom<String> for TicketLink {
    type Error = NotATicketLink;
    fn try_from(text: String) -> Result<Self, NotATicketLink> {
        Self::parse(&text)
    }
}

impl From<TicketLink> for String {
    fn from(link: TicketLink) -> String {
        link.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_cannot_lead_to_another_place_than_the_pattern_says() {
        let link = TicketLink::parse(" https://psa.example/tickets/{ticket}?view=1 ").unwrap();
        let href = |ticket: &str| link.href(&Ticket::parse(ticket).unwrap());
        assert_eq!(href("48213").as_deref(), Some("https://psa.example/tickets/48213?view=1"));
        assert_eq!(href("../a?b#ä {ticket}").as_deref(), Some("https://psa.example/tickets/..%2Fa%3Fb%23%C3%A4%20%7Bticket%7D?view=1"));
        assert_eq!(href(""), None);
    }

    #[test]
    fn a_pattern_is_a_web_address_with_one_place_after_its_host() {
        assert!(TicketLink::parse("http://10.0.0.7:8080/?id={ticket}").is_ok());
        for wrong in [
            "",
            "psa.example/{ticket}",
            "javascript:alert({ticket})",
            "https://{ticket}",
            "https://{ticket}.example/",
            "https://psa.example/",
            "https://psa.example/{ticket}/{ticket}",
            "https://user@psa.example/{ticket}",
            "https://psa.example/ {ticket}",
            "https://psa.example/\"{ticket}",
        ] {
            assert_eq!(TicketLink::parse(wrong), Err(NotATicketLink), "{wrong}");
        }
        assert!(TicketLink::parse(&format!("https://psa.example/{{ticket}}{}", "a".repeat(500))).is_err());
    }
}
