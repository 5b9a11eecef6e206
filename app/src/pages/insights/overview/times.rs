//! Time to resolve.

use leptos::prelude::*;
use resolutionflow::insights::figures::overview::{ACTIVE_MEDIAN, ELAPSED_MEDIAN, ELAPSED_P90};
use resolutionflow::stats::Quantile;

use super::super::part::{Counted, Part};
use super::super::said::Said;
use super::Place;
use crate::backend::views::insights::{Headline, NOT_ENOUGH, Overview, SOLVED, TIMES, Time};
use crate::ui::Query;
use crate::ui::chart::{Whisker, Whiskers};

/// Median and p90 of the walks that solved the problem, elapsed and active.
#[component]
pub(super) fn Times(place: Place, view: Overview, query: Query) -> impl IntoView {
    let elapsed = view.now.figures.elapsed(&SOLVED);
    let active = view.now.figures.active(&SOLVED);
    let [median, p90, at_work] =
        [Time::of(&elapsed, Quantile::MEDIAN), Time::of(&elapsed, Quantile::P90), Time::of(&active, Quantile::MEDIAN)];
    let (finding, sentence) = match (median.enough(), p90.enough(), at_work.enough()) {
        (Some(median), Some(p90), Some(at_work)) => (
            format!("Time to resolve: half of the walks took {median} or less, nine in ten {p90} or less"),
            view! {
                "Half of the walks that solved the problem took "
                <Said figure=ELAPSED_MEDIAN text=median.to_string() />
                " or less, nine in ten "
                <Said figure=ELAPSED_P90 text=p90.to_string() />
                " or less. Half had "
                <Said figure=ACTIVE_MEDIAN text=at_work.to_string() />
                " or less of work in them."
            }
            .into_any(),
        ),
        _ => ("Time to resolve: not enough data".to_owned(), view! { "Too few walks solved the problem to say." }.into_any()),
    };
    let counted = TIMES
        .into_iter()
        .map(|(figure, times, quantile)| {
            let table = times(&view.now);
            let time = Time::of(&table, quantile);
            let rank = quantile.rank(time.n);
            let values = time.enough().map_or(String::new(), |value| format!("the {rank}. of {} times in order: {value}", time.n));
            Counted { figure, values }
        })
        .collect();
    let rows = TIMES
        .into_iter()
        .flat_map(|(figure, times, quantile)| {
            let row = |label: String, headline: &Headline, is_before: bool| {
                let time = Time::of(&times(headline), quantile);
                let [low, high] = [time.bounds.low, time.bounds.high].map(|end| end.map(|end| end.0 as f64));
                Whisker {
                    label,
                    says: time.enough().map_or(NOT_ENOUGH.to_owned(), |value| value.to_string()),
                    value: time.enough().map(|value| value.0 as f64),
                    bounds: [low, high],
                    is_before,
                }
            };
            [row(figure.name.to_owned(), &view.now, false), row(format!("{}, before", figure.name), &view.before, true)]
        })
        .collect();
    let table = view.times();
    view! {
        <Part place query id="times" title="How long does it take?" finding=sentence table counted>
            <Whiskers finding rows />
        </Part>
    }
}
