//! The parts of the walk page that the server and the walk player both render: the step, the header, what is beside the step,
//! the trail, and the small components that they are made of.
//!
//! Nothing here knows of requests or of the browser: both sides pass what is to be shown.

mod badge;
mod columns;
mod copy;
mod field;
mod header;
mod icon;
mod key;
mod keyboard;
mod markdown;
mod nearly_full;
mod refill;
mod rows;
mod shortcuts;
mod side_panel;
mod step;
mod text_area;
mod ticking;
mod trail;
mod values;
mod walker;

pub use badge::{OutcomeBadge, outcome_icon, outcome_tint};
pub use columns::{Columns, OpenStep};
pub use copy::CopyButton;
pub use field::{Field, FieldNote, described_by};
pub use header::{Subject, TicketLink, WalkHeader, tree_line};
pub use icon::Icon;
pub use key::Key;
pub use keyboard::{Deed, Ground, Held, Press, Response, TYPING_MS, respond};
pub use markdown::Markdown;
pub use nearly_full::NearlyFullNotice;
pub use refill::Refill;
pub use rows::{Row, rows};
pub use shortcuts::{Effect, MARKS, SHORTCUTS, Shortcut};
pub use step::StepCard;
pub use text_area::TextArea;
pub use ticking::{Now, Ticking};
pub use trail::{Trail, TrailRow};
pub use values::value_hint;
pub use walker::Walker;

/// Path of the server function that takes a step: the form of the walk page posts there.
pub const TAKE_STEP: &str = "/api/take_step";
