//! Events: what a command leaves to be stored beside the session itself.

use super::{Action, Command, Session};
use crate::access::Actor;
use crate::audit::Change;
use crate::id::{UserId, VisitId};
use crate::text::{Output, Problem};
use crate::time::Timestamp;
use crate::tree::NodeId;

/// Result of a command that was carried out.
#[derive(Debug, Clone, PartialEq)]
pub struct Applied {
    /// Session after the command, one revision later.
    pub session: Session,
    /// Events, in the order in which they happened.
    pub events: Vec<Event>,
}

/// Record of a command, to be stored beside the session.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// A step's output was sent. It may be what is stored already.
    Output {
        /// Visit whose commands printed it.
        visit_id: VisitId,
        /// Output, in place of what is stored for the visit.
        output: Output,
    },
    /// A problem was reported to the authors of the tree.
    Problem {
        /// Node of the step.
        node_id: NodeId,
        /// Description.
        problem: Problem,
    },
    /// A record changed, or the session changed hands: an entry of the audit trail.
    Audited(Change),
    /// Another visit than before is open, or none any more.
    Opened(Option<VisitId>),
    /// The visit of a technician ended, and no other one of theirs began in its place.
    Freed {
        /// Technician.
        technician: UserId,
        /// Instant of exit.
        at: Timestamp,
    },
}

impl Session {
    /// Events of a command that led from this session to `after`.
    pub(super) fn events(&self, command: &Command, by: &Actor, after: &Session) -> Vec<Event> {
        let mut events = Vec::new();
        if let (Some(visit), Some(draft)) = (self.open_visit(), &command.draft)
            && by.user_id == self.holder
            && draft.is_beside(visit.id)
        {
            events.push(Event::Output { visit_id: visit.id, output: draft.output.clone() });
        }
        match &command.action {
            Action::Output { visit_id, output } => events.push(Event::Output { visit_id: *visit_id, output: output.clone() }),
            Action::ReportProblem { visit_id, problem } => {
                let node_id = self.reported_node(*visit_id).ok().cloned();
                events.extend(node_id.map(|node_id| Event::Problem { node_id, problem: problem.clone() }));
            }
            _ => {}
        }
        events.extend(command.action.audit(self, after, by).map(Event::Audited));
        let open = |session: &Session| session.open_visit().map(|visit| visit.id);
        if open(self) != open(after) {
            events.push(Event::Opened(open(after)));
        }
        if open(self).is_some() && open(after).is_none() {
            events.push(Event::Freed { technician: self.holder, at: after.last_exit() });
        }
        events
    }
}
