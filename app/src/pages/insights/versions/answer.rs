//! The answer of Versions: the difference of the resolution rates, how far it can be trusted, and whether the weeks are the same.

use leptos::prelude::*;
use resolutionflow::insights::figures::versions::{DIFFERENCE, MORE_WALKS, VERSION_RESOLUTION, WATCHED, WEEKS};
use resolutionflow::insights::{Weeks, count, interval, percent};
use resolutionflow::stats::Rate;

use super::super::said::Said;
use crate::backend::views::insights::{Compared, VersionsPage, signed, signed_interval};

pub(super) fn sentence(view: &VersionsPage) -> AnyView {
    match &view.compared {
        None => view! { <bdi>{view.name.clone()}</bdi> " has one version: there is nothing to compare yet." }.into_any(),
        Some(compared) => view! { {difference(compared)} " " {watched(compared)} " " {weeks(compared)} }.into_any(),
    }
}

fn difference(compared: &Compared) -> AnyView {
    let (before, after) = (format!("v{}", compared.before), format!("v{}", compared.after));
    let Some((pair, difference)) = compared.comparison.resolution.and_then(|pair| Some((pair, pair.difference?))) else {
        let few: Vec<String> = [(before, compared.walks[0]), (after, compared.walks[1])]
            .into_iter()
            .map(|(version, walks)| format!("{version} has {}", resolutionflow::insights::sessions(walks)))
            .collect();
        return view! {
            "Not enough data: "
            <Said figure=VERSION_RESOLUTION text=few.join(", ") />
            ", and each needs ten that were decided."
        }
        .into_any();
    };
    let rate = |rate: Rate| view! { <Said figure=VERSION_RESOLUTION text=percent(rate) /> };
    view! {
        {name(compared.after)}
        " solves "
        {rate(pair.after)}
        " of what it decides, "
        {name(compared.before)}
        " "
        {rate(pair.before)}
        ": "
        <Said figure=DIFFERENCE text=signed(difference.estimate) strong=true />
        " ("
        <Said figure=DIFFERENCE text=signed_interval(difference.interval) />
        ")."
    }
    .into_any()
}

/// Whoever looks daily and stops at the first difference finds one nearly always; so this is said apart, and of all walks.
fn watched(compared: &Compared) -> Option<AnyView> {
    let watched = compared.comparison.watched?;
    let sequence = view! { <Said figure=WATCHED text=signed_interval(watched.sequence) /> };
    Some(match watched.more {
        Some(0) => view! {
            "Over all their walks so far "
            {name(compared.after)}
            {if watched.sequence.low > 0.0 { " solves more" } else { " solves less" }}
            ", however often one looks ("
            {sequence}
            ")."
        }
        .into_any(),
        Some(more) => view! {
            "Too early for who looks every day: over all their walks so far it is "
            {sequence}
            ", and about "
            <Said figure=MORE_WALKS text=count(i64::try_from(more).unwrap_or(i64::MAX)) />
            " more would tell, if it stays like this."
        }
        .into_any(),
        None => view! {
            "For who looks every day there is no difference to be seen over all their walks so far ("
            {sequence}
            "), and more would hardly show one."
        }
        .into_any(),
    })
}

fn weeks(compared: &Compared) -> AnyView {
    let of = |version: u32, at: usize| {
        compared.days[at].map(|period| view! { {name(version)} " ended " <span data-days="">{period.words()}</span> })
    };
    let apart = || {
        view! {
            {of(compared.before, 0)}
            ", "
            {of(compared.after, 1)}
            ". What else changed between those weeks is in the difference, too."
        }
    };
    match compared.comparison.weeks {
        Weeks::Same => view! { "Both are of the same weeks." }.into_any(),
        Weeks::Partly { both, either } => view! {
            "They are not of the same weeks: "
            <Said figure=WEEKS text=format!("{both} of {either}") />
            " have walks of both. "
            {apart()}
        }
        .into_any(),
        Weeks::Apart if compared.days.iter().all(Option::is_some) => view! { "They are of different weeks: " {apart()} }.into_any(),
        Weeks::Apart => ().into_any(),
    }
}

/// Number of a version in a sentence: `v4`.
pub(super) fn name(version: u32) -> AnyView {
    view! { <span data-version="">{format!("v{version}")}</span> }.into_any()
}

/// A rate with its interval, as pictures label it.
pub(super) fn with_interval(rate: Rate) -> String {
    format!("{}, {}", percent(rate), interval(rate.interval()))
}
