//! Small components that several pages share.

mod badge;
mod field;
mod frame;
mod icon;
mod load;
mod markdown;
mod notice;
mod time;

pub use badge::{OutcomeBadge, StateBadge, outcome_icon, outcome_tint};
pub use field::{FieldFault, FormFault, Hidden, TextArea, TextField};
pub use frame::{Frame, Plain, Section};
pub use icon::Icon;
pub use load::load;
pub use markdown::Markdown;
pub use notice::Done;
pub use time::{Instant, age};
