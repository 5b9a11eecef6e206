//! Steps of both versions.

use leptos::prelude::*;
use resolutionflow::insights::figures::versions::{COMPARED_STEPS, DIFFERENCE, STANDS_OUT, STEP_DROP, STEP_TIME, TIMES};

use super::super::Place;
use super::super::part::{Counted, Part};
use super::super::said::Said;
use crate::backend::views::insights::{Compared, VersionsPage, signed, signed_interval};
use crate::ui::Query;
use crate::ui::chart::{Whisker, Whiskers};

/// Most steps that the picture shows; the table has all.
const MOST: usize = 10;

/// Drop-off and times of each step that is the same in both versions.
#[component]
pub(super) fn Steps(view: VersionsPage, compared: Compared, query: Query, file: String) -> impl IntoView {
    let steps = &compared.comparison.steps;
    let same = steps.iter().filter(|step| step.both.is_some()).count();
    let gone = steps.iter().filter(|step| step.is_gone).count();
    let new = steps.len() - same - gone;
    let mut differences: Vec<(String, resolutionflow::stats::Difference)> =
        steps.iter().filter_map(|step| Some((step.title.clone(), step.both.as_ref()?.0?.difference?))).collect();
    differences.sort_by(|(_, one), (_, other)| one.p.total_cmp(&other.p));
    let rows: Vec<Whisker> = differences
        .into_iter()
        .take(MOST)
        .map(|(label, difference)| Whisker {
            label,
            says: format!("{}, {}", signed(difference.estimate), signed_interval(difference.interval)),
            value: Some(difference.estimate),
            bounds: [Some(difference.interval.low), Some(difference.interval.high)],
            is_before: false,
        })
        .collect();
    let begin = rows.iter().filter_map(|row| row.bounds[0]).fold(0.0, f64::min);
    let of_steps = compared.steps_of.map(|period| {
        view! { " Steps are counted by whole months: these are of " <span data-days="">{period.words()}</span> "." }
    });
    let said = view! {
        <Said figure=COMPARED_STEPS text=same.to_string() />
        " steps are the same in both versions, "
        <Said figure=COMPARED_STEPS text=new.to_string() />
        " are new, "
        <Said figure=COMPARED_STEPS text=gone.to_string() />
        " are gone or mean something else. "
        "A step is the same where its id, type and title are; only those are compared."
        {of_steps}
    };
    let counted = [COMPARED_STEPS, STEP_DROP, DIFFERENCE, STEP_TIME, TIMES, STANDS_OUT]
        .map(|figure| Counted { figure, values: String::new() })
        .to_vec();
    let table = view.steps(&compared);
    view! {
        <Part place=Place::Versions query file id="steps" title="Where does it differ?" finding=said.into_any() table counted>
            {(!rows.is_empty())
                .then(|| {
                    let finding = format!("Difference of drop-off by step, version {} less version {}", compared.after, compared.before);
                    view! { <Whiskers finding rows begin line=Some((0.0, "no difference".to_owned())) /> }
                })}
        </Part>
    }
}
