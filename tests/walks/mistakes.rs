//! Ways to break a publishable tree, each with what the checker must say about it.

use std::collections::HashSet;

use proptest::sample::Index;
use resolutionflow::outcome::Outcome;
use resolutionflow::tree::{Command, DocumentNode, NodeId, NodeKind, Shell, TreeDocument, TreeOption};

use crate::trees::option;

/// A way to break a publishable tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mistake {
    WrongFormat,
    BadKey,
    NoName,
    NoCategory,
    EmptyTag,
    LeadsToNoNode,
    LeadsNowhere,
    Unreachable,
    NoWayOut,
    EmptyTitle,
    LongTitle,
    LongBody,
    EmptyNodeId,
    SameNodeId,
    NoOptions,
    EmptyLabel,
    LongLabel,
    SameLabel,
    SameOptionId,
    EmptyOptionId,
    EmptyCommand,
    CommandWithoutLabel,
    OutcomeOfNoWalk,
}

use Mistake as M;

pub(crate) const MISTAKES: [Mistake; 23] = [
    M::WrongFormat,
    M::BadKey,
    M::NoName,
    M::NoCategory,
    M::EmptyTag,
    M::LeadsToNoNode,
    M::LeadsNowhere,
    M::Unreachable,
    M::NoWayOut,
    M::EmptyTitle,
    M::LongTitle,
    M::LongBody,
    M::EmptyNodeId,
    M::SameNodeId,
    M::NoOptions,
    M::EmptyLabel,
    M::LongLabel,
    M::SameLabel,
    M::SameOptionId,
    M::EmptyOptionId,
    M::EmptyCommand,
    M::CommandWithoutLabel,
    M::OutcomeOfNoWalk,
];

/// The node that must be named, and words of the sentence.
pub(crate) type Expected = (Option<NodeId>, &'static str);

/// A document that is being broken. Every mistake gets a node of its own, so that none hides another.
pub(crate) struct Breaking {
    pub(crate) document: TreeDocument,
    taken: HashSet<usize>,
    added: usize,
}

impl Breaking {
    pub(crate) fn of(document: TreeDocument) -> Self {
        Self { document, taken: HashSet::new(), added: 0 }
    }

    /// Makes the mistake; what the checker must say.
    pub(crate) fn make(&mut self, mistake: Mistake, pick: Index) -> Expected {
        let blank = (*pick.get(&["", " ", "\n\t ", "\u{a0}", "\0"])).to_owned();
        let document = &mut self.document;
        match mistake {
            M::WrongFormat => (about(&mut document.format, "resolutionflow.tree/2"), "The format"),
            M::BadKey => (about(&mut document.key, pick.get(&["", "VPN", "-vpn", "vpn-", "no slug", "vpn/2", "ä"])), "The key"),
            M::NoName => (about(&mut document.name, &blank), "The name must not be empty"),
            M::NoCategory => (about(&mut document.category, &blank), "The category must not be empty"),
            M::EmptyTag => (about(&mut document.tags[0], &blank), "must not be empty"),
            M::LeadsToNoNode => (self.add_option(pick, |option| option.next_node_id = "no such node".into()), "“no such node”"),
            M::LeadsNowhere => (self.add_option(pick, |option| option.next_node_id = NodeId::default()), "leads nowhere"),
            M::EmptyLabel => (self.add_option(pick, |option| option.label = blank), "has no label"),
            M::LongLabel => (self.add_option(pick, |option| option.label = "ä".repeat(121)), "is 121 characters long"),
            M::SameLabel => (self.add_option(pick, |option| option.label = " ANSWER \t 0\n".into()), "Two options read"),
            M::SameOptionId => (self.add_option(pick, |option| option.id = "option-0".into()), "Two options have the id"),
            M::EmptyOptionId => (self.add_option(pick, |option| option.id = blank), "The id of an option"),
            M::EmptyTitle => (self.change_node(pick, |node| node.title = blank), "title must not be empty"),
            M::LongTitle => (self.change_node(pick, |node| node.title = "ä".repeat(201)), "title is 201 characters long"),
            M::LongBody => (self.change_node(pick, |node| node.body = "ä".repeat(20_001)), "body is 20001 characters long"),
            M::NoOptions => (self.change_decision(pick, Vec::clear), "decision with 0 options"),
            M::EmptyCommand => (self.add_action("Flush DNS", &blank), "is empty"),
            M::CommandWithoutLabel => (self.add_action(&blank, "ipconfig /flushdns"), "The label of a command"),
            M::OutcomeOfNoWalk => {
                let position = self.add(NodeKind::Solution { suggested_outcome: Some(Outcome::Cancelled) });
                (self.id(position), "no walk can end")
            }
            M::NoWayOut => {
                let position = self.add(NodeKind::Action { commands: Vec::new(), next_node_id: NodeId::default() });
                let id = self.document.nodes[position].id.clone();
                self.document.nodes[position].kind = NodeKind::Action { commands: Vec::new(), next_node_id: id };
                (self.id(position), "No path from here leads to a solution")
            }
            M::Unreachable => {
                let kind = NodeKind::Solution { suggested_outcome: None };
                self.taken.insert(self.document.nodes.len());
                self.document.nodes.push(DocumentNode { id: "island".into(), kind, title: "Island".into(), body: String::new() });
                (Some("island".into()), "No path from the root leads here")
            }
            M::SameNodeId => {
                let position = self.free(pick, |_| true).unwrap_or(0);
                self.taken.extend([position, self.document.nodes.len()]);
                let twin = DocumentNode { title: "Twin".into(), ..self.document.nodes[position].clone() };
                self.document.nodes.push(twin);
                (self.id(position), "same id")
            }
            M::EmptyNodeId => {
                let position = self.add(NodeKind::Solution { suggested_outcome: None });
                self.document.nodes[position].id = NodeId(blank);
                (self.id(position), "Its id must be")
            }
        }
    }

    fn id(&self, position: usize) -> Option<NodeId> {
        self.document.nodes.get(position).map(|node| node.id.clone())
    }

    /// A node that no mistake was made at.
    fn free(&self, pick: Index, suits: fn(&NodeKind) -> bool) -> Option<usize> {
        let free: Vec<usize> =
            (0..self.document.nodes.len()).filter(|at| !self.taken.contains(at) && suits(&self.document.nodes[*at].kind)).collect();
        (!free.is_empty()).then(|| *pick.get(&free))
    }

    fn change_node(&mut self, pick: Index, change: impl FnOnce(&mut DocumentNode)) -> Option<NodeId> {
        let position = self.free(pick, |_| true).unwrap_or_else(|| self.add(NodeKind::Solution { suggested_outcome: None }));
        self.taken.insert(position);
        change(&mut self.document.nodes[position]);
        self.id(position)
    }

    fn change_decision(&mut self, pick: Index, change: impl FnOnce(&mut Vec<TreeOption>)) -> Option<NodeId> {
        let position = self.free(pick, |kind| matches!(kind, NodeKind::Decision { .. })).unwrap_or_else(|| {
            let back = option(0, self.document.root.clone());
            self.add(NodeKind::Decision { options: vec![back] })
        });
        self.taken.insert(position);
        if let NodeKind::Decision { options } = &mut self.document.nodes[position].kind {
            change(options);
        }
        self.id(position)
    }

    fn add_option(&mut self, pick: Index, spoil: impl FnOnce(&mut TreeOption)) -> Option<NodeId> {
        let mut spoilt = option(50, self.document.root.clone());
        spoil(&mut spoilt);
        self.change_decision(pick, |options| options.push(spoilt))
    }

    fn add_action(&mut self, label: &str, text: &str) -> Option<NodeId> {
        let command = Command { label: label.into(), shell: Shell::Bash, text: text.into(), places: String::new() };
        let next_node_id = self.document.root.clone();
        let position = self.add(NodeKind::Action { commands: vec![command], next_node_id });
        self.id(position)
    }

    /// One more node, to which a new root leads.
    fn add(&mut self, kind: NodeKind) -> usize {
        self.added += 1;
        let (id, root) = (NodeId(format!("added {}", self.added)), NodeId(format!("root {}", self.added)));
        let old = std::mem::replace(&mut self.document.root, root.clone());
        let options = vec![option(0, old), option(1, id.clone())];
        let position = self.document.nodes.len();
        self.document.nodes.push(DocumentNode { id, kind, title: "Added".into(), body: String::new() });
        self.document.nodes.push(DocumentNode {
            id: root,
            kind: NodeKind::Decision { options },
            title: "Which?".into(),
            body: String::new(),
        });
        self.taken.extend([position, position + 1]);
        position
    }
}

/// Spoils a text about the whole tree.
fn about(text: &mut String, spoilt: &str) -> Option<NodeId> {
    *text = spoilt.to_owned();
    None
}
