//! Outcomes of sessions.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr};

use crate::wire::wire;

/// Outcome of a session. The first four answer "Did this resolve the issue?"; the last two are for sessions that are closed
/// unfinished.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, IntoStaticStr, EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case", parse_err_ty = NotAnOutcome, parse_err_fn = NotAnOutcome::of)]
pub enum Outcome {
    /// The problem is fixed.
    Resolved,
    /// It works for now; the cause remains.
    Workaround,
    /// Handed to someone else.
    Escalated,
    /// Stopped without a fix.
    Unresolved,
    /// Started by mistake, or with the wrong tree. Counts in no rate.
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

/// Error of parsing an outcome: the text is none of the stored names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an outcome")]
pub struct NotAnOutcome;

impl NotAnOutcome {
    fn of(_: &str) -> Self {
        Self
    }
}

impl Outcome {
    /// Every outcome, in the order in which pages list them.
    pub const ALL: [Outcome; 6] =
        [Self::Resolved, Self::Workaround, Self::Escalated, Self::Unresolved, Self::Cancelled, Self::ResolvedExternally];

    /// The four outcomes with which a technician may complete a walk, in the order in which pages list them.
    pub const OF_A_WALK: [Outcome; 4] = [Self::Resolved, Self::Workaround, Self::Escalated, Self::Unresolved];

    /// Name in the database, in JSON and in forms, in snake case: `resolved_externally`. Parsing reads it back.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Name as people read it.
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

    /// Explanation for people: a clause without a capital or a full stop, to stand behind the word.
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

    /// True for the four outcomes with which a technician may complete a walk, at any step, and which a solution may suggest. The
    /// other two are for sessions closed unfinished: a close or a correction takes all six, and abandoning gives
    /// [`Outcome::Cancelled`].
    pub fn ends_a_walk(self) -> bool {
        Self::OF_A_WALK.contains(&self)
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
