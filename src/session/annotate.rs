//! Changes of one visit, open or finished, that move nothing else: notes, active time, output, reports.

use super::apply::Moment;
use super::{Phase, Refusal, Session};
use crate::id::{UserId, VisitId};
use crate::text::{Note, Reason};
use crate::time::Seconds;
use crate::tree::NodeId;

impl Session {
    /// True if only a reason makes these notes the actor's to change: another technician recorded them.
    pub fn note_needs_reason(&self, visit_id: VisitId, by: UserId) -> bool {
        self.technician_of(visit_id).is_some_and(|technician| technician != by)
    }

    /// True if the active time of the visit changes for a reason only: others may have read it, or recorded it.
    pub fn idle_needs_reason(&self, visit_id: VisitId, by: UserId) -> bool {
        self.completion().is_some() || by != self.holder || self.note_needs_reason(visit_id, by)
    }

    /// Technician who does the work of a visit, open or finished; none if there is no such visit.
    fn technician_of(&self, visit_id: VisitId) -> Option<UserId> {
        let open = self.open_visit().filter(|visit| visit.id == visit_id).map(|_| self.holder);
        open.or_else(|| self.records.iter().find(|record| record.id == visit_id).map(|record| record.technician_id))
    }

    pub(super) fn note(&mut self, visit_id: VisitId, notes: &Note, reason: Option<&Reason>, moment: Moment<'_>) -> Result<(), Refusal> {
        if reason.is_none() && self.note_needs_reason(visit_id, moment.by.user_id) {
            return Err(Refusal::ReasonNeeded);
        }
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
        if reason.is_none() && self.idle_needs_reason(visit_id, moment.by.user_id) {
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

    /// Checks that the actor is at the visit, or was: what commands printed for somebody else is not theirs to change.
    pub(super) fn takes_output(&self, visit_id: VisitId, moment: Moment<'_>) -> Result<(), Refusal> {
        match self.technician_of(visit_id) {
            None => Err(Refusal::NoSuchStep),
            Some(technician) if technician == moment.by.user_id => Ok(()),
            Some(_) => Err(Refusal::NotYours),
        }
    }
}
