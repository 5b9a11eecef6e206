//! Read-only links to one session: for whom, for how long, and who may make them and take them back.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr};

use crate::access::{Actor, Deed};
use crate::id::UserId;
use crate::time::Timestamp;

/// Greatest number of working links to one session.
pub const MOST: usize = 20;

/// Visitors that a link lets in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Audience {
    /// Users who are signed in to the account, and no one else.
    Account,
    /// Anyone who has the link.
    Public,
}

impl Audience {
    /// Both.
    pub const ALL: [Audience; 2] = [Self::Account, Self::Public];

    /// Name in the database, in snake case: `public`. Parsing reads it back.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// Choice of audience and redaction when a link is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr, EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum Offer {
    /// For users of the account, unredacted.
    Account,
    /// For anyone who has the link, redacted: secrets and addresses are masked.
    Public,
    /// For anyone who has the link, unredacted.
    PublicWhole,
}

impl Offer {
    /// Every offer, the most careful ones first.
    pub const ALL: [Offer; 3] = [Self::Account, Self::Public, Self::PublicWhole];

    /// Name in forms, in snake case: `public_whole`. Parsing reads it back.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// The audience that it lets in.
    pub fn audience(self) -> Audience {
        match self {
            Self::Account => Audience::Account,
            Self::Public | Self::PublicWhole => Audience::Public,
        }
    }

    /// True if it masks secrets and addresses.
    pub fn redacted(self) -> bool {
        self == Self::Public
    }

    /// True if it shows the output of commands: out of the account only what is asked for.
    pub fn with_output(self, asked: bool) -> bool {
        asked || self.audience() == Audience::Account
    }
}

/// Lifetime of a link in days, counted from its making.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, IntoStaticStr, EnumString)]
pub enum Expiry {
    /// One day.
    #[strum(serialize = "1")]
    Day,
    /// Seven days.
    #[default]
    #[strum(serialize = "7")]
    Week,
    /// Thirty days.
    #[strum(serialize = "30")]
    Month,
    /// Ninety days.
    #[strum(serialize = "90")]
    Quarter,
}

impl Expiry {
    /// Every expiry, the soonest first.
    pub const ALL: [Expiry; 4] = [Self::Day, Self::Week, Self::Month, Self::Quarter];

    /// Number of days in digits, as forms send it: `7`. Parsing reads it back.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Instant at which a link made at `now` expires.
    pub fn after(self, now: Timestamp) -> Timestamp {
        let days = match self {
            Self::Day => 1,
            Self::Week => 7,
            Self::Month => 30,
            Self::Quarter => 90,
        };
        now.plus(days * 24 * 3600)
    }
}

/// State of a link: working, expired or revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShareStatus {
    /// It works: neither expired nor revoked.
    Living,
    /// Its time is over.
    Expired,
    /// Taken back before its time was over.
    Revoked,
}

impl ShareStatus {
    /// State at `now` of a link that expires at `expires_at`; a link with `revoked_at` is revoked.
    pub fn at(now: Timestamp, expires_at: Timestamp, revoked_at: Option<Timestamp>) -> Self {
        match revoked_at {
            Some(_) => Self::Revoked,
            None if now >= expires_at => Self::Expired,
            None => Self::Living,
        }
    }
}

/// Visitor of a link: signed in to its account or not, and able to read the session without it or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visitor {
    /// Not signed in, or a user of another account.
    Stranger,
    /// A user of the account.
    Colleague {
        /// True if they may read the session without the link, too.
        reads: bool,
    },
}

/// Answer to a visitor of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meets {
    /// The session.
    Session,
    /// A notice that the link has expired or was revoked.
    End(ShareStatus),
    /// The same answer as for an address that never was a link.
    Nothing,
}

/// Decides the answer to a visitor of a link. A link that no longer works looks like none, except to users who may read the
/// session without it: they get the notice.
pub fn meets(audience: Audience, standing: ShareStatus, visitor: Visitor) -> Meets {
    match (standing, audience, visitor) {
        (ShareStatus::Living, Audience::Public, _) | (ShareStatus::Living, Audience::Account, Visitor::Colleague { .. }) => Meets::Session,
        (ShareStatus::Expired | ShareStatus::Revoked, _, Visitor::Colleague { reads: true }) => Meets::End(standing),
        _ => Meets::Nothing,
    }
}

/// True if a reader of a session may make a link for this audience. Links out of the account are for the session's holder and
/// for users who oversee sessions.
pub fn may_make(actor: Actor, holder: UserId, audience: Audience) -> bool {
    audience == Audience::Account || actor.user_id == holder || actor.role.may(Deed::OverseeSessions)
}

/// True if a user may take a link back: its maker, the session's holder, and users who oversee sessions.
pub fn may_take_back(actor: Actor, holder: UserId, maker: UserId) -> bool {
    actor.user_id == maker || actor.user_id == holder || actor.role.may(Deed::OverseeSessions)
}

#[cfg(test)]
mod tests {
    use strum::ParseError;
    use uuid::Uuid;

    use super::*;
    use crate::access::Role;

    fn actor(id: u128, role: Role) -> Actor {
        Actor { user_id: UserId(Uuid::from_u128(id)), role }
    }

    #[test]
    fn a_link_works_until_the_second_before_it_ends_or_until_it_is_taken_back() {
        let made = Timestamp::from_unix(1_770_714_000);
        for (expiry, days) in Expiry::ALL.into_iter().zip([1, 7, 30, 90]) {
            let ends = expiry.after(made);
            assert_eq!(ends, made.plus(days * 86_400));
            assert_eq!(expiry.as_str(), days.to_string());
            assert_eq!(ShareStatus::at(made, ends, None), ShareStatus::Living);
            assert_eq!(ShareStatus::at(ends.plus(-1), ends, None), ShareStatus::Living);
            assert_eq!(ShareStatus::at(ends, ends, None), ShareStatus::Expired);
            assert_eq!(ShareStatus::at(ends.plus(1), ends, None), ShareStatus::Expired);
            assert_eq!(ShareStatus::at(ends.plus(1), ends, Some(made)), ShareStatus::Revoked);
        }
    }

    #[test]
    fn strangers_meet_the_same_behind_every_link_that_does_not_let_them_in() {
        let standings = [ShareStatus::Living, ShareStatus::Expired, ShareStatus::Revoked];
        let all = Audience::ALL.into_iter().flat_map(|audience| standings.map(|standing| (audience, standing)));
        for (audience, standing) in all {
            let open = (audience, standing) == (Audience::Public, ShareStatus::Living);
            assert_eq!(meets(audience, standing, Visitor::Stranger), if open { Meets::Session } else { Meets::Nothing });
            let living = standing == ShareStatus::Living;
            let reads = |reads| meets(audience, standing, Visitor::Colleague { reads });
            assert_eq!(reads(true), if living { Meets::Session } else { Meets::End(standing) });
            assert_eq!(
                reads(false),
                if living { Meets::Session } else { Meets::Nothing },
                "a link is for those who cannot read it otherwise"
            );
        }
    }

    #[test]
    fn what_leaves_the_account_is_decided_by_the_holder_and_by_managers() {
        let holder = UserId(Uuid::from_u128(1));
        for (who, public) in [
            (actor(1, Role::Technician), true),
            (actor(2, Role::Technician), false),
            (actor(2, Role::Manager), true),
            (actor(2, Role::Admin), true),
        ] {
            assert_eq!(may_make(who, holder, Audience::Public), public);
            assert!(may_make(who, holder, Audience::Account));
            assert_eq!(may_take_back(who, holder, UserId(Uuid::from_u128(3))), public);
            assert!(may_take_back(who, holder, who.user_id), "one's own");
        }
    }

    #[test]
    fn public_links_are_redacted_unless_somebody_says_otherwise() {
        let offers = Offer::ALL.map(|offer| (offer.as_str(), offer.audience(), offer.redacted()));
        assert_eq!(
            offers,
            [("account", Audience::Account, false), ("public", Audience::Public, true), ("public_whole", Audience::Public, false)]
        );
    }

    #[test]
    fn sent_names_read_back_and_nothing_else_does() {
        assert!(Offer::ALL.into_iter().all(|offer| offer.as_str().parse() == Ok(offer)));
        assert!(Audience::ALL.into_iter().all(|audience| audience.as_str().parse() == Ok(audience)));
        assert!(Expiry::ALL.into_iter().all(|expiry| expiry.as_str().parse() == Ok(expiry)));
        assert_eq!("".parse::<Offer>(), Err(ParseError::VariantNotFound));
        assert_eq!("public_whole".parse::<Audience>(), Err(ParseError::VariantNotFound));
        assert_eq!("365".parse::<Expiry>(), Err(ParseError::VariantNotFound));
    }
}
