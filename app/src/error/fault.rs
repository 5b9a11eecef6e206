//! What is wrong with a part of a form.

use resolutionflow::account::NotATicketLink;
use resolutionflow::budget::BadBudget;
use resolutionflow::hours::{BadHoliday, BadOpening};
use resolutionflow::insights::{NotABaseline, NotARate};
use resolutionflow::login::BadLifetimes;
use resolutionflow::review::NotAReviewDay;
use resolutionflow::text::TextError;
use resolutionflow::zone::NotAZone;
use serde::{Deserialize, Serialize};

/// Field of a form that was refused, with the reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The field's name in the form.
    pub field: String,
    /// The reason.
    pub fault: Fault,
}

/// Reason for which a field was refused. Reads on from the field's label: "Ticket is 70 characters long; at most 64 fit".
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum Fault {
    /// The text does not fit.
    #[error(transparent)]
    Text(#[from] TextError),
    /// Nothing was chosen.
    #[error("must be chosen")]
    NotChosen,
    /// A box that has to be ticked is not.
    #[error("must be ticked first")]
    NotTicked,
    /// The choice does not exist.
    #[error("is not one of the choices")]
    Unknown,
    /// No e-mail address.
    #[error("is not an e-mail address")]
    NotAnEmail,
    /// The value has to be unique, and another user or thing has it.
    #[error("is taken already")]
    Taken,
    /// A password that is too short.
    #[error("must be at least {least} characters long")]
    TooShort {
        /// The fewest characters.
        least: usize,
    },
    /// A password that is on the lists that are tried first.
    #[error("is easy to guess: it is one of those that are tried first. Choose another one")]
    Common,
    /// Filters that are too long to be saved.
    #[error("cannot be kept: the filters are {length} characters long, and at most {limit} fit")]
    Query {
        /// The most characters.
        limit: usize,
        /// The number that was given.
        length: usize,
    },
    /// More of something than one user can have.
    #[error("would be one more than fits: {most} is the most. Delete another one first")]
    TooMany {
        /// The most.
        most: u64,
    },
    /// Not the present password.
    #[error("is not the one that you sign in with")]
    WrongPassword,
    /// No time zone.
    #[error(transparent)]
    Zone(#[from] NotAZone),
    /// No pattern for links to tickets.
    #[error(transparent)]
    TicketLink(#[from] NotATicketLink),
    /// No opening times of a day.
    #[error(transparent)]
    Opening(#[from] BadOpening),
    /// No holidays.
    #[error(transparent)]
    Holiday(#[from] BadHoliday),
    /// No time budget.
    #[error(transparent)]
    Budget(#[from] BadBudget),
    /// Lifetimes of logins that do not fit.
    #[error("does not fit: {0}")]
    Lifetimes(#[from] BadLifetimes),
    /// No day of a review.
    #[error(transparent)]
    Review(#[from] NotAReviewDay),
    /// A category in which a measurement is going on.
    #[error("is being measured already. Stop that measurement first")]
    Measured,
    /// No range or days of a baseline.
    #[error(transparent)]
    Baseline(#[from] NotABaseline),
    /// No hourly rate.
    #[error(transparent)]
    HourlyRate(#[from] NotARate),
    /// A step of a draft that several steps could be.
    #[error("could be several steps: choose one from the list, with its id in brackets")]
    Unclear,
    /// A number outside its limits.
    #[error("must be a whole number from {least} to {most}")]
    OutOfRange {
        /// The least that fits.
        least: u64,
        /// The most that fits.
        most: u64,
    },
}

/// Part of a draft that two people have changed to different texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispute {
    /// The part, as a noun with a capital letter: `The title of step “vpn-up”`.
    pub part: String,
    /// Their text; none if they took it out.
    pub theirs: Option<String>,
    /// Text of the form; none if it takes it out.
    pub mine: Option<String>,
}
