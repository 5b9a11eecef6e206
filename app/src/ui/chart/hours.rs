//! Rows of hours, with the part of them that was lost.

use leptos::prelude::*;

use super::{RowWords, across};

/// Height of a row, in pixels.
const ROW: usize = 44;

/// Row of [`HoursBars`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoursBar {
    /// Label of the row.
    pub label: String,
    /// Seconds that were spent.
    pub spent: i64,
    /// Part of them that was lost.
    pub lost: i64,
    /// The same in words.
    pub says: String,
}

/// Hours spent, one bar below the other, on one scale, each with the hours that were lost at its beginning.
#[component]
pub fn HoursBars(
    /// What they show, as a sentence.
    finding: String,
    /// The rows.
    bars: Vec<HoursBar>,
) -> impl IntoView {
    let most = bars.iter().map(|bar| bar.spent).max().unwrap_or(0).max(1) as f64;
    let rows = bars.into_iter().enumerate().map(move |(row, bar)| {
        let top = row * ROW;
        let share = move |seconds: i64| across(seconds as f64 / most);
        view! {
            <RowWords label=bar.label says=bar.says top />
            <rect class="flow-bar" x="0" y=(top + 22).to_string() width=share(bar.spent) height="12" />
            <rect class="flow-bar-lost" x="0" y=(top + 22).to_string() width=share(bar.lost) height="12" />
        }
    });
    let height = rows.len() * ROW;
    view! {
        <svg class="chart" role="img" aria-label=finding width="100%" height=height.to_string()>
            {rows.collect_view()}
        </svg>
    }
}
