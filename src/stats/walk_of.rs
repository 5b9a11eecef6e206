//! From a session to the walk that counts.

use std::collections::HashMap;

use super::{Flags, NodeKey, OptionKey, Walk, WalkStep, Way};
use crate::decision::{ClockSource, DecisionRecord, LeftBy};
use crate::id::VisitId;
use crate::outcome::Outcome;
use crate::session::{Session, trail};
use crate::timing::Totals;
use crate::tree::{NodeId, NodeType};
use crate::zone::Zone;

/// Number of the rules by which a walk is made of a session. One more where the same session makes another walk, or figures of a walk are
/// others: accounts are then counted anew beside what is shown.
pub const MEANING: i32 = 2;

/// Walk of a session, as it counts now; none while the session is active, and of a cancelled one. `zone` is the account's.
pub fn walk_of(session: &Session, zone: &Zone) -> Option<Walk> {
    let completion = session.completion().filter(|completion| completion.outcome != Outcome::Cancelled)?;
    let totals = Totals::of(&session.records);
    let steps = steps(&session.records);
    let flags = Flags::default()
        .with(Flags::BROWSER_CLOCK, session.records.iter().any(is_by_browser))
        .with(Flags::CLOSED, completion.closed.is_some())
        .with(Flags::AWAY, totals.active < totals.total)
        .with(Flags::NO_TICKET, session.facts.ticket.is_empty())
        .with(Flags::FOLLOW_UP, session.follows.is_some())
        .with(Flags::HANDED_OVER, session.handed_over_at.is_some());
    Some(Walk {
        session: session.id,
        version: session.version,
        holder: session.holder,
        outcome: completion.outcome,
        started_at: session.started_at,
        completed_at: completion.completed_at,
        ended_on: zone.day(completion.completed_at),
        totals,
        flags,
        steps,
    })
}

/// Steps of the trail as integers.
fn steps(records: &[DecisionRecord]) -> Vec<WalkStep> {
    let visits: HashMap<VisitId, &DecisionRecord> = records.iter().map(|record| (record.id, record)).collect();
    let mut at = NodeKey::NONE;
    let mut steps: Vec<WalkStep> = trail(records)
        .iter()
        .map(|step| {
            let visits: Vec<&DecisionRecord> = step.visits.iter().filter_map(|id| visits.get(id).copied()).collect();
            let last = visits.last().and_then(|visit| Some((visit.node_id.as_ref()?, *visit)));
            at = last.map_or(at, |(node, _)| NodeKey::of(node));
            WalkStep {
                node: at,
                node_type: match step.node_type {
                    _ if last.is_none() => NodeType::Custom,
                    NodeType::Custom => NodeType::Action,
                    of_tree => of_tree,
                },
                left_by: last.map(|(node, visit)| way(node, visit)),
                superseded: step.superseded,
                elapsed: step.duration,
                active: step.active,
                by_browser: visits.iter().filter(|visit| is_by_browser(visit)).map(|visit| visit.duration_seconds).sum(),
                parks: u16::try_from(visits.iter().filter(|visit| visit.left_by == LeftBy::Parked).count()).unwrap_or(u16::MAX),
            }
        })
        .collect();
    if let Some(exit) = steps.iter_mut().rfind(|step| !step.is_ad_hoc()) {
        exit.left_by = None;
    }
    steps
}

/// Way in which a visit that another step follows was left. Only other writers break one off and go on at another node.
fn way(node: &NodeId, visit: &DecisionRecord) -> Way {
    match (visit.left_by, &visit.option_id) {
        (LeftBy::Answered, Some(option)) => Way::Option(OptionKey::of(node, option)),
        (LeftBy::Back, _) => Way::Back,
        (LeftBy::Jumped, _) => Way::Jump,
        _ => Way::Continue,
    }
}

fn is_by_browser(record: &DecisionRecord) -> bool {
    record.clock == ClockSource::Client
}
