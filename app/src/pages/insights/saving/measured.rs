//! Measurements: tickets of the stopwatch against tickets of trees, in the groups in which they were drawn.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::insights::figures::saving::{
    CASE_SOLVED, CASE_TIME, CASES, CASES_OPEN, DECLINED, PRECISION, SAVED_PER_CASE, SWITCHED, UNSTARTED,
};
use resolutionflow::insights::{Experiment, Hours};
use resolutionflow::stats::Shift;
use resolutionflow::time::Seconds;

use super::super::Place;
use super::super::part::{Counted, Part};
use super::super::said::Said;
use crate::api::baselines::StopMeasurement;
use crate::backend::views::insights::{MeasurementRow, SavingPage};
use crate::ui::chart::{Whisker, Whiskers};
use crate::ui::{FormFault, Hidden, Instant, Query};

#[component]
pub(super) fn Measured(view: SavingPage, query: Query) -> impl IntoView {
    (!view.measurements.is_empty()).then(|| {
        let rows: Vec<Whisker> = view
            .measurements
            .iter()
            .filter_map(|measurement| {
                let saved = measurement.found()?.saved()?;
                let bounds = saved.interval.map_or([None; 2], |interval| [Some(interval.low), Some(interval.high)]);
                let label = measurement.category.clone();
                Some(Whisker { label, says: words(&saved), value: Some(saved.estimate), bounds, is_before: false })
            })
            .collect();
        let begin = rows.iter().flat_map(|row| [row.value, row.bounds[0]]).flatten().fold(0.0, f64::min);
        let said = view! {
            "The ticket’s draw decides about its group, not the technician: who declines or switches stays in the group that was drawn. So "
            "what differs between the groups is the tree, and chance, of which the interval tells."
        };
        let counted = [CASES, CASES_OPEN, UNSTARTED, DECLINED, SWITCHED, CASE_TIME, CASE_SOLVED, SAVED_PER_CASE, PRECISION]
            .map(|figure| Counted { figure, values: String::new() })
            .to_vec();
        let table = view.groups();
        view! {
            <Part place=Place::Saving query id="measured" title="What did measurements find?" finding=said.into_any() table counted>
                <FormFault action=StopMeasurement::url() />
                <ul class="mb-4 max-w-3xl divide-y divide-line" aria-label="Measurements">
                    {view.measurements.iter().cloned().map(|measurement| view! { <Found measurement /> }).collect_view()}
                </ul>
                {(!rows.is_empty())
                    .then(|| {
                        let finding = "Time saved per ticket, as measured".to_owned();
                        view! { <Whiskers finding rows begin line=Some((0.0, "no difference".to_owned())) /> }
                    })}
            </Part>
        }
    })
}

/// A measurement, what it found, and the button that stops it.
#[component]
fn Found(measurement: MeasurementRow) -> impl IntoView {
    let experiment = &measurement.experiment;
    let found = match measurement.found() {
        None => view! { <Blind precision=experiment.precision() /> }.into_any(),
        Some(found) => result(found),
    };
    let (drawn, others) = (experiment.drawn.cases, experiment.others.cases);
    let name = measurement.category.clone();
    let running = measurement.stopped_at.is_none();
    view! {
        <li class="flex flex-wrap items-start gap-x-4 gap-y-2 py-3">
            <div class="min-w-0 flex-1 basis-64 wrap-anywhere">
                <p class="font-medium">
                    <bdi>{measurement.category}</bdi>
                    {format!(", {} % of tickets", measurement.share.percent())}
                </p>
                <p>
                    {found}
                    <Said figure=CASES text=drawn.to_string() />
                    " drawn for the stopwatch, "
                    <Said figure=CASES text=others.to_string() />
                    " for trees."
                </p>
                <p class="text-sm text-muted">
                    "Started "
                    <Instant at=measurement.started_at />
                    " by "
                    <bdi>{measurement.by}</bdi>
                    {measurement.stopped_at.map(|at| view! { ", stopped " <Instant at /> })}
                    "."
                    {(running && measurement.is_idle).then(|| view! { <Idle tree=measurement.tree.clone() /> })}
                </p>
            </div>
            {running
                .then(|| {
                    view! {
                        <form class="print:hidden" method="post" action=StopMeasurement::url()>
                            <Hidden name="measurement" value=measurement.id.to_string() />
                            <button class="button button-small">
                                "Stop"
                                <span class="sr-only">{format!(" measuring {name}")}</span>
                            </button>
                        </form>
                    }
                })}
        </li>
    }
}

/// What a measurement found.
fn result(experiment: &Experiment) -> AnyView {
    let saved = experiment.saved().map(|saved| {
        let by_chance = saved.interval.is_none_or(|interval| interval.contains(0.0));
        view! {
            <Said figure=SAVED_PER_CASE text=words(&saved) strong=true />
            " per ticket"
            {by_chance.then_some(", as much as chance alone would bring")}
            ". "
        }
    });
    let few = saved.is_none().then_some("Not enough data: each group needs ten tickets that ended. ");
    let solved = experiment.resolution().map(|difference| {
        let points = resolutionflow::insights::points(difference.estimate);
        let word = if difference.estimate < 0.0 { " fewer" } else { " more" };
        view! { "Of tickets with trees " <Said figure=CASE_SOLVED text=points /> {word} " were solved. " }
    });
    view! { {saved} {few} {solved} }.into_any()
}

/// What is said of a measurement that goes on: how exactly its result would be known, and not the result.
#[component]
fn Blind(#[prop(optional_no_strip)] precision: Option<Seconds>) -> impl IntoView {
    match precision {
        None => view! { "Too early: each group needs ten tickets that ended. " }.into_any(),
        Some(seconds) => {
            view! {
                "Stopped now, it would say what a ticket saves to within "
                <Said figure=PRECISION text=Hours(seconds.0.max(60).cast_signed()).to_string() strong=true />
                ". What that is stands here once it is stopped: whoever looks daily and stops at the first difference finds one nearly always. "
            }
        }
            .into_any(),
    }
}

/// Remark on a measurement whose stopwatch tree is archived.
#[component]
fn Idle(tree: String) -> impl IntoView {
    view! {
        " Its stopwatch tree "
        <a class="link" href=format!("/trees/{tree}")>
            "is archived"
        </a>
        ": nothing is drawn until it is restored."
    }
}

/// A difference in words: `6 min saved, 2 to 11 min`, `3 min lost, −9 min to 2 min`.
fn words(saved: &Shift) -> String {
    let minutes = |seconds: f64| Hours(seconds.round() as i64).to_string();
    let word = if saved.estimate < 0.0 { "lost" } else { "saved" };
    let amount = minutes(saved.estimate.abs());
    match saved.interval {
        Some(interval) => format!("{amount} {word} ({} to {} saved)", minutes(interval.low), minutes(interval.high)),
        None => format!("{amount} {word}"),
    }
}
