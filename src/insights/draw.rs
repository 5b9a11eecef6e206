//! The draw of a measurement: which tickets are worked on as always, with a stopwatch.
//!
//! It is a function of account and ticket under a secret key, so that nobody draws again: the same ticket is drawn the same way whoever
//! starts, however often and from whichever browser, and nobody without the key can tell it beforehand.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr};

use crate::id::{AccountId, UserId};
use crate::text::{Key, Ticket};

/// Share of tickets that are drawn, in percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Share(u8);

/// Error: a share of none, or of nearly all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be a whole number from {} to {}", Share::PERCENT.0, Share::PERCENT.1)]
pub struct NotAShare;

impl Share {
    /// Least and most percent.
    pub const PERCENT: (u64, u64) = (1, 50);

    /// Percent.
    pub fn percent(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for Share {
    type Error = NotAShare;
    fn try_from(percent: u8) -> Result<Self, NotAShare> {
        if (Self::PERCENT.0..=Self::PERCENT.1).contains(&u64::from(percent)) { Ok(Self(percent)) } else { Err(NotAShare) }
    }
}

impl From<Share> for u8 {
    fn from(share: Share) -> u8 {
        share.0
    }
}

/// DrawAnswer of a technician whose ticket was drawn. Neither changes the group in which the ticket counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum DrawAnswer {
    /// The stopwatch runs, and they work as they always did.
    Measure,
    /// They walk the tree.
    Decline,
}

impl DrawAnswer {
    /// Name in forms, in snake case: `measure`. Parsing reads it back.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// What is drawn: a ticket, or where a start has none, a technician's day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unit {
    /// Ticket, however it is written.
    Ticket(Key),
    /// Starts of a technician without a ticket on a local day.
    Day(UserId, NaiveDate),
}

impl Unit {
    /// Unit of a start by a technician on a local day.
    pub fn of(ticket: &Ticket, technician: UserId, day: NaiveDate) -> Self {
        if ticket.is_empty() { Self::Day(technician, day) } else { Self::Ticket(Key::of(ticket.as_str())) }
    }

    /// Message for HMAC. Different units of different accounts have different ones.
    pub fn message(&self, account: AccountId) -> Vec<u8> {
        let mut message = account.0.as_bytes().to_vec();
        match self {
            Self::Ticket(key) => {
                message.push(b't');
                message.extend(key.as_str().as_bytes());
            }
            Self::Day(technician, day) => {
                message.push(b'd');
                message.extend(technician.0.as_bytes());
                message.extend(day.to_string().as_bytes());
            }
        }
        message
    }
}

/// True if the unit with this HMAC is drawn: its first 64 bits, as a fraction of all that there are, lie below the share.
pub fn is_drawn(hash: &[u8; 32], share: Share) -> bool {
    let number = hash.iter().take(8).fold(0u64, |number, byte| number << 8 | u64::from(*byte));
    (u128::from(number) * 100) >> 64 < u128::from(share.0)
}
