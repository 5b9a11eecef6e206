//! Rates and times of both versions.

use leptos::prelude::*;
use resolutionflow::insights::figures::overview::WALKS;
use resolutionflow::insights::figures::versions::{
    DIFFERENCE, MORE_WALKS, STANDS_OUT, TIMES, VERSION_DROP, VERSION_RESOLUTION, VERSION_TIME, WATCHED, WEEKS,
};
use resolutionflow::insights::{Figure, RatePair, count, sessions};
use resolutionflow::stats::{FrequencyTable, Quantile, Rate};

use super::super::Place;
use super::super::frame::Sessions;
use super::super::part::{Counted, Part};
use super::answer::{name, with_interval};
use crate::backend::views::insights::{Compared, NOT_ENOUGH, Time, Value, VersionsPage, signed};
use crate::ui::Query;
use crate::ui::chart::{Whisker, Whiskers};

/// Resolution and drop.
#[component]
pub(super) fn Rates(view: VersionsPage, compared: Compared, query: Query, file: String) -> impl IntoView {
    let made = &compared.comparison;
    let pairs: [(&str, Option<RatePair>); 2] = [("Resolution rate", made.resolution), ("Drop share", made.drop)];
    let rows = pairs
        .into_iter()
        .flat_map(|(name, pair)| {
            let row = |version: u32, rate: Option<Rate>, is_before: bool| {
                let rate = rate.filter(|rate| rate.is_enough());
                Whisker {
                    label: format!("{name}, v{version}"),
                    says: rate.map_or(NOT_ENOUGH.to_owned(), with_interval),
                    value: rate.map(Rate::value),
                    bounds: rate.map_or([None; 2], |rate| [Some(rate.interval().low), Some(rate.interval().high)]),
                    is_before,
                }
            };
            [row(compared.after, pair.map(|pair| pair.after), false), row(compared.before, pair.map(|pair| pair.before), true)]
        })
        .collect();
    let found = made.resolution.and_then(|pair| pair.difference);
    let difference = found.map_or(String::new(), |found| format!("{}, p = {:.3}", signed(found.estimate), found.p));
    let counted = vec![
        of_pair(VERSION_RESOLUTION, made.resolution, &compared),
        of_pair(VERSION_DROP, made.drop, &compared),
        Counted { figure: DIFFERENCE, values: difference },
        Counted { figure: WATCHED, values: String::new() },
        Counted { figure: MORE_WALKS, values: String::new() },
        Counted { figure: WEEKS, values: String::new() },
        Counted { figure: STANDS_OUT, values: format!("{} differences are compared on this page", count(made.comparisons as i64)) },
    ];
    let said = match made.resolution.is_some_and(|pair| pair.stands_out) || made.drop.is_some_and(|pair| pair.stands_out) {
        true => "The difference stands out among all that this page compares.",
        false => "Chance alone would bring a difference like this one.",
    };
    let said = if found.is_none() { "Each version needs ten walks that were decided." } else { said };
    let links = view! {
        <Walks view=view.clone() version=compared.after walks=compared.walks[1] />
        " "
        <Walks view=view.clone() version=compared.before walks=compared.walks[0] />
    };
    let finding = format!("Resolution and drop of version {} and of version {}", compared.after, compared.before);
    let table = view.rates(&compared);
    view! {
        <Part
            place=Place::Versions
            query
            file
            id="rates"
            title="Does it solve more?"
            finding=said.into_any()
            table
            counted
            sessions=Some(links.into_any())
        >
            <Whiskers finding rows end=Some(1.0) />
        </Part>
    }
}

/// Link to the walks of a version.
#[component]
fn Walks(view: VersionsPage, version: u32, walks: i64) -> impl IntoView {
    (walks > 0).then(|| {
        view! {
            <span>
                {name(version)}
                ": "
                <Sessions figure=WALKS number=walks href=view.walks_of(version).href("/sessions") />
            </span>
        }
    })
}

fn of_pair(figure: &'static Figure, pair: Option<RatePair>, compared: &Compared) -> Counted {
    let said = |version: u32, rate: Rate| format!("v{version}: {} ÷ {}", rate.part(), rate.whole());
    let values = pair.map_or(String::new(), |pair| format!("{}; {}", said(compared.after, pair.after), said(compared.before, pair.before)));
    Counted { figure, values }
}

/// Active times of solved walks.
#[component]
pub(super) fn Times(view: VersionsPage, compared: Compared, query: Query, file: String) -> impl IntoView {
    let pair = compared.comparison.times.clone();
    let row = |version: u32, table: &FrequencyTable, is_before: bool| {
        let time = Time::of(table, Quantile::MEDIAN);
        let [low, high] = [time.bounds.low, time.bounds.high].map(|end| end.map(|end| end.0 as f64));
        Whisker {
            label: format!("Median active, v{version}"),
            says: Value::Time(time).shown(),
            value: time.enough().map(|value| value.0 as f64),
            bounds: [low, high],
            is_before,
        }
    };
    let rows = vec![row(compared.after, &pair.after, false), row(compared.before, &pair.before, true)];
    let said = match pair.ratio {
        Some(ratio) => {
            let value = Value::Ratio(Some(ratio));
            let chance = if pair.stands_out { "" } else { " Chance alone would bring that." };
            let (after, before) = (compared.after, compared.before);
            format!("A solved walk of v{after} takes {} the time of one of v{before} ({}).{chance}", value.shown(), value.beside())
        }
        None => {
            let few = |version: u32, table: &FrequencyTable| format!("v{version} has {}", sessions(table.count()));
            format!("Not enough data: of solved walks {}, {}.", few(compared.after, &pair.after), few(compared.before, &pair.before))
        }
    };
    let said = view! { <span data-figure=TIMES.id>{said}</span> };
    let counted = [VERSION_TIME, TIMES].map(|figure| Counted { figure, values: String::new() }).to_vec();
    let finding = format!("Median active time of version {} and of version {}", compared.after, compared.before);
    let table = view.times(&compared);
    view! {
        <Part place=Place::Versions query file id="times" title="Is it faster?" finding=said.into_any() table counted>
            <Whiskers finding rows />
        </Part>
    }
}
