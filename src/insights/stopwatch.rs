//! The stopwatch tree: one step, "work as you always did", by the same clock and with the same outcomes as every walk.

use crate::tree::{DocumentNode, FORMAT, NodeId, NodeKind, TreeDocument};

/// Key of the stopwatch tree.
pub const STOPWATCH: &str = "stopwatch";

/// Document of the stopwatch tree under a key: that of [`STOPWATCH`], or another where the account has a tree of its own there.
pub fn stopwatch(key: &str) -> TreeDocument {
    let id = NodeId("work".to_owned());
    TreeDocument {
        format: FORMAT.to_owned(),
        key: key.to_owned(),
        name: "Stopwatch".to_owned(),
        category: "Measurement".to_owned(),
        tags: Vec::new(),
        description: "Measures how long tickets take without a tree. It is started when a ticket is drawn for a measurement.".to_owned(),
        root: id.clone(),
        nodes: vec![DocumentNode {
            id,
            kind: NodeKind::Solution { suggested_outcome: None },
            title: "Work as you always did".to_owned(),
            body: "Solve the ticket in your own way, without a tree. Park the walk when you are interrupted, and complete it with how it \
                   ended, as always."
                .to_owned(),
        }],
    }
}
