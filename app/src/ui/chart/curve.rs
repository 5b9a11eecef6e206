//! Curves of shares that grow with time, in steps, with a band for their interval.

use std::fmt::Write;

use leptos::prelude::*;

use super::across;

/// Height of the part with the curve, in pixels; labels are below it.
const PLOT: f64 = 170.0;
/// Room above it.
const TOP: f64 = 22.0;
/// Part of the width that the scale takes.
const SCALE: f64 = 0.1;
/// Units across of the drawing inside, which is stretched to the width of the page.
const UNITS: f64 = 1_000.0;

/// Point of a [`Curve`]: from this place on, until the next one, the share is this.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CurvePoint {
    /// Place across, 0 to 1.
    pub at: f64,
    /// Share, 0 to 1.
    pub share: f64,
    /// Its interval.
    pub bounds: [f64; 2],
}

/// A share that grows with time.
#[component]
pub fn Curve(
    /// What it shows, as a sentence.
    finding: String,
    /// The points, from the left to the right.
    points: Vec<CurvePoint>,
    /// Labels below it, with their places from 0 to 1.
    labels: Vec<(f64, String)>,
    /// Place of a line across which it is read, and its label.
    mark: (f64, String),
    /// Share that it is held against, and its label.
    target: (f64, String),
) -> impl IntoView {
    let height = |share: f64| PLOT * (1.0 - share.clamp(0.0, 1.0));
    let place = |at: f64| across(SCALE + (1.0 - SCALE) * at.clamp(0.0, 1.0));
    let lines = [0.0, 0.5, 1.0].map(|share: f64| {
        let y = TOP + height(share);
        view! {
            <line class="chart-line" x1="0" x2="100%" y1=y.to_string() y2=y.to_string() />
            <text class="chart-label" x="0" y=(y - 4.0).to_string()>
                {format!("{:.0} %", share * 100.0)}
            </text>
        }
    });
    let curve = stairs(points.iter().map(|point| (point.at, height(point.share))));
    let band = band(&points, height);
    let labels = labels.into_iter().map(|(at, label)| {
        let class = if at > 0.98 { "chart-label chart-end" } else { "chart-label chart-middle" };
        view! {
            <text class=class x=place(at) y=(TOP + PLOT + 18.0).to_string()>
                {label}
            </text>
        }
    });
    let (target_y, mark_x) = (TOP + height(target.0), place(mark.0));
    view! {
        <svg class="chart" role="img" aria-label=finding width="100%" height=(TOP + PLOT + 24.0).to_string()>
            {lines.collect_view()}
            <svg
                x=across(SCALE)
                y=TOP.to_string()
                width=across(1.0 - SCALE)
                height=PLOT.to_string()
                viewBox=format!("0 0 {UNITS} {PLOT}")
                preserveAspectRatio="none"
            >
                <path class="chart-band" d=band />
                <path class="chart-curve" d=curve vector-effect="non-scaling-stroke" />
            </svg>
            <line class="chart-target" x1=across(SCALE) x2="100%" y1=target_y.to_string() y2=target_y.to_string() />
            <text class="chart-label chart-end" x="100%" y=(target_y - 4.0).to_string()>
                {target.1}
            </text>
            <line class="chart-budget" x1=mark_x.clone() x2=mark_x.clone() y1=(TOP - 6.0).to_string() y2=(TOP + PLOT).to_string() />
            <text class="chart-number chart-middle" x=mark_x y=(TOP - 10.0).to_string()>
                {mark.1}
            </text>
            {labels.collect_view()}
        </svg>
    }
}

/// Path that goes to each height at its place, and stays there until the next.
fn stairs(points: impl Iterator<Item = (f64, f64)>) -> String {
    let mut path = format!("M0 {PLOT}");
    for (at, height) in points {
        _ = write!(path, "H{:.1}V{height:.1}", at * UNITS);
    }
    _ = write!(path, "H{UNITS}");
    path
}

/// Area between the ends of the intervals.
fn band(points: &[CurvePoint], height: impl Fn(f64) -> f64) -> String {
    let Some(first) = points.first() else { return String::new() };
    let mut path = format!("M{:.1} {:.1}", first.at * UNITS, height(first.bounds[1]));
    for point in points {
        _ = write!(path, "H{:.1}V{:.1}", point.at * UNITS, height(point.bounds[1]));
    }
    _ = write!(path, "H{UNITS}");
    let mut from = UNITS;
    for point in points.iter().rev() {
        _ = write!(path, "L{from:.1} {:.1}H{:.1}", height(point.bounds[0]), point.at * UNITS);
        from = point.at * UNITS;
    }
    path.push('Z');
    path
}
