//! Trends: bars by week or month with their intervals, and marks on days.

use leptos::prelude::*;

use super::across;

/// Height of the part with bars, in pixels; labels are below it.
const PLOT: f64 = 150.0;
/// Room above it for numbers and marks.
const TOP: f64 = 26.0;
/// Part of the width that the scale takes.
const SCALE: f64 = 0.1;
/// Most bars that have their numbers above them.
const NUMBERED: usize = 14;

/// Bar of a [`Trend`].
#[derive(Debug, Clone, PartialEq)]
pub struct TrendBar {
    /// Label below it: `9 Nov`.
    pub label: String,
    /// Value and its interval, in units of the scale; none where there is not enough data.
    pub value: Option<(f64, f64, f64)>,
    /// The value in words.
    pub says: String,
    /// True unless it is of a whole week or month: it is drawn as unfinished.
    pub is_part: bool,
}

/// Mark on a day of a [`Trend`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mark(
    /// Place between the beginning of the first bar, 0, and the end of the last one, 1.
    pub f64,
);

/// Bars of a rate or of times, from the earliest to the latest, with their intervals. Nothing where there is not enough data for any.
#[component]
pub fn Trend(
    /// What it shows, as a sentence.
    finding: String,
    /// The bars.
    bars: Vec<TrendBar>,
    /// Days that are marked.
    #[prop(default = Vec::new())]
    marks: Vec<Mark>,
    /// Values of the scale's lines, the last of which is its end, each with its label.
    scale: Vec<(f64, String)>,
) -> impl IntoView {
    let top = scale.last().map_or(1.0, |(value, _)| *value).max(f64::MIN_POSITIVE);
    let height = move |value: f64| TOP + PLOT * (1.0 - (value / top).clamp(0.0, 1.0));
    let count = bars.len();
    let lines = scale.into_iter().map(|(value, label)| {
        let y = height(value);
        view! {
            <line class="chart-line" x1="0" x2="100%" y1=y.to_string() y2=y.to_string() />
            <text class="chart-label" x="0" y=(y - 4.0).to_string()>
                {label}
            </text>
        }
    });
    let marks = marks.into_iter().map(|mark| {
        view! {
            <svg class="chart-mark" aria-hidden="true" x=across(SCALE + (1.0 - SCALE) * mark.0) overflow="visible">
                <line x1="0" x2="0" y1="8" y2=(TOP + PLOT).to_string() />
                <path d="M-5 0H5L0 8Z" />
            </svg>
        }
    });
    bars.iter().any(|bar| bar.value.is_some()).then(|| {
        view! {
            <svg class="chart" role="img" aria-label=finding width="100%" height=(TOP + PLOT + 24.0).to_string()>
                {lines.collect_view()}
                {bars
                    .into_iter()
                    .enumerate()
                    .map(|(place, bar)| {
                        let ends = bar.value.map(|(value, low, high)| [height(value), height(low), height(high)]);
                        view! { <Bar bar ends place count /> }
                    })
                    .collect_view()}
                {marks.collect_view()}
            </svg>
        }
    })
}

/// A bar, its whisker, number and label. `ends` are the heights of its value and of the ends of its interval.
#[component]
fn Bar(bar: TrendBar, ends: Option<[f64; 3]>, place: usize, count: usize) -> impl IntoView {
    let width = (1.0 - SCALE) / count.max(1) as f64;
    let from = SCALE + width * place as f64;
    let class = if bar.is_part { "chart-bar chart-bar-part" } else { "chart-bar" };
    // Of many labels every third or so is shown, on a phone fewer.
    let (every, on_phones) = (count.div_ceil(12), count.div_ceil(5));
    let label_class = match place {
        _ if place.is_multiple_of(every) && place.is_multiple_of(on_phones) => "chart-label chart-middle",
        _ if place.is_multiple_of(every) => "chart-label chart-middle chart-wide",
        _ => "chart-none",
    };
    let number_class = if count <= 6 { "chart-number chart-middle" } else { "chart-number chart-middle chart-wide" };
    let drawn = ends.map(|[value, low, high]| {
        view! {
            <rect class=class x=across(from + width * 0.15) width=across(width * 0.7) y=value.to_string() height=(TOP + PLOT - value).to_string() />
            <svg class="chart-whisker" aria-hidden="true" x=across(from + width / 2.0) overflow="visible">
                <line x1="0" x2="0" y1=low.to_string() y2=high.to_string() />
                <line x1="-4" x2="4" y1=low.to_string() y2=low.to_string() />
                <line x1="-4" x2="4" y1=high.to_string() y2=high.to_string() />
            </svg>
        }
    });
    let lowest = ends.map_or(TOP + PLOT, |[value, _, high]| value.min(high));
    view! {
        {drawn}
        {(count <= NUMBERED)
            .then(|| {
                view! {
                    <text class=number_class x=across(from + width / 2.0) y=(lowest - 6.0).to_string()>
                        {bar.says}
                    </text>
                }
            })}
        <text class=label_class x=across(from + width / 2.0) y=(TOP + PLOT + 18.0).to_string()>
            {bar.label}
        </text>
    }
}
