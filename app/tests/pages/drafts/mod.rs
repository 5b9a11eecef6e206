//! Pages of drafts.

mod changes;
mod disputes;
mod gate;
mod import;
mod library;
mod map;
mod new_tree;
mod outline;
mod preview;
mod step;
mod substitute;
mod text;
mod walked;

use std::sync::Arc;

use app::backend::views::drafts::{DraftCard, DraftPage};
use resolutionflow::id::DraftId;
use resolutionflow::tree::{TreeDocument, check_with_fixes};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::fixtures::{manager, now};
use crate::support::{Answer, Fake, visit};

/// Address of the draft.
pub const PATH: &str = "/drafts/0192f0c1-0000-7000-8000-000000000d01";

pub fn card(name: &str, nodes: u32) -> DraftCard {
    DraftCard {
        id: DraftId(Uuid::from_u128(0x0192_f0c1_0000_7000_8000_0000_0000_0d01)),
        name: name.to_owned(),
        base: Some(("vpn".to_owned(), 4)),
        nodes,
        changed_at: now(),
        changed_by: "Mara".to_owned(),
    }
}

/// A draft of these nodes, whose walks begin at the first.
pub fn draft(nodes: Value) -> DraftPage {
    let root = nodes[0]["id"].clone();
    let file = json!({"format": "resolutionflow.tree/1", "key": "vpn", "name": "VPN", "category": "Network", "root": root, "nodes": nodes});
    page(TreeDocument::read(file.to_string().as_bytes()).unwrap())
}

pub fn page(document: TreeDocument) -> DraftPage {
    let (problems, fixes) = check_with_fixes(&document);
    DraftPage {
        card: card(&document.name, u32::try_from(document.nodes.len()).unwrap()),
        revision: 7,
        document: Arc::new(document),
        problems,
        fixes,
        newer: None,
        undo: None,
        redo: None,
        present: Vec::new(),
        text: None,
        is_imported: false,
    }
}

/// A decision with an answer that leads to no step yet, an action that leads back, an end, and a step that nothing leads to.
pub fn small() -> DraftPage {
    draft(json!([
        {"id": "ask", "type": "decision", "title": "Is it on?", "body": "Look at the lamp.", "options": [
            {"id": "yes", "label": "Yes", "next_node_id": "end"}, {"id": "no", "label": "No", "next_node_id": "do"},
            {"id": "odd", "label": "Odd", "next_node_id": "Call the ISP"}]},
        {"id": "do", "type": "action", "title": "Switch it on", "next_node_id": "ask", "commands": [
            {"label": "Ping it", "shell": "bash", "text": "ping -c 1 gateway\necho done"}]},
        {"id": "end", "type": "solution", "title": "It works", "suggested_outcome": "resolved"},
        {"id": "alone", "type": "solution", "title": "Alone"},
    ]))
}

/// The page at an address, as a manager sees it.
pub async fn shows(path: &str, draft: DraftPage) -> Answer {
    visit(path).by(manager()).over(Fake { draft: Ok(draft), ..Fake::default() }).answer().await
}
