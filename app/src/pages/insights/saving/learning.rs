//! Learning, which is no saving: the same trees are walked faster after a while.

use leptos::prelude::*;
use resolutionflow::insights::figures::saving::{FIRST_WALKS, LAST_WALKS, LEARNING};

use super::super::Place;
use super::super::part::{Counted, Part};
use crate::backend::views::insights::{SavingPage, Value};
use crate::ui::Query;
use crate::ui::chart::{Whisker, Whiskers};

/// Most trees that the picture shows; the table has all.
const MOST: usize = 12;

#[component]
pub(super) fn Learnt(view: SavingPage, query: Query) -> impl IntoView {
    let rows: Vec<Whisker> = view
        .trees
        .iter()
        .filter_map(|tree| {
            let ratio = tree.learning.ratio()?;
            let bounds = ratio.interval.map_or([None; 2], |interval| [Some(interval.low), Some(interval.high)]);
            let says = Value::Ratio(Some(ratio)).shown();
            Some(Whisker { label: tree.name.clone(), says, value: Some(ratio.estimate), bounds, is_before: false })
        })
        .take(MOST)
        .collect();
    let said = if rows.is_empty() {
        "Too early to say: a tree needs its first thirty solved walks, and ten more within the last ninety days."
    } else {
        "A tree left of the line is walked faster now than in the beginning. That is practice as much as the tree, so that it is not \
         in the time saved."
    };
    let counted = [FIRST_WALKS, LAST_WALKS, LEARNING].map(|figure| Counted { figure, values: String::new() }).to_vec();
    let table = view.learning();
    view! {
        <Part place=Place::Saving query id="learning" title="Is it learning?" finding=said.into_any() table counted>
            {(!rows.is_empty())
                .then(|| {
                    let finding = "Times of the last 90 days as multiples of those of the first 30 walks".to_owned();
                    view! { <Whiskers finding rows line=Some((1.0, "as long as in the beginning".to_owned())) /> }
                })}
        </Part>
    }
}
