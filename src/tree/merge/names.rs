//! Steps that were renamed get one id in all three drafts, so that what the other has changed in them finds them.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Conflict, Unit};
use crate::tree::diff::pairs;
use crate::tree::edit::{Edit, rewritten};
use crate::tree::{NodeId, TreeDocument};

/// Origin, theirs and mine with the id that a renamed node has from now on; one that both renamed differently has theirs. With these
/// conflicts: they are to be decided after all others, whose edits name the node by the id that it has until then.
pub(super) fn of_one_name<'d>(
    origin: &'d TreeDocument,
    theirs: &'d TreeDocument,
    mine: &'d TreeDocument,
) -> ([Cow<'d, TreeDocument>; 3], Vec<Conflict>) {
    let mut conflicts = Vec::new();
    let (by_them, by_me) = (renamed(origin, theirs), renamed(origin, mine));
    if by_them.is_empty() && by_me.is_empty() {
        return ([origin, theirs, mine].map(Cow::Borrowed), conflicts);
    }
    let (used, used_by_them, used_by_me) = (used(origin), used(theirs), used(mine));
    let (mut of_origin, mut of_theirs, mut of_mine) = (HashMap::new(), HashMap::new(), HashMap::new());
    // A renamed step takes every link with it, and its new id is nobody else's. Anything else is one step gone and another new.
    let is_new = |new: &NodeId, others: &HashSet<&NodeId>| !used.contains(new) && !others.contains(new);
    for (old, new) in by_them.iter().filter(|(old, _)| !used_by_them.contains(*old)) {
        match by_me.get(old) {
            Some(other) if other == new => {
                of_origin.insert(*old, *new);
            }
            Some(other) if is_new(new, &used_by_me) && is_new(other, &used_by_them) && !used_by_me.contains(old) => {
                of_origin.insert(*old, *new);
                of_mine.insert(*other, *new);
                let keep_mine = vec![Edit::Rename { node: (*new).clone(), to: (*other).clone() }];
                let (theirs, mine) = (Some(new.0.clone()), Some(other.0.clone()));
                conflicts.push(Conflict { unit: Unit::Node((*new).clone()), theirs, mine, keep_mine });
            }
            None if is_new(new, &used_by_me) => {
                of_origin.insert(*old, *new);
                of_mine.insert(*old, *new);
            }
            _ => {}
        }
    }
    for (old, new) in by_me.iter().filter(|(old, _)| !by_them.contains_key(*old) && !used_by_me.contains(*old)) {
        if is_new(new, &used_by_them) {
            of_origin.insert(*old, *new);
            of_theirs.insert(*old, *new);
        }
    }
    let named = [rewritten(origin, &of_origin), rewritten(theirs, &of_theirs), rewritten(mine, &of_mine)];
    (named.map(Cow::Owned), conflicts)
}

/// New ids of the nodes that were renamed, by those of the origin.
fn renamed<'d>(origin: &'d TreeDocument, other: &'d TreeDocument) -> BTreeMap<&'d NodeId, &'d NodeId> {
    let pairs = pairs(&origin.nodes, &other.nodes);
    let both = other.nodes.iter().zip(&pairs).filter_map(|(new, old)| Some((&origin.nodes[(*old)?].id, &new.id)));
    both.filter(|(old, new)| old != new).collect()
}

/// Every id that a node has or that something leads to.
fn used(document: &TreeDocument) -> HashSet<&NodeId> {
    let targets = document.nodes.iter().flat_map(|node| node.kind.targets());
    document.nodes.iter().map(|node| &node.id).chain(targets).chain([&document.root]).collect()
}
