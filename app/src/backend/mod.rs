//! Traits that the pages call, one a subject. The server implements each in a file of its subject under `server/src/service/`, over
//! Postgres; page tests implement them over fixed answers.

pub mod admin;
pub mod baselines;
pub mod budgets;
pub mod drafts;
pub mod exports;
pub mod gate;
pub mod history;
pub mod insights;
pub mod logins;
pub mod password_links;
pub mod previews;
pub mod proposals;
pub mod reviews;
pub mod shares;
pub mod trees;
pub mod versions;
pub mod views;
pub mod walks;

use async_trait::async_trait;
use resolutionflow::id::CommandId;

use crate::error::AppError;
use admin::{AccountSettings, AuditTrail, Lists, People};
use baselines::Baselines;
use budgets::{Budgets, BusinessHours};
use drafts::Drafts;
use exports::Exports;
use gate::Gate;
use history::{BulkChanges, Histories, SavedViews};
use insights::Insights;
use logins::{Logins, SetUp, SignIn};
use password_links::PasswordLinks;
use previews::Previews;
use proposals::Proposals;
use reviews::Reviews;
use shares::Shares;
use trees::Trees;
use versions::Versions;
use views::Viewer;
use walks::{Sessions, Starts, Walks};

/// Use cases for one request, which knows the login that asks. Every method that does not sign in or out, or follow a link,
/// answers [`AppError::NotSignedIn`] without a login, [`AppError::Forbidden`] where the role does not reach, and
/// [`AppError::NotFound`] for another account's ids.
#[async_trait]
pub trait Backend:
    SignIn
    + Logins
    + PasswordLinks
    + SetUp
    + Trees
    + Drafts
    + Gate
    + Reviews
    + Versions
    + Previews
    + Proposals
    + Starts
    + Walks
    + Sessions
    + Histories
    + BulkChanges
    + SavedViews
    + Exports
    + Shares
    + People
    + AccountSettings
    + Lists
    + BusinessHours
    + Budgets
    + AuditTrail
    + Baselines
    + Insights
{
    /// A fresh id for a form (UUIDv7), so that sending the form twice changes one thing.
    fn new_command_id(&self) -> CommandId;

    /// Looks the login up, and keeps nothing of the answer: before a long body is read, after which the use case asks again.
    ///
    /// # Errors
    /// [`AppError::NotSignedIn`].
    async fn check_login(&self) -> Result<(), AppError>;

    /// The user who asks, with what the frame of every page shows.
    async fn viewer(&self) -> Result<Viewer, AppError>;
}
