//! Effect of each command on a session.

use super::trail::first_visit_of_step;
use super::{Action, Applied, Closing, Command, Completion, MAX_RECORDS, Phase, Refusal, Session, Visit};
use crate::access::Actor;
use crate::decision::{ClockSource, DecisionRecord, LeftBy};
use crate::id::{UserId, VisitId};
use crate::outcome::Outcome;
use crate::text::{OutcomeNotes, Reason};
use crate::time::Timestamp;
use crate::timing::{self, Present};
use crate::tree::{Node, NodeId, NodeKind, Tree};

/// Moment at which a command counts as made, by whose clock, and its actor.
#[derive(Clone, Copy)]
pub(super) struct Moment<'a> {
    pub(super) at: Timestamp,
    clock: ClockSource,
    pub(super) by: &'a Actor,
    /// Id of the visit that the command opens.
    opens: VisitId,
}

impl Session {
    /// Carries out a command that [`super::receive`] let in: gives the session one revision later, and the events to store. `tree`
    /// is the version the session is pinned to, `now` the server's time. On the server its texts take the form in which they are kept.
    ///
    /// # Errors
    /// [`Refusal`]; nothing is changed then.
    pub fn apply(&self, tree: &Tree, command: &Command, by: &Actor, now: impl Into<Present>) -> Result<Applied, Refusal> {
        #[cfg(feature = "server")]
        let command = &command.in_kept_form()?;
        let session = self.after(tree, command, by, now)?;
        let events = self.events(command, by, &session);
        Ok(Applied { session, events })
    }

    /// The session after a command, without its events: a browser stores none.
    ///
    /// # Errors
    /// As [`Session::apply`].
    pub fn after(&self, tree: &Tree, command: &Command, by: &Actor, now: impl Into<Present>) -> Result<Session, Refusal> {
        let Present { now, free_since } = now.into();
        command.action.permitted_by(&self.deeds(by, now.cut()))?;
        let mut next = self.clone();
        let (holds, is_from_a_list) = (by.user_id == self.holder, command.action.is_from_a_list());
        // Nobody else is at work, and in a list a claimed time would stretch the ten minutes in which a close can be undone.
        let claimed = command.at.filter(|_| holds && !is_from_a_list);
        let (at, clock) = timing::decide(claimed, self.not_before(free_since), now);
        let moment = Moment { at, clock, by, opens: VisitId(command.id.0) };
        if holds {
            next.keep_draft(tree, command);
        }
        next.carry_out(tree, &command.action, moment)?;
        self.has_room_for(command, &next)?;
        next.revision += 1;
        if holds && self.completion().is_none() && !is_from_a_list {
            next.last_activity_at = next.last_activity_at.max(at);
        }
        Ok(next)
    }

    /// Earliest time of a command: the entry of the open visit. Where none is open, the last exit, or later: when the holder got the
    /// session, and the end of their last visit, `free_since`.
    fn not_before(&self, free_since: Option<Timestamp>) -> Timestamp {
        let last = || self.last_exit().max(self.handed_over_at.max(free_since).unwrap_or(self.started_at));
        self.open_visit().map_or_else(last, |visit| visit.entered_at)
    }

    /// Keeps what was typed beside the open step, whatever was pressed; of output its size.
    fn keep_draft(&mut self, tree: &Tree, command: &Command) {
        let (Phase::Running(visit), Some(draft)) = (&mut self.phase, &command.draft) else { return };
        if let Some(scratchpad) = &draft.scratchpad {
            self.facts.scratchpad = scratchpad.clone();
        }
        if draft.is_beside(visit.id) {
            visit.notes = draft.notes.clone();
            if let (Some(values), Some(node)) = (&draft.values, tree.node(&visit.node_id)) {
                self.values.take(values, node);
            }
            let visit = visit.id;
            self.printed(visit, &draft.output);
        }
    }

    fn carry_out(&mut self, tree: &Tree, action: &Action, moment: Moment<'_>) -> Result<(), Refusal> {
        match action {
            Action::Choose { option_id } => {
                let node = self.open_node(tree)?;
                let NodeKind::Decision { .. } = node.kind else { return Err(Refusal::WrongStep) };
                let option = node.option(option_id).ok_or(Refusal::NoSuchOption)?;
                let record = self.leave(tree, LeftBy::Answered, moment)?;
                record.option_id = Some(option.id.clone());
                record.answer = Some(option.label.clone());
                self.enter(option.next_node_id.clone(), moment)
            }
            Action::Continue => {
                let NodeKind::Action { next_node_id, .. } = &self.open_node(tree)?.kind else { return Err(Refusal::WrongStep) };
                self.leave(tree, LeftBy::Continued, moment)?;
                self.enter(next_node_id.clone(), moment)
            }
            Action::Back => {
                if self.running()?.detour.is_some() {
                    return Err(Refusal::InDetour);
                }
                let target = self.back_target().ok_or(Refusal::FirstStep)?.id;
                self.return_to(tree, target, LeftBy::Back, moment)
            }
            Action::Jump { record_id } => self.return_to(tree, *record_id, LeftBy::Jumped, moment),
            Action::Park { reason, for_someone_else } => self.park(tree, reason.clone(), *for_someone_else, moment),
            Action::Resume => match &self.phase {
                Phase::Parked { node_id, .. } => self.enter(node_id.clone(), moment),
                Phase::Running(_) => Err(Refusal::Running),
                Phase::Completed(_) => Err(Refusal::Completed),
            },
            Action::Detour { title } => {
                let Visit { node_id, detour: None, .. } = self.running()?.clone() else { return Err(Refusal::InDetour) };
                self.leave(tree, LeftBy::Detour, moment)?;
                self.enter(node_id, moment)?;
                if let Phase::Running(visit) = &mut self.phase {
                    visit.detour = Some(title.clone());
                }
                Ok(())
            }
            Action::EndDetour => {
                let Visit { node_id, detour: Some(_), .. } = self.running()?.clone() else { return Err(Refusal::WrongStep) };
                self.leave(tree, LeftBy::Continued, moment)?;
                self.enter(node_id, moment)
            }
            Action::SetIdle { visit_id, idle_seconds, reason } => self.set_idle(*visit_id, *idle_seconds, reason.as_ref(), moment),
            Action::ReportProblem { visit_id, .. } => self.reported_node(*visit_id).map(|_| ()),
            Action::TakeOver => {
                self.give_to(moment.by.user_id, moment);
                Ok(())
            }
            Action::Note { visit_id, notes, reason } => self.note(*visit_id, notes, reason.as_ref(), moment),
            Action::Output { visit_id, output } => {
                self.takes_output(*visit_id, moment)?;
                self.printed(*visit_id, output);
                Ok(())
            }
            Action::Complete { outcome, notes, next_steps } => {
                self.end(tree, *outcome, LeftBy::Completed, moment)?;
                self.facts.outcome_notes = notes.clone();
                self.facts.next_steps = next_steps.clone();
                Ok(())
            }
            Action::Abandon => {
                self.end(tree, Outcome::Cancelled, LeftBy::Closed, moment)?;
                self.closed(None, moment);
                Ok(())
            }
            Action::Close { outcome, reason } => {
                self.end(tree, *outcome, LeftBy::Closed, Moment { at: self.last_activity_at, ..moment })?;
                let reason = reason.clone().filter(|_| self.facts.outcome_notes.is_empty());
                if let Some(reason) = &reason {
                    self.facts.outcome_notes = reason.clone().into();
                }
                self.closed(reason, moment);
                Ok(())
            }
            Action::UndoClose => self.undo_close(),
            Action::EditFacts { facts } => {
                self.facts = facts.clone();
                Ok(())
            }
            Action::CorrectOutcome { outcome, .. } => {
                if let Phase::Completed(completion) = &mut self.phase {
                    completion.outcome = *outcome;
                }
                Ok(())
            }
            Action::Reassign { holder } => {
                if let Phase::Running(_) = self.phase {
                    self.park(tree, None, false, Moment { at: self.last_activity_at, ..moment })?;
                }
                self.give_to(*holder, moment);
                Ok(())
            }
        }
    }

    fn running(&self) -> Result<&Visit, Refusal> {
        match &self.phase {
            Phase::Running(visit) => Ok(visit),
            Phase::Parked { .. } => Err(Refusal::Parked),
            Phase::Completed(_) => Err(Refusal::Completed),
        }
    }

    fn open_node<'t>(&self, tree: &'t Tree) -> Result<&'t Node, Refusal> {
        let visit = self.running()?;
        tree.node(&visit.node_id).filter(|_| visit.detour.is_none()).ok_or(Refusal::WrongStep)
    }

    /// Ends the open visit: appends its record and returns it. A phase must follow.
    fn leave(&mut self, tree: &Tree, left_by: LeftBy, moment: Moment<'_>) -> Result<&mut DecisionRecord, Refusal> {
        let visit = self.running()?;
        let node = tree.node(&visit.node_id).ok_or(Refusal::WrongStep)?;
        // The holder did the work of the visit, also where a manager closes or reassigns.
        let record = visit.record(Some(node), self.holder, moment.at, left_by, moment.clock);
        self.records.push(record);
        self.records.last_mut().ok_or(Refusal::WrongStep)
    }

    /// Opens a visit where the last one ended, or after a gap of being parked, if its record will fit.
    fn enter(&mut self, node_id: NodeId, moment: Moment<'_>) -> Result<(), Refusal> {
        if self.records.len() >= MAX_RECORDS {
            return Err(Refusal::TooManySteps);
        }
        let entered_at = moment.at.max(self.last_exit());
        self.phase = Phase::Running(Visit::new(moment.opens, node_id, entered_at, moment.clock));
        Ok(())
    }

    /// Back and jump (timing rule 4): the target, all steps after it and the one left become superseded at once. Where the target
    /// was interrupted, that includes all of its visits, which print as one step (timing rule 5).
    fn return_to(&mut self, tree: &Tree, target: VisitId, left_by: LeftBy, moment: Moment<'_>) -> Result<(), Refusal> {
        if self.running()?.detour.is_some() {
            return Err(Refusal::InDetour);
        }
        let position = self.records.iter().position(|record| record.id == target && record.can_be_changed()).ok_or(Refusal::NoSuchStep)?;
        let node_id = self.records[position].node_id.clone().ok_or(Refusal::NoSuchStep)?;
        self.leave(tree, left_by, moment)?;
        let first = first_visit_of_step(&self.records, position);
        for record in &mut self.records[first..] {
            record.superseded = true;
        }
        self.enter(node_id, moment)
    }

    fn park(&mut self, tree: &Tree, reason: Option<Reason>, for_someone_else: bool, moment: Moment<'_>) -> Result<(), Refusal> {
        let node_id = self.running()?.node_id.clone();
        self.leave(tree, LeftBy::Parked, moment)?;
        self.phase = Phase::Parked { node_id, reason, for_someone_else };
        Ok(())
    }

    fn give_to(&mut self, holder: UserId, moment: Moment<'_>) {
        if let Phase::Parked { for_someone_else, .. } = &mut self.phase {
            *for_someone_else = false;
        }
        if holder != self.holder {
            self.handed_over_at = Some(moment.at);
        }
        self.holder = holder;
    }

    fn end(&mut self, tree: &Tree, outcome: Outcome, left_by: LeftBy, moment: Moment<'_>) -> Result<(), Refusal> {
        match self.phase {
            Phase::Completed(_) => return Err(Refusal::Completed),
            Phase::Running(_) => {
                self.leave(tree, left_by, moment)?;
            }
            Phase::Parked { .. } => {}
        }
        self.phase = Phase::Completed(Completion { outcome, completed_at: self.last_exit(), closed: None });
        Ok(())
    }

    fn closed(&mut self, reason: Option<Reason>, moment: Moment<'_>) {
        if let Phase::Completed(completion) = &mut self.phase {
            // The last activity lies later than now where the server's clock ran backwards.
            completion.closed = Some(Closing { at: moment.at.max(completion.completed_at), by: moment.by.user_id, reason });
        }
    }

    fn undo_close(&mut self) -> Result<(), Refusal> {
        let node_id = self.last_node().cloned().ok_or(Refusal::NoSuchStep)?;
        let reason = self.completion().and_then(|completion| completion.closed.as_ref()).and_then(|closing| closing.reason.clone());
        // Notes written since stay.
        if reason.is_some_and(|reason| OutcomeNotes::from(reason) == self.facts.outcome_notes) {
            self.facts.outcome_notes = OutcomeNotes::default();
        }
        self.phase = Phase::Parked { node_id, reason: None, for_someone_else: false };
        Ok(())
    }
}
