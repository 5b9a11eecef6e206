//! Figures as a group: what a store adds and takes away, command by command, is what counting anew gives.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::sample::Index;
use resolutionflow::session::Action;
use resolutionflow::stats::{
    DayKey, Figures, FrequencyTable, Group, Rollup, SessionFigures, Walk, decode_steps, encode_steps, first_of_month, walk_of,
};
use resolutionflow::zone::Zone;

use super::{counted, several, sum};
use crate::cases;
use crate::walk::walks;

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn changes_in_any_order_add_up_to_what_counting_anew_gives(walks in several(), order in proptest::collection::vec(any::<Index>(), 64)) {
        let mut changes: Vec<(Walk, i64)> = Vec::new();
        for (taken, after) in walks.iter().flat_map(crate::walk::Walk::carried_out) {
            let (before, after) = (walk_of(&taken.before, &Zone::UTC), walk_of(after, &Zone::UTC));
            if before != after {
                changes.extend(before.map(|walk| (walk, -1)));
                changes.extend(after.map(|walk| (walk, 1)));
            }
        }
        let mut order = order.iter().cycle();
        let mut rolled_up = Figures::default();
        let mut parts = [Figures::default(), Figures::default(), Figures::default()];
        while !changes.is_empty() {
            let (walk, times) = changes.swap_remove(order.next().unwrap().index(changes.len()));
            parts[order.next().unwrap().index(3)].add(&Figures::of(&walk), times);
        }
        parts.iter().for_each(|part| rolled_up += part);
        let anew: Vec<Walk> = walks.iter().filter_map(|walk| walk_of(walk.end(), &Zone::UTC)).collect();
        assert_eq!(rolled_up.encode(), sum(&anew).encode());
        assert_eq!(rolled_up, sum(&anew));
    }

    #[test]
    fn undoing_a_close_and_cancelling_leave_no_trace(walk in walks()) {
        let mut figures = Figures::default();
        for (taken, after) in walk.carried_out() {
            walk_of(&taken.before, &Zone::UTC).iter().for_each(|walk| figures -= &Figures::of(walk));
            walk_of(after, &Zone::UTC).iter().for_each(|walk| figures += &Figures::of(walk));
            let is_cancelled = after.completion().is_some_and(|completion| completion.outcome.as_str() == "cancelled");
            if matches!(taken.command.action, Action::UndoClose) || is_cancelled {
                assert_eq!(figures, Figures::default());
                assert_eq!(figures.encode(), Figures::default().encode());
            }
        }
    }

    #[test]
    fn walks_and_figures_read_back_from_their_bytes(walks in several()) {
        let walks: Vec<Walk> = walks.iter().flat_map(|walk| counted(walk).map(|(_, walk)| walk)).collect();
        for walk in &walks {
            assert_eq!(decode_steps(&encode_steps(&walk.steps)), Ok(walk.steps.clone()));
        }
        let figures = sum(&walks);
        assert_eq!(Figures::decode(&figures.encode()), Ok(figures.clone()));
        let turned: Vec<&Walk> = walks.iter().rev().collect();
        assert_eq!(sum(turned).encode(), figures.encode());
    }

    #[test]
    fn days_add_up_to_months_and_trees_to_all_of_them(walks in several(), order in any::<bool>()) {
        let mut walks: Vec<Walk> = walks.iter().filter_map(|walk| walk_of(walk.end(), &Zone::UTC)).collect();
        if order {
            walks.reverse();
        }
        let mut rollup = Rollup::default();
        walks.iter().for_each(|walk| rollup.add(walk, 1));
        let mut sums: BTreeMap<DayKey, SessionFigures> = BTreeMap::new();
        for (key, figures) in rollup.days.iter().filter(|(key, _)| !key.is_month) {
            let month = DayKey { is_month: true, day: first_of_month(key.day), ..*key };
            sums.entry(month).or_default().add(figures, 1);
        }
        assert!(sums.iter().eq(rollup.days.iter().filter(|(key, _)| key.is_month)));
        let of = |is_all: bool| {
            rollup.days.iter().filter(|(key, _)| key.version().is_none() == is_all).fold(SessionFigures::zero(), |mut sum, (_, figures)| {
                sum += figures;
                sum
            })
        };
        assert_eq!(of(true), of(false));
        // Taken away again, in parts, nothing is left.
        let (mut parts, (some, others)) = (Rollup::default(), walks.split_at(walks.len() / 2));
        others.iter().chain(some).for_each(|walk| parts.add(walk, -1));
        rollup.merge(&parts);
        rollup.tidy();
        assert_eq!(rollup, Rollup::default());
    }

    #[test]
    fn steps_of_a_walk_are_small(walk in walks()) {
        for (_, counted) in counted(&walk) {
            let keys = counted.steps.len() + counted.steps.iter().filter(|step| step.left_by.is_some()).count();
            assert!(encode_steps(&counted.steps).len() <= 4 + counted.steps.len() * 16 + keys * 9);
        }
    }

    #[test]
    fn tables_of_parts_add_up_to_the_table_of_the_whole(walks in several()) {
        let walks: Vec<Walk> = walks.iter().flat_map(|walk| counted(walk).map(|(_, walk)| walk)).collect();
        let mut table = FrequencyTable::default();
        sum(&walks).sessions.elapsed.iter().for_each(|part| table.add(part, 1));
        assert_eq!(table, walks.iter().map(|walk| walk.totals.total).collect());
    }
}
