//! Changes of one visit, open or finished, that move nothing else: notes, active time, output, reports.

use super::apply::Moment;
use super::{Phase, Refusal, Session};
use crate::id::VisitId;
use crate::text::{Note, Reason};
use crate::time::Seconds;
use crate::tree::NodeId;

impl Session {
    pub(super) fn note(&mut self, visit_id: VisitId, notes: &Note) -> Result<(), Refusal> {
        if let Phase::Running(visit) = &mut self.phase
            && visit.id == visit_id
        {
            visit.notes = notes.clone();
            return Ok(());
        }
        let record = self.records.iter_mut().find(|record| record.id == visit_id).ok_or(Refusal::NoSuchStep)?;
        record.notes = notes.clone();
        Ok(())
    }

    /// Sets how much of a visit was not work: at most what had elapsed of it at the moment, when it was said (timing rule 6).
    pub(super) fn set_idle(
        &mut self,
        visit_id: VisitId,
        idle: Seconds,
        reason: Option<&Reason>,
        moment: Moment<'_>,
    ) -> Result<(), Refusal> {
        let is_own_walk = self.completion().is_none() && moment.by.user_id == self.holder;
        if !is_own_walk && reason.is_none() {
            return Err(Refusal::ReasonNeeded);
        }
        if let Phase::Running(visit) = &mut self.phase
            && visit.id == visit_id
        {
            visit.idle = idle.min(moment.at.since(visit.entered_at));
            return Ok(());
        }
        let record = self.records.iter_mut().find(|record| record.id == visit_id).ok_or(Refusal::NoSuchStep)?;
        record.active_seconds = record.duration_seconds.less(idle);
        Ok(())
    }

    /// Node of a visit, open or finished, to report a problem with it.
    ///
    /// # Errors
    /// [`Refusal::NoSuchStep`] for an ad-hoc step, which has no node, and for a visit that the session does not have.
    pub fn reported_node(&self, visit_id: VisitId) -> Result<&NodeId, Refusal> {
        let open = self.open_visit().filter(|visit| visit.id == visit_id && visit.detour.is_none()).map(|visit| &visit.node_id);
        let finished = || self.records.iter().find(|record| record.id == visit_id).and_then(|record| record.node_id.as_ref());
        open.or_else(finished).ok_or(Refusal::NoSuchStep)
    }

    pub(super) fn has_visit(&self, visit_id: VisitId) -> Result<(), Refusal> {
        let open = self.open_visit().is_some_and(|visit| visit.id == visit_id);
        if open || self.records.iter().any(|record| record.id == visit_id) { Ok(()) } else { Err(Refusal::NoSuchStep) }
    }
}
