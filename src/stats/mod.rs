//! Statistics of ended sessions: walks as integers, figures that are sums over walks, and intervals for what they say. How each figure
//! is counted stands in `docs/insights.md`.
//!
//! Sums are exact: integers and tables of how often each second occurred, which are added and taken away again in any order
//! ([`Group`]). Only what is printed of them, rates and intervals, is a floating-point number.

mod binomial;
mod bytes;
mod counts;
mod discoveries;
mod figures;
mod flow;
mod from_here;
mod funnel;
mod group;
mod incidence;
mod interval;
mod key_list;
mod keys;
mod map;
mod marks;
mod moves;
mod node;
mod quantile;
mod rate;
mod ratio;
mod rollup;
mod sequence;
mod shift;
mod steps;
mod sums;
mod table;
mod table_sum;
#[cfg(test)]
mod tests;
mod walk;
mod walk_of;
mod way;

pub use binomial::{Distribution, MOST_CASES};
pub use bytes::{NotFigures, Reader};
pub use counts::{Counts, Endings};
pub use discoveries::{FALSE_DISCOVERIES, discoveries};
pub use figures::{COUNTED, Figures, Outcomes, SessionFigures};
pub use flow::Flow;
pub use from_here::{FromHere, USUAL, Usual};
pub use funnel::{Funnel, Stratum, funnel};
pub use group::Group;
pub use incidence::{Ended, incidence};
pub use interval::{ALPHA, Interval, Z};
pub use keys::{NodeKey, OptionKey};
pub use marks::{Mark, NotAMark, PathStep, final_path};
pub use moves::{Ending, Move};
pub use node::{AdHoc, NodeFigures, OptionFigures};
pub use quantile::{Bounds, Quantile};
pub use rate::{Difference, ENOUGH, Rate, is_enough};
pub use ratio::{Ratio, ratio};
pub use rollup::{ALL_TREES, DayKey, MonthKey, Rollup, first_of_month};
pub use sequence::{MOST_WALKS, more_walks, sequence};
pub use shift::{Shift, shift};
pub use steps::{MAX_STEP_BYTES, decode_steps, encode_steps};
pub use table::FrequencyTable;
pub use walk::{Flags, Walk, WalkStep};
pub use walk_of::{MEANING, walk_of};
pub use way::Way;
