//! Intervals against scipy and statsmodels, tables and bytes against their laws, and what becomes of too little or of nonsense.

mod bytes;
mod few;
mod from_here;
mod table;
mod vectors;

use crate::stats::{FrequencyTable, Rate};
use crate::time::Seconds;

fn table(durations: &[u64]) -> FrequencyTable {
    durations.iter().copied().map(Seconds).collect()
}

fn rate(part: i64, whole: i64) -> Rate {
    Rate::new(part, whole).unwrap()
}
