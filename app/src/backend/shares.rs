//! Read-only links to one session.

use async_trait::async_trait;
use resolutionflow::id::{SessionId, ShareId};
use resolutionflow::share::{Audience, Expiry, Offer, ShareStatus};
use resolutionflow::time::Timestamp;

use super::exports::{Content, Reading};
use super::logins::SetCookie;
use super::views::Person;
use crate::error::AppError;

/// The part of [`super::Backend`] for read-only links to sessions.
#[async_trait]
pub trait Shares: Send + Sync {
    /// The links to a session.
    async fn shares(&self, session: SessionId) -> Result<SharesPage, AppError>;

    /// The session as those who follow a link will read it, if it were made now.
    async fn preview_share(&self, session: SessionId, offer: Offer, output: bool) -> Result<Reading, AppError>;

    /// Makes a link to a session; the cookie shows it to its maker. Where `output` is not asked for, a public one leaves the output of
    /// commands out. Sent again by the same login it answers the same. Fails with [`AppError::TooManyLinks`].
    async fn share(&self, session: SessionId, id: ShareId, offer: Offer, output: bool, expiry: Expiry) -> Result<SetCookie, AppError>;

    /// Takes a link to a session back. Doing it again changes nothing.
    async fn revoke_share(&self, session: SessionId, id: ShareId) -> Result<(), AppError>;

    /// Follows a link; a login is not needed. Showing the session is counted where it `counts`. Fails with
    /// [`AppError::DeadLink`] for a visitor whom the link does not let in, or [`AppError::TooMany`].
    async fn follow_share(&self, link: &str, counts: bool) -> Result<Shared, AppError>;
}

/// Answer to a visitor who follows a link to a session.
#[derive(Debug)]
pub enum Shared {
    /// The session as a page of its own, in HTML.
    Session(Content),
    /// The link is over, and the visitor may read the session without it.
    Ended {
        /// The session.
        session: SessionId,
        /// True if its time ran out; false if it was revoked.
        expired: bool,
    },
}

/// Links to a session, with what the viewer may do about them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SharesPage {
    /// Links that work, newest first.
    pub living: Vec<ShareRow>,
    /// Links that have expired or were revoked, newest first; not all of them where there are many.
    pub past: Vec<ShareRow>,
    /// Kinds of link that the viewer may make.
    pub offers: Vec<Offer>,
    /// True if another link may be made: fewer than the most work.
    pub fits: bool,
}

impl SharesPage {
    /// True if the viewer may make a link of this kind now.
    pub fn may_make(&self, offer: Offer) -> bool {
        self.fits && self.offers.contains(&offer)
    }
}

/// Link to a session, as those who read the session see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShareRow {
    /// Its id.
    pub id: ShareId,
    /// The audience that it lets in.
    pub audience: Audience,
    /// True if the link masks secrets and addresses in the session.
    pub redacted: bool,
    /// True if it shows the output of commands.
    pub with_output: bool,
    /// Its maker.
    pub by: Person,
    /// Instant at which it was made.
    pub created_at: Timestamp,
    /// Instant at which it ends.
    pub expires_at: Timestamp,
    /// Its state: working, expired or revoked.
    pub standing: ShareStatus,
    /// Number of times that it showed the session.
    pub views: u64,
    /// Instant of the last of those times; none if there was none.
    pub last_viewed_at: Option<Timestamp>,
    /// True if the viewer may revoke it.
    pub may_take_back: bool,
}
