//! Failures of use cases, until they reach the edge.

use app::error::{AppError, Fault};
use export::{Unredactable, Unwritable};
use resolutionflow::id::AccountId;
use resolutionflow::session::{Conflict, Refusal, VersionRef};
use resolutionflow::text::TextError;
use tokio::task::JoinError;

use crate::heavy::BrokenOff;
use crate::login::password::{MAX_LENGTH, MIN_LENGTH, PasswordError, Unfit};
use crate::store::{CommitError, bounded, is_passing};

/// Failure of a use case, before it reaches the edge. Its transaction is rolled back.
#[derive(Debug)]
pub(crate) enum Failure {
    /// An error that the person who asked is told, such as a refusal or a fault in a form.
    Answer(AppError),
    /// The database refused or did not answer, or a constraint was violated, some of which mean something to people.
    Database(sqlx::Error),
    /// A COMMIT was sent, and nobody knows how it ended.
    Unknown(sqlx::Error),
    /// Any other failure inside the server, such as no randomness or a thread that stopped.
    Fault(Box<dyn std::error::Error + Send + Sync>),
    /// A tree is not in memory. [`Service::with_trees`](super::Service::with_trees) gets it, and runs the use case again.
    Unparsed(AccountId, VersionRef),
}

const UNPARSED: &str = "a use case that needs trees runs without them";

impl Failure {
    /// True if another request did the same at the same moment, by the violated constraint or a deadlock: trying again finds what the other
    /// one did.
    pub(super) fn is_collision(&self) -> bool {
        let Self::Database(sqlx::Error::Database(error)) = self else { return false };
        let raced = [
            "sessions_pkey",
            "sessions_one_running_a_holder",
            "sessions_client_fkey",
            "trees_key_key",
            "tree_drafts_pkey",
            "proposals_pkey",
            "password_links_one_open_a_user",
            "clients_same_key",
            "categories_same_key",
            "saved_views_same_key",
            "login_emails_same_key",
        ];
        error.constraint().is_some_and(|constraint| raced.contains(&constraint)) || error.code().is_some_and(|code| code == "40P01")
    }

    /// True if the same work may succeed a moment later, on another connection, and nothing of this time's was done.
    pub(super) fn is_passing(&self) -> bool {
        matches!(self, Self::Database(error) if is_passing(error))
    }

    /// True if the failure says nothing of what was asked, so that it answers for no COMMIT that was sent before.
    fn is_unanswered(&self) -> bool {
        match self {
            Self::Unknown(_) | Self::Answer(AppError::Busy) => true,
            Self::Database(error) => is_crowded(error),
            _ => false,
        }
    }
}

/// Runs a use case and turns its failure into an error that pages show; the cause of an unexpected one is logged and told nobody. Gives it
/// up where one of its transactions takes more than 30 seconds.
pub(super) fn answer<T>(work: impl Future<Output = Result<T, Failure>>) -> impl Future<Output = Result<T, AppError>> {
    let work = bounded(work, Failure::is_unanswered);
    async move { Ok(work.await?) }
}

/// Runs work that nobody waits for, and gives it up where one of its transactions takes longer than it may: it is tried again.
pub(super) fn in_time<T>(work: impl Future<Output = anyhow::Result<T>>) -> impl Future<Output = anyhow::Result<T>> {
    bounded(work, |_| false)
}

/// The error of a violated constraint, where a person can violate it.
fn meaning(constraint: &str) -> Option<AppError> {
    match constraint {
        "sessions_holder_fkey" => Some(AppError::invalid("holder", Fault::Unknown)),
        "sessions_follows_fkey" => Some(AppError::NotFound),
        "sessions_pkey" | "commands_pkey" | "shares_pkey" => Some(AppError::DifferentContent),
        "login_emails_pkey" | "login_emails_same_key" => Some(AppError::invalid("email", Fault::Taken)),
        // Of another session: the id of a report is that of its command.
        "step_reports_pkey" => Some(AppError::DifferentContent),
        "clients_name_key" | "clients_same_key" | "saved_views_name_key" | "saved_views_same_key" => {
            Some(AppError::invalid("name", Fault::Taken))
        }
        _ => None,
    }
}

/// On the command line there is nobody else to keep a cause from.
impl From<Failure> for anyhow::Error {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Answer(error) => error.into(),
            Failure::Database(error) | Failure::Unknown(error) => error.into(),
            Failure::Fault(error) => Self::msg(error.to_string()),
            Failure::Unparsed(..) => Self::msg(UNPARSED),
        }
    }
}

/// The edge: a cause is logged here, once, and does not travel on.
impl From<Failure> for AppError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Answer(error) => error,
            Failure::Database(error) if is_crowded(&error) => {
                tracing::warn!(%error, "a use case had to be given up");
                AppError::Busy
            }
            Failure::Unknown(error) => {
                tracing::error!(%error, "a use case was given up after COMMIT was sent, and nobody knows whether it was carried out");
                AppError::Unknown
            }
            Failure::Database(error) => {
                let constraint = error.as_database_error().and_then(|error| error.constraint());
                constraint.and_then(meaning).unwrap_or_else(|| unexpected(&error))
            }
            Failure::Fault(error) => unexpected(error.as_ref()),
            Failure::Unparsed(..) => {
                tracing::error!("{UNPARSED}");
                AppError::Unexpected
            }
        }
    }
}

/// True if there was no connection, no lock (55P03) or no answer (57014) in time, the database went away, or lacked something that may be there
/// in a moment (class 53): room on its disk, memory, connections.
fn is_crowded(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
    let is_crowded = |code: &str| matches!(code, "55P03" | "57014") || code.starts_with("53");
    matches!(error, sqlx::Error::PoolTimedOut) || is_passing(error) || code.is_some_and(|code| is_crowded(&code))
}

fn unexpected(error: &(dyn std::error::Error + 'static)) -> AppError {
    tracing::error!(error, "a use case failed");
    AppError::Unexpected
}

impl From<Unredactable> for Failure {
    fn from(_: Unredactable) -> Self {
        Self::Answer(AppError::Unredactable)
    }
}

impl From<Unwritable> for Failure {
    fn from(error: Unwritable) -> Self {
        Self::Fault(error.into())
    }
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        Self::Answer(error)
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Answer(refusal.into())
    }
}

impl From<Conflict> for Failure {
    fn from(conflict: Conflict) -> Self {
        Self::Answer(conflict.into())
    }
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}

impl From<CommitError> for Failure {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Refused(error) => Self::Database(error),
            CommitError::Unknown(error) => Self::Unknown(error),
        }
    }
}

/// An unfit password is a fault of the field `password`.
impl From<Unfit> for Failure {
    fn from(unfit: Unfit) -> Self {
        let fault = match unfit {
            Unfit::TooShort => Fault::TooShort { least: MIN_LENGTH },
            Unfit::TooLong { length } => TextError::TooLong { limit: MAX_LENGTH, length }.into(),
            Unfit::Common => Fault::Common,
        };
        Self::Answer(AppError::invalid("password", fault))
    }
}

impl From<PasswordError> for Failure {
    fn from(error: PasswordError) -> Self {
        match error {
            PasswordError::Unfit(unfit) => unfit.into(),
            error => Self::Fault(Box::new(error)),
        }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Fault(error.into())
    }
}

impl From<getrandom::Error> for Failure {
    fn from(error: getrandom::Error) -> Self {
        Self::Fault(Box::new(error))
    }
}

impl From<BrokenOff> for Failure {
    fn from(error: BrokenOff) -> Self {
        Self::Fault(error.into())
    }
}

impl From<JoinError> for Failure {
    fn from(error: JoinError) -> Self {
        Self::Fault(Box::new(error))
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::Fault(Box::new(error))
    }
}
