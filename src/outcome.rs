//! How a session ended.

use serde::{Deserialize, Serialize};

use crate::wire::wire;

/// How a session ended. The first four answer "Did this resolve the issue?"; the last two are given when a session is
/// closed without being finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The problem is fixed.
    Resolved,
    /// It works for now, the cause remains.
    Workaround,
    /// Handed to someone else.
    Escalated,
    /// Stopped without a fix.
    Unresolved,
    /// Started by mistake, or the wrong tree. In no rate.
    Cancelled,
    /// The problem went away by other means.
    ResolvedExternally,
}

wire! {
    enum Outcome {
        "resolved" => Resolved,
        "workaround" => Workaround,
        "escalated" => Escalated,
        "unresolved" => Unresolved,
        "cancelled" => Cancelled,
        "resolved_externally" => ResolvedExternally,
    }
}

/// The text names no outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an outcome")]
pub struct NotAnOutcome;

impl Outcome {
    /// Every outcome, in the order in which pages list them.
    pub const ALL: [Outcome; 6] =
        [Self::Resolved, Self::Workaround, Self::Escalated, Self::Unresolved, Self::Cancelled, Self::ResolvedExternally];

    /// The four that a finished walk may end with.
    pub const OF_A_WALK: [Outcome; 4] = [Self::Resolved, Self::Workaround, Self::Escalated, Self::Unresolved];

    /// As stored and sent.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Resolved => "resolved",
            Self::Workaround => "workaround",
            Self::Escalated => "escalated",
            Self::Unresolved => "unresolved",
            Self::Cancelled => "cancelled",
            Self::ResolvedExternally => "resolved_externally",
        }
    }

    /// As people read it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Resolved => "Resolved",
            Self::Workaround => "Workaround",
            Self::Escalated => "Escalated",
            Self::Unresolved => "Unresolved",
            Self::Cancelled => "Cancelled",
            Self::ResolvedExternally => "Resolved externally",
        }
    }

    /// What choosing it says, in one line.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Resolved => "the problem is fixed",
            Self::Workaround => "it works for now, the cause remains",
            Self::Escalated => "handed to someone else",
            Self::Unresolved => "stopped without a fix",
            Self::Cancelled => "started by mistake, counts in no rate",
            Self::ResolvedExternally => "fixed by other means",
        }
    }

    /// Whether a walk may end with it, rather than be closed with it.
    pub fn ends_a_walk(self) -> bool {
        Self::OF_A_WALK.contains(&self)
    }
}

impl std::str::FromStr for Outcome {
    type Err = NotAnOutcome;
    fn from_str(text: &str) -> Result<Self, NotAnOutcome> {
        Self::ALL.into_iter().find(|outcome| outcome.as_str() == text).ok_or(NotAnOutcome)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_and_sent_names_agree_and_fit_their_column() {
        for outcome in Outcome::ALL {
            assert_eq!(serde_json::to_string(&outcome).unwrap(), format!("\"{}\"", outcome.as_str()));
            assert_eq!(outcome.as_str().parse(), Ok(outcome));
            assert!(outcome.as_str().len() <= 20);
        }
        assert_eq!("solved".parse::<Outcome>(), Err(NotAnOutcome));
    }
}
