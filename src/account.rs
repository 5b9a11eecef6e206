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
    /// Name of the account, which pages show: that of the MSP.
    pub name: Name,
    /// Time zone in which pages and exports show instants.
    pub zone: Zone,
    /// Time without input after which the walk page asks whether it was work (timing rule 6), within [`Settings::IDLE_THRESHOLD`].
    pub idle_threshold: Seconds,
    /// Idle and absolute timeout of its users' logins.
    pub lifetimes: Lifetimes,
    /// Choice of the sessions that technicians may read.
    pub reading: Reading,
    /// Pattern of a ticket's address in the PSA, the MSP's ticket system; none where ticket numbers are no links.
    pub ticket_link: Option<TicketLink>,
    /// Rule by which active time is rounded to the time that is charged.
    pub billing: Rule,
}

impl Settings {
    /// The shortest and the longest idle threshold: a second and a day.
    pub const IDLE_THRESHOLD: (Seconds, Seconds) = (Seconds(1), Seconds(86_400));
}

/// Sessions of the account that a technician may read. Managers read all of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Reading {
    /// All sessions of the account.
    #[default]
    All,
    /// Their own, and the queue of sessions that wait to be taken over.
    Own,
}

impl Reading {
    /// Both.
    pub const ALL: [Reading; 2] = [Self::All, Self::Own];

    /// Name in the database and in forms, in snake case: `own`. Parsing reads it back.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// Pattern of a ticket's address in the account's PSA, the MSP's ticket system: a web address with `{ticket}` once, behind the
/// host, in the place of the ticket's number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TicketLink(String);

/// Error of parsing a [`TicketLink`]; its text says what a pattern must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[error("should be an address that begins with https:// or http:// and has {{ticket}} once, after the host, in at most 500 characters")]
pub struct NotATicketLink;

const PLACE: &str = "{ticket}";
/// All but the unreserved characters (RFC 3986, 2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

impl TicketLink {
    /// The most Unicode scalars of a pattern.
    pub const LIMIT: usize = 500;

    /// Parses a pattern: an `https` or `http` address with a host but no user name, and `{ticket}` once after the host. White space
    /// around it is dropped.
    ///
    /// # Errors
    /// [`NotATicketLink`] for any other text, and for one longer than [`TicketLink::LIMIT`].
    pub fn parse(text: &str) -> Result<Self, NotATicketLink> {
        let text = normalise(text).trim().to_owned();
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).ok_or(NotATicketLink)?;
        let (host, path) = rest.find(['/', '?']).map(|end| rest.split_at(end)).ok_or(NotATicketLink)?;
        let plain = !text.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '\\' | '`'));
        let hosted = !host.is_empty() && !host.contains(['{', '}', '@', '#']);
        let one_place = path.matches(PLACE).count() == 1;
        if plain && hosted && one_place && text.chars().count() <= Self::LIMIT { Ok(Self(text)) } else { Err(NotATicketLink) }
    }

    /// The pattern as text, `{ticket}` included.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Address of the ticket; none if its number is empty. The number is percent-encoded, so that it cannot lead to another host or
    /// path than the pattern says.
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
