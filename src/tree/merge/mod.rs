//! Merging what two people have made of one draft: unit by unit, without locks. What both have changed differently is a conflict, with both
//! texts, and stays as the first has it until somebody decides.

mod kind;
mod lines;
mod names;
mod order;
mod unit;

#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

use super::diff::{by_id, diff, node_edits};
use super::edit::{Edit, EditError, Unit, apply_all};
use super::{DocumentNode, NodeId, TreeDocument};
use names::of_one_name;
use unit::{Merging, Sides};

/// Outcome of a merge.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    /// The draft with the changes of both; in conflicts it has theirs.
    pub document: TreeDocument,
    /// Everything that both changed, and not to the same. The edits of all of them can be applied one after the other in this order.
    pub conflicts: Vec<Conflict>,
}

/// Unit that two people have changed differently.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    /// The unit, with the ids that the merged draft has.
    pub unit: Unit,
    /// Their text; none if it is gone there.
    pub theirs: Option<String>,
    /// My text; none if it is gone here.
    pub mine: Option<String>,
    /// Edits of the merged draft that put mine in place of theirs.
    pub keep_mine: Vec<Edit>,
}

impl Conflict {
    /// Edits of the merged draft that let theirs stand. There are some only where it is gone there, and the merge kept mine until somebody
    /// decides.
    pub fn keep_theirs(&self) -> Vec<Edit> {
        match (&self.theirs, &self.unit) {
            (None, Unit::Node(node)) => vec![Edit::Remove { nodes: vec![node.clone()], heal: false }],
            (None, Unit::Option(node, option)) => vec![Edit::RemoveOption { node: node.clone(), option: option.clone() }],
            _ => Vec::new(),
        }
    }
}

/// Merges two drafts that were made of one. Where one of them changed nothing the other is the outcome, and units that one alone has
/// changed are as that one has them. A step that one has changed and the other removed stays.
pub fn merge(origin: &TreeDocument, theirs: &TreeDocument, mine: &TreeDocument) -> Merged {
    let whole = |document: &TreeDocument| Merged { document: document.clone(), conflicts: Vec::new() };
    if mine == origin || mine == theirs {
        return whole(theirs);
    }
    if theirs == origin {
        return whole(mine);
    }
    if ![origin, theirs, mine].into_iter().all(TreeDocument::is_draft) {
        let keep_mine = vec![Edit::Document(Box::new(mine.clone()))];
        let text = |document: &TreeDocument| Some(document.to_text());
        let conflict = Conflict { unit: Unit::Document, theirs: text(theirs), mine: text(mine), keep_mine };
        return Merged { document: theirs.clone(), conflicts: vec![conflict] };
    }
    let mut merging = Merging::default();
    let (named, renamed) = of_one_name(origin, theirs, mine);
    let [origin, theirs, mine] = named.each_ref().map(AsRef::as_ref);
    let sides = Sides { origin, theirs, mine };
    let mut document = TreeDocument {
        format: merging.text(sides.map(|side| &side.format), Unit::Head("format"), Edit::Format),
        key: merging.text(sides.map(|side| &side.key), Unit::Head("key"), Edit::Key),
        name: merging.text(sides.map(|side| &side.name), Unit::Head("name"), Edit::Name),
        category: merging.text(sides.map(|side| &side.category), Unit::Head("category"), Edit::Category),
        tags: merging.value(sides.map(|side| &side.tags), Unit::Head("tags"), |tags| quoted(tags), |tags| vec![Edit::Tags(tags)]),
        description: merging.lines(sides.map(|side| &side.description), Unit::Head("description"), Edit::Description),
        root: merging.value(sides.map(|side| &side.root), Unit::Head("root"), |root| root.0.clone(), |root| vec![Edit::Root(root)]),
        nodes: Vec::new(),
    };
    document.nodes = nodes(sides, &mut merging);
    merging.conflicts.extend(renamed);
    Merged { document, conflicts: merging.conflicts }
}

fn quoted(tags: &[String]) -> String {
    tags.iter().map(|tag| format!("“{tag}”")).collect::<Vec<_>>().join(", ")
}

fn nodes(sides: Sides<'_, TreeDocument>, merging: &mut Merging) -> Vec<DocumentNode> {
    let at = sides.each(by_id);
    let mut merged: HashMap<&NodeId, DocumentNode> = HashMap::new();
    let only_mine = sides.mine.nodes.iter().filter(|node| !at.theirs.contains_key(&node.id));
    for node in sides.theirs.nodes.iter().chain(only_mine) {
        let found = at.map_ref(|nodes| nodes.get(&node.id).copied());
        merged.extend(one(found.origin, found.theirs, found.mine, merging).map(|one| (&node.id, one)));
    }
    let ids = sides.each(|document| document.nodes.iter().map(|node| &node.id).collect::<Vec<_>>());
    let kept: HashSet<&NodeId> = merged.keys().copied().collect();
    let (order, is_disputed) = order::merged(&ids, &kept);
    if is_disputed {
        merging.conflicts.push(order::conflict(&ids, &order));
    }
    order.into_iter().filter_map(|id| merged.remove(id)).collect()
}

/// Merges a node that is in one of them at least; none if it is gone.
fn one(
    origin: Option<&DocumentNode>,
    theirs: Option<&DocumentNode>,
    mine: Option<&DocumentNode>,
    merging: &mut Merging,
) -> Option<DocumentNode> {
    let conflict = |node: &DocumentNode, theirs: Option<&DocumentNode>, mine: Option<&DocumentNode>, keep_mine| {
        let text = |node: Option<&DocumentNode>| node.map(|node| node.to_text().trim_end().to_owned());
        Conflict { unit: Unit::Node(node.id.clone()), theirs: text(theirs), mine: text(mine), keep_mine }
    };
    match (origin, theirs, mine) {
        (Some(origin), Some(theirs), Some(mine)) => Some(kind::node(Sides { origin, theirs, mine }, merging)),
        (None, Some(theirs), Some(mine)) => {
            if theirs != mine {
                merging.conflicts.push(conflict(theirs, Some(theirs), Some(mine), node_edits(theirs, mine, |id| id)));
            }
            Some(theirs.clone())
        }
        (Some(origin), Some(theirs), None) => {
            if theirs == origin {
                return None;
            }
            let keep_mine = vec![Edit::Remove { nodes: vec![theirs.id.clone()], heal: false }];
            merging.conflicts.push(conflict(theirs, Some(theirs), None, keep_mine));
            Some(theirs.clone())
        }
        (Some(origin), None, Some(mine)) => {
            if mine == origin {
                return None;
            }
            merging.conflicts.push(conflict(mine, None, Some(mine), Vec::new()));
            Some(mine.clone())
        }
        (None, Some(node), None) | (None, None, Some(node)) => Some(node.clone()),
        (_, None, None) => None,
    }
}

/// Edits of a draft as others have changed it meanwhile, which do what some edits did to the draft that their author saw; with what both
/// changed. With conflicts nothing should be stored: their author decides first.
///
/// # Errors
/// [`EditError`] of an edit that could not even be made in the draft that its author saw.
pub fn rebase(origin: &TreeDocument, current: &TreeDocument, edits: &[Edit]) -> Result<(Vec<Edit>, Vec<Conflict>), EditError> {
    if origin == current {
        apply_all(&mut origin.clone(), edits)?;
        return Ok((edits.to_vec(), Vec::new()));
    }
    let mut mine = origin.clone();
    apply_all(&mut mine, edits)?;
    let Merged { document, conflicts } = merge(origin, current, &mine);
    Ok((diff(current, &document).into_iter().map(|change| change.edit).collect(), conflicts))
}
