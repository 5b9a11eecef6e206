//! From a walk that is in the sums to the row that COPY takes.

use std::fmt::Write;

use resolutionflow::id::AccountId;
use resolutionflow::stats::{Walk, encode_steps};

use super::row::{Marks, whole};
use crate::store::integer;

/// COPY statement of folded walks; its columns are those of [`fields`], in that order.
pub(in crate::store) const COPY: &str = "copy walks (
    account_id, generation, session_id, tree_id, version_number, holder_id, outcome, started_at, completed_at, ended_on,
    total_seconds, active_seconds, parked_seconds, flags, steps, ending, exit_node, visited, chosen, interrupted, path, folded
) from stdin with (format csv)";

/// Fields of a folded walk's row in COPY's CSV.
pub(in crate::store) fn fields(account: AccountId, generation: i32, walk: &Walk) -> Vec<String> {
    let Marks { ending, exit_node, visited, chosen, interrupted, path } = Marks::of(walk);
    let array = |keys: Vec<i64>| format!("{{{}}}", keys.iter().map(i64::to_string).collect::<Vec<_>>().join(","));
    vec![
        account.to_string(),
        generation.to_string(),
        walk.session.to_string(),
        walk.version.tree_id.to_string(),
        integer(walk.version.number).to_string(),
        walk.holder.to_string(),
        walk.outcome.as_str().to_owned(),
        walk.started_at.to_string(),
        walk.completed_at.to_string(),
        walk.ended_on.to_string(),
        whole(walk.totals.total).to_string(),
        whole(walk.totals.active).to_string(),
        whole(walk.totals.parked).to_string(),
        walk.flags.0.to_string(),
        bytes(&encode_steps(&walk.steps)),
        ending.to_owned(),
        exit_node.map(|node| node.to_string()).unwrap_or_default(),
        array(visited),
        array(chosen),
        array(interrupted),
        path.to_string(),
        true.to_string(),
    ]
}

/// Bytes as COPY reads them.
pub(in crate::store) fn bytes(bytes: &[u8]) -> String {
    bytes.iter().fold(String::from(r"\x"), |mut text, byte| {
        // Writing to a text does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
