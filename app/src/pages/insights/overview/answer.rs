//! The answer of Overview: the resolution rate, and its change.

use leptos::prelude::*;
use resolutionflow::insights::figures::overview::{RESOLUTION, STILL_OPEN, WALKS};
use resolutionflow::insights::{Split, count, interval, percent, points, sessions};
use resolutionflow::stats::Rate;

use super::super::said::Said;
use crate::backend::views::insights::Overview;

/// Rate, interval and change in a sentence; where there are too few walks, that.
pub(in crate::pages::insights) fn sentence(view: &Overview) -> AnyView {
    let walks = view.now.walks();
    let open = view.open.sessions;
    let rate = match view.resolution() {
        Some(found) => {
            let change = found.before.map(|before| change(found.now, before));
            view! {
                <Said figure=RESOLUTION text=percent(found.now) strong=true />
                " of "
                <Said figure=RESOLUTION text=count(found.now.whole() as i64) />
                " decided walks solved the problem ("
                <Said figure=RESOLUTION text=interval(found.now.interval()) />
                ")"
                {change}
                ". "
                {mix(view)}
            }
            .into_any()
        }
        None => view! {
            <Said figure=WALKS text=sessions(walks) strong=true />
            " ended in these days: too few to say how often the problem was solved. "
        }
        .into_any(),
    };
    let href = view.asked.open().href("/sessions");
    view! {
        {rate}
        <a class="link" href=href>
            <Said figure=STILL_OPEN text=sessions(open) />
        </a>
        {if open == 1 { " is still open." } else { " are still open." }}
    }
    .into_any()
}

/// Change against the period before, and whether chance alone would explain it.
fn change(now: Rate, before: Rate) -> AnyView {
    let difference = now.less(before);
    let word = if difference.estimate < 0.0 { " less" } else { " more" };
    let by_chance = difference.interval.contains(0.0);
    view! {
        ", "
        <Said figure=RESOLUTION text=points(difference.estimate) />
        {word}
        " than before"
        {by_chance.then_some(", as much as chance alone would bring")}
    }
    .into_any()
}

/// The halves of the change where the mix of trees turned it round.
fn mix(view: &Overview) -> Option<AnyView> {
    let split = view.split.filter(Split::is_turned_by_the_mix)?;
    let direction = |change: f64| if change < 0.0 { " less" } else { " more" };
    Some(
        view! {
            "That is the mix of trees: within the same trees it is "
            <Said figure=RESOLUTION text=points(split.rate) />
            {direction(split.rate)}
            ", while other trees being walked made it "
            <Said figure=RESOLUTION text=points(split.mix) />
            {direction(split.mix)}
            ". "
        }
        .into_any(),
    )
}
