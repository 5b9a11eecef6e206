//! Tests named after bugs.

use std::collections::HashMap;

use resolutionflow::decision::LeftBy;
use resolutionflow::id::{CommandId, VisitId};
use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Action, Command, Conflict, Draft, Facts, Refusal, Session};
use resolutionflow::sync::{Refused, take};
use resolutionflow::text::{Note, OutcomeNotes, Reason, Title};
use resolutionflow::time::Timestamp;
use resolutionflow::tree::{Tree, TreeDocument};

use crate::moves::person;
use crate::walk::{started, uuid};

pub(crate) fn tree() -> Tree {
    let document = r#"{
        "format": "resolutionflow.tree/1", "key": "no-sound", "name": "No sound", "category": "Audio", "root": "muted",
        "nodes": [
            {"id": "muted", "type": "action", "title": "Unmute it", "next_node_id": "driver"},
            {"id": "driver", "type": "solution", "title": "Install the driver"}
        ]}"#;
    Tree::publish(&TreeDocument::from_json(document.as_bytes()).unwrap()).unwrap()
}

fn attempt(session: &Session, action: Action, at: Option<Timestamp>, now: Timestamp) -> Result<Session, Refusal> {
    let (id, at) = (CommandId(uuid(session.revision as usize + 1)), at.map(Into::into));
    session.after(&tree(), &Command { id, base_revision: session.revision, at, draft: None, action }, &person(0), now)
}

#[test]
fn a_claimed_time_does_not_stretch_the_ten_minutes_for_undoing_a_close() {
    let start = started(&tree());
    let closed_at = start.started_at.plus(60);
    let closed = attempt(&start, Action::close_as(Outcome::Cancelled), None, closed_at).unwrap();
    let undo = |now| attempt(&closed, Action::UndoClose, Some(closed_at.plus(1)), now);
    assert!(undo(closed_at.plus(600)).is_ok());
    assert_eq!(undo(closed_at.plus(601)), Err(Refusal::TooLateToUndo));
}

#[test]
fn a_claimed_time_does_not_say_when_a_session_was_closed() {
    let start = started(&tree());
    let now = start.started_at.plus(3_600);
    let closed = attempt(&start, Action::close_as(Outcome::Cancelled), Some(start.started_at.plus(1)), now).unwrap();
    assert_eq!(closed.completion().unwrap().closed.as_ref().unwrap().at, now);
}

#[test]
fn a_session_is_not_closed_before_it_was_completed_although_the_servers_clock_ran_backwards() {
    let mut start = started(&tree());
    start.last_activity_at = start.started_at.plus(300);
    let closed = attempt(&start, Action::close_as(Outcome::Cancelled), None, start.started_at.plus(100)).unwrap();
    let completion = closed.completion().unwrap();
    assert_eq!(completion.completed_at, start.started_at.plus(300));
    assert_eq!(completion.closed.as_ref().unwrap().at, completion.completed_at);
}

#[test]
fn a_close_can_be_undone_after_handing_over_and_the_new_holder_goes_on_where_it_stood() {
    let start = started(&tree());
    let now = start.started_at.plus(60);
    let working = attempt(&start, Action::Continue, None, now).unwrap();
    let reassign = Action::Reassign { holder: person(1).user_id };
    let id = |number| CommandId(uuid(number));
    let by_manager = |session: &Session, number, action| {
        let command = Command { id: id(number), base_revision: session.revision, at: None, draft: None, action };
        session.after(&tree(), &command, &person(2), now.plus(30)).unwrap()
    };
    let handed = by_manager(&working, 10, reassign);
    let closed = by_manager(&handed, 11, Action::close_as(Outcome::ResolvedExternally));
    let reopened = by_manager(&closed, 12, Action::UndoClose);
    assert_eq!((reopened.holder, reopened.node_id()), (person(1).user_id, Some(&"driver".into())));
    let resume = Command { id: id(13), base_revision: reopened.revision, at: None, draft: None, action: Action::Resume };
    assert_eq!(reopened.after(&tree(), &resume, &person(0), now.plus(40)), Err(Refusal::NotYours));
    let resumed = reopened.after(&tree(), &resume, &person(1), now.plus(40)).unwrap();
    assert_eq!(resumed.open_visit().map(|visit| visit.node_id.0.as_str()), Some("driver"));
}

#[test]
fn abandoning_a_parked_session_ends_it_at_its_last_exit_without_another_visit() {
    let start = started(&tree());
    let parked = attempt(&start, Action::PARK, None, start.started_at.plus(60)).unwrap();
    let abandoned = attempt(&parked, Action::Abandon, None, start.started_at.plus(9_000)).unwrap();
    let completion = abandoned.completion().unwrap();
    assert_eq!((completion.outcome, completion.completed_at), (Outcome::Cancelled, start.started_at.plus(60)));
    assert_eq!(completion.closed.as_ref().unwrap().at, start.started_at.plus(9_000));
    assert_eq!(abandoned.records, parked.records);
}

#[test]
fn back_skips_the_parks_between_and_is_refused_on_a_first_step_that_was_parked() {
    let start = started(&tree());
    let at = |seconds| start.started_at.plus(seconds);
    let parked = attempt(&start, Action::PARK, None, at(10)).unwrap();
    let resumed = attempt(&parked, Action::Resume, None, at(100)).unwrap();
    assert_eq!(attempt(&resumed, Action::Back, None, at(110)), Err(Refusal::FirstStep));
    let second = attempt(&resumed, Action::Continue, None, at(120)).unwrap();
    let parked = attempt(&second, Action::PARK, None, at(130)).unwrap();
    let resumed = attempt(&parked, Action::Resume, None, at(500)).unwrap();
    let back = attempt(&resumed, Action::Back, None, at(510)).unwrap();
    assert_eq!(back.open_visit().map(|visit| visit.node_id.0.as_str()), Some("muted"));
    assert_eq!(back.records.iter().map(|record| record.superseded).collect::<Vec<_>>(), [true, true, true, true]);
}

#[test]
fn a_close_that_is_taken_back_takes_its_reason_back_and_nothing_that_was_written_since() {
    let start = started(&tree());
    let at = |seconds| start.started_at.plus(seconds);
    let reason = Some(Reason::parse("a duplicate").unwrap());
    let closed = attempt(&start, Action::Close { outcome: Outcome::Cancelled, reason }, None, at(60)).unwrap();
    assert_eq!(closed.facts.outcome_notes.as_str(), "a duplicate");
    let reopened = attempt(&closed, Action::UndoClose, None, at(70)).unwrap();
    assert_eq!(reopened.facts, start.facts);
    let facts = Facts { outcome_notes: OutcomeNotes::parse("a duplicate of 48213").unwrap(), ..closed.facts.clone() };
    let edited = attempt(&closed, Action::EditFacts { facts: facts.clone() }, None, at(65)).unwrap();
    assert_eq!(attempt(&edited, Action::UndoClose, None, at(70)).unwrap().facts, facts);
}

#[test]
fn an_ad_hoc_step_that_was_done_is_nothing_to_go_back_to() {
    let start = started(&tree());
    let at = |seconds| start.started_at.plus(seconds);
    let detour = attempt(&start, Action::Detour { title: Title::parse("Reseat the plug").unwrap() }, None, at(10)).unwrap();
    let ended = attempt(&detour, Action::EndDetour, None, at(20)).unwrap();
    let ad_hoc = ended.records.iter().find(|record| record.node_id.is_none()).unwrap();
    assert_eq!(ad_hoc.left_by, LeftBy::Continued);
    assert_eq!(attempt(&ended, Action::Jump { record_id: ad_hoc.id }, None, at(30)), Err(Refusal::NoSuchStep));
    assert_eq!(attempt(&ended, Action::Back, None, at(30)), Err(Refusal::FirstStep));
}

#[test]
fn notes_typed_beside_another_step_do_not_land_on_the_open_one() {
    let start = started(&tree());
    let typed = |visit_id| {
        let draft = Some(Draft { visit_id, notes: Note::parse("no lamp").unwrap(), ..Draft::default() });
        let command = Command { id: CommandId(uuid(1)), base_revision: 0, at: None, draft, action: Action::Continue };
        start.after(&tree(), &command, &person(0), start.started_at.plus(5)).unwrap().records[0].notes.as_str().to_owned()
    };
    assert_eq!(typed(Some(VisitId(start.id.0))), "no lamp");
    assert_eq!(typed(None), "no lamp");
    assert_eq!(typed(Some(VisitId(uuid(77)))), "");
}

#[test]
fn a_command_that_comes_twice_in_one_batch_is_carried_out_once() {
    let start = started(&tree());
    let note = |base_revision, notes: &str| {
        let action = Action::Note { visit_id: VisitId(start.id.0), notes: Note::parse(notes).unwrap(), reason: None };
        Command { id: CommandId(uuid(1)), base_revision, at: None, draft: None, action }
    };
    let sent = |commands: [Command; 2]| {
        let taken = take(&start, &tree(), &commands, &HashMap::new(), &person(0), start.started_at.plus(5));
        (taken.carried.len(), taken.done, taken.refused)
    };
    assert_eq!(sent([note(0, "dusty"), note(0, "dusty")]), (1, 2, None));
    assert_eq!(sent([note(0, "dusty"), note(1, "wet")]), (1, 1, Some(Refused::Conflict(Conflict::DifferentContent))));
}
