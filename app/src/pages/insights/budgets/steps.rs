//! Budgets of the steps of one tree.

use leptos::prelude::*;
use resolutionflow::insights::figures::budgets::{LEFT, STEPS_JUDGED, STEPS_KEPT, STEPS_OVER};
use resolutionflow::insights::{count, percent};
use resolutionflow::stats::Rate;

use super::super::part::{Counted, Part};
use super::super::said::Said;
use super::{Place, signed};
use crate::backend::views::insights::{BudgetsPage, NOT_ENOUGH, enough, left};
use crate::ui::Query;
use crate::ui::chart::{Whisker, Whiskers};

/// Whiskers of the steps that the picture has; the table has all.
const DRAWN: usize = 12;

/// How often the budgets of a tree's steps were kept.
#[component]
pub(super) fn Steps(view: BudgetsPage, query: Query) -> impl IntoView {
    let Some(steps) = view.steps.clone().filter(|steps| !steps.rows.is_empty()) else { return ().into_any() };
    let rows = steps.rows.iter().take(DRAWN).map(|step| {
        let rate = enough(step.kept());
        let bounds = rate.map(Rate::interval);
        Whisker {
            label: step.title.clone(),
            says: rate.map_or(NOT_ENOUGH.to_owned(), percent),
            value: rate.map(Rate::value),
            bounds: [bounds.map(|bounds| bounds.low), bounds.map(|bounds| bounds.high)],
            is_before: false,
        }
    });
    let rows = rows.collect();
    let worst = steps.rows.iter().find(|step| enough(step.kept()).is_some()).cloned();
    let finding = format!("Share of steps of {} that were within their budget", steps.tree.name);
    let said = match worst.as_ref().and_then(|step| Some((step.title.clone(), enough(step.kept())?, step.kept().missed))) {
        Some((title, rate, missed)) if missed > 0 => view! {
            "Most misses are at “"
            <bdi>{title}</bdi>
            "”: "
            <Said figure=STEPS_KEPT text=percent(rate) />
            " were within the budget."
        }
        .into_any(),
        Some(_) => view! { "No step missed its budget." }.into_any(),
        None => view! { "No step was walked often enough yet." }.into_any(),
    };
    let months = (steps.period != view.asked.scope.period)
        .then(|| view! { " Of whole months: " <span data-days="">{steps.period.words()}</span> "." });
    let counted = worst.or_else(|| steps.rows.first().cloned()).map(|step| {
        let kept = step.kept();
        let rate = enough(kept).map_or(NOT_ENOUGH.to_owned(), percent);
        vec![
            Counted { figure: STEPS_JUDGED, values: format!("{} at “{}”", count(signed(kept.judged())), step.title) },
            Counted { figure: STEPS_KEPT, values: format!("{} ÷ {} = {rate}", count(signed(kept.within)), count(signed(kept.judged()))) },
            Counted { figure: STEPS_OVER, values: count(signed(step.over)) },
            Counted { figure: LEFT, values: left(kept, step.budget) },
        ]
    });
    let table = view.steps();
    let said = view! { <bdi>{steps.tree.name.clone()}</bdi> ": " {said} {months} };
    view! {
        <Part
            place=Place::Budgets
            query
            id="steps"
            title="Steps within their budget"
            finding=said.into_any()
            table
            counted=counted.unwrap_or_default()
        >
            <Whiskers finding rows end=Some(1.0) />
        </Part>
    }
    .into_any()
}
