//! Texts that a browser sent as they were typed are kept in one form; what was stored before stays as it is.

use proptest::prelude::*;
use resolutionflow::id::CommandId;
use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Action, Applied, Command, Draft, Event, Facts, Phase, Refusal, Session};
use resolutionflow::text::{ClientName, Note, OutcomeNotes, Output, Reason, Ticket, Title};
use resolutionflow::tree::Tree;

use crate::cases;
use crate::limits::with_records;
use crate::trees::documents;
use crate::walk::{holder, started, uuid};

/// A text as a browser sends it.
fn sent<T: TryFrom<String, Error: std::fmt::Debug>>(text: &str) -> T {
    T::try_from(text.to_owned()).unwrap()
}

fn attempt(session: &Session, tree: &Tree, draft: Option<Draft>, action: Action) -> Result<Applied, Refusal> {
    let command = Command { id: CommandId(uuid(600_000)), base_revision: session.revision, at: None, draft, action };
    session.apply(tree, &command, &holder(session), session.last_activity_at)
}

proptest! {
    #![proptest_config(cases(8))]

    #[test]
    fn what_a_browser_sends_is_kept_in_one_form(document in documents()) {
        let tree = Tree::publish(&document).unwrap();
        let session = started(&tree);
        let draft = Draft { notes: sent("Mu\u{308}ller\n  two  spaces"), output: sent("u\u{308}"), ..Draft::default() };
        let Applied { session: after, events } =
            attempt(&session, &tree, Some(draft), Action::Detour { title: sent("asked\u{a0} Mu\u{308}ller\u{200b}") }).unwrap();
        assert_eq!(after.records[0].notes.as_str(), "Müller\n  two  spaces");
        assert_eq!(after.open_visit().unwrap().detour, Some(Title::parse("asked Müller").unwrap()));
        assert!(events.iter().any(|event| matches!(event, Event::Output { output, .. } if output.as_str() == "ü")));

        let parked = attempt(&after, &tree, None, Action::Park { reason: Some(sent("\u{3164}")), for_someone_else: false }).unwrap();
        assert!(matches!(parked.session.phase, Phase::Parked { reason: None, .. }));
        let reason = Some(sent("back\u{2009}at  nine"));
        let parked = attempt(&after, &tree, None, Action::Park { reason, for_someone_else: false }).unwrap();
        assert!(matches!(&parked.session.phase, Phase::Parked { reason: Some(reason), .. } if reason.as_str() == "back at nine"));

        let facts = Facts { ticket: sent("INC\u{200b}-7\u{feff}"), client: sent("Acme\u{a0} Dental"), ..Facts::default() };
        let edited = attempt(&after, &tree, None, Action::EditFacts { facts }).unwrap().session.facts;
        assert_eq!((edited.ticket, edited.client), (Ticket::parse("INC-7").unwrap(), ClientName::parse("Acme Dental").unwrap()));

        let ended = Action::Complete { outcome: Outcome::Resolved, notes: sent("ru\u{308}ckgängig"), next_steps: OutcomeNotes::default() };
        assert_eq!(attempt(&after, &tree, None, ended).unwrap().session.facts.outcome_notes.as_str(), "rückgängig");
    }

    #[test]
    fn what_cannot_be_kept_is_refused(document in documents()) {
        let tree = Tree::publish(&document).unwrap();
        let session = started(&tree);
        for unseen in ["\u{2800}", "\u{3164}", "\u{200b}\u{2060}"] {
            assert_eq!(attempt(&session, &tree, None, Action::Detour { title: sent(unseen) }).err(), Some(Refusal::WrongStep));
        }
        // Three characters once composed: a musical note has no form C of its own.
        let notes = sent(&"\u{1d160}".repeat(4_000));
        let visit_id = session.open_visit().unwrap().id;
        assert_eq!(attempt(&session, &tree, None, Action::Note { visit_id, notes, reason: None }).err(), Some(Refusal::Full));
    }

    #[test]
    fn what_is_stored_stays_as_it_is(document in documents()) {
        let tree = Tree::publish(&document).unwrap();
        let mut session = with_records(started(&tree), &tree, 3);
        session.records[0].notes = sent("Mu\u{308}ller");
        session.facts.client = sent("Acme  Dental\u{200b}");
        session.facts.outcome_notes = sent(&"\u{1d160}".repeat(4_000));
        let kept: Session = serde_json::from_value(serde_json::to_value(&session).unwrap()).unwrap();
        assert_eq!(kept, session);
        let reason: Reason = sent("later");
        let after = attempt(&session, &tree, None, Action::Park { reason: Some(reason), for_someone_else: false }).unwrap().session;
        assert_eq!((&after.records[0].notes, &after.facts), (&sent::<Note>("Mu\u{308}ller"), &session.facts));
        let output: Output = sent("u\u{308}");
        assert_eq!(output.as_str(), "u\u{308}");
    }
}
