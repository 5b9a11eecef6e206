//! Suggested changes to a step of a tree, from the suggestion to the version that has it.

/// What has been done about a suggestion, as it is stored.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Course {
    /// True while its words stand in the draft in which it was taken: taking puts them there, Undo takes them out, Redo puts them back.
    pub stands: bool,
    /// True if that draft is there and not discarded.
    pub is_in_draft: bool,
    /// Number of the version that the draft became.
    pub published: Option<u32>,
    /// True if an author declined it.
    pub is_declined: bool,
    /// True if its author withdrew it.
    pub is_withdrawn: bool,
}

/// State of a suggestion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nobody has decided yet, or what was decided was taken back.
    Waiting,
    /// It is in a draft.
    Taken,
    /// It is in this version of its tree.
    Published(u32),
    /// An author declined it, with a reason.
    Declined,
    /// Its author withdrew it.
    Withdrawn,
}

/// Reason for which nothing can be decided about a suggestion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Decided {
    /// [`Standing::Taken`].
    #[error("This suggestion is in the draft already. “Undo” in the draft takes it out again.")]
    Taken,
    /// [`Standing::Published`].
    #[error("This suggestion is part of version {0} already.")]
    Published(u32),
    /// [`Standing::Declined`].
    #[error("This suggestion was declined meanwhile.")]
    Declined,
    /// [`Standing::Withdrawn`].
    #[error("This suggestion was withdrawn meanwhile.")]
    Withdrawn,
}

impl Course {
    /// The state that follows.
    pub fn standing(&self) -> Standing {
        match self.published {
            Some(version) => Standing::Published(version),
            None if self.is_declined => Standing::Declined,
            None if self.is_withdrawn => Standing::Withdrawn,
            None if self.stands && self.is_in_draft => Standing::Taken,
            None => Standing::Waiting,
        }
    }
}

impl Standing {
    /// Fails unless it waits: only then it is taken, declined or withdrawn.
    ///
    /// # Errors
    /// [`Decided`], with what was decided.
    pub fn undecided(self) -> Result<(), Decided> {
        match self {
            Self::Waiting => Ok(()),
            Self::Taken => Err(Decided::Taken),
            Self::Published(version) => Err(Decided::Published(version)),
            Self::Declined => Err(Decided::Declined),
            Self::Withdrawn => Err(Decided::Withdrawn),
        }
    }

    /// The state in words, for its author.
    pub fn words(self) -> String {
        match self {
            Self::Waiting => "Waiting".to_owned(),
            Self::Taken => "Taken into a draft".to_owned(),
            Self::Published(version) => format!("Published in version {version}"),
            Self::Declined => "Declined".to_owned(),
            Self::Withdrawn => "Withdrawn".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suggestion_waits_until_it_stands_in_a_draft_and_again_where_that_is_taken_back() {
        let taken = Course { stands: true, is_in_draft: true, ..Course::default() };
        assert_eq!(Course::default().standing(), Standing::Waiting);
        assert_eq!(taken.standing(), Standing::Taken);
        assert_eq!(Course { stands: false, ..taken }.standing(), Standing::Waiting);
        assert_eq!(Course { is_in_draft: false, ..taken }.standing(), Standing::Waiting);
        assert_eq!(Course { published: Some(5), ..taken }.standing(), Standing::Published(5));
        // The draft of a version goes after a while; the version stays.
        assert_eq!(Course { published: Some(5), is_in_draft: false, ..taken }.standing(), Standing::Published(5));
        assert_eq!(Course { is_declined: true, ..Course::default() }.standing(), Standing::Declined);
        assert_eq!(Course { is_withdrawn: true, ..Course::default() }.standing(), Standing::Withdrawn);
    }

    #[test]
    fn only_what_waits_can_be_decided() {
        for standing in [Standing::Taken, Standing::Published(2), Standing::Declined, Standing::Withdrawn] {
            assert!(standing.undecided().is_err(), "{standing:?}");
        }
        assert_eq!(Standing::Waiting.undecided(), Ok(()));
    }
}
