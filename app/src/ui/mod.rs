//! Small components that several pages share.

pub mod chart;
mod command_fields;
mod fault;
mod field;
mod frame;
mod fresh_link;
mod kept_texts;
mod kind;
mod list;
mod load;
mod login_warning;
mod notice;
mod outcome_cards;
mod people_notice;
mod sections;
mod select;
mod state_badge;
mod time;

pub use crate::query::Query;
pub use command_fields::CommandFields;
pub use fault::FormFault;
pub use field::{FieldFault, Hidden, NewPassword, ReadOnly, TextArea, TextField, ZoneField};
pub use frame::{Frame, Plain};
pub use fresh_link::{FreshLink, fresh_link};
pub use kept_texts::KeptTexts;
pub use kind::{kind_mark, kind_of};
pub use list::{ActiveFilter, ActiveFilters, Empty, Pager, Segment, Segments};
pub use load::load;
pub use notice::Done;
pub use outcome_cards::OutcomeCards;
pub use people_notice::{PeopleNotice, people_since};
pub use sections::Section;
pub use select::SelectField;
pub use state_badge::StateBadge;
pub use time::{Day, Instant, age};
pub use walk_view::{CopyButton, Icon, Markdown, OutcomeBadge, Ticking, outcome_icon, outcome_tint};
