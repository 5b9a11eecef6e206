//! Questions of the pages of Insights: which days, compared with which, cut into which weeks or months, and how the figures are named and
//! printed. The figures themselves are of [`stats`](crate::stats).

mod baseline;
mod bucket;
mod change;
mod day;
mod detours;
mod draw;
mod effectiveness;
mod experiment;
mod figure;
pub mod figures;
mod hours;
mod learning;
mod money;
mod paths;
mod period;
mod preset;
mod same_step;
mod saving;
mod scope;
mod stopwatch;
mod stuck;
#[cfg(test)]
mod tests;
mod unused;
mod versions;
mod week;
mod weeks;
mod words;

pub use baseline::{Baseline, BaselineEntry, NotABaseline};
pub use bucket::{Bucket, Extent, Step, buckets};
pub use change::{Split, split};
pub use chrono::NaiveDate;
pub use day::{day, day_words};
pub use detours::{AdHocStep, Detour, MOST_DETOURS_READ, ad_hoc_steps, detours};
pub use draw::{DrawAnswer, NotAShare, Share, Unit, is_drawn};
pub use effectiveness::{Effectiveness, TreeOrder};
pub use experiment::{Arm, Case, Experiment};
pub use figure::Figure;
pub use hours::Hours;
pub use learning::{FIRST_WALKS, LAST_DAYS, Learning};
pub use money::{Currency, HourlyRate, NotARate};
pub use paths::{MOST_WALKS_READ, Path, Paths, Taken};
pub use period::{NotAPeriod, Period};
pub use preset::Preset;
pub use same_step::{Rename, StepPair, same_step, step_pairs};
pub use saving::{SOLVED, Saved, Saving};
pub use scope::{NotAScope, Scope};
pub use stopwatch::{STOPWATCH, stopwatch};
pub use stuck::{Stuck, per_hundred};
pub use unused::{USED_WITHIN, Unused, unused};
pub use versions::{Comparison, RatePair, StepComparison, TimePair, VersionFigures, Watched};
pub use week::WeekBegins;
pub use weeks::Weeks;
pub use words::{count, interval, percent, points, sessions};
