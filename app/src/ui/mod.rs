//! Small components that several pages share.

mod badge;
mod command_fields;
mod copy;
mod fault;
mod field;
mod frame;
mod icon;
mod kept_texts;
mod key;
mod list;
mod load;
mod login_warning;
mod markdown;
mod notice;
mod outcome_cards;
mod query;
mod ticking;
mod time;

pub use badge::{OutcomeBadge, StateBadge, outcome_icon, outcome_tint};
pub use command_fields::CommandFields;
pub use copy::CopyButton;
pub use fault::FormFault;
pub use field::{FieldFault, Hidden, NewPassword, ReadOnly, TextArea, TextField, ZoneField};
pub use frame::{Frame, Plain, Section};
pub use icon::Icon;
pub use kept_texts::KeptTexts;
pub use key::{Key, MARKS};
pub use list::{ActiveFilter, ActiveFilters, Empty, Pager, Segment, Segments};
pub use load::load;
pub use markdown::Markdown;
pub use notice::Done;
pub use outcome_cards::OutcomeCards;
pub use query::Query;
pub use ticking::{Now, Ticking};
pub use time::{Day, Instant, age};
