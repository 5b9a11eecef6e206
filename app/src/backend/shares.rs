//! Read-only links to one session.

use async_trait::async_trait;
use resolutionflow::id::{SessionId, ShareId};
use resolutionflow::share::{Audience, Expiry, Offer, Standing};
use resolutionflow::time::Timestamp;

use super::logins::SetCookie;
use super::views::Person;
use crate::error::AppError;

/// What of [`super::Backend`] is about links to sessions.
#[async_trait]
pub trait Shares: Send + Sync {
    /// The links to a session.
    async fn shares(&self, session: SessionId) -> Result<SharesPage, AppError>;

    /// Makes a link to a session; the cookie shows it to whoever made it. Sent again by the same login it answers the same.
    /// Fails with [`AppError::TooManyLinks`].
    async fn share(&self, session: SessionId, id: ShareId, offer: Offer, expiry: Expiry) -> Result<SetCookie, AppError>;

    /// Takes a link to a session back. Doing it again changes nothing.
    async fn revoke_share(&self, session: SessionId, id: ShareId) -> Result<(), AppError>;

    /// What is behind a link; whoever is not signed in may ask. Showing the session is counted where it `counts`. Fails with
    /// [`AppError::DeadLink`] for whatever does not let them in, or [`AppError::TooMany`].
    async fn follow_share(&self, link: &str, counts: bool) -> Result<Shared, AppError>;
}

/// What is behind a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shared {
    /// The session as a page of its own, in HTML.
    Session(Vec<u8>),
    /// The link works no longer, and whoever asks may read the session without it.
    Ended {
        /// Which.
        session: SessionId,
        /// Whether its time is over; otherwise it was taken back.
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
    /// What the viewer may choose from.
    pub offers: Vec<Offer>,
    /// Whether another one fits.
    pub fits: bool,
}

/// A link, as those who read the session see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShareRow {
    /// Which.
    pub id: ShareId,
    /// Whom it lets in.
    pub audience: Audience,
    /// Whether something is masked.
    pub redacted: bool,
    /// Who made it.
    pub by: Person,
    /// Since when there is one.
    pub created_at: Timestamp,
    /// Until when it works.
    pub expires_at: Timestamp,
    /// How it stands.
    pub standing: Standing,
    /// How often it showed the session.
    pub views: u64,
    /// When it did for the last time.
    pub last_viewed_at: Option<Timestamp>,
    /// Whether the viewer may take it back.
    pub may_take_back: bool,
}
