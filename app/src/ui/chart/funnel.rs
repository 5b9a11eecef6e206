//! Funnels: ratios of observed to expected counts, with the limits of chance, which are the narrower the more is expected.

use leptos::prelude::*;

use super::across;

/// Height of the part with points, in pixels; labels are below it.
const PLOT: f64 = 260.0;
/// Room above it.
const TOP: f64 = 18.0;
/// Part of the width that the scale takes.
const SCALE: f64 = 0.12;
/// Part of it on the right of the last point.
const REST: f64 = 0.06;
/// Most points that have their names beside them; on a phone none has.
const NAMED: usize = 16;
/// Most letters of a name.
const LETTERS: usize = 22;
/// Least distance between names, in pixels and as a part of the width.
const APART: (f64, f64) = (14.0, 0.2);

/// Point of a [`Funnel`].
#[derive(Debug, Clone, PartialEq)]
pub struct FunnelPoint {
    /// Name of the point.
    pub label: String,
    /// Expected count, which is its place across.
    pub expected: f64,
    /// Observed ÷ expected.
    pub ratio: f64,
    /// Limits of 95 %, as ratios.
    pub inner: [f64; 2],
    /// Limits of 99.8 %, as ratios.
    pub outer: [f64; 2],
}

/// Points with exact limits of their own around the line at 1. Nothing without points.
#[component]
pub fn Funnel(
    /// What it shows, as a sentence.
    finding: String,
    /// The points.
    points: Vec<FunnelPoint>,
) -> impl IntoView {
    let most = points.iter().map(|point| point.expected).fold(0.0, f64::max);
    let ends = || points.iter().flat_map(|point| [point.ratio, point.outer[0], point.outer[1]]);
    // The scale has 1 in it, and ends at a tenth beyond the furthest point or limit.
    let low = (ends().fold(0.9, f64::min) * 10.0 - 0.5).floor().max(0.0) / 10.0;
    let high = (ends().fold(1.1, f64::max) * 10.0 + 0.5).ceil() / 10.0;
    let height = move |ratio: f64| TOP + PLOT * (1.0 - ((ratio - low) / (high - low)).clamp(0.0, 1.0));
    let place = move |expected: f64| SCALE + (1.0 - SCALE - REST) * (expected / most.max(f64::MIN_POSITIVE)).clamp(0.0, 1.0);
    let lines = [low, 1.0, high].map(|ratio| {
        let y = height(ratio);
        let class = if (ratio - 1.0).abs() < f64::EPSILON { "chart-zero" } else { "chart-line" };
        view! {
            <line class=class x1="0" x2="100%" y1=y.to_string() y2=y.to_string() />
            <text class="chart-label" x="0" y=(y - 4.0).to_string()>
                {format!("{ratio:.1} ×")}
            </text>
        }
    });
    let steps = [0.0, most / 2.0, most].map(|expected| {
        view! {
            <text class="chart-label chart-middle" x=across(place(expected)) y=(TOP + PLOT + 18.0).to_string()>
                {format!("{expected:.0}")}
            </text>
        }
    });
    let names = names(&points, height, place);
    let drawn = points.iter().map(|point| {
        let x = across(place(point.expected));
        let [outer, inner] = [point.outer, point.inner].map(|ends| ends.map(height));
        let bar = |[low, high]: [f64; 2], half: f64| {
            view! { <rect x=(-half).to_string() y=high.to_string() width=(2.0 * half).to_string() height=(low - high).max(1.0).to_string() /> }
        };
        view! {
            <svg class="chart-funnel" aria-hidden="true" x=x.clone() overflow="visible">
                <g class="chart-funnel-outer">{bar(outer, 1.5)}</g>
                <g class="chart-funnel-inner">{bar(inner, 4.5)}</g>
            </svg>
            <svg class="chart-whisker" aria-hidden="true" x=x overflow="visible">
                <circle cx="0" cy=height(point.ratio).to_string() r="5" />
            </svg>
        }
    });
    let drawn = drawn.collect_view();
    // Above all bars, which would cross them.
    let named = points.iter().zip(names).filter_map(|(point, name)| {
        let (y, is_left) = name?;
        let class = if is_left { "chart-number chart-end chart-wide" } else { "chart-number chart-wide" };
        Some(view! {
            <svg aria-hidden="true" x=across(place(point.expected)) overflow="visible">
                <text class=class x=if is_left { "-10" } else { "10" } y=y.to_string()>
                    {short(&point.label)}
                </text>
            </svg>
        })
    });
    let named = named.collect_view();
    (!points.is_empty()).then(|| {
        view! {
            <svg class="chart" role="img" aria-label=finding width="100%" height=(TOP + PLOT + 42.0).to_string()>
                {lines.collect_view()}
                {drawn}
                {named}
                {steps.collect_view()}
                <text class="chart-label chart-middle" x=across((1.0 + SCALE - REST) / 2.0) y=(TOP + PLOT + 36.0).to_string()>
                    "resolved walks that one would expect"
                </text>
            </svg>
        }
    })
}

/// A name as far as there is room for it.
fn short(name: &str) -> String {
    match name.char_indices().nth(LETTERS) {
        Some((end, _)) => format!("{}…", name[..end].trim_end()),
        None => name.to_owned(),
    }
}

/// Heights of the names beside their points, each with whether it stands on the left; none for the points whose names have no room.
fn names(points: &[FunnelPoint], height: impl Fn(f64) -> f64, place: impl Fn(f64) -> f64) -> Vec<Option<(f64, bool)>> {
    let mut taken: Vec<(f64, f64)> = Vec::new();
    let mut name = |point: &FunnelPoint| {
        let (x, y) = (place(point.expected), height(point.ratio) + 4.0);
        let is_left = x > 0.8;
        let begin = if is_left { x - APART.1 } else { x };
        let is_free = taken.iter().all(|(other, at)| (other - begin).abs() >= APART.1 || (at - y).abs() >= APART.0);
        let crosses = |other: &FunnelPoint| {
            let (at, level) = (place(other.expected), height(other.ratio) + 4.0);
            at != x && (begin..begin + APART.1).contains(&at) && (level - y).abs() < APART.0
        };
        let is_free = is_free && !points.iter().any(crosses);
        if is_free {
            taken.push((begin, y));
        }
        is_free.then_some((y, is_left))
    };
    if points.len() > NAMED { vec![None; points.len()] } else { points.iter().map(&mut name).collect() }
}
