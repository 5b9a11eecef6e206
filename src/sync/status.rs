//! Status beside the timer: how safe is what was done, in words.
//!
//! A step on its way from the keyboard to the server:
//!
//! | state | from | to | status |
//! |---|---|---|---|
//! | typed | a letter in a field | 1.2 s without one, a button, or the page out of sight: it becomes a command | [`Status::Typed`] |
//! | made | the command is carried out here and painted; its write to the disk begins | the disk has it | [`Status::Keeping`] |
//! | kept | the disk has it; a later note of the same step may take its place | a batch takes it along | [`Status::Saving`] |
//! | sent | it may have arrived: its content and time stand | the answer counts it as done | [`Status::Saving`] |
//! | saved | the server has it, and the disk forgets it | | [`Status::Saved`] |
//!
//! When the page goes out of sight, and may be gone in a moment, nothing waits: what is typed becomes a command, what is pending is copied
//! to the browser's local storage before the event ends, and sent so that it arrives without the page.
//!
//! Without a network it waits as kept or sent ([`Status::Offline`]), without a login too ([`Status::SignedOut`]), and where the server
//! takes no more for a while ([`Status::Later`]). A command that the server refuses leaves the queue with all that follow it, and stands
//! above the step as not saved until somebody decides; or, where its texts are still in their fields, is as if it had not been pressed.

/// State of the last thing that was done or typed, shown beside the timer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// The server has everything.
    Saved,
    /// A text is being typed, and is no command yet.
    Typed,
    /// Being written to this computer's disk.
    Keeping,
    /// On its way to the server.
    Saving,
    /// A typed text is longer than its limit.
    TooLong,
    /// No network. So many steps wait.
    Offline(usize),
    /// The server takes no more for a while: much was saved lately. So many steps wait.
    Later(usize),
    /// The login has ended. So many steps wait.
    SignedOut(usize),
    /// The server does not answer as it should, and trying again will not help. So many steps wait.
    Stuck(usize),
}

impl Status {
    /// Words beside the timer. `kept` is true if the waiting steps are on this computer's disk.
    pub fn words(self, kept: bool) -> String {
        let place = if kept { "kept on this computer" } else { "only on this page: this browser keeps nothing" };
        match self {
            Self::Saved => "Saved".to_owned(),
            Self::Typed => "Not saved yet".to_owned(),
            Self::Keeping => "Keeping".to_owned(),
            Self::Saving => "Saving".to_owned(),
            Self::TooLong => "Not saved: too long".to_owned(),
            Self::Offline(count) => format!("Offline: {} {place}", steps(count)),
            Self::Later(count) => format!("Much was saved lately, the rest follows by itself: {} {place}", steps(count)),
            Self::SignedOut(0) => "Signed out".to_owned(),
            Self::Stuck(0) => "The server does not answer as it should".to_owned(),
            Self::SignedOut(count) => format!("Signed out: {} {place}", steps(count)),
            Self::Stuck(count) => format!("Not saved: {} {place}", steps(count)),
        }
    }
}

/// Count of steps in words: `1 step`, `3 steps`.
pub fn steps(count: usize) -> String {
    if count == 1 { "1 step".to_owned() } else { format!("{count} steps") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_safe_is_counted_and_located() {
        let said = |status: Status| status.words(true);
        assert_eq!(
            [Status::Saved, Status::Typed, Status::Keeping, Status::Saving, Status::TooLong].map(said),
            ["Saved", "Not saved yet", "Keeping", "Saving", "Not saved: too long"]
        );
        assert_eq!(said(Status::Offline(3)), "Offline: 3 steps kept on this computer");
        assert_eq!(said(Status::Later(2)), "Much was saved lately, the rest follows by itself: 2 steps kept on this computer");
        assert_eq!(said(Status::Stuck(1)), "Not saved: 1 step kept on this computer");
        assert_eq!(said(Status::SignedOut(0)), "Signed out");
        assert_eq!(Status::SignedOut(1).words(false), "Signed out: 1 step only on this page: this browser keeps nothing");
    }
}
