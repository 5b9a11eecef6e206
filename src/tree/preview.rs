//! Drafts walked before they are published, whatever is wrong with them.

use std::borrow::Cow;
use std::collections::HashSet;

use super::publish::without_body;
use super::{Node, NodeId, NodeKind, Tree, TreeDocument};
use crate::decision::LeftBy;
use crate::session::Session;
use crate::text::Title;

/// Title of the end that a preview comes to where a link leads to no step.
const NOWHERE: &str = "Leads nowhere yet";

/// Link of a draft that leads to no step, at which a preview has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadEnd {
    /// Step that it leads away from; none where walks begin at a step that is not there.
    pub from: Option<NodeId>,
    /// Id of the answer, if that step is a decision.
    pub option: Option<String>,
    /// What stands there in place of a step; empty where nothing does.
    pub target: NodeId,
}

impl Tree {
    /// Sketch of a draft for walks through it: every step without its instructions. Titles and answers are cut where they are longer than
    /// they may be, since each visit records them. Of steps with one id the first has it.
    pub fn sketch(document: &TreeDocument) -> Tree {
        let document = if document.is_draft() { Cow::Borrowed(document) } else { Cow::Owned(document.clone().into_draft().0) };
        let nodes = document.nodes.iter().map(|node| {
            let mut node = without_body(node);
            cut(&mut node.title);
            if let NodeKind::Decision { options } = &mut node.kind {
                options.iter_mut().for_each(|option| cut(&mut option.label));
            }
            node
        });
        Self::of(&document, nodes.collect())
    }

    /// The sketch of a draft for a preview, which begins at `start`, or where walks begin. Every link leads to a step: where the draft has
    /// none, to an end that says so.
    pub fn to_walk(document: &TreeDocument, start: Option<&NodeId>) -> Tree {
        let mut published = Self::sketch(document).published;
        if let Some(start) = start {
            published.root = start.clone();
        }
        let there: HashSet<&NodeId> = published.nodes.iter().map(|node| &node.id).collect();
        let targets = published.nodes.iter().flat_map(|node| node.kind.targets()).chain([&published.root]);
        let missing: HashSet<NodeId> = targets.filter(|target| !there.contains(target)).cloned().collect();
        let kind = NodeKind::Solution { suggested_outcome: None };
        published.nodes.extend(missing.into_iter().map(|id| Node { id, title: NOWHERE.to_owned(), body: Vec::new(), kind: kind.clone() }));
        published.into()
    }
}

fn cut(text: &mut String) {
    if let Some((end, _)) = text.char_indices().nth(Title::LIMIT) {
        text.truncate(end);
    }
}

/// The link by which a preview has come to no step; none where it stands at one, or has ended.
pub fn dead_end(document: &TreeDocument, session: &Session) -> Option<DeadEnd> {
    let target = session.open_visit()?.node_id.clone();
    if document.nodes.iter().any(|node| node.id == target) {
        return None;
    }
    let led = |left_by: LeftBy| matches!(left_by, LeftBy::Answered | LeftBy::Continued);
    let last = session.records.iter().rev().find(|record| !record.superseded && led(record.left_by));
    Some(DeadEnd { from: last.and_then(|record| record.node_id.clone()), option: last.and_then(|record| record.option_id.clone()), target })
}
