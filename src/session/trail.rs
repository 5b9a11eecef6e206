//! Trail: the steps of a session as people read them. Interrupted visits of one node print as one step (timing rule 5).

use serde::{Deserialize, Serialize};

use super::Session;
use crate::decision::DecisionRecord;
use crate::id::VisitId;
use crate::time::{Seconds, Timestamp};
use crate::tree::NodeType;

/// Step of the trail: one visit, or several with interruptions between them (timing rule 5).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// Number: 1, 2, 3 … in the order in which the steps began.
    pub number: usize,
    /// Ids of its visits, first to last.
    pub visits: Vec<VisitId>,
    /// Type of the node, or custom for an ad-hoc step.
    pub node_type: NodeType,
    /// Title as it read then.
    pub title: String,
    /// Label of the chosen option; none unless a decision was answered.
    pub answer: Option<String>,
    /// Notes of all visits, put together by [`add_text`].
    pub notes: String,
    /// Instant of the first entry.
    pub entered_at: Timestamp,
    /// Instant of the last exit.
    pub exited_at: Timestamp,
    /// Elapsed time without the interruptions.
    pub duration: Seconds,
    /// Elapsed time less what was not work (timing rule 6).
    pub active: Seconds,
    /// True if going back or a jump took it out of the steps that fixed the issue (timing rule 4).
    pub superseded: bool,
    /// True if it can be answered anew while the session runs.
    pub can_be_changed: bool,
}

/// Merges finished visits, in the order of their records, into steps (timing rule 5).
pub fn trail<'a>(records: impl IntoIterator<Item = &'a DecisionRecord>) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    // Position of the step whose last visit was interrupted, and that visit.
    let mut interrupted: Option<(usize, &DecisionRecord)> = None;
    for record in records {
        let continues = interrupted.filter(|(_, before)| before.node_id == record.node_id);
        let position = if let Some((position, _)) = continues {
            let step = &mut steps[position];
            step.visits.push(record.id);
            step.answer.clone_from(&record.answer);
            add_text(&mut step.notes, record.notes.as_str());
            step.exited_at = record.exited_at;
            step.duration = step.duration + record.duration_seconds;
            step.active = step.active + record.active_seconds;
            step.superseded = record.superseded;
            step.can_be_changed = record.can_be_changed();
            position
        } else {
            steps.push(Step {
                number: steps.len() + 1,
                visits: vec![record.id],
                node_type: record.node_type,
                title: record.title.clone(),
                answer: record.answer.clone(),
                notes: record.notes.as_str().to_owned(),
                entered_at: record.entered_at,
                exited_at: record.exited_at,
                duration: record.duration_seconds,
                active: record.active_seconds,
                superseded: record.superseded,
                can_be_changed: record.can_be_changed(),
            });
            steps.len() - 1
        };
        // An ad-hoc step stands between the visits of the step that it interrupts, parked or not.
        if record.node_id.is_some() {
            interrupted = record.is_interrupted().then_some((position, record));
        }
    }
    steps
}

/// Adds a visit's text to those of the step's earlier visits, from a new line. One that they end with is left out: what was written down
/// again after an interruption prints once.
pub fn add_text(texts: &mut String, text: &str) {
    let repeats = texts.strip_suffix(text).is_some_and(|before| before.is_empty() || before.ends_with('\n'));
    if repeats {
        return;
    }
    if !texts.is_empty() && !text.is_empty() {
        texts.push('\n');
    }
    texts.push_str(text);
}

/// Position of the first visit of a step, from that of any of its visits.
pub(super) fn first_visit_of_step(records: &[DecisionRecord], visit: usize) -> usize {
    let earlier = records[..visit].iter().enumerate().rev().filter(|(_, record)| record.node_id.is_some());
    let before = earlier.take_while(|(_, record)| record.is_interrupted() && record.node_id == records[visit].node_id);
    before.last().map_or(visit, |(position, _)| position)
}

impl Session {
    /// Elapsed time of the open step at `now`, with that of its visits before interruptions: the duration of its row in the trail.
    /// None while no visit is open.
    pub fn time_here(&self, now: Timestamp) -> Option<Seconds> {
        self.here(now, |record| record.duration_seconds)
    }

    /// Active part of [`Session::time_here`].
    pub fn active_here(&self, now: Timestamp) -> Option<Seconds> {
        self.here(now, |record| record.active_seconds)
    }

    fn here(&self, now: Timestamp, time: fn(&DecisionRecord) -> Seconds) -> Option<Seconds> {
        let open = self.so_far(None, now)?;
        let earlier = self.records.iter().rev().filter(|record| record.node_id.is_some());
        let before = earlier.take_while(|record| record.is_interrupted() && record.node_id == open.node_id);
        Some(before.fold(time(&open), |sum, record| sum + time(record)))
    }
}

impl Session {
    /// Notes that were written at the open node before going back to it, or at the latest of several such steps: they are superseded, and
    /// offered to be taken over. None where there were none, where the open visit has them, and in an ad-hoc step.
    pub fn notes_before(&self) -> Option<String> {
        let open = self.open_visit().filter(|visit| visit.detour.is_none())?;
        let is_of_node = |record: &DecisionRecord| record.superseded && record.node_id.as_ref() == Some(&open.node_id);
        let last = self.records.iter().rposition(|record| is_of_node(record) && !record.notes.is_empty())?;
        let mut notes = String::new();
        for record in self.records[first_visit_of_step(&self.records, last)..=last].iter().filter(|record| is_of_node(record)) {
            add_text(&mut notes, record.notes.as_str());
        }
        (!open.notes.as_str().contains(&notes)).then_some(notes)
    }
}

impl Step {
    /// Id of its last visit, by which a jump to this step names it.
    pub fn last_visit(&self) -> Option<VisitId> {
        self.visits.last().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision::LeftBy;

    /// Visits of a node, or of an ad-hoc step where there is none, a minute each.
    fn records(visits: &[(Option<&str>, LeftBy)]) -> Vec<DecisionRecord> {
        let record = |(number, (node, left_by)): (usize, &(Option<&str>, LeftBy))| {
            serde_json::from_value(serde_json::json!({
                "id": uuid::Uuid::from_u128(number as u128), "node_id": node, "node_type": if node.is_some() { "action" } else { "custom" },
                "title": node.unwrap_or("ad hoc"), "notes": format!("note {number}"), "left_by": left_by, "clock": "server",
                "entered_at": "2026-02-10T09:15:00Z", "exited_at": "2026-02-10T09:16:00Z", "duration_seconds": 60, "active_seconds": 60,
                "technician_id": uuid::Uuid::nil(),
            }))
            .unwrap()
        };
        visits.iter().enumerate().map(record).collect()
    }

    fn read(visits: &[(Option<&str>, LeftBy)]) -> Vec<(String, usize, Seconds)> {
        trail(&records(visits)).into_iter().map(|step| (step.title, step.visits.len(), step.duration)).collect()
    }

    #[test]
    fn a_step_interrupted_by_an_ad_hoc_step_reads_as_one() {
        assert_eq!(
            read(&[(Some("a"), LeftBy::Detour), (None, LeftBy::Continued), (Some("a"), LeftBy::Continued)]),
            [("a".into(), 2, Seconds(120)), ("ad hoc".into(), 1, Seconds(60))]
        );
    }

    #[test]
    fn a_step_interrupted_by_an_ad_hoc_step_that_was_parked_reads_as_one() {
        let read =
            read(&[(Some("a"), LeftBy::Detour), (None, LeftBy::Parked), (Some("a"), LeftBy::Parked), (Some("a"), LeftBy::Completed)]);
        assert_eq!(read, [("a".into(), 3, Seconds(180)), ("ad hoc".into(), 1, Seconds(60))]);
    }

    #[test]
    fn a_node_that_is_visited_again_is_another_step() {
        assert_eq!(read(&[(Some("a"), LeftBy::Continued), (Some("a"), LeftBy::Continued)]).len(), 2);
        assert_eq!(read(&[(Some("a"), LeftBy::Parked), (Some("a"), LeftBy::Back), (Some("a"), LeftBy::Continued)]).len(), 2);
    }

    #[test]
    fn the_notes_of_all_visits_stand_in_the_step() {
        assert_eq!(trail(&records(&[(Some("a"), LeftBy::Parked), (Some("a"), LeftBy::Continued)]))[0].notes, "note 0\nnote 1");
    }

    #[test]
    fn notes_from_before_going_back_are_offered_until_they_are_taken_over() {
        use crate::access::{Actor, Role};
        use crate::id::{CommandId, SessionId, TreeId, UserId};
        use crate::session::{Action, Command, Draft, Facts, VersionRef};
        use crate::tree::{Tree, TreeDocument};

        let document: TreeDocument = serde_json::from_value(serde_json::json!({
            "format": "resolutionflow.tree/1", "key": "t", "name": "T", "category": "C", "root": "a",
            "nodes": [
                { "id": "a", "type": "action", "title": "A", "next_node_id": "b" },
                { "id": "b", "type": "action", "title": "B", "next_node_id": "end" },
                { "id": "end", "type": "solution", "title": "End" },
            ],
        }))
        .unwrap();
        let tree = Tree::publish(&document).unwrap();
        let id = |number: u128| uuid::Uuid::from_u128(number);
        let me = Actor { user_id: UserId(id(1)), role: Role::Technician };
        let version = VersionRef { tree_id: TreeId(id(2)), number: 1 };
        let mut session = Session::start(SessionId(id(3)), version, &tree, &me, Facts::default(), None, Timestamp::from_unix(0));
        let mut number = 10;
        let mut act = |session: &mut Session, notes: &str, action: Action| {
            number += 1;
            let draft = Draft { notes: notes.to_owned().try_into().unwrap(), ..Draft::default() };
            let at = Timestamp::from_unix(i64::try_from(number).unwrap());
            let command = Command { id: CommandId(id(number)), base_revision: session.revision, at: None, draft: Some(draft), action };
            *session = session.apply(&tree, &command, &me, at).unwrap().session;
        };
        assert_eq!(session.notes_before(), None);
        act(&mut session, "cable in", Action::Park { reason: None, for_someone_else: false });
        act(&mut session, "", Action::Resume);
        act(&mut session, "lamp on", Action::Continue);
        act(&mut session, "at b", Action::Back);
        assert_eq!(session.notes_before().as_deref(), Some("cable in\nlamp on"), "of all visits of the step");
        let visit_id = session.open_visit().unwrap().id;
        let taken = Action::Note { visit_id, notes: "so: cable in\nlamp on".to_owned().try_into().unwrap(), reason: None };
        act(&mut session, "so: cable in\nlamp on", taken);
        assert_eq!(session.notes_before(), None);
        act(&mut session, "so: cable in\nlamp on", Action::Continue);
        assert_eq!(session.notes_before().as_deref(), Some("at b"));
        act(&mut session, "", Action::Detour { title: "Asked".to_owned().try_into().unwrap() });
        assert_eq!(session.notes_before(), None);
    }

    #[test]
    fn what_was_written_down_again_after_an_interruption_prints_once() {
        let added = |texts: &[&str]| {
            texts.iter().fold(String::new(), |mut all, text| {
                add_text(&mut all, text);
                all
            })
        };
        assert_eq!(added(&["note", "note"]), "note");
        assert_eq!(added(&["", "note", "", "note"]), "note");
        assert_eq!(added(&["a\nb", "b", "c"]), "a\nb\nc");
        assert_eq!(added(&["not", "note", "e"]), "not\nnote\ne");
    }
}
