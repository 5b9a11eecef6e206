//! Several technicians at several sessions, whatever their browsers claim: nobody is at two of them at once, or at one that is not
//! theirs yet (timing rule 8).

use std::collections::HashMap;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use resolutionflow::access::Actor;
use resolutionflow::decision::ClockSource;
use resolutionflow::id::{CommandId, SessionId, TreeId, UserId};
use resolutionflow::session::{Action, Applied, Command, Event, Facts, Refusal, Session, VersionRef};
use resolutionflow::time::{ClockTime, Timestamp};
use resolutionflow::timing::Present;
use resolutionflow::tree::Tree;

use crate::cases;
use crate::moves::{Move, PEOPLE, moves, person};
use crate::trees::documents;
use crate::walk::{action, by, draft, uuid};

/// Attempt of somebody: to start a session, or a move in one that there is.
#[derive(Debug, Clone)]
struct Turn {
    starts: bool,
    session: Index,
    one: Move,
}

fn turns() -> impl Strategy<Value = Vec<Turn>> {
    let turn = (prop::bool::weighted(0.15), any::<Index>(), moves(1..2, true));
    vec(turn.prop_map(|(starts, session, mut moves)| Turn { starts, session, one: moves.remove(0) }), 5..60)
}

/// An account as the server keeps it: who starts or resumes a session parks the one that they are at, and the end of everybody's last
/// visit is known.
struct Office<'a> {
    tree: &'a Tree,
    sessions: Vec<Session>,
    /// When the holder of each session got it, by the server's clock.
    held_since: Vec<Timestamp>,
    last_visits: HashMap<UserId, Timestamp>,
    commands: usize,
}

impl Office<'_> {
    fn command(&mut self, session: usize, at: Option<ClockTime>, action: Action) -> Command {
        self.commands += 1;
        Command { id: CommandId(uuid(self.commands)), base_revision: self.sessions[session].revision, at, draft: None, action }
    }

    fn carry_out(&mut self, position: usize, command: &Command, by: &Actor, present: Present) -> Result<(), Refusal> {
        let before = &self.sessions[position];
        let Applied { session, events } = before.apply(self.tree, command, by, present)?;
        for event in events {
            if let Event::Freed { technician, at } = event {
                let last = self.last_visits.entry(technician).or_insert(at);
                *last = at.max(*last);
            }
        }
        if session.holder != before.holder {
            self.held_since[position] = present.now.cut();
        }
        let is_claimed = command.at.is_some_and(|at| present.now.ms_since(at) > 2_000);
        if let Some(visit) = session.open_visit().filter(|visit| before.open_visit().is_none_or(|before| before.id != visit.id)) {
            assert!(
                visit.entered_at >= self.held_since[position],
                "{visit:?} of a session that is held since {}",
                self.held_since[position]
            );
            assert_eq!(visit.clock == ClockSource::Client, is_claimed);
        }
        self.sessions[position] = session;
        Ok(())
    }

    fn park(&mut self, by: &Actor, at: Option<ClockTime>, now: ClockTime) {
        let is_running = |session: &Session| session.holder == by.user_id && session.open_visit().is_some();
        if let Some(position) = self.sessions.iter().position(is_running) {
            let park = self.command(position, at, Action::PARK);
            self.carry_out(position, &park, by, now.into()).unwrap();
        }
    }

    fn start(&mut self, by: &Actor, now: ClockTime) {
        self.park(by, None, now);
        let at = self.last_visits.get(&by.user_id).map_or(now.cut(), |free_since| now.cut().max(*free_since));
        let version = VersionRef { tree_id: TreeId(uuid(900_000)), number: 1 };
        let id = SessionId(uuid(100_000 + self.sessions.len()));
        self.sessions.push(Session::start(id, version, self.tree, by, Facts::default(), None, at));
        self.held_since.push(now.cut());
    }

    /// A move of whoever is next, if it is allowed.
    fn play(&mut self, position: usize, one: &Move, now: ClockTime) {
        if one.beat && self.sessions[position].open_visit().is_some() {
            let last = &mut self.sessions[position].last_activity_at;
            *last = now.cut().max(*last);
        }
        let session = &self.sessions[position];
        let (by, draft) = (by(one, session), one.draft.map(|notes| draft(notes, session)));
        let (action, at) = (action(one, session, self.tree), one.claimed.map(|before| now.plus_ms(-before)));
        let command = Command { draft, ..self.command(position, at, action) };
        let mut present = Present::from(now);
        if command.action == Action::Resume && self.sessions[position].after(self.tree, &command, &by, now).is_ok() {
            self.park(&by, command.at, now);
            present.free_since = self.last_visits.get(&by.user_id).copied();
        }
        _ = self.carry_out(position, &command, &by, present);
    }

    /// Every visit of a technician with its end, in the order of their beginnings; the one that is open ends last of all.
    fn visits(&self, technician: UserId) -> Vec<(Timestamp, Timestamp)> {
        let records = self.sessions.iter().flat_map(|session| &session.records).filter(|record| record.technician_id == technician);
        let open = self.sessions.iter().filter(|session| session.holder == technician).filter_map(Session::open_visit);
        let finished = records.map(|record| (record.entered_at, record.exited_at));
        let mut visits: Vec<_> = finished.chain(open.map(|visit| (visit.entered_at, Timestamp::from_unix(i64::MAX)))).collect();
        visits.sort_unstable();
        visits
    }
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn nobody_is_at_two_sessions_at_once_or_at_one_before_holding_it(document in documents(), turns in turns()) {
        let tree = Tree::publish(&document).unwrap();
        let mut office = Office { tree: &tree, sessions: Vec::new(), held_since: Vec::new(), last_visits: HashMap::new(), commands: 0 };
        let mut now = ClockTime::from_unix_ms(1_770_000_000_000);
        for turn in &turns {
            now = now.plus_ms(turn.one.elapsed * 1000 + 17);
            if turn.starts || office.sessions.is_empty() {
                office.start(&person(turn.session.index(PEOPLE.len())), now);
            } else {
                office.play(turn.session.index(office.sessions.len()), &turn.one, now);
            }
            for technician in (0..PEOPLE.len()).map(|position| person(position).user_id) {
                for pair in office.visits(technician).windows(2) {
                    prop_assert!(pair[0].1 <= pair[1].0, "{:?} and {:?} of one technician", pair[0], pair[1]);
                }
            }
        }
    }
}
