//! At most 2 MB of notes and 8 MB of output a session; what is larger from before may stay, shrink, and be completed.

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;
use resolutionflow::id::{CommandId, VisitId};
use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Action, Command, Draft, Event, MAX_NOTES, MAX_OUTPUT, Refusal, Session};
use resolutionflow::text::{Note, Output};
use resolutionflow::tree::Tree;

use crate::cases;
use crate::limits::with_records;
use crate::trees::documents;
use crate::walk::{holder, started, uuid, walks};

/// Steps of a session with much text.
const STEPS: usize = 300;

fn attempt(session: &Session, tree: &Tree, draft: Option<Draft>, action: Action) -> Result<Session, Refusal> {
    let command = Command { id: CommandId(uuid(500_000)), base_revision: session.revision, at: None, draft, action };
    session.after(tree, &command, &holder(session), session.last_activity_at)
}

/// A text of so many bytes, two a character as far as it goes.
fn bytes(size: usize) -> String {
    "ä".repeat(size / 2) + &"x".repeat(size % 2)
}

/// A session whose finished steps have so many bytes of notes and of output.
fn filled(tree: &Tree, notes: usize, output: usize) -> Session {
    let mut session = with_records(started(tree), tree, STEPS);
    let (mut notes, mut output) = (notes, output);
    for record in &mut session.records {
        let (noted, printed) = (notes.min(16_000), output.min(65_536));
        record.notes = Note::parse(&bytes(noted)).unwrap();
        if printed > 0 {
            session.output_sizes.set(record.id, printed);
        }
        (notes, output) = (notes - noted, output - printed);
    }
    assert_eq!((notes, output), (0, 0));
    session
}

/// Attempts to write notes or output of so many bytes to a step, the open one among them.
#[derive(Debug, Clone, Copy)]
struct Written {
    step: prop::sample::Index,
    size: usize,
    is_output: bool,
    is_draft: bool,
}

fn written() -> impl Strategy<Value = Vec<Written>> {
    let one = (any::<prop::sample::Index>(), prop_oneof![Just(0), 1..16_000usize, 1..65_536usize], any::<bool>(), any::<bool>());
    vec(one.prop_map(|(step, size, is_output, is_draft)| Written { step, size, is_output, is_draft }), 1..20)
}

fn commands(session: &Session, written: Written) -> (Option<Draft>, Action) {
    let open = session.open_visit().unwrap();
    let visits: Vec<VisitId> = session.records.iter().map(|record| record.id).chain([open.id]).collect();
    let visit_id = visits[written.step.index(visits.len())];
    let notes = Note::parse(&bytes(if written.is_output { 0 } else { written.size.min(16_000) })).unwrap();
    let output = Output::parse(&bytes(if written.is_output { written.size } else { 0 })).unwrap();
    match (written.is_draft, written.is_output) {
        (true, _) => (Some(Draft { visit_id: Some(open.id), notes, output, ..Draft::default() }), Action::PARK),
        (false, true) => (None, Action::Output { visit_id, output }),
        (false, false) => (None, Action::Note { visit_id, notes, reason: None }),
    }
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn texts_fit_up_to_the_limit_and_what_is_larger_never_grows(
        document in documents(),
        notes in prop_oneof![MAX_NOTES - 40_000..=MAX_NOTES, MAX_NOTES..MAX_NOTES + 40_000],
        output in prop_oneof![MAX_OUTPUT - 200_000..=MAX_OUTPUT, MAX_OUTPUT..MAX_OUTPUT + 200_000],
        written in written(),
    ) {
        let tree = Tree::publish(&document).unwrap();
        let mut session = filled(&tree, notes, output);
        let (most_notes, most_output) = (MAX_NOTES.max(notes), MAX_OUTPUT.max(output));
        for written in written {
            let (draft, action) = commands(&session, written);
            let sizes = (session.notes_size(), session.output_size());
            match attempt(&session, &tree, draft, action) {
                Ok(after) => {
                    assert!(after.notes_size() <= MAX_NOTES.max(sizes.0) && after.output_size() <= MAX_OUTPUT.max(sizes.1));
                    assert!(after.notes_size() <= most_notes && after.output_size() <= most_output);
                    if after.open_visit().is_some() {
                        session = after;
                    }
                }
                Err(refusal) => {
                    assert_eq!(refusal, Refusal::Full);
                    assert!(written.size > 0, "what is taken away fits");
                }
            }
            let complete = Action::Complete { outcome: Outcome::Resolved, notes: Default::default(), next_steps: Default::default() };
            assert!(attempt(&session, &tree, None, complete).is_ok());
        }
    }

    #[test]
    fn the_sizes_of_output_are_those_of_what_is_stored(walk in walks()) {
        let mut stored: BTreeMap<VisitId, usize> = BTreeMap::new();
        let mut session = walk.start.clone();
        for taken in &walk.taken {
            session.last_activity_at = taken.before.last_activity_at;
            let Ok(applied) = session.apply(&walk.tree, &taken.command, &taken.by, taken.now) else { continue };
            for event in &applied.events {
                if let Event::Output { visit_id, output } = event {
                    stored.insert(*visit_id, output.as_str().len());
                }
            }
            session = applied.session;
            stored.retain(|_, size| *size > 0);
            assert_eq!(session.output_sizes, stored.clone().into());
        }
    }

    #[test]
    fn the_walk_says_that_it_is_nearly_full_before_it_is(document in documents(), room in 0..MAX_NOTES / 4) {
        let tree = Tree::publish(&document).unwrap();
        let session = filled(&tree, MAX_NOTES - room, 0);
        let said = session.nearly_full();
        assert_eq!(said.is_some(), room < MAX_NOTES / 8);
        assert_eq!(said.and_then(|said| said.notes), said.map(|_| room));
        let larger = Action::Note { visit_id: session.open_visit().unwrap().id, notes: Note::parse(&bytes(room + 1)).unwrap_or_default(), reason: None };
        if room < 16_000 {
            assert_eq!(attempt(&session, &tree, None, larger), Err(Refusal::Full));
            assert!(said.is_some());
        }
    }
}

#[test]
fn the_walk_says_how_much_is_left_in_words() {
    let document = resolutionflow::tree::TreeDocument::read(include_bytes!("../../server/demo/trees/wifi-drops.tree.md")).unwrap();
    let tree = Tree::publish(&document).unwrap();
    let said = |notes, output| filled(&tree, MAX_NOTES - notes, MAX_OUTPUT - output).nearly_full().map(|full| full.to_string());
    assert_eq!(said(300_000, 4_000_000), None);
    assert_eq!(
        said(200 * 1024 + 1, 4_000_000).as_deref(),
        Some("This session is nearly full: 200 KB of 2 MB are left for notes. When it is full, complete it and start a follow-up.")
    );
    let both = "This session is nearly full: 0 KB of 2 MB are left for notes, 1023 KB of 8 MB are left for command output. When it is full, \
                complete it and start a follow-up.";
    assert_eq!(said(0, 1024 * 1024 - 1).as_deref(), Some(both));
}
