use serde::{Deserialize, Serialize};

/// Why a command was not carried out. The session is unchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// Somebody else holds the session, and the role does not reach that far. The only one that is HTTP 403.
    #[error("Another technician holds this session.")]
    NotYours,
    /// It has an outcome already.
    #[error("This session is already completed.")]
    Completed,
    /// It is not completed yet.
    #[error("This session is still active.")]
    StillActive,
    /// It is parked.
    #[error("This session is parked. Resume it first.")]
    Parked,
    /// It is running already.
    #[error("This session is running already.")]
    Running,
    /// The open step asks for something else.
    #[error("The step you are at does not take this answer.")]
    WrongStep,
    /// There is no such option.
    #[error("The step you are at has no such option.")]
    NoSuchOption,
    /// There is no such step, or it cannot be answered anew.
    #[error("There is no such step to go back to.")]
    NoSuchStep,
    /// An ad-hoc step is going on.
    #[error("End the step that is not in the tree first.")]
    InDetour,
    /// A change after the fact says why.
    #[error("Say why: this changes a time that others may have read.")]
    ReasonNeeded,
    /// Nobody takes over from themselves.
    #[error("You hold this session already.")]
    Yours,
    /// Back from the first step.
    #[error("This is the first step.")]
    FirstStep,
    /// A finished walk ends with one of four outcomes.
    #[error("A walk ends as resolved, workaround, escalated or unresolved.")]
    NotAnEnd,
    /// Nothing was closed, or more than ten minutes ago.
    #[error("A session can be reopened only within ten minutes of being closed from a list.")]
    TooLateToUndo,
    /// [`super::MAX_RECORDS`].
    #[error("This session has as many steps as fit. Complete it and start a follow-up.")]
    TooManySteps,
}
