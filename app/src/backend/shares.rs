//! Read-only links to one session.

use async_trait::async_trait;
use resolutionflow::id::{SessionId, ShareId};
use resolutionflow::share::{Audience, Expiry, Offer, ShareStatus};
use resolutionflow::time::Timestamp;

use super::logins::SetCookie;
use super::views::Person;
use crate::error::AppError;

/// The part of [`super::Backend`] for links to sessions.
#[async_trait]
pub trait Shares: Send + Sync {
    /// The links to a session.
    async fn shares(&self, session: SessionId) -> Result<SharesPage, AppError>;

    /// Makes a link to a session; the cookie shows it to its maker. Sent again by the same login it answers the same. Fails
    /// with [`AppError::TooManyLinks`].
    async fn share(&self, session: SessionId, id: ShareId, offer: Offer, expiry: Expiry) -> Result<SetCookie, AppError>;

    /// Takes a link to a session back. Doing it again changes nothing.
    async fn revoke_share(&self, session: SessionId, id: ShareId) -> Result<(), AppError>;

    /// Follows a link; a login is not needed. Showing the session is counted where it `counts`. Fails with
    /// [`AppError::DeadLink`] for a visitor whom the link does not let in, or [`AppError::TooMany`].
    async fn follow_share(&self, link: &str, counts: bool) -> Result<Shared, AppError>;
}

/// Answer to a visitor of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shared {
    /// The session as a page of its own, in HTML.
    Session(Vec<u8>),
    /// The link is over, and the visitor may read the session without it.
    Ended {
        /// The session.
        session: SessionId,
        /// Did its time run out? Otherwise it was taken back.
        expired: bool,
    },
}

/// The links to a session, and what the viewer may do about them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SharesPage {
    /// Those that work, newest first.
    pub living: Vec<ShareRow>,
    /// Those that did, newest first; not all of them where there are many.
    pub past: Vec<ShareRow>,
    /// Choices for a new link that the viewer has.
    pub offers: Vec<Offer>,
    /// True if fewer than the most work, so that another one may be made.
    pub fits: bool,
}

/// A link, as those who read the session see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShareRow {
    /// Its id.
    pub id: ShareId,
    /// The audience that it lets in.
    pub audience: Audience,
    /// True if it masks secrets and addresses.
    pub redacted: bool,
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
    /// The last of those times.
    pub last_viewed_at: Option<Timestamp>,
    /// True if the viewer may take it back.
    pub may_take_back: bool,
}
