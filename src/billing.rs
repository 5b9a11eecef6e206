//! Billable time: what is charged for the active seconds of a session or a ticket. A preview; nothing is stored.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr};

use crate::time::Seconds;

const MINUTE: u64 = 60;

/// Billing rule of an account: how active time is rounded to the time that a client is charged for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RuleFields", into = "RuleFields")]
pub struct Rule {
    increment: u64,
    minimum: u64,
    rounding: Rounding,
    per: Per,
}

/// A rule as its JSON has it.
#[derive(Serialize, Deserialize)]
struct RuleFields {
    increment_minutes: u64,
    minimum_minutes: u64,
    rounding: Rounding,
    per: Per,
}

/// Error: a rule is outside its limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum BadRule {
    /// The increment is outside [`Rule::INCREMENT`].
    #[error("time must be rounded to between 1 and 240 minutes")]
    Increment,
    /// The minimum is outside [`Rule::MINIMUM`].
    #[error("the least that is charged must be between 0 and 1440 minutes")]
    Minimum,
}

/// Rounding of time to whole increments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Rounding {
    /// Up: a begun increment counts whole.
    Up,
    /// To the nearer increment; from the middle, up.
    Nearest,
}

impl Rounding {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Up, Self::Nearest];

    /// Name in the database and in forms, in snake case: `nearest`. Parsing reads it back.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// Scope of rounding: the time that is added up before it is rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Per {
    /// Each session is rounded by itself.
    Session,
    /// The sessions of a ticket are added up, and their sum is rounded.
    Ticket,
}

impl Per {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Session, Self::Ticket];

    /// Name in the database and in forms, in snake case: `session`. Parsing reads it back.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

impl Default for Rule {
    /// Quarters of an hour, a begun one whole, as most contracts of MSPs have it. Per session, so that a figure that was read
    /// once never changes because of another session.
    fn default() -> Self {
        Self { increment: 15, minimum: 0, rounding: Rounding::Up, per: Per::Session }
    }
}

impl Rule {
    /// The shortest and the longest increment, in minutes.
    pub const INCREMENT: (u64, u64) = (1, 240);
    /// The lowest and the highest minimum, in minutes.
    pub const MINIMUM: (u64, u64) = (0, 1440);

    /// A rule within its limits. Both times are in minutes.
    ///
    /// # Errors
    /// [`BadRule`], which names the limit that is not kept.
    pub fn new(increment: u64, minimum: u64, rounding: Rounding, per: Per) -> Result<Self, BadRule> {
        let within = |value: u64, (least, most): (u64, u64)| least <= value && value <= most;
        if !within(increment, Self::INCREMENT) {
            Err(BadRule::Increment)
        } else if !within(minimum, Self::MINIMUM) {
            Err(BadRule::Minimum)
        } else {
            Ok(Self { increment, minimum, rounding, per })
        }
    }

    /// Increment to whose multiples time is rounded, in minutes.
    pub fn increment(self) -> u64 {
        self.increment
    }

    /// Least charge for any time above zero, in minutes.
    pub fn minimum(self) -> u64 {
        self.minimum
    }

    /// Direction of rounding for time that is no whole increment.
    pub fn rounding(self) -> Rounding {
        self.rounding
    }

    /// Scope of rounding: each session by itself, or all sessions of a ticket together.
    pub fn per(self) -> Per {
        self.per
    }

    /// The rule in words: `Rounded up to 15 minutes, at least 30 minutes, per session`.
    pub fn in_words(self) -> String {
        let how = match self.rounding {
            Rounding::Up => "Rounded up to",
            Rounding::Nearest => "Rounded to the nearest",
        };
        let least = if self.minimum == 0 { String::new() } else { format!(", at least {}", minutes(self.minimum)) };
        let per = match self.per {
            Per::Session => "per session",
            Per::Ticket => "per ticket, all its sessions together",
        };
        format!("{how} {}{least}, {per}", minutes(self.increment))
    }

    /// Time to charge for `active` time, rounded as one. Zero for zero; a whole number of increments that is not below the minimum
    /// stays as it is; more time never costs less.
    pub fn billed(self, active: Seconds) -> Seconds {
        if active == Seconds(0) {
            return active;
        }
        let increment = u128::from(self.increment * MINUTE);
        let active = u128::from(active.0);
        let increments = match self.rounding {
            Rounding::Up => active.div_ceil(increment),
            Rounding::Nearest => (active + increment / 2) / increment,
        };
        Seconds(u64::try_from(increments * increment).unwrap_or(u64::MAX).max(self.minimum * MINUTE))
    }

    /// Time to charge for each session of one ticket, by its active time and in the order given: rounded by itself, or its share of
    /// the rounded sum of all.
    pub fn bill(self, sessions: &[Seconds]) -> Vec<Seconds> {
        match self.per {
            Per::Session => sessions.iter().map(|active| self.billed(*active)).collect(),
            Per::Ticket => shares(self.billed(sessions.iter().copied().sum()), sessions),
        }
    }
}

/// A total divided in proportion to the parts, by largest remainder (Hamilton's method): the shares add up to it exactly. Of
/// equal remainders the earlier part's comes first. A part of 0 gets nothing, and nothing is divided where every part is 0.
pub fn shares(total: Seconds, parts: &[Seconds]) -> Vec<Seconds> {
    let sum: u128 = parts.iter().map(|part| u128::from(part.0)).sum();
    if sum == 0 {
        return parts.to_vec();
    }
    let exact = |part: &Seconds| u128::from(total.0) * u128::from(part.0);
    // A share of a total is no larger than the total, which fits.
    let mut shares: Vec<_> = parts.iter().map(|part| Seconds(u64::try_from(exact(part) / sum).unwrap_or(u64::MAX))).collect();
    let given: Seconds = shares.iter().copied().sum();
    let mut by_remainder: Vec<_> = (0..parts.len()).collect();
    by_remainder.sort_by_key(|&position| std::cmp::Reverse(exact(&parts[position]) % sum));
    let left = usize::try_from(total.less(given).0).unwrap_or(usize::MAX);
    for &position in by_remainder.iter().take(left) {
        shares[position] = shares[position] + Seconds(1);
    }
    shares
}

fn minutes(count: u64) -> String {
    format!("{count} {}", if count == 1 { "minute" } else { "minutes" })
}

impl TryFrom<RuleFields> for Rule {
    type Error = BadRule;
    fn try_from(fields: RuleFields) -> Result<Self, BadRule> {
        Self::new(fields.increment_minutes, fields.minimum_minutes, fields.rounding, fields.per)
    }
}

impl From<Rule> for RuleFields {
    fn from(rule: Rule) -> Self {
        Self { increment_minutes: rule.increment, minimum_minutes: rule.minimum, rounding: rule.rounding, per: rule.per }
    }
}

#[cfg(test)]
mod tests;
