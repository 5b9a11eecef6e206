//! State of saving during a walk, and its words.

/// State of saving of the steps and texts of a walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// The server has everything.
    Saved,
    /// Somebody is typing.
    Typed,
    /// Being written to this computer's disk.
    Keeping,
    /// On its way to the server.
    Saving,
    /// A typed text is longer than its limit.
    TooLong,
    /// No network. So many steps wait.
    Offline(usize),
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
        assert_eq!(said(Status::Stuck(1)), "Not saved: 1 step kept on this computer");
        assert_eq!(Status::SignedOut(1).words(false), "Signed out: 1 step only on this page: this browser keeps nothing");
    }
}
