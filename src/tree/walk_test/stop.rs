//! Reasons for which a test stops, in words.

use std::fmt;

use crate::outcome::Outcome;
use crate::text::brief;

/// Place at which a test stops, and why. Its text is a sentence for the author.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stop {
    /// The step at which it begins is gone; the field is its title.
    StartGone(String),
    /// An answer is gone.
    AnswerGone {
        /// Title of the decision.
        step: String,
        /// The words of the answer.
        answer: String,
    },
    /// The walk comes to another step than the one that is answered.
    OtherStep {
        /// Title of the step that it comes to.
        comes_to: String,
        /// Title of the one that is answered.
        expected: String,
    },
    /// The walk comes to a question for which the test has no answer.
    Unanswered {
        /// Title of the question.
        comes_to: String,
        /// Title of the end.
        expected: String,
    },
    /// A step leads nowhere.
    Nowhere {
        /// Its title; none where walks begin.
        step: Option<String>,
        /// The answer, if it is a decision.
        answer: Option<String>,
    },
    /// The walk ends elsewhere.
    OtherEnd {
        /// Title of its end.
        comes_to: String,
        /// Title of the end that was expected.
        expected: String,
    },
    /// The end suggests another outcome.
    OtherOutcome {
        /// Title of the end.
        step: String,
        /// The outcome that it suggests.
        now: Option<Outcome>,
        /// The outcome that was expected.
        expected: Option<Outcome>,
    },
    /// Actions lead round for ever, or the walk is longer than a session; the field is the title of a step of it.
    Endless(String),
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = |outcome: &Option<Outcome>| outcome.map_or("no outcome", Outcome::as_str);
        match self {
            Self::StartGone(step) => write!(f, "It begins at “{}”, which is gone.", brief(step)),
            Self::AnswerGone { step, answer } => write!(f, "At “{}” the answer “{}” is gone.", brief(step), brief(answer)),
            Self::OtherStep { comes_to, expected } => write!(f, "It comes to “{}”, not to “{}”.", brief(comes_to), brief(expected)),
            Self::Unanswered { comes_to, expected } => {
                write!(f, "It comes to “{}”, which it has no answer for, not to the end “{}”.", brief(comes_to), brief(expected))
            }
            Self::Nowhere { step: None, .. } => write!(f, "Walks begin at a step that is not there."),
            Self::Nowhere { step: Some(step), answer: None } => write!(f, "“{}” leads nowhere.", brief(step)),
            Self::Nowhere { step: Some(step), answer: Some(answer) } => {
                write!(f, "At “{}” the answer “{}” leads nowhere.", brief(step), brief(answer))
            }
            Self::OtherEnd { comes_to, expected } => write!(f, "It ends at “{}”, not at “{}”.", brief(comes_to), brief(expected)),
            Self::OtherOutcome { step, now, expected } => {
                write!(f, "The end “{}” suggests {}, not {}.", brief(step), word(now), word(expected))
            }
            Self::Endless(step) => write!(f, "It goes on and on at “{}”.", brief(step)),
        }
    }
}
