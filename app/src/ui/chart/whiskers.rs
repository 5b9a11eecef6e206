//! Rows of estimates with their intervals, on one scale.

use leptos::prelude::*;

use super::{RowWords, across};

/// Height of a row, in pixels.
const ROW: usize = 44;
/// Part of the width that whiskers take, so that an arrow at the end has room.
const WIDTH: f64 = 0.97;

/// Row of [`Whiskers`].
#[derive(Debug, Clone, PartialEq)]
pub struct Whisker {
    /// Label of the row.
    pub label: String,
    /// Estimate in words: `6 min 12 s, 5 min to 8 min`, `not enough data`.
    pub says: String,
    /// The estimate; none where there is not enough data.
    pub value: Option<f64>,
    /// Ends of its interval; none where it has none on that side.
    pub bounds: [Option<f64>; 2],
    /// True for a row to compare with, which is drawn quieter.
    pub is_before: bool,
}

/// Estimates with their intervals, one below the other, from 0 to `end`, or to the largest number among them. Nothing where there is not
/// enough data for any.
#[component]
pub fn Whiskers(
    /// What it shows, as a sentence.
    finding: String,
    /// The rows.
    rows: Vec<Whisker>,
    /// A line across all rows, such as where nothing changed, with its label.
    #[prop(optional_no_strip)]
    line: Option<(f64, String)>,
    /// Beginning of the scale.
    #[prop(default = 0.0)]
    begin: f64,
    /// End of the scale.
    #[prop(optional_no_strip)]
    end: Option<f64>,
) -> impl IntoView {
    let numbers = rows.iter().flat_map(|row| [row.value, row.bounds[0], row.bounds[1]]).flatten();
    let end = end.unwrap_or_else(|| numbers.fold(begin, f64::max));
    let length = (end - begin).max(f64::MIN_POSITIVE);
    let place = move |value: f64| WIDTH * ((value - begin) / length).clamp(0.0, 1.0);
    let height = rows.len() * ROW + if line.is_some() { 20 } else { 0 };
    let line = line.map(|(value, label)| {
        view! {
            <line class="chart-line" x1=across(place(value)) x2=across(place(value)) y1="0" y2=(height - 16).to_string() />
            <text class="chart-label chart-middle" x=across(place(value)) y=(height - 4).to_string()>
                {label}
            </text>
        }
    });
    rows.iter().any(|row| row.value.is_some()).then(|| {
        view! {
            <svg class="chart" role="img" aria-label=finding width="100%" height=height.to_string()>
                {line}
                {rows
                    .into_iter()
                    .enumerate()
                    .map(|(at, row)| {
                        let places = row.value.map(|value| (place(value), row.bounds.map(|end| end.map(place))));
                        view! { <Row row places top=at * ROW /> }
                    })
                    .collect_view()}
            </svg>
        }
    })
}

#[component]
fn Row(row: Whisker, places: Option<(f64, [Option<f64>; 2])>, top: usize) -> impl IntoView {
    let y = (top + 29).to_string();
    let class = if row.is_before { "chart-whisker chart-before" } else { "chart-whisker" };
    let drawn = places.map(|(value, [low, high])| {
        let cap = |at: f64| {
            view! {
                <svg aria-hidden="true" x=across(at) y=y.clone() overflow="visible">
                    <line x1="0" x2="0" y1="-5" y2="5" />
                </svg>
            }
        };
        // An interval without an end goes on: an arrow.
        let arrow = |at: f64, path: &'static str| {
            view! {
                <svg aria-hidden="true" x=across(at) y=y.clone() overflow="visible">
                    <path d=path />
                </svg>
            }
        };
        view! {
            <g class=class>
                <line x1=across(low.unwrap_or(0.0)) x2=across(high.unwrap_or(WIDTH)) y1=y.clone() y2=y.clone() />
                {low.map(cap)}
                {high.map(cap)}
                {low.is_none().then(|| arrow(0.0, "M7 -5 0 0 7 5"))}
                {high.is_none().then(|| arrow(WIDTH, "M-7 -5 0 0 -7 5"))}
                <circle cx=across(value) cy=y.clone() r="5" />
            </g>
        }
    });
    view! {
        <RowWords label=row.label says=row.says top />
        {drawn}
    }
}
