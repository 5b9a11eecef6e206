//! Rows of ranges on one scale with 0 on it, none of which has a middle that could be read as an estimate.

use leptos::prelude::*;

use super::{RowWords, across};

/// Height of a row, in pixels.
const ROW: usize = 44;
/// Least width of a range, so that one whose ends are the same is seen.
const LEAST: f64 = 0.004;

/// Row of [`Ranges`].
#[derive(Debug, Clone, PartialEq)]
pub struct Range {
    /// Label of the row.
    pub label: String,
    /// The range in words.
    pub says: String,
    /// Its ends; none where there is nothing to draw.
    pub ends: Option<(f64, f64)>,
}

/// Ranges, one below the other, and the line at 0.
#[component]
pub fn Ranges(
    /// What it shows, as a sentence.
    finding: String,
    /// The rows.
    rows: Vec<Range>,
    /// Words at the line.
    zero: &'static str,
) -> impl IntoView {
    let numbers = || rows.iter().filter_map(|row| row.ends);
    let begin = numbers().map(|(low, _)| low).fold(0.0, f64::min);
    let end = numbers().map(|(_, high)| high).fold(0.0, f64::max);
    let length = (end - begin).max(f64::MIN_POSITIVE);
    let place = move |value: f64| ((value - begin) / length).clamp(0.0, 1.0);
    let height = rows.len() * ROW + 20;
    // Words beside the end of the scale would leave it.
    let anchor = match place(0.0) {
        at if at < 0.1 => "chart-label",
        at if at > 0.9 => "chart-label chart-end",
        _ => "chart-label chart-middle",
    };
    view! {
        <svg class="chart" role="img" aria-label=finding width="100%" height=height.to_string()>
            {rows
                .into_iter()
                .enumerate()
                .map(|(at, row)| {
                    let top = at * ROW;
                    let bar = row.ends.map(|(low, high)| {
                        let class = if high < 0.0 { "chart-bar chart-loss" } else { "chart-bar" };
                        let width = (place(high) - place(low)).max(LEAST);
                        view! {
                            <rect class=class x=across(place(low).min(1.0 - LEAST)) y=(top + 22).to_string() width=across(width) height="14" rx="2" />
                        }
                    });
                    view! {
                        <RowWords label=row.label says=row.says top />
                        {bar}
                    }
                })
                .collect_view()}
            <line class="chart-zero" x1=across(place(0.0)) x2=across(place(0.0)) y1="18" y2=(height - 16).to_string() />
            <text class=anchor x=across(place(0.0)) y=(height - 4).to_string()>
                {zero}
            </text>
        </svg>
    }
}
