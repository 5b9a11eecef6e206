//! One-time links by which people choose a password.

use async_trait::async_trait;
use resolutionflow::access::Role;
use resolutionflow::id::UserId;
use resolutionflow::text::{Email, Name};

use super::admin::Linked;
use super::logins::{LinkPage, SetCookie};
use crate::error::AppError;

/// The part of [`super::Backend`] for links to choose a password: admins make them, and their users follow them.
#[async_trait]
pub trait PasswordLinks: Send + Sync {
    /// Adds a user without a password, and a link with which they choose one (admin). Fails with [`AppError::Invalid`] of
    /// `email` where the address is taken, or [`AppError::TooMany`].
    async fn invite(&self, email: Email, name: Name, role: Role) -> Result<Linked, AppError>;

    /// A new link with which a user chooses a password; earlier ones count no longer (admin). Fails with
    /// [`AppError::TooMany`].
    async fn make_link(&self, user: UserId) -> Result<Linked, AppError>;

    /// Revokes the user's link that waits to be used (admin).
    async fn revoke_link(&self, user: UserId) -> Result<(), AppError>;

    /// The user that a one-time link is for. Fails with [`AppError::DeadLink`], or [`AppError::TooMany`].
    async fn link(&self, link: &str) -> Result<LinkPage, AppError>;

    /// Sets the password of the user that a link is for, ends their logins, and signs them in. The link is used up. Fails like
    /// [`Self::link`], or with [`AppError::Invalid`] of `password`.
    async fn use_link(&self, link: &str, password: &str) -> Result<SetCookie, AppError>;
}
