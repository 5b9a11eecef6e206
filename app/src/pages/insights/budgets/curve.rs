//! How long sessions of a tree take, beside its budget.

use leptos::prelude::*;
use resolutionflow::budget::span;
use resolutionflow::insights::figures::budgets::{BUDGET, ENDED_BY};
use resolutionflow::stats::{ENOUGH, Ended};

use super::super::part::{Counted, Part};
use super::super::said::Said;
use super::{Place, signed};
use crate::backend::views::insights::{BudgetsPage, ended_by};
use crate::ui::Query;
use crate::ui::chart::{Curve, CurvePoint};

/// Multiple of the budget up to which the curve is drawn.
const WIDTH: u64 = 3;
/// Points that are drawn: more could not be told from each other.
const POINTS: usize = 300;

/// Share of sessions that had ended by a time, open ones censored.
#[component]
pub(super) fn EndedBy(view: BudgetsPage, query: Query) -> impl IntoView {
    let Some(tree) = view.curve_of().filter(|tree| tree.kept().judged() >= ENOUGH).cloned() else { return ().into_any() };
    let curve = tree.curve();
    let at_budget = ended_by(&curve, tree.budget.time).map_or(0.0, |ended| ended.share);
    let percent = format!("{:.0} %", at_budget * 100.0);
    let minutes = tree.budget.minutes();
    let (budget, clock, name) = (span(minutes), tree.budget.clock.words(), tree.tree.name.clone());
    let finding = format!("{percent} of the sessions of {name} have ended by {budget} of {clock}, their budget");
    let end = (tree.budget.time.0 * WIDTH) as f64;
    let points = drawn(&curve, end);
    let labels = (1..=WIDTH).map(|times| (times as f64 / WIDTH as f64, span(minutes * times))).collect();
    let target = f64::from(tree.budget.target.percent()) / 100.0;
    let open: i64 = tree.open.count();
    let values = format!("{percent} by {budget}, from {} ended and {open} open", signed(tree.kept_ended().judged()));
    let counted = vec![Counted { figure: ENDED_BY, values }];
    let said = view! {
        "Of "
        <bdi>{name}</bdi>
        ", "
        <Said figure=ENDED_BY text=percent.clone() strong=true />
        " have ended by "
        <Said figure=BUDGET text=format!("{budget} of {clock}") />
        ". Sessions that are still open count for as long as they are known."
    };
    let table = view.ended_by(&tree);
    view! {
        <Part place=Place::Budgets query id="ended-by" title="How long sessions take" finding=said.into_any() table counted>
            <Curve
                finding
                points
                labels
                mark=(1.0 / WIDTH as f64, format!("budget {budget}"))
                target=(target, format!("target {} %", tree.budget.target.percent()))
            />
        </Part>
    }
    .into_any()
}

/// The curve up to an end, thinned out.
fn drawn(curve: &[Ended], end: f64) -> Vec<CurvePoint> {
    let within: Vec<&Ended> = curve.iter().take_while(|ended| ended.by.0 as f64 <= end).collect();
    let every = within.len().div_ceil(POINTS).max(1);
    let last = within.len().saturating_sub(1);
    let kept = within.into_iter().enumerate().filter(|(place, _)| place % every == 0 || *place == last);
    kept.map(|(_, ended)| CurvePoint { at: ended.by.0 as f64 / end, share: ended.share, bounds: [ended.interval.low, ended.interval.high] })
        .collect()
}
