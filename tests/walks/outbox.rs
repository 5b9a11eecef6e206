//! A browser that walks ahead of the server, over a network that loses, repeats and reorders.

use std::collections::{HashMap, HashSet};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use resolutionflow::access::Actor;
use resolutionflow::decision::ClockSource;
use resolutionflow::id::CommandId;
use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Action, Command, Conflict, Draft, Fingerprint, Phase, Receipt, Session, Visit};
use resolutionflow::sync::{Answer, Batch, Made, Outbox, Refused, State, Unreadable, take, with_copy};
use resolutionflow::text::OutcomeNotes;
use resolutionflow::time::Timestamp;
use resolutionflow::tree::Tree;

use crate::access::is_from_a_list;
use crate::cases;
use crate::moves::{Move, moves, person};
use crate::trees::documents;
use crate::walk::{action, draft, holder, started, uuid};

/// Event between a browser and the server.
#[derive(Debug, Clone)]
enum Event {
    /// The person does something.
    Make(Move),
    /// The browser sends what is next; the request arrives or not, and so does its answer.
    Send { arrives: bool, answered: bool },
    /// A request that was sent before arrives once more; its answer is lost.
    Again(Index),
    /// Another user changes the session, as the server has it.
    Elsewhere(Move),
    /// The browser is killed and opened again, with what it kept.
    Reopen,
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let one = || moves(1..2, false).prop_map(|mut moves| moves.remove(0));
    let event = prop_oneof![
        12 => one().prop_map(Event::Make),
        6 => (prop::bool::weighted(0.8), prop::bool::weighted(0.7)).prop_map(|(arrives, answered)| Event::Send { arrives, answered }),
        3 => any::<Index>().prop_map(Event::Again),
        1 => one().prop_map(Event::Elsewhere),
        1 => Just(Event::Reopen),
    ];
    vec(event, 5..60)
}

struct Server {
    session: Session,
    receipts: HashMap<CommandId, Receipt>,
    carried_out: Vec<CommandId>,
}

impl Server {
    fn receive(&mut self, tree: &Tree, batch: &Batch, by: &Actor, now: Timestamp) -> Answer {
        let known = (batch.known_revision == self.session.revision).then(|| self.session.clone());
        let taken = take(&self.session, tree, &batch.commands, &self.receipts, by, now);
        for carried in taken.carried {
            let id = carried.command.id;
            self.receipts.insert(id, Receipt { fingerprint: Fingerprint::of(carried.command), by: by.user_id });
            self.carried_out.push(id);
        }
        self.session = taken.session;
        let state = State::since(known.as_ref(), self.session.clone(), String::new());
        Answer { now_ms: now.unix() * 1000, done: taken.done, refused: taken.refused, state }
    }
}

proptest! {
    #![proptest_config(cases(192))]

    #[test]
    fn once_everything_is_acknowledged_browser_and_server_are_equal(document in documents(), events in events()) {
        let tree = Tree::publish(&document).unwrap();
        let start = started(&tree);
        let me = person(0);
        let mut server = Server { session: start.clone(), receipts: HashMap::new(), carried_out: Vec::new() };
        let mut browser = Outbox::new(start.clone(), Vec::new(), &tree, &me);
        let (mut now, mut made, mut sent) = (start.started_at, Vec::new(), Vec::<Batch>::new());
        let mut given_up: HashSet<CommandId> = HashSet::new();
        for (number, event) in events.into_iter().enumerate() {
            let id = CommandId(uuid(number + 1));
            match event {
                Event::Make(one) => {
                    now = now.plus(one.elapsed.abs());
                    let action = action(&one, browser.current(), &tree);
                    let draft = one.draft.map(|notes| draft(notes, browser.current()));
                    let before = browser.current().clone();
                    let last = browser.pending().last().map(|made| made.command.id);
                    let unsent = last.filter(|id| !sent.iter().flat_map(|batch| &batch.commands).any(|command| command.id == *id));
                    match browser.make(&tree, &me, Command { id, base_revision: 0, at: Some(now.into()), draft, action }, unsent) {
                        Ok(one) => {
                            let one = one.command.clone();
                            let replaced = usize::from(Some(one.id) == unsent);
                            made.truncate(made.len() - replaced);
                            made.push(one);
                            prop_assert_eq!(browser.current().revision as usize, before.revision as usize + 1 - replaced);
                        }
                        Err(_) => prop_assert_eq!(browser.current(), &before),
                    }
                }
                Event::Send { arrives, answered } => {
                    let batch = browser.batch(None);
                    if arrives {
                        let answer = server.receive(&tree, &batch, &me, now.plus(1));
                        if answered {
                            browser.adopt(answer, &tree, &me);
                            given_up.extend(browser.discard());
                        }
                    }
                    sent.push(batch);
                }
                Event::Again(index) => {
                    if !sent.is_empty() {
                        let before = server.carried_out.len();
                        server.receive(&tree, index.get(&sent), &me, now.plus(2));
                        let repeated: HashSet<_> = server.carried_out[..before].iter().collect();
                        prop_assert!(server.carried_out[before..].iter().all(|id| !repeated.contains(id)), "carried out twice");
                    }
                }
                Event::Elsewhere(one) => {
                    let action = action(&one, &server.session, &tree);
                    let command = Command { id, base_revision: server.session.revision, at: None, draft: None, action };
                    let by = holder(&server.session);
                    let batch = Batch { known_revision: 0, commands: vec![command], active_at: None, by: None };
                    server.receive(&tree, &batch, &by, now);
                }
                Event::Reopen => {
                    browser = Outbox::new(server.session.clone(), browser.pending().iter().cloned().map(Ok).collect(), &tree, &me);
                    if browser.pending().iter().all(|made| server.carried_out.contains(&made.command.id)) {
                        prop_assert_eq!(browser.current(), &server.session, "what had arrived was carried out on top of itself");
                    }
                }
            }
        }
        // The network is back. Every answer settles a batch or sets everything aside, so this ends.
        while !browser.pending().is_empty() {
            let answer = server.receive(&tree, &browser.batch(None), &me, now);
            browser.adopt(answer, &tree, &me);
            given_up.extend(browser.discard());
        }
        let answer = server.receive(&tree, &browser.batch(None), &me, now);
        browser.adopt(answer, &tree, &me);
        prop_assert_eq!(browser.current(), &server.session);
        prop_assert_eq!(browser.acknowledged(), &server.session);
        for command in made {
            let times = server.carried_out.iter().filter(|id| **id == command.id).count();
            prop_assert_eq!(times + usize::from(given_up.contains(&command.id)), 1, "{:?} was neither kept nor given back", command.action);
        }
    }

    #[test]
    fn what_is_made_without_a_network_is_taken_by_the_server_step_by_step(document in documents(), moves in moves(1..60, false)) {
        let tree = Tree::publish(&document).unwrap();
        let start = started(&tree);
        let me = person(0);
        let mut browser = Outbox::new(start.clone(), Vec::new(), &tree, &me);
        let mut now = start.started_at;
        for (number, one) in moves.iter().enumerate() {
            now = now.plus(one.elapsed.abs());
            let action = action(one, browser.current(), &tree);
            // Lists are not for walking offline.
            if !is_from_a_list(&action) {
                let id = CommandId(uuid(number + 1));
                _ = browser.make(&tree, &me, Command { id, base_revision: 0, at: Some(now.into()), draft: None, action }, None);
            }
        }
        let walked = browser.current().clone();
        let mut server = Server { session: start, receipts: HashMap::new(), carried_out: Vec::new() };
        let much_later = now.plus(3_600);
        while !browser.pending().is_empty() {
            let answer = server.receive(&tree, &browser.batch(None), &me, much_later);
            prop_assert_eq!(answer.refused, None);
            browser.adopt(answer, &tree, &me);
        }
        // The same but for whose clock it was.
        let times = |session: &Session| session.records.iter().map(|record| (record.entered_at, record.exited_at, record.superseded)).collect::<Vec<_>>();
        prop_assert_eq!(times(&server.session), times(&walked));
        prop_assert_eq!(by_one_clock(server.session.phase), by_one_clock(walked.phase));
        prop_assert_eq!(server.session.facts, walked.facts);
    }
}

/// The phase as if the server's clock had given the entry of its visit.
fn by_one_clock(phase: Phase) -> Phase {
    match phase {
        Phase::Running(visit) => Phase::Running(Visit { clock: ClockSource::Server, ..visit }),
        phase => phase,
    }
}

#[test]
fn notes_that_wait_to_be_sent_are_one_command_with_all_that_was_typed() {
    let tree = crate::regressions::tree();
    let (start, me) = (started(&tree), person(0));
    let visit_id = start.open_visit().unwrap().id;
    let mut browser = Outbox::new(start.clone(), Vec::new(), &tree, &me);
    let mut note = |number: usize, notes: &str, scratchpad: Option<&str>, unsent| {
        let action = Action::Note { visit_id, notes: notes.to_owned().try_into().unwrap(), reason: None };
        let scratchpad = scratchpad.map(|text| text.to_owned().try_into().unwrap());
        let draft = Draft { scratchpad, ..draft(notes, browser.current()) };
        let at = start.started_at.plus(number as i64);
        let command = Command { id: CommandId(uuid(number)), base_revision: 0, at: Some(at.into()), draft: Some(draft), action };
        browser.make(&tree, &me, command, unsent).unwrap().command.id
    };
    let first = note(1, "Reb", Some("a"), None);
    assert_eq!(note(2, "Rebooted", None, Some(first)), first);
    let sent = note(3, "Rebooted twice", None, None);
    assert_ne!(sent, first, "what may have arrived is never replaced");
    let session = browser.current();
    assert_eq!((session.revision, browser.pending().len()), (2, 2));
    assert_eq!((session.open_visit().unwrap().notes.as_str(), session.facts.scratchpad.as_str()), ("Rebooted twice", "a"));
}

#[test]
fn a_copy_from_a_page_that_was_closed_adds_what_its_disk_had_not_taken_yet() {
    let tree = crate::regressions::tree();
    let (start, me) = (started(&tree), person(0));
    let visit_id = start.open_visit().unwrap().id;
    let made = |number: usize, at: i64, notes: &str| {
        let action = Action::Note { visit_id, notes: notes.to_owned().try_into().unwrap(), reason: None };
        let at = Some(start.started_at.plus(at).into());
        Made {
            command: Command { id: CommandId(uuid(number)), base_revision: 0, at, draft: None, action },
            told: notes.into(),
            refused: false,
        }
    };
    let unreadable = Unreadable { id: CommandId(uuid(2)), told: "of another build".into() };
    let refused = Made { refused: true, ..made(4, 4, "refused") };
    let rows = vec![Ok(made(1, 1, "a")), Err(unreadable.clone()), Ok(made(3, 9, "typed later")), Ok(refused.clone())];
    let copy =
        vec![made(1, 2, "a longer one"), made(2, 2, "of another build"), made(3, 3, "typed"), made(4, 5, "sent"), made(5, 6, "at the end")];
    let all = with_copy(rows, copy);
    let expected =
        [Ok(made(1, 2, "a longer one")), Err(unreadable), Ok(made(3, 9, "typed later")), Ok(refused), Ok(made(5, 6, "at the end"))];
    assert_eq!(all, expected);
    assert_eq!(with_copy(Vec::new(), vec![made(1, 1, "a")]), [Ok(made(1, 1, "a"))]);
    let browser = Outbox::new(start.clone(), vec![Ok(made(5, 6, "at the end"))], &tree, &me);
    assert_eq!(browser.current().open_visit().unwrap().notes.as_str(), "at the end");
}

#[test]
fn what_another_build_kept_and_this_one_cannot_read_is_told_until_it_is_discarded() {
    let tree = crate::regressions::tree();
    let (start, me) = (started(&tree), person(0));
    let id = |number| CommandId(uuid(number));
    let rows = vec![
        Made::kept(id(1), r#"{"v":9,"command":{"id":17,"action":{"teleport":{}}},"told":"Jumped to “Lamp”","refused":false}"#),
        Made::kept(id(2), "a row of another kind"),
    ];
    assert_eq!(rows[0], Err(Unreadable { id: id(1), told: "Jumped to “Lamp”".into() }));
    let mut browser = Outbox::new(start.clone(), rows, &tree, &me);
    assert_eq!(browser.lost().collect::<Vec<_>>(), ["Jumped to “Lamp”", "A step that this version of the page cannot read"]);
    assert_eq!((browser.pending().len(), browser.current()), (0, &start), "none of it is sent");
    assert_eq!(browser.discard(), [id(1), id(2)]);
    assert_eq!(browser.lost().count(), 0);
}

#[test]
fn a_refused_command_whose_texts_stand_in_their_fields_is_taken_back_while_the_walk_is_open_to_it() {
    let tree = crate::regressions::tree();
    let (start, me) = (started(&tree), person(0));
    let id = CommandId(uuid(1));
    let complete = |session: &Session, notes: &str| Command {
        id,
        base_revision: 0,
        at: Some(session.started_at.plus(9).into()),
        draft: Some(draft(notes, session)),
        action: Action::Complete { outcome: Outcome::Resolved, notes: OutcomeNotes::default(), next_steps: OutcomeNotes::default() },
    };
    let visit_id = start.open_visit().unwrap().id;
    let noted = Action::Note { visit_id, notes: "elsewhere".to_owned().try_into().unwrap(), reason: None };
    let elsewhere = |action: Action| Command { id: CommandId(uuid(2)), base_revision: 0, at: None, draft: None, action };
    let detour = Action::Detour { title: "Asked a colleague".to_owned().try_into().unwrap() };
    for (notes, action, is_taken_back) in [
        // The step is the same one, so what was typed beside it is still there.
        ("typed here", noted, true),
        ("typed here", detour.clone(), false),
        ("", detour, true),
        ("", Action::Abandon, false),
    ] {
        let mut browser = Outbox::new(start.clone(), Vec::new(), &tree, &me);
        browser.make(&tree, &me, complete(&start, notes), None).unwrap();
        let session = start.apply(&tree, &elsewhere(action.clone()), &me, start.started_at.plus(5)).unwrap().session;
        let refused = Some(Refused::Conflict(Conflict::Stale));
        let state = State::since(None, session, String::new());
        browser.adopt(Answer { now_ms: 0, done: 0, refused, state }, &tree, &me);
        assert_eq!(browser.take_back(id, &tree, &me), is_taken_back, "{notes:?} after {action:?}");
        assert_eq!(browser.lost().count(), usize::from(!is_taken_back));
        assert!(!browser.take_back(CommandId(uuid(3)), &tree, &me), "nothing that was not refused");
    }
}

#[test]
fn what_is_told_of_a_refused_command_has_everything_that_was_typed() {
    let tree = crate::regressions::tree();
    let (start, me) = (started(&tree), person(0));
    let mut browser = Outbox::new(start.clone(), Vec::new(), &tree, &me);
    let typed = Draft { output: "Request timed out".to_owned().try_into().unwrap(), ..draft("Rebooted", &start) };
    let reason = "Lunch".to_owned().try_into().ok();
    let park = Action::Park { reason, for_someone_else: false };
    let command = Command { id: CommandId(uuid(1)), base_revision: 0, at: None, draft: Some(typed), action: park };
    let told = browser.make(&tree, &me, command, None).unwrap().told.clone();
    assert!(told.ends_with(": Lunch. Noted: Rebooted. Output: Request timed out"), "{told}");
}
