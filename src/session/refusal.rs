use serde::{Deserialize, Serialize};

/// Reason why a command was refused. The session is unchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// Another technician holds the session, and the actor's role does not suffice; or another one held it during the step whose output
    /// it is about. The only one that is HTTP 403.
    #[error("Another technician holds this session.")]
    NotYours,
    /// The session has an outcome already.
    #[error("This session is already completed.")]
    Completed,
    /// The session is not completed yet.
    #[error("This session is still active.")]
    StillActive,
    /// The session is parked, so no step is open.
    #[error("This session is parked. Resume it first.")]
    Parked,
    /// The session is running already.
    #[error("This session is running already.")]
    Running,
    /// The open step takes another kind of answer, or the action needs an ad-hoc step and none is open.
    #[error("The step you are at does not take this answer.")]
    WrongStep,
    /// The open step has no such option.
    #[error("The step you are at has no such option.")]
    NoSuchOption,
    /// The step does not exist, or cannot be answered anew.
    #[error("There is no such step to go back to.")]
    NoSuchStep,
    /// An ad-hoc step is open, and must be ended first.
    #[error("End the step that is not in the tree first.")]
    InDetour,
    /// A change of a time that others may have read, or of what somebody else recorded, needs a reason.
    #[error("Say why: this changes what others recorded, or may have read.")]
    ReasonNeeded,
    /// The actor holds the session already.
    #[error("You hold this session already.")]
    Yours,
    /// There is no earlier step that could be answered anew.
    #[error("This is the first step.")]
    FirstStep,
    /// A walk is completed with one of four outcomes only, [`crate::outcome::Outcome::OF_A_WALK`].
    #[error("A walk ends as resolved, workaround, escalated or unresolved.")]
    NotAnEnd,
    /// The session was not closed from a list, or more than ten minutes ago.
    #[error("A session can be reopened only within ten minutes of being closed from a list.")]
    TooLateToUndo,
    /// The session has [`super::MAX_RECORDS`] records.
    #[error("This session has as many steps as fit. Complete it and start a follow-up.")]
    TooManySteps,
    /// The texts of all steps together would be larger than [`super::MAX_NOTES`] or [`super::MAX_OUTPUT`].
    #[error(
        "This does not fit: a session holds 2 MB of notes and 8 MB of command output. Shorten the text, or complete the session and start \
         a follow-up."
    )]
    Full,
}
