//! What is going on right now: open sessions, held against what is known of their steps.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use app::backend::views::insights::{Listed, Now, RunningNow};
use futures_util::future::join_all;
use resolutionflow::session::VersionRef;
use resolutionflow::stats::NodeKey;
use resolutionflow::time::Seconds;

use super::super::authority::Authority;
use super::super::failure::Failure;
use super::super::request::Request;
use super::super::tree_cache::Trees;
use crate::store::end_read;
use crate::store::figures::generations::{Standing, standing};
use crate::store::now::{Running, parked, running};

/// Open sessions of the account, for a manager. Pages ask for it by themselves, which does not keep their login alive.
pub(super) async fn now(request: &Request, trees: &Trees) -> Result<Now, Failure> {
    let (mut tx, technician) = request.onlooker().await?;
    let (account, zone, service) = (technician.manager()?.account(), technician.settings().zone, &request.service);
    let as_of = service.now();
    let Listed { rows, all } = running(&mut tx, account).await?;
    let mut found = Vec::new();
    for Running { session, mut named } in rows {
        let tree = trees.get(&mut tx, account, session.version).await?;
        let visit = session.open_visit();
        let node = visit.filter(|visit| visit.detour.is_none()).map(|visit| visit.node_id.clone());
        if let Some(node) = &node {
            named.step = tree.node(node).map_or_else(|| node.0.clone(), |node| node.title.clone());
        }
        let (budget, step_budget) = service.past_budgets(&mut tx, &technician, &session, &tree).await?;
        let row = RunningNow {
            session: named,
            is_ad_hoc: node.is_none(),
            at_step: session.active_here(as_of).unwrap_or(Seconds(0)),
            p90: None,
            budget,
            step_budget,
        };
        found.push((session.version, node.as_ref().map(NodeKey::of), row));
    }
    let queue = parked(&mut tx, account, true).await?;
    let parked = parked(&mut tx, account, false).await?;
    let is_counting = matches!(standing(&mut tx, account).await?, Standing::Counting { .. });
    end_read(tx);
    // What is kept of steps is waited for without a transaction.
    let versions: HashSet<VersionRef> = found.iter().map(|(version, ..)| *version).collect();
    let usual = versions.into_iter().map(|version| {
        let service = service.clone();
        async move { (version, service.usual((account, version)).await) }
    });
    let usual: HashMap<VersionRef, _> = join_all(usual).await.into_iter().collect();
    let rows = found.into_iter().map(|(version, node, row)| {
        let p90 = node.zip(usual.get(&version)).and_then(|(node, usual)| usual.p90s.get(&node).copied());
        RunningNow { p90, ..row }
    });
    let mut rows: Vec<RunningNow> = rows.collect();
    rows.sort_by_key(|row| (Reverse(row.is_past()), Reverse(row.at_step), row.session.id));
    Ok(Now { as_of, zone, is_counting, running: Listed { rows, all }, queue, parked })
}
