//! Drafts: edits are undone exactly, differences make the one tree of the other, merges lose nothing, and walks are replayed.

mod differences;
mod edits;
mod large;
mod merges;
mod previews;
mod replays;
mod substitutes;
mod suggestions;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, subsequence};
use resolutionflow::tree::{
    Command, DocumentNode, Edit, NodeId, NodeKind, Shell, TreeDocument, TreeOption, apply, branch, new_node_id, new_option_id, pasted,
};

use crate::mistakes::{Breaking, MISTAKES};
use crate::tree_text::{any_documents, hostile, kind, normal};
use crate::trees::documents;

/// Drafts of every kind: publishable, broken, and hostile.
fn drafts() -> impl Strategy<Value = TreeDocument> {
    let broken = (documents(), subsequence(MISTAKES.to_vec(), 0..4), any::<Index>()).prop_map(|(document, mistakes, pick)| {
        let mut breaking = Breaking::of(document);
        for mistake in mistakes {
            breaking.make(mistake, pick);
        }
        breaking.document
    });
    prop_oneof![documents(), broken, any_documents()].prop_map(|document| normal(&document).into_draft().0)
}

/// Edit that is still to be made of a draft.
#[derive(Debug, Clone)]
struct Pick {
    which: usize,
    at: [Index; 4],
    text: String,
    kind: NodeKind,
    flag: bool,
}

fn picks(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Pick>> {
    let text = hostile().prop_map(|text| resolutionflow::text::normalise(&text));
    let pick = (0..26usize, any::<[Index; 4]>(), text, kind(), any::<bool>());
    vec(pick.prop_map(|(which, at, text, kind, flag)| Pick { which, at, text, kind, flag }), count)
}

impl Pick {
    /// The edit in a draft; it may be one that is refused.
    fn of(&self, document: &TreeDocument) -> Edit {
        let text = || self.text.clone();
        let Some(place) = (!document.nodes.is_empty()).then(|| self.at[0].index(document.nodes.len())) else {
            return Edit::Add { after: None, nodes: vec![self.new_node(document)] };
        };
        let (one, node) = (&document.nodes[place], document.nodes[place].id.clone());
        let other = self.at[1].get(&document.nodes).id.clone();
        let after = (!self.flag).then(|| other.clone());
        match self.which {
            0 => Edit::Name(text()),
            1 => Edit::Category(text()),
            2 => Edit::Description(text()),
            3 => Edit::Tags(vec![text()]),
            4 => Edit::Root(if self.flag { other } else { NodeId(text()) }),
            5 | 6 => Edit::Add { after, nodes: vec![self.new_node(document)] },
            7 => Edit::Remove { nodes: vec![node], heal: self.flag },
            8 => Edit::Remove { nodes: branch(document, &node).into_iter().map(|node| node.id).collect(), heal: self.flag },
            9 => Edit::Rename { node, to: if self.flag { new_node_id(document, &self.text) } else { NodeId(text()) } },
            10 => Edit::Move { node, after },
            11 | 12 => Edit::Title { node, title: text() },
            13 => Edit::Body { node, body: format!("{}\n{}", one.body, self.text) },
            14 => Edit::Kind { node, kind: self.kind.clone() },
            15 => pasted(document, after.as_ref(), &branch(document, &node)),
            16 => Edit::Key(text()),
            _ => self.inside(one, node, other),
        }
    }

    /// An edit of what belongs to the node's type.
    fn inside(&self, one: &DocumentNode, node: NodeId, other: NodeId) -> Edit {
        let text = || self.text.clone();
        match &one.kind {
            NodeKind::Solution { .. } => Edit::Outcome { node, outcome: self.flag.then_some(resolutionflow::outcome::Outcome::Workaround) },
            NodeKind::Action { commands, .. } => {
                let (at, to) = (self.at[2].index(commands.len() + 1), self.at[3].index(commands.len() + 1));
                let command = Command { label: text(), shell: Shell::Bash, text: text(), places: String::new() };
                match self.which {
                    17 | 18 => Edit::AddCommand { node, at, command },
                    19 => Edit::RemoveCommand { node, at },
                    20 | 21 => Edit::Command { node, at, command },
                    22 => Edit::MoveCommand { node, at, to },
                    _ => Edit::Next { node, target: if self.flag { other } else { NodeId(text()) } },
                }
            }
            NodeKind::Decision { options } => {
                let id = |at: Index| if options.is_empty() { text() } else { at.get(options).id.clone() };
                let (option, after) = (id(self.at[2]), (!self.flag && !options.is_empty()).then(|| id(self.at[3])));
                match self.which {
                    17 | 18 => {
                        let option = new_option_id(&one.kind, &self.text);
                        Edit::AddOption { node, after, option: TreeOption { id: option, label: text(), next_node_id: other } }
                    }
                    19 => Edit::RemoveOption { node, option },
                    20 | 21 => Edit::Label { node, option, label: text() },
                    22 => Edit::MoveOption { node, option, after },
                    _ => Edit::Target { node, option, target: if self.flag { other } else { NodeId(text()) } },
                }
            }
        }
    }

    fn new_node(&self, document: &TreeDocument) -> DocumentNode {
        let kind = match &self.kind {
            NodeKind::Decision { .. } => NodeKind::Decision { options: Vec::new() },
            other => other.clone(),
        };
        DocumentNode { id: new_node_id(document, &self.text), kind, title: self.text.clone(), body: String::new() }
    }
}

/// Makes edits one after the other; gives those that were not refused, with the edits that undo each.
fn made(document: &mut TreeDocument, picks: &[Pick]) -> Vec<(Edit, Vec<Edit>)> {
    let mut made = Vec::new();
    for pick in picks {
        let edit = normal_edit(&pick.of(document));
        if let Ok(undo) = apply(document, &edit) {
            made.push((edit, undo));
        }
    }
    made
}

/// The edit with texts as they are kept.
fn normal_edit(edit: &Edit) -> Edit {
    let json = serde_json::to_string(edit).unwrap().replace("\\r", "\\n").replace("\\u0000", "");
    serde_json::from_str(&json).unwrap()
}
