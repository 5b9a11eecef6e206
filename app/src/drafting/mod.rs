//! What the pages of drafts and their forms have in common: the order of steps, targets as people type them, and fields.

mod exits;
mod fields;
mod head;
mod kept;
mod steps;
mod targets;
mod words;

pub use exits::{Exit, Led};
pub use fields::{AnswerRow, CommandRow, KINDS, StepFields, shells};
pub use head::HeadFields;
pub use kept::{Clash, Wins};
pub use steps::{Row, Steps, called};
pub use targets::Unclear;
