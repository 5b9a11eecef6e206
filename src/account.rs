//! Settings of an account.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr};
use url::{Position, Url};

use crate::access::{Actor, Deed};
use crate::billing::Rule;
use crate::insights::WeekBegins;
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
    /// Day with which weeks begin.
    pub week: WeekBegins,
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
    /// True if the walk and the page of a tree say what usually comes of a step.
    pub shows_usual: bool,
    /// True if technicians see no times of sessions that others hold ([`Settings::hide_times`]).
    #[serde(default)]
    pub hides_times: bool,
    /// True if a draft of a tree is published only after somebody approved it who did not write all of it.
    #[serde(default)]
    pub needs_approval: bool,
    /// True if everybody who walks may suggest changes to the authors of trees.
    #[serde(default)]
    pub takes_proposals: bool,
}

impl Settings {
    /// The shortest and the longest idle threshold: a second and a day.
    pub const IDLE_THRESHOLD: (Seconds, Seconds) = (Seconds(1), Seconds(86_400));

    /// True if an actor may see sessions of others without their times: durations, and instants by which durations could be reckoned. Times of
    /// sessions that one holds oneself are never hidden, and nobody's are from those who oversee sessions.
    pub fn hide_times(&self, actor: &Actor) -> bool {
        self.hides_times && !actor.role.may(Deed::OverseeSessions)
    }
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

    /// Ticket whose address in the PSA the text is, as people paste it; none if it is no address of the pattern. The address may go on
    /// behind the pattern, and where the number stands in the query, its parameters may come in another order and with others between
    /// them. Addresses are compared as browsers read them, and `http` is the same as `https`.
    pub fn ticket_in(&self, text: &str) -> Option<Ticket> {
        let address = comparable(text.trim())?;
        let pattern = comparable(&self.0)?;
        let (before, after) = pattern.split_once(PLACE)?;
        let number = in_place(&address, before, after).or_else(|| in_query(&address, &pattern))?;
        let number = percent_decode_str(number).decode_utf8().ok()?;
        Ticket::parse(&number).ok().filter(|ticket| !ticket.is_empty())
    }
}

/// An address without its scheme and user, as the URL standard writes it; none of a text that is no web address.
fn comparable(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    let is_web = matches!(url.scheme(), "https" | "http");
    // The braces of a pattern's place are encoded in paths.
    is_web.then(|| url[Position::BeforeHost..].replacen("%7Bticket%7D", PLACE, 1))
}

/// Text between the two halves of a pattern, in an address that begins with both.
fn in_place<'a>(address: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let rest = address.strip_prefix(before)?;
    let end = if after.is_empty() { rest.find(['/', '?', '&', '#']).unwrap_or(rest.len()) } else { rest.find(after)? };
    let number = &rest[..end];
    (!number.contains(['/', '?', '&', '#'])).then_some(number)
}

/// Text in the place of a parameter of the pattern's query, in an address with the same path that has all other parameters as well.
fn in_query<'a>(address: &'a str, pattern: &str) -> Option<&'a str> {
    let without_fragment = |address: &'a str| address.split('#').next().unwrap_or_default();
    let (path, query) = without_fragment(address).split_once('?')?;
    let (_, wanted) = pattern.split_once('?').filter(|(own, _)| *own == path)?;
    let (place, others): (Vec<&str>, Vec<&str>) = wanted.split('&').partition(|pair| pair.contains(PLACE));
    let (before, after) = place.first()?.split_once(PLACE)?;
    let has = |other: &&str| query.split('&').any(|pair| pair == *other);
    let number = query.split('&').find_map(|pair| pair.strip_prefix(before)?.strip_suffix(after));
    number.filter(|_| others.iter().all(has))
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
    fn a_pasted_address_of_a_ticket_is_its_number() {
        let psa = "https://na.myconnectwise.net/v4_6_release/services/system_io/Service/fv_sr100_request.rails";
        let in_query = format!("{psa}?service_recid={{ticket}}&companyName=acme");
        let alone = format!("{psa}?service_recid={{ticket}}");
        for (pattern, pasted, ticket) in [
            (in_query.as_str(), format!("{psa}?service_recid=48213&companyName=acme"), Some("48213")),
            (&in_query, format!(" {psa}?companyName=acme&service_recid=48213&tab=2#notes\n"), Some("48213")),
            (&in_query, format!("{psa}?service_recid=48213&companyName=other"), None),
            (&in_query, format!("{psa}?companyName=acme"), None),
            (&alone, format!("{psa}?service_recid=48213&companyName=acme"), Some("48213")),
            (&alone, format!("{}?service_recid=48213", psa.replace("na.", "NA.")), Some("48213")),
            (&alone, format!("{}?service_recid=48213", psa.replace("na.", "eu.")), None),
            ("https://psa.example/tickets/{ticket}", "http://psa.example/tickets/INC%2D48213/notes?tab=1".into(), Some("INC-48213")),
            ("https://psa.example/tickets/{ticket}", "https://psa.example/tickets/".into(), None),
            ("https://psa.example/tickets/{ticket}", "https://psa.example/tickets/?id=7".into(), None),
            ("https://psa.example/tickets/{ticket}", "https://psa.example.evil.test/tickets/48213".into(), None),
            ("https://psa.example/t/T{ticket}.html", "https://psa.example/t/T48213.html?print".into(), Some("48213")),
            ("https://psa.example/t/T{ticket}.html", "https://psa.example/t/48213.html".into(), None),
            ("https://psa.example/#/tickets/{ticket}/view", "https://psa.example/#/tickets/48213/view".into(), Some("48213")),
            ("https://bücher.example/tickets/{ticket}", "https://xn--bcher-kva.example:443/a/../tickets/48213".into(), Some("48213")),
            ("https://psa.example/tickets/{ticket}", "https://psa.example:8443/tickets/48213".into(), None),
            ("https://psa.example/tickets/{ticket}", "48213".into(), None),
            ("https://psa.example/tickets/{ticket}", format!("https://psa.example/tickets/{}", "4".repeat(65)), None),
            ("https://psa.example/tickets/{ticket}", "https://psa.example/tickets/%FF".into(), None),
        ] {
            let found = TicketLink::parse(pattern).unwrap().ticket_in(&pasted);
            assert_eq!(found.as_ref().map(Ticket::as_str), ticket, "{pasted} by {pattern}");
        }
        let link = TicketLink::parse("https://psa.example/tickets/{ticket}?view=1").unwrap();
        for ticket in ["48213", "INC 48213", "a/b?c#d", "ä"] {
            let ticket = Ticket::parse(ticket).unwrap();
            assert_eq!(link.ticket_in(&link.href(&ticket).unwrap()), Some(ticket));
        }
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
