//! What each command does.

use super::trail::first_visit_of_step;
use super::{Action, Closing, Command, Completion, MAX_RECORDS, Phase, Refusal, Session, Visit};
use crate::access::{Actor, Deed};
use crate::decision::{ClockSource, DecisionRecord, LeftBy};
use crate::id::VisitId;
use crate::outcome::Outcome;
use crate::text::Note;
use crate::time::Timestamp;
use crate::timing;
use crate::tree::{Node, NodeId, NodeKind, Tree};

/// When a command counts as made, by whose clock, by whom.
#[derive(Clone, Copy)]
struct Moment<'a> {
    at: Timestamp,
    clock: ClockSource,
    by: &'a Actor,
    opens: VisitId,
}

impl Session {
    /// The session after a command. `tree` is the version it is pinned to, `now` the server's time. Whether the command
    /// may be looked at at all is [`super::receive`]'s to say.
    ///
    /// # Errors
    /// [`Refusal`]; nothing is changed then.
    pub fn apply(&self, tree: &Tree, command: &Command, by: &Actor, now: Timestamp) -> Result<Session, Refusal> {
        self.authorise(&command.action, by)?;
        let mut next = self.clone();
        let from_a_list = matches!(command.action, Action::Close { .. } | Action::UndoClose | Action::Reassign { .. });
        // Nothing in a list is done offline, and a claimed time would stretch the ten minutes in which a close is undone.
        let claimed = command.at.filter(|_| !from_a_list);
        let (at, clock) = timing::decide(claimed, self.not_before(), now);
        let moment = Moment { at, clock, by, opens: VisitId(command.id.0) };
        if by.user_id == self.holder {
            next.keep_draft(command);
        }
        next.carry_out(tree, &command.action, moment)?;
        next.revision += 1;
        if by.user_id == self.holder && self.completion().is_none() && !from_a_list {
            next.last_activity_at = next.last_activity_at.max(at);
        }
        Ok(next)
    }

    /// Only the holder's commands change a session, except that a manager may close, reassign and correct any.
    fn authorise(&self, action: &Action, by: &Actor) -> Result<(), Refusal> {
        let overseer = by.role.may(Deed::OverseeSessions);
        let holder = by.user_id == self.holder;
        let allowed = match action {
            Action::Reassign { .. } => overseer,
            Action::Close { .. } | Action::UndoClose | Action::EditFacts { .. } | Action::CorrectOutcome { .. } => holder || overseer,
            _ => holder,
        };
        if allowed { Ok(()) } else { Err(Refusal::NotYours) }
    }

    /// No command takes effect before the open visit began or the last one ended.
    fn not_before(&self) -> Timestamp {
        self.open_visit().map_or(self.last_exit(), |visit| visit.entered_at)
    }

    /// Notes typed beside the open step stay with it, whatever was pressed. Output is a row of its own and not kept here.
    fn keep_draft(&mut self, command: &Command) {
        if let (Phase::Running(visit), Some(draft)) = (&mut self.phase, &command.draft)
            && draft.visit_id.is_none_or(|id| id == visit.id)
        {
            visit.notes = draft.notes.clone();
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
                self.running()?;
                let target = self.back_target().ok_or(Refusal::FirstStep)?.id;
                self.return_to(tree, target, LeftBy::Back, moment)
            }
            Action::Jump { record_id } => {
                self.running()?;
                self.return_to(tree, *record_id, LeftBy::Jumped, moment)
            }
            Action::Park => self.park(tree, moment),
            Action::Resume => match &self.phase {
                Phase::Parked { node_id } => self.enter(node_id.clone(), moment),
                Phase::Running(_) => Err(Refusal::Running),
                Phase::Completed(_) => Err(Refusal::Completed),
            },
            Action::Note { visit_id, notes } => self.note(*visit_id, notes),
            Action::Output { visit_id, .. } => self.has_visit(*visit_id),
            Action::Complete { outcome, notes, next_steps } => {
                if !outcome.ends_a_walk() {
                    return Err(Refusal::NotAnEnd);
                }
                self.end(tree, *outcome, LeftBy::Completed, moment)?;
                self.facts.outcome_notes = notes.clone();
                self.facts.next_steps = next_steps.clone();
                Ok(())
            }
            Action::Abandon => {
                self.end(tree, Outcome::Cancelled, LeftBy::Closed, moment)?;
                self.closed(moment);
                Ok(())
            }
            Action::Close { outcome } => {
                let last = Moment { at: self.last_activity_at.max(self.not_before()), ..moment };
                self.end(tree, *outcome, LeftBy::Closed, last)?;
                self.closed(moment);
                Ok(())
            }
            Action::UndoClose => self.undo_close(moment.at),
            Action::EditFacts { facts } => {
                self.facts = facts.clone();
                Ok(())
            }
            Action::CorrectOutcome { outcome, .. } => match &mut self.phase {
                Phase::Completed(completion) => {
                    completion.outcome = *outcome;
                    Ok(())
                }
                Phase::Running(_) | Phase::Parked { .. } => Err(Refusal::StillActive),
            },
            Action::Reassign { holder } => {
                if let Phase::Completed(_) = self.phase {
                    return Err(Refusal::Completed);
                }
                if let Phase::Running(_) = self.phase {
                    let last = Moment { at: self.last_activity_at.max(self.not_before()), ..moment };
                    self.park(tree, last)?;
                }
                self.holder = *holder;
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
        tree.node(&self.running()?.node_id).ok_or(Refusal::WrongStep)
    }

    /// Ends the open visit: appends its record and returns it. A phase must follow.
    fn leave(&mut self, tree: &Tree, left_by: LeftBy, moment: Moment<'_>) -> Result<&mut DecisionRecord, Refusal> {
        let node = self.open_node(tree)?;
        let visit = self.running()?;
        let exited_at = moment.at.max(visit.entered_at);
        let duration = exited_at.since(visit.entered_at);
        let record = DecisionRecord {
            id: visit.id,
            node_id: Some(visit.node_id.clone()),
            node_type: node.node_type(),
            title: node.title.clone(),
            option_id: None,
            answer: None,
            notes: visit.notes.clone(),
            entered_at: visit.entered_at,
            exited_at,
            duration_seconds: duration,
            active_seconds: duration,
            left_by,
            // A manager who closes or reassigns did not do the work of the visit.
            technician_id: self.holder,
            superseded: false,
            clock: moment.clock,
            #[cfg(feature = "server")]
            extra: serde_json::Map::new(),
        };
        self.records.push(record);
        self.records.last_mut().ok_or(Refusal::WrongStep)
    }

    /// Opens a visit where the last one ended, or after a gap of being parked; only if its own record will fit.
    fn enter(&mut self, node_id: NodeId, moment: Moment<'_>) -> Result<(), Refusal> {
        if self.records.len() >= MAX_RECORDS {
            return Err(Refusal::TooManySteps);
        }
        let entered_at = moment.at.max(self.last_exit());
        self.phase = Phase::Running(Visit { id: moment.opens, node_id, entered_at, notes: Note::default() });
        Ok(())
    }

    /// Back and jump (timing rule 4): that step, all after it and the one left become superseded at once. Where the step was
    /// interrupted, that takes all of its visits: they print as one step (timing rule 5), which is left or is not.
    fn return_to(&mut self, tree: &Tree, target: VisitId, left_by: LeftBy, moment: Moment<'_>) -> Result<(), Refusal> {
        let position = self.records.iter().position(|record| record.id == target && record.can_be_changed()).ok_or(Refusal::NoSuchStep)?;
        let node_id = self.records[position].node_id.clone().ok_or(Refusal::NoSuchStep)?;
        self.leave(tree, left_by, moment)?;
        let begun = first_visit_of_step(&self.records, position);
        for record in &mut self.records[begun..] {
            record.superseded = true;
        }
        self.enter(node_id, moment)
    }

    fn park(&mut self, tree: &Tree, moment: Moment<'_>) -> Result<(), Refusal> {
        let node_id = self.running()?.node_id.clone();
        self.leave(tree, LeftBy::Parked, moment)?;
        self.phase = Phase::Parked { node_id };
        Ok(())
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

    fn closed(&mut self, moment: Moment<'_>) {
        if let Phase::Completed(completion) = &mut self.phase {
            // The last activity may lie after a server's time that ran backwards.
            completion.closed = Some(Closing { at: moment.at.max(completion.completed_at), by: moment.by.user_id });
        }
    }

    fn undo_close(&mut self, now: Timestamp) -> Result<(), Refusal> {
        if !self.can_undo_close(now) {
            return Err(Refusal::TooLateToUndo);
        }
        let node_id = self.last_node().cloned().ok_or(Refusal::NoSuchStep)?;
        self.phase = Phase::Parked { node_id };
        Ok(())
    }

    fn note(&mut self, visit_id: VisitId, notes: &Note) -> Result<(), Refusal> {
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

    fn has_visit(&self, visit_id: VisitId) -> Result<(), Refusal> {
        let open = self.open_visit().is_some_and(|visit| visit.id == visit_id);
        if open || self.records.iter().any(|record| record.id == visit_id) { Ok(()) } else { Err(Refusal::NoSuchStep) }
    }
}
