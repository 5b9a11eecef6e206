//! Charts: SVG that the server writes. Each is one image to a screen reader, with a name that states what it shows; the numbers stand in
//! the table beside it. Places across are percentages, so that a chart is as wide as its page and its words keep their size.
//!
//! Colours come by classes of `style/chart.css`, and none of them says anything alone: outcomes have textures, too.

use leptos::prelude::*;

mod bars;
mod curve;
mod flow;
mod funnel;
mod hours;
mod map;
mod ranges;
mod textures;
mod trend;
mod whiskers;

pub use bars::{OutcomeBar, OutcomeBars};
pub use curve::{Curve, CurvePoint};
pub use flow::{FlowBar, SpanBar};
pub use funnel::{Funnel, FunnelPoint};
pub use hours::{HoursBar, HoursBars};
pub use map::{MapStep, MapWay, TreeGraph, TreeMap};
pub use ranges::{Range, Ranges};
pub use trend::{Mark, Trend, TrendBar};
pub use whiskers::{Whisker, Whiskers};

/// Label of a row at its beginning, and its numbers in words at its end; what is drawn stands below them.
#[component]
fn RowWords(
    label: String,
    says: String,
    /// Upper edge of the row, in pixels.
    top: usize,
) -> impl IntoView {
    let y = (top + 14).to_string();
    view! {
        <text class="chart-number" x="0" y=y.clone()>
            {label}
        </text>
        <text class="chart-label chart-end" x="100%" y=y>
            {says}
        </text>
    }
}

/// Place across a chart, 0 to 1, as an attribute: `12.5%`.
fn across(place: f64) -> String {
    format!("{:.2}%", place * 100.0)
}
