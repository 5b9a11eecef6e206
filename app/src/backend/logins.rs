//! Signing in and out, passwords, and a user's logins.

use async_trait::async_trait;
use resolutionflow::id::{LoginId, UserId};
use resolutionflow::login::Ended;
use resolutionflow::text::{Email, Name};
use resolutionflow::time::Timestamp;
use resolutionflow::zone::Zone;

use crate::error::AppError;

/// Value of a `Set-Cookie` header: a cookie with its attributes.
pub type SetCookie = String;

/// The part of [`super::Backend`] for signing in and out.
#[async_trait]
pub trait SignIn: Send + Sync {
    /// Signs in. Fails with [`AppError::WrongPassword`] or [`AppError::TooMany`].
    async fn sign_in(&self, email: &str, password: &str) -> Result<SetCookie, AppError>;

    /// Ends the login; the answer removes the cookie. Never fails for want of a login.
    async fn sign_out(&self) -> Result<SetCookie, AppError>;

    /// Reason for which this browser's login is over; none where it had none, or signed out itself.
    async fn signed_out(&self) -> Option<Ended>;
}

/// The part of [`super::Backend`] for a user's own logins and password.
#[async_trait]
pub trait Logins: Send + Sync {
    /// Counts as input of the user, which restarts the idle timeout of the login, and does nothing else.
    async fn stay(&self) -> Result<(), AppError>;

    /// The user's logins, the one that asks first.
    async fn my_logins(&self) -> Result<Vec<LoginRow>, AppError>;

    /// Changes the user's password and ends their other logins. Fails with [`AppError::Invalid`] of `current_password` or
    /// `password`, or [`AppError::TooMany`].
    async fn change_password(&self, current: &str, password: &str) -> Result<SetCookie, AppError>;

    /// Ends one of the user's logins.
    async fn end_login(&self, login: LoginId) -> Result<(), AppError>;

    /// Ends every login of the user but the one that asks.
    async fn end_other_logins(&self) -> Result<(), AppError>;
}

/// The part of [`super::Backend`] for setting up an installation.
#[async_trait]
pub trait SetUp: Send + Sync {
    /// Checks that a set-up link is the one that the server printed. Fails with [`AppError::DeadLink`], or
    /// [`AppError::TooMany`].
    async fn set_up_link(&self, link: &str) -> Result<(), AppError>;

    /// Makes the first account and its first admin, who is signed in. Fails like [`SetUp::set_up_link`], or with
    /// [`AppError::Invalid`] of `password`.
    async fn set_up(&self, link: &str, first: FirstAccount) -> Result<SetCookie, AppError>;
}

/// The first account of an installation, and its first admin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstAccount {
    /// The account's name.
    pub account: Name,
    /// Zone in which the account reads instants.
    pub zone: Zone,
    /// The admin's name.
    pub name: Name,
    /// The admin's address to sign in with.
    pub email: Email,
    /// Password as typed, in clear.
    pub password: String,
}

/// Login: a browser that is signed in, as its user and admins see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoginRow {
    /// Its id.
    pub id: LoginId,
    /// Browser and system, such as “Firefox on Windows”.
    pub device: String,
    /// The network address that it signed in from; empty if it is not known.
    pub address: String,
    /// Instant of the sign-in.
    pub created_at: Timestamp,
    /// Instant of the last input, to the minute.
    pub last_used_at: Timestamp,
    /// Instant at which it ends, unless there is input before.
    pub ends_at: Timestamp,
    /// True for the login that asks.
    pub present: bool,
}

/// User and account that a one-time link is for, as its page shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkPage {
    /// The user's id.
    pub user: UserId,
    /// Their name.
    pub name: String,
    /// Address to sign in with.
    pub email: String,
    /// The account's name.
    pub account: String,
    /// True for an invitation, whose user never had a password.
    pub invitation: bool,
    /// Instant until which the link can be used.
    pub expires_at: Timestamp,
    /// Zone in which the account reads instants.
    pub zone: Zone,
}
