//! Time saved by tree.

use leptos::prelude::*;
use resolutionflow::insights::figures::saving::{BASELINE, SAVED, SOLVED, SPENT, WORTH};
use resolutionflow::insights::{Hours, count};

use super::super::Place;
use super::super::part::{Counted, Part};
use crate::backend::views::insights::{NOT_ENOUGH, SavingPage, TreeSaving, range};
use crate::ui::Query;
use crate::ui::chart::{Range, Ranges};

/// Most trees that the picture shows; the table has all.
const MOST: usize = 12;

#[component]
pub(super) fn ByTree(view: SavingPage, query: Query) -> impl IntoView {
    let with_baseline: Vec<TreeSaving> = view.trees.iter().filter(|tree| tree.baseline.is_some()).cloned().collect();
    let losing = with_baseline.iter().filter(|tree| tree.enough().is_some_and(|saved| saved.high < 0)).count();
    let finding = match losing {
        0 => "Time saved by tree, from the least to the most that the baselines allow".to_owned(),
        1 => "Time saved by tree: one tree loses time whatever its baseline".to_owned(),
        many => format!("Time saved by tree: {many} trees lose time whatever their baseline"),
    };
    let said = match losing {
        0 => "What did not solve the problem counts fully against a tree. Each bar is a range; the truth is somewhere in it.",
        _ => "A tree left of the line loses time: its walks took longer than the baseline, or too many of them solved nothing.",
    };
    let rows: Vec<Range> = with_baseline.iter().take(MOST).map(row).collect();
    let table = view.saved();
    let counted = counted(&view);
    view! {
        <Part place=Place::Saving query id="trees" title="Which trees save time?" finding=said.into_any() table counted>
            {(!rows.is_empty()).then(|| view! { <Ranges finding rows zero="nothing saved, nothing lost" /> })}
        </Part>
    }
}

fn row(tree: &TreeSaving) -> Range {
    let saved = tree.enough();
    Range {
        label: tree.name.clone(),
        says: saved.map_or(NOT_ENOUGH.to_owned(), range),
        ends: saved.map(|saved| (saved.low as f64, saved.high as f64)),
    }
}

/// Formulas with the values of the tree with the most time spent among those with a baseline.
fn counted(view: &SavingPage) -> Vec<Counted> {
    let tree = view.trees.iter().find(|tree| tree.enough().is_some());
    let values = |said: &dyn Fn(&TreeSaving) -> String| tree.map_or(String::new(), |tree| format!("{} for {}", said(tree), tree.name));
    let minutes = |tree: &TreeSaving| tree.baseline.as_ref().map_or(String::new(), |row| row.entry.minutes.to_string());
    let saved = |tree: &TreeSaving| {
        let Some((baseline, saved)) = tree.baseline.as_ref().zip(tree.saving.saved) else { return String::new() };
        let minutes = baseline.entry.minutes;
        let spent = Hours(tree.saving.spent);
        let end = |minutes: u32, saved: i64| format!("{} × {minutes} min − {spent} = {}", count(tree.saving.solved), Hours(saved));
        format!("{}; {}", end(minutes.low(), saved.low), end(minutes.high(), saved.high))
    };
    let mut all = vec![
        Counted { figure: SOLVED, values: values(&|tree| format!("{} of {}", count(tree.saving.solved), count(tree.saving.walks))) },
        Counted { figure: SPENT, values: values(&|tree| Hours(tree.saving.spent).to_string()) },
        Counted { figure: BASELINE, values: values(&minutes) },
        Counted { figure: SAVED, values: values(&saved) },
    ];
    if let Some(rate) = view.rate {
        let worth = |tree: &TreeSaving| {
            let worth = |seconds| count(rate.of(seconds));
            let said = tree.saving.saved.map(|saved| format!("{} to {} {}", worth(saved.low), worth(saved.high), rate.currency()));
            format!("{} at {} {} an hour", said.unwrap_or_default(), rate.amount(), rate.currency())
        };
        all.push(Counted { figure: WORTH, values: values(&worth) });
    }
    all
}
