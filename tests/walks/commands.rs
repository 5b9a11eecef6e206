//! Timing rule 9: commands, their ids and revisions, as a server treats them that keeps a receipt of each.

use std::collections::HashMap;

use proptest::collection::vec;
use proptest::prelude::*;
use resolutionflow::access::Actor;
use resolutionflow::id::CommandId;
use resolutionflow::session::{Action, Command, Conflict, Fingerprint, Receipt, Reception, Refusal, Session, receive};
use resolutionflow::time::Timestamp;
use resolutionflow::tree::Tree;

use crate::cases;
use crate::moves::person;
use crate::walk::{Taken, walks, walks_without_beats};

struct Server<'a> {
    tree: &'a Tree,
    session: Session,
    receipts: HashMap<CommandId, Receipt>,
}

#[derive(Debug, PartialEq, Eq)]
enum Answer {
    Done,
    Repeated,
    Conflict(Conflict),
    Refused(Refusal),
}

impl<'a> Server<'a> {
    fn new(tree: &'a Tree, start: &Session) -> Self {
        Self { tree, session: start.clone(), receipts: HashMap::new() }
    }

    fn post(&mut self, command: &Command, by: &Actor, now: Timestamp) -> Answer {
        match receive(self.session.revision, self.receipts.get(&command.id), command, by) {
            Err(conflict) => Answer::Conflict(conflict),
            Ok(Reception::Repeated) => Answer::Repeated,
            Ok(Reception::New) => match self.session.after(self.tree, command, by, now) {
                Err(refusal) => Answer::Refused(refusal),
                Ok(after) => {
                    self.session = after;
                    self.receipts.insert(command.id, Receipt { fingerprint: Fingerprint::of(command), by: by.user_id });
                    Answer::Done
                }
            },
        }
    }

    fn deliver(&mut self, taken: &Taken) -> Answer {
        self.post(&taken.command, &taken.by, taken.now)
    }
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn deliveries_in_any_order_and_number_end_like_each_once_in_order(walk in walks_without_beats(), jitter in vec(0..7usize, 0..120)) {
        let commands: Vec<&Taken> = walk.carried_out().map(|(taken, _)| taken).collect();
        let mut server = Server::new(&walk.tree, &walk.start);
        let mut done = 0;
        for offset in jitter {
            let Some(number) = (done + offset).checked_sub(3).filter(|&number| number < commands.len()) else { continue };
            let before = server.session.clone();
            let answer = server.deliver(commands[number]);
            if number == done {
                assert_eq!(answer, Answer::Done);
                done += 1;
            } else {
                assert_eq!(answer, if number < done { Answer::Repeated } else { Answer::Conflict(Conflict::Stale) });
                assert_eq!(server.session, before);
            }
        }
        for taken in &commands[done..] {
            assert_eq!(server.deliver(taken), Answer::Done);
        }
        assert_eq!(&server.session, walk.end());
    }

    #[test]
    fn a_used_id_with_other_content_is_a_conflict_and_changes_nothing(walk in walks_without_beats()) {
        let mut server = Server::new(&walk.tree, &walk.start);
        for (taken, _) in walk.carried_out() {
            server.deliver(taken);
            let before = server.session.clone();
            let other_time = Command { at: Some(taken.now.plus(-9_999).into()), ..taken.command.clone() };
            let other_revision = Command { base_revision: server.session.revision, ..taken.command.clone() };
            let other_action = Command { action: Action::Jump { record_id: taken.command.id.0.into() }, ..taken.command.clone() };
            for other in [other_time, other_revision, other_action] {
                assert_eq!(server.post(&other, &taken.by, taken.now), Answer::Conflict(Conflict::DifferentContent));
            }
            let somebody_else = (0..).map(person).find(|actor| actor.user_id != taken.by.user_id).unwrap();
            assert_eq!(server.post(&taken.command, &somebody_else, taken.now), Answer::Conflict(Conflict::DifferentContent));
            assert_eq!(server.session, before);
        }
    }

    #[test]
    fn a_command_made_on_an_older_or_unknown_state_is_stale(walk in walks(), revision in 0..60u32) {
        let end = walk.end();
        for taken in &walk.taken {
            let command = Command { base_revision: revision, ..taken.command.clone() };
            let expected = if revision == end.revision { Ok(Reception::New) } else { Err(Conflict::Stale) };
            assert_eq!(receive(end.revision, None, &command, &taken.by), expected);
        }
    }

    #[test]
    fn the_revision_counts_the_commands_that_were_carried_out(walk in walks()) {
        for (count, state) in walk.states().enumerate() {
            assert_eq!(state.revision as usize, count);
        }
    }

    #[test]
    fn a_refused_command_changes_nothing_and_may_be_sent_again_later(walk in walks_without_beats()) {
        let mut server = Server::new(&walk.tree, &walk.start);
        for taken in &walk.taken {
            let before = server.session.clone();
            let answer = server.deliver(taken);
            if let Err(refusal) = taken.result {
                assert_eq!(answer, Answer::Refused(refusal));
                assert_eq!(server.session, before);
                assert!(!server.receipts.contains_key(&taken.command.id));
            } else {
                assert_eq!(answer, Answer::Done);
            }
        }
    }

    #[test]
    fn a_session_never_changes_its_id_version_or_what_it_follows(walk in walks()) {
        for state in walk.states() {
            assert_eq!((state.id, state.version, state.follows), (walk.start.id, walk.start.version, walk.start.follows));
        }
    }
}
