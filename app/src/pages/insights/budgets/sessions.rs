//! Budgets of sessions.

use leptos::prelude::*;
use resolutionflow::budget::BudgetClock;
use resolutionflow::insights::figures::budgets::{BUDGETED, KEPT, LEFT, OVER};
use resolutionflow::insights::{count, percent};
use resolutionflow::stats::Rate;

use super::super::part::{Counted, Part};
use super::super::said::Said;
use super::{Place, signed};
use crate::backend::views::insights::{BudgetsPage, NOT_ENOUGH, enough, left};
use crate::ui::Query;
use crate::ui::chart::{Whisker, Whiskers};

/// Whiskers of the trees that the picture has; the table has all.
const DRAWN: usize = 12;

/// How often the budgets of sessions were kept, tree by tree.
#[component]
pub(super) fn Sessions(view: BudgetsPage, query: Query) -> impl IntoView {
    if view.sessions.is_empty() {
        return ().into_any();
    }
    let rows = view.sessions.iter().take(DRAWN).map(|tree| {
        let rate = enough(tree.kept());
        let bounds = rate.map(Rate::interval);
        Whisker {
            label: tree.tree.name.clone(),
            says: rate.map_or(NOT_ENOUGH.to_owned(), percent),
            value: rate.map(Rate::value),
            bounds: [bounds.map(|bounds| bounds.low), bounds.map(|bounds| bounds.high)],
            is_before: false,
        }
    });
    let rows = rows.collect();
    let below = view.sessions.iter().filter(|tree| {
        let kept = tree.kept();
        enough(kept).is_some() && kept.missed > tree.budget.target.allows(kept.judged())
    });
    let below = below.count();
    let (judged, trees) = (view.sessions.iter().filter(|tree| enough(tree.kept()).is_some()).count(), view.sessions.len());
    let finding =
        format!("Share of sessions within their budget in {} of {trees} trees; {below} are below their target", judged.min(DRAWN));
    let said = match (judged, below) {
        (0, _) => view! { "No tree has had enough sessions yet." }.into_any(),
        (_, 0) => view! { "Every tree with enough sessions keeps its target." }.into_any(),
        (_, below) => {
            let words = format!("{below} of {judged} {}", if judged == 1 { "tree" } else { "trees" });
            view! { <Said figure=KEPT text=words /> " with enough sessions " {if below == 1 { "is" } else { "are" }} " below the target." }
                .into_any()
        }
    };
    let notes = [
        (!view.hours_are_entered && view.sessions.iter().any(|tree| tree.budget.clock == BudgetClock::Business))
            .then_some(" Business hours are not entered, so they count around the clock."),
        view.is_cut.then_some(" Of budgets in business hours the last fifty thousand walks are looked through."),
        view.is_open_cut.then_some(" Of the open sessions the twenty thousand that began first are looked at."),
    ];
    let counted = view.sessions.iter().max_by_key(|tree| tree.kept().judged()).map(|tree| {
        let (kept, over) = (tree.kept(), tree.over());
        let name = &tree.tree.name;
        let judged = format!("{} ended and {} open of {name}", count(signed(tree.kept_ended().judged())), count(signed(over)));
        let rate = enough(kept).map_or(NOT_ENOUGH.to_owned(), percent);
        vec![
            Counted { figure: BUDGETED, values: judged },
            Counted {
                figure: KEPT,
                values: format!("{} ÷ {} = {rate} of {name}", count(signed(kept.within)), count(signed(kept.judged()))),
            },
            Counted { figure: OVER, values: count(signed(over)) },
            Counted { figure: LEFT, values: left(kept, tree.budget) },
        ]
    });
    let table = view.sessions();
    let finding_view = view! { {said} {notes.into_iter().flatten().collect::<String>()} };
    view! {
        <Part
            place=Place::Budgets
            query
            id="sessions"
            title="Sessions within their budget"
            finding=finding_view.into_any()
            table
            counted=counted.unwrap_or_default()
        >
            <Whiskers finding rows end=Some(1.0) />
        </Part>
    }
    .into_any()
}
