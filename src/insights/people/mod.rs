//! Figures per person: whether results are spread as one would expect of the trees that people walk, and who may be shown at all.

mod disclosure;
mod shrink;
mod standing;
#[cfg(test)]
mod tests;
mod work;

pub use disclosure::{HeldBack, LEAST_PEOPLE, Narrowed, Presence, Shown, disclose};
pub use standing::{Against, Limits, Standing, standings};
pub use work::{Rates, Tally, TreeWork, Work};
