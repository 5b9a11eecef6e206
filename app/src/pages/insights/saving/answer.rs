//! The answer of "Does it save time?": a range, and what is not in it.

use leptos::prelude::*;
use resolutionflow::insights::figures::overview::WALKS;
use resolutionflow::insights::figures::saving::{BASELINE, SAVED, SPENT, WORTH};
use resolutionflow::insights::{HourlyRate, Hours, Saved, sessions};

use super::super::said::Said;
use crate::backend::views::insights::{SavingPage, Total, range};

/// Range, walks and what the trees without a baseline took.
pub(super) fn sentence(view: &SavingPage) -> AnyView {
    let total = view.total();
    view! {
        {match (total.enough(), total.saved) {
            (Some(saved), _) => view! {
                {said(saved)}
                " on "
                <Said figure=WALKS text=sessions(total.walks) />
                " of "
                <Said figure=BASELINE text=trees(total.trees) />
                {view.rate.map(|rate| worth(saved, rate))}
                ". "
                {before(&view.before)}
            }
            .into_any(),
            (None, Some(_)) => view! {
                <Said figure=WALKS text=sessions(total.walks) strong=true />
                " of trees with a baseline ended in these days: too few to say what they saved. "
            }
            .into_any(),
            (None, None) => view! { "Nobody can say yet: no tree that was walked has a baseline. " }.into_any(),
        }}
        {bare(&total)}
    }
    .into_any()
}

/// Saved, lost, or not known which.
fn said(saved: Saved) -> AnyView {
    let amount = |saved: Saved| view! { <Said figure=SAVED text=range(saved) strong=true /> };
    match saved {
        Saved { low, .. } if low >= 0 => view! { {amount(saved)} " saved" }.into_any(),
        Saved { high, .. } if high < 0 => {
            let lost = Saved { low: -saved.high, high: saved.low.saturating_neg() };
            view! { {amount(lost)} " lost" }.into_any()
        }
        _ => view! { "Somewhere between a loss and a gain: " {amount(saved)} }.into_any(),
    }
}

fn trees(number: usize) -> String {
    if number == 1 { "one tree".to_owned() } else { format!("{number} trees") }
}

fn worth(saved: Saved, rate: HourlyRate) -> AnyView {
    let [low, high] = [rate.of(saved.low), rate.of(saved.high)].map(resolutionflow::insights::count);
    let amount = if low == high { low } else { format!("{low} to {high}") };
    view! { ", worth " <Said figure=WORTH text=format!("{amount} {}", rate.currency()) /> }.into_any()
}

fn before(before: &Total) -> Option<AnyView> {
    let saved = before.enough()?;
    Some(view! { "In the days before it was " <Said figure=SAVED text=range(saved) /> ". " }.into_any())
}

/// What trees without a baseline took is in no range, and is said.
fn bare(total: &Total) -> Option<AnyView> {
    (total.bare_walks > 0).then(|| {
        let (have, them) = if total.bare_trees == 1 { ("has", "it") } else { ("have", "they") };
        let more = if total.trees > 0 { " more" } else { "" };
        view! {
            <Said figure=SPENT text=Hours(total.bare_spent).to_string() />
            " were spent on "
            <Said figure=BASELINE text=trees(total.bare_trees) />
            {format!("{more} that {have} no baseline: what {them} saved is not known.")}
        }
        .into_any()
    })
}
