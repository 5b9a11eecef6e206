//! Words about the trees that were walked, for a client or by oneself.

use std::cmp::Reverse;

use leptos::prelude::*;
use resolutionflow::insights::count;
use resolutionflow::insights::figures::overview::{ACTIVE_MEDIAN, RESOLUTION, WALKS};
use resolutionflow::insights::figures::trees::SPENT;
use resolutionflow::stats::COUNTED;
use resolutionflow::time::Seconds;

use super::part::Counted;
use super::said::Said;
use crate::backend::views::insights::{Headline, Overview, WalkedTree};
use crate::ui::chart::{HoursBar, HoursBars};

/// Notice that figures are of fewer days than were asked for.
pub(super) fn cut(is_cut: bool) -> Option<AnyView> {
    is_cut.then(|| {
        view! {
            <p class="notice mb-4">
                "More walks ended in the days that were asked for than are read at once, so the figures are of the newest days of them."
            </p>
        }
        .into_any()
    })
}

/// Hours spent, now and before, in a sentence.
pub(super) fn finding(view: &Overview) -> AnyView {
    view! {
        <Said figure=SPENT text=spent(&view.now) />
        " of work went into these walks, after "
        <Said figure=SPENT text=spent(&view.before) />
        " in the days before."
    }
    .into_any()
}

/// Formulas of the table of trees.
pub(super) fn counted(now: &Headline) -> Vec<Counted> {
    let none = |figure| Counted { figure, values: String::new() };
    let spent = Counted { figure: SPENT, values: spent(now) };
    vec![Counted { figure: WALKS, values: count(now.walks()) }, none(RESOLUTION), none(ACTIVE_MEDIAN), spent]
}

/// Most rows of a picture; the table has all of them.
const DRAWN: usize = 12;

/// Hours spent by tree, as bars on one scale; nothing without hours.
pub(super) fn picture<'a>(trees: impl Iterator<Item = &'a WalkedTree>) -> Option<AnyView> {
    bars("Hours of work by tree", trees.map(|tree| (tree.name.clone(), tree.figures.spent())).collect())
}

/// Hours spent, a bar for each name, on one scale; nothing without hours.
pub(super) fn bars(what: &str, mut rows: Vec<(String, i64)>) -> Option<AnyView> {
    rows.retain(|(_, spent)| *spent > 0);
    rows.sort_by_key(|(_, spent)| Reverse(*spent));
    rows.truncate(DRAWN);
    let (most, spent) = rows.first()?;
    let finding = format!("{what}: most went into {most}, {}", hours(*spent));
    let bars = rows.iter().map(|(name, spent)| HoursBar { label: name.clone(), spent: *spent, lost: 0, says: hours(*spent) });
    Some(view! { <HoursBars finding bars=bars.collect() /> }.into_any())
}

fn hours(seconds: i64) -> String {
    Seconds(u64::try_from(seconds).unwrap_or(0)).to_string()
}

fn spent(headline: &Headline) -> String {
    hours(headline.figures.active(&COUNTED).sum())
}
