//! Order of a merged list: that of whoever has changed it, with what is new behind what it was put behind.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use super::unit::Three;
use super::{Conflict, Unit};
use crate::tree::NodeId;
use crate::tree::diff::{Place, arranged};
use crate::tree::edit::Edit;

/// The ids that are kept in their order, and true if both have changed it, each in another way; it is theirs then.
pub(super) fn merged<'i, I: Eq + Hash + Ord + ?Sized>(ids: &Three<Vec<&'i I>>, kept: &HashSet<&'i I>) -> (Vec<&'i I>, bool) {
    let there = ids.map_ref(|ids| ids.iter().copied().collect::<HashSet<&I>>());
    let is_common = |id: &&I| kept.contains(id) && there.origin.contains(id) && there.theirs.contains(id) && there.mine.contains(id);
    let common = ids.map_ref(|ids| ids.iter().copied().filter(is_common).collect::<Vec<_>>());
    let is_disputed = common.theirs != common.origin && common.mine != common.origin && common.theirs != common.mine;
    let order = if common.theirs == common.origin { &common.mine } else { &common.theirs };

    // What is not in all three stands behind the nearest that is, and there in the order of its side.
    let runs = |ids: &[&'i I]| {
        let (mut runs, mut behind): (HashMap<Option<&'i I>, Vec<&'i I>>, _) = (HashMap::new(), None);
        for id in ids.iter().copied() {
            if is_common(&id) {
                behind = Some(id);
            } else if kept.contains(&id) {
                runs.entry(behind).or_default().push(id);
            }
        }
        runs
    };
    let (mut theirs, mut mine) = (runs(&ids.theirs), runs(&ids.mine));
    let (mut merged, mut seen) = (Vec::with_capacity(kept.len()), HashSet::new());
    for place in std::iter::once(None).chain(order.iter().copied().map(Some)) {
        merged.extend(place);
        let mut runs = [theirs.remove(&place).unwrap_or_default(), mine.remove(&place).unwrap_or_default()];
        // Whoever comes first, both see the same order.
        runs.sort_by(|one, other| one.first().cmp(&other.first()));
        merged.extend(runs.into_iter().flatten().filter(|id| seen.insert(*id)));
    }
    (merged, is_disputed)
}

/// Conflict about the order of the nodes.
pub(super) fn conflict(ids: &Three<Vec<&NodeId>>, merged: &[&NodeId]) -> Conflict {
    let positions: HashMap<&NodeId, usize> = merged.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let mine: Vec<&NodeId> = ids.mine.iter().copied().filter(|id| positions.contains_key(id)).collect();
    let places = arranged(&mine.iter().map(|id| positions.get(id).copied()).collect::<Vec<_>>());
    let moved = places
        .iter()
        .enumerate()
        .filter(|(_, place)| **place == Place::Moved)
        .map(|(at, _)| Edit::Move { node: mine[at].clone(), after: at.checked_sub(1).map(|before| mine[before].clone()) });
    let text = |ids: &[&NodeId]| Some(ids.iter().map(|id| id.0.as_str()).collect::<Vec<_>>().join(", "));
    Conflict { unit: Unit::Order, theirs: text(&ids.theirs), mine: text(&ids.mine), keep_mine: moved.collect() }
}
