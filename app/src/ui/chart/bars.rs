//! Bars of 100 %: how sessions ended.

use leptos::prelude::*;
use resolutionflow::outcome::Outcome;
use resolutionflow::stats::{COUNTED, is_enough};

use super::across;
use super::textures::{Textures, name};

/// Height of a bar with its label above it, in pixels.
const ROW: usize = 64;
/// Least share of a bar in which a number fits on a phone.
const ROOM: f64 = 0.12;
/// Least share in which the outcome's word fits, too.
const ROOM_FOR_WORDS: f64 = 0.3;

/// Bar of [`OutcomeBars`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeBar {
    /// Label above it: `1 to 29 Nov 2026, 412 walks`.
    pub label: String,
    /// Number of sessions by outcome, in the order of [`COUNTED`].
    pub sessions: [i64; 5],
}

/// Bars of 100 %, one below the other, each divided by outcome.
#[component]
pub fn OutcomeBars(
    /// Name of the chart, unique on its page.
    chart: &'static str,
    /// What it shows, as a sentence.
    finding: String,
    /// The bars; one of fewer than [`ENOUGH`](resolutionflow::stats::ENOUGH) sessions is left out.
    bars: Vec<OutcomeBar>,
) -> impl IntoView {
    let has_enough = |bar: &OutcomeBar| is_enough(bar.sessions.iter().sum());
    let bars: Vec<OutcomeBar> = bars.into_iter().filter(has_enough).collect();
    let height = (bars.len() * ROW).to_string();
    (!bars.is_empty()).then(|| {
        view! {
            <svg class="chart" role="img" aria-label=finding width="100%" height=height>
                <Textures chart outcomes=&COUNTED />
                {bars.into_iter().enumerate().map(|(row, bar)| view! { <Bar chart bar top=row * ROW /> }).collect_view()}
            </svg>
        }
    })
}

#[component]
fn Bar(chart: &'static str, bar: OutcomeBar, top: usize) -> impl IntoView {
    let all = bar.sessions.iter().sum::<i64>() as f64;
    let mut begun = 0.0;
    let segments = COUNTED.iter().zip(bar.sessions).filter(|(_, sessions)| *sessions > 0).map(|(outcome, sessions)| {
        let (from, share) = (begun, sessions as f64 / all);
        begun += share;
        view! { <Segment chart outcome=*outcome from share top=top + 22 /> }
    });
    view! {
        <text class="chart-label" x="0" y=(top + 14).to_string()>
            {bar.label}
        </text>
        {segments.collect_view()}
    }
}

#[component]
fn Segment(chart: &'static str, outcome: Outcome, from: f64, share: f64, top: usize) -> impl IntoView {
    let percent = (share * 100.0).round();
    let says = match share {
        ROOM_FOR_WORDS.. => format!("{} {percent} %", outcome.word()),
        ROOM.. => format!("{percent} %"),
        _ => String::new(),
    };
    view! {
        <rect
            class=format!("chart-segment chart-{}", name(outcome))
            x=across(from)
            y=top.to_string()
            width=across(share)
            height="30"
            fill=format!("url(#{chart}-{})", name(outcome))
        />
        {(!says.is_empty())
            .then(|| {
                view! {
                    <text class="chart-number chart-middle" x=across(from + share / 2.0) y=(top + 20).to_string()>
                        {says}
                    </text>
                }
            })}
    }
}
