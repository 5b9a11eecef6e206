//! Formulas of Overview with their values.

use resolutionflow::insights::{Figure, count, interval, percent};
use resolutionflow::stats::Rate;

use super::super::part::Counted;

/// A rate with its values; without any where there are too few.
pub(super) fn rate(figure: &'static Figure, rate: Option<Rate>) -> Counted {
    let number = |number: u64| count(i64::try_from(number).unwrap_or(i64::MAX));
    let values = rate.filter(|rate| rate.is_enough()).map_or(String::new(), |rate| {
        let [part, whole] = [rate.part(), rate.whole()].map(number);
        format!("{part} ÷ {whole} = {}; Wilson’s interval {}", percent(rate), interval(rate.interval()))
    });
    Counted { figure, values }
}
