//! The one error that a person can meet. Causes are logged where they happen and never travel.

mod fault;

use leptos::prelude::{FromServerFnError, ServerFnErrorErr};
use leptos::server_fn::codec::JsonEncoding;
use resolutionflow::session::{Conflict, Refusal};
use resolutionflow::sync::Refused;
use resolutionflow::time::Seconds;
use resolutionflow::tree::Problems;
use resolutionflow::walk_form::FormError;
use serde::{Deserialize, Serialize};

pub use fault::{Dispute, Fault, FieldError};

/// Error that a page or a server function answers with, in the terms of the user who asked. Each has its HTTP status.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum AppError {
    /// 401: no login, or not any longer.
    #[error("Please sign in.")]
    NotSignedIn,
    /// 401: no such user, or another password; which one is not told.
    #[error("The e-mail address or the password is wrong.")]
    WrongPassword,
    /// 404: a one-time link that was never made, was used, taken back or has expired; which one is not told.
    #[error("This link does not work. It may have been used already, or it has expired.")]
    DeadLink,
    /// 409: the account would be left without an admin.
    #[error("An account needs an admin. Make another user an admin first.")]
    LastAdmin,
    /// 409: the session has as many working links as it may have.
    #[error("At most {most} links to a session work at a time. Take one back, then make another one.")]
    TooManyLinks {
        /// The most.
        most: usize,
    },
    /// 429: too often in too short a time. Nobody is locked out.
    #[error("That was tried too often. Nothing is locked: try again in {}.", .retry_after)]
    TooMany {
        /// Time after which it can be tried again.
        retry_after: Seconds,
    },
    /// 429: more was written into sessions than anybody types.
    #[error("So much was saved lately that the server takes no more for now. Nothing is locked: try again in {}.", .retry_after)]
    TooMuchWritten {
        /// Time after which it can be tried again.
        retry_after: Seconds,
    },
    /// 503: others were faster for longer than anybody should wait.
    #[error("The server is busy. Nothing was changed: try again in a moment.")]
    Busy,
    /// 503: the database was told to keep a change, and did not say whether it did.
    #[error("The database went away before it could say whether this was saved: that is unknown. Look before you try again.")]
    Unknown,
    /// 403: the role does not reach that far.
    #[error("Your role does not allow this.")]
    Forbidden,
    /// 404: no such thing in this account.
    #[error("There is nothing here.")]
    NotFound,
    /// 409: another tab, or another user, was faster.
    #[error("This session has moved on since this page was loaded. Nothing was changed.")]
    Stale,
    /// 409: the same form was sent before with other content.
    #[error("This form was already sent with a different answer. Nothing was changed.")]
    DifferentContent,
    /// 409: the ticket was drawn for a measurement, and the form does not say yet whether the technician takes part.
    #[error("This ticket was drawn for a measurement. Nothing was started yet.")]
    Drawn,
    /// The session does not take this command: 403 where it has another holder, 422 for an impossible outcome or answer and for a missing
    /// reason, otherwise 409.
    #[error("{0}")]
    Refused(Refusal),
    /// 409: somebody else changed the same in a draft, to something else.
    #[error("Somebody else has changed the same meanwhile. Nothing was changed: both texts are below.")]
    Disputed(Vec<Dispute>),
    /// 409: an edit of a draft that cannot be made, perhaps no more; says why.
    #[error("{0}")]
    BadEdit(String),
    /// 409: a draft that was published, as this version, or that was discarded.
    #[error("{}", ended(*.0))]
    DraftEnded(Option<u32>),
    /// 409: a draft has been changed since, or its tree was published meanwhile.
    #[error("This draft has moved on since this page was loaded. Nothing was published: look at it again.")]
    Moved,
    /// 409: the tree of a draft got another version meanwhile, to which the draft was brought up.
    #[error(
        "Version {0} of this tree was published meanwhile. The draft stands on it now, with all of its own changes: look at it again, then publish."
    )]
    Rebased(u32),
    /// 409: the account wants a second person's approval, which a draft does not have.
    #[error("Nothing was published: this draft needs the approval of somebody who did not write all of it.")]
    Unapproved,
    /// 422: something that was typed does not fit.
    #[error("Please check the marked fields.")]
    Invalid(Vec<FieldError>),
    /// 200: the document was looked at and, as the form asked, not published; with what keeps it from being.
    #[error("Nothing is published yet.")]
    Previewed(Problems),
    /// 422: the document cannot be published.
    #[error("This tree cannot be published yet.")]
    BrokenTree(Problems),
    /// 422: the file is no tree document; says why.
    #[error("{0}")]
    NotATree(String),
    /// 422: what should be masked in a document could not all be.
    #[error("Masking failed, so nothing was exported.")]
    Unredactable,
    /// 400: the form itself was mangled.
    #[error("The form could not be read.")]
    Malformed,
    /// 413: more was sent than fits.
    #[error("Too much was sent. Nothing was changed: shorten it and send it again.")]
    TooLarge,
    /// 500: our fault. The log knows more.
    #[error("Something went wrong on our side. Nothing that you saved is lost.")]
    Unexpected,
}

impl AppError {
    /// [`AppError::Invalid`] for one field of a form, by its name.
    pub fn invalid(field: &str, fault: impl Into<Fault>) -> Self {
        Self::Invalid(vec![FieldError { field: field.to_owned(), fault: fault.into() }])
    }

    /// HTTP status of an answer with this error.
    pub fn status(&self) -> u16 {
        match self {
            Self::Previewed(_) => 200,
            Self::Malformed => 400,
            Self::NotSignedIn | Self::WrongPassword => 401,
            Self::Forbidden | Self::Refused(Refusal::NotYours) => 403,
            Self::NotFound | Self::DeadLink => 404,
            Self::TooLarge => 413,
            Self::Invalid(_) | Self::BrokenTree(_) | Self::NotATree(_) | Self::Unredactable => 422,
            Self::Refused(Refusal::NotAnEnd | Refusal::NoSuchOption | Refusal::ReasonNeeded | Refusal::Full) => 422,
            Self::Stale | Self::Disputed(_) | Self::BadEdit(_) | Self::DraftEnded(_) | Self::Moved | Self::Rebased(_) => 409,
            Self::Unapproved | Self::DifferentContent | Self::Drawn | Self::LastAdmin | Self::TooManyLinks { .. } | Self::Refused(_) => 409,
            Self::TooMany { .. } | Self::TooMuchWritten { .. } => 429,
            Self::Unexpected => 500,
            Self::Busy | Self::Unknown => 503,
        }
    }

    /// Time after which the request can be sent again, where that is known: the `Retry-After` of the answer.
    pub fn retry_after(&self) -> Option<Seconds> {
        match self {
            Self::TooMany { retry_after } | Self::TooMuchWritten { retry_after } => Some(*retry_after),
            Self::Busy | Self::Unknown => Some(Seconds(5)),
            _ => None,
        }
    }

    /// Refused fields of the form; empty for every error but [`AppError::Invalid`].
    pub fn faults(&self) -> &[FieldError] {
        match self {
            Self::Invalid(errors) => errors,
            _ => &[],
        }
    }

    /// First fault of the field with this name; none if it was not refused.
    pub fn fault(&self, field: &str) -> Option<Fault> {
        self.faults().iter().find(|error| error.field == field).map(|error| error.fault)
    }
}

fn ended(published: Option<u32>) -> String {
    match published {
        Some(version) => format!("This draft was published meanwhile, as version {version}: begin another one."),
        None => "This draft was discarded. Bring it back to go on with it.".to_owned(),
    }
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Refused> for AppError {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Conflict(conflict) => conflict.into(),
            Refused::Refusal(refusal) => refusal.into(),
        }
    }
}

impl From<FormError> for AppError {
    fn from(error: FormError) -> Self {
        match error {
            FormError::Text { field, error, .. } => Self::invalid(field, error),
            FormError::NotChosen { field } => Self::invalid(field, Fault::NotChosen),
            FormError::Unknown { field } => Self::invalid(field, Fault::Unknown),
            FormError::Malformed => Self::Malformed,
        }
    }
}

impl From<Conflict> for AppError {
    fn from(conflict: Conflict) -> Self {
        match conflict {
            Conflict::Stale => Self::Stale,
            Conflict::DifferentContent => Self::DifferentContent,
        }
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) | ServerFnErrorErr::Deserialization(_) => Self::Malformed,
            _ => Self::Unexpected,
        }
    }
}
