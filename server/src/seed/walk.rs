//! One walk, by the commands that a technician would issue: whatever the domain demands of a session holds by itself.

use resolutionflow::access::Actor;
use resolutionflow::id::{CommandId, SessionId, VisitId};
use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Action, Command, Draft, Facts, Session};
use resolutionflow::text::{Note, OutcomeNotes, Output, Reason, Title};
use resolutionflow::time::{Seconds, Timestamp};
use resolutionflow::tree::{Node, NodeKind, Tree};

use super::place::Version;
use super::vocabulary::{Vocabulary, address, term};
use crate::demo::Dice;
use crate::store::bulk::Received;
use crate::store::commands::{Done, Start};

/// Steps of a walk, at least and at most.
const STEPS: (u64, u64) = (8, 15);

/// End of a made-up walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// Completed by its technician, with one of the four outcomes that they can give.
    Completed,
    /// Abandoned by its technician: it was the wrong tree.
    Abandoned,
    /// Left parked, and closed from a list by `by` at the time `at`, with an outcome that nobody walked to.
    ClosedFromAList { by: Actor, at: Timestamp },
    /// Left parked and not closed yet; perhaps offered to other technicians.
    Parked { for_someone_else: bool },
    /// Still running.
    Runs,
}

/// Made-up session in progress, with the technician's own clock. Each step issues a domain command, without a database.
pub(super) struct Walk<'a> {
    dice: &'a mut Dice,
    words: &'a Vocabulary,
    by: Actor,
    tree: &'a Tree,
    session: Session,
    outputs: Vec<(VisitId, String)>,
    receipts: Vec<Received>,
    at: Timestamp,
}

impl<'a> Walk<'a> {
    /// Starts a session of the version at `at`, held by `by`.
    pub(super) fn start(
        dice: &'a mut Dice,
        words: &'a Vocabulary,
        by: Actor,
        version: &'a Version,
        facts: Facts,
        follows: Option<SessionId>,
        at: Timestamp,
    ) -> Self {
        let id = SessionId(dice.id(at));
        let start = Start { tree: version.tree.key().to_owned(), facts, follows, answer: None };
        let receipts = vec![Received { done: Done::start(CommandId(id.0), &start), by: by.user_id, at }];
        let session = Session::start(id, version.version, &version.tree, &by, start.facts, follows, at);
        Self { dice, words, by, tree: &version.tree, session, outputs: Vec::new(), receipts, at }
    }

    /// Takes the walk apart: the session, the output of its commands by visit, the receipts of all commands, and the time when its
    /// technician was free again.
    pub(super) fn over(self) -> (Session, Vec<(VisitId, String)>, Vec<Received>, Timestamp) {
        (self.session, self.outputs, self.receipts, self.at)
    }

    /// Takes 8 to 15 steps, a few of them unusual, and then ends the walk as `end` says.
    ///
    /// # Errors
    /// An error where the domain refuses a command, which would be a mistake of this file.
    pub(super) fn go_on_to(&mut self, end: End) -> anyhow::Result<()> {
        let steps = self.dice.between(STEPS.0, STEPS.1);
        // On the way a few go back, do something that is not in the tree, or come back later.
        let (turn, turned_at) = (self.dice.between(0, 99), self.dice.between(2, steps - 4));
        let mut taken = 1;
        while taken < steps {
            if taken == turned_at {
                taken += self.turn(turn)?;
            }
            self.step(steps - taken == 1)?;
            taken += 1;
        }
        self.spend(15, 90);
        match end {
            End::Runs => Ok(()),
            End::Completed => self.complete(),
            End::Abandoned => self.issue(None, Action::Abandon),
            End::Parked { for_someone_else } => self.park(for_someone_else),
            End::ClosedFromAList { by, at } => {
                self.park(false)?;
                let outcome = *self.dice.pick(&[Outcome::Cancelled, Outcome::ResolvedExternally]).unwrap_or(&Outcome::Cancelled);
                let (free, walker) = (self.at, std::mem::replace(&mut self.by, by));
                self.at = at.max(free);
                let closed = self.issue(None, Action::close_as(outcome));
                (self.at, self.by) = (free, walker);
                closed
            }
        }
    }

    /// Something unusual; how many steps that made.
    fn turn(&mut self, turn: u64) -> anyhow::Result<u64> {
        match turn {
            0..12 => {
                self.spend(8, 40);
                self.issue(None, Action::Back)?;
                Ok(1)
            }
            12..20 => {
                self.spend(20, 90);
                self.park(false)?;
                self.spend(600, 3_000);
                self.issue(None, Action::Resume)?;
                Ok(0)
            }
            20..26 => {
                self.spend(10, 60);
                let title = Title::parse(&self.words.say(self.dice, 2, 5))?;
                self.issue(None, Action::Detour { title })?;
                self.spend(60, 300);
                let draft = self.draft()?;
                self.issue(draft, Action::EndDetour)?;
                Ok(1)
            }
            26..32 => {
                let Some(visit_id) = self.session.open_visit().map(|visit| visit.id) else { return Ok(0) };
                self.spend(700, 1_200);
                let idle_seconds = Seconds(self.dice.between(300, 600));
                self.issue(None, Action::SetIdle { visit_id, idle_seconds, reason: None })?;
                Ok(0)
            }
            _ => Ok(0),
        }
    }

    /// Answers the open question or does what is to be done; towards an end where there is one and it is time.
    fn step(&mut self, to_an_end: bool) -> anyhow::Result<()> {
        let Some(node) = self.node() else { return Ok(()) };
        let action = match &node.kind {
            NodeKind::Decision { options } => {
                let last = options.last().filter(|option| to_an_end && option.id == "fixed");
                let usual = if self.dice.chance(70) { options.first() } else { options.get(1) };
                let Some(option) = last.or(usual) else { return Ok(()) };
                Action::Choose { option_id: option.id.clone() }
            }
            NodeKind::Action { .. } => Action::Continue,
            NodeKind::Solution { .. } => return Ok(()),
        };
        match &node.kind {
            NodeKind::Decision { .. } => self.spend(8, 75),
            NodeKind::Action { .. } | NodeKind::Solution { .. } => self.spend(30, 200),
        }
        let mut draft = self.draft()?;
        if matches!(node.kind, NodeKind::Action { .. }) && self.dice.chance(2) {
            let Some(visit) = self.session.open_visit() else { return Ok(()) };
            let output = self.words.say(self.dice, 10, 40);
            draft.get_or_insert_default().output = Output::parse(&output)?;
            self.outputs.push((visit.id, output));
        }
        self.issue(draft, action)
    }

    fn complete(&mut self) -> anyhow::Result<()> {
        const USUAL: [(Outcome, u64); 4] =
            [(Outcome::Resolved, 60), (Outcome::Workaround, 12), (Outcome::Escalated, 18), (Outcome::Unresolved, 10)];
        let suggested = match self.node().map(|node| &node.kind) {
            Some(NodeKind::Solution { suggested_outcome }) => *suggested_outcome,
            _ => None,
        };
        let usual = self.dice.weigh(&USUAL).copied().unwrap_or(Outcome::Resolved);
        let outcome = suggested.filter(|_| self.dice.chance(85)).unwrap_or(usual);
        let notes = if self.dice.chance(50) { self.words.say(self.dice, 4, 15) } else { String::new() };
        let next_steps = if self.dice.chance(15) { self.words.say(self.dice, 3, 8) } else { String::new() };
        let (notes, next_steps) = (OutcomeNotes::parse(&notes)?, OutcomeNotes::parse(&next_steps)?);
        self.issue(None, Action::Complete { outcome, notes, next_steps })
    }

    fn park(&mut self, for_someone_else: bool) -> anyhow::Result<()> {
        let reason = if for_someone_else { Some(Reason::parse(&self.words.say(self.dice, 3, 6))?) } else { None };
        self.issue(None, Action::Park { reason, for_someone_else })
    }

    /// Draft with the notes beside a step; none in 55 of 100 cases.
    fn draft(&mut self) -> anyhow::Result<Option<Draft>> {
        if !self.dice.chance(45) {
            return Ok(None);
        }
        let mut notes = self.words.say(self.dice, 4, 14);
        // A few have an address, or are of somebody who writes another script.
        match self.dice.between(0, 99) {
            0..4 => notes.extend([" ", &address(usize::try_from(self.dice.between(0, 9_999))?)]),
            4..8 => notes.extend([" ", &term(usize::try_from(self.dice.between(0, 143))?)]),
            _ => {}
        }
        Ok(Some(Draft { notes: Note::parse(&notes)?, ..Draft::default() }))
    }

    fn issue(&mut self, draft: Option<Draft>, action: Action) -> anyhow::Result<()> {
        let command = Command { id: CommandId(self.dice.id(self.at)), base_revision: self.session.revision, at: None, draft, action };
        self.session = self.session.after(self.tree, &command, &self.by, self.at)?;
        self.receipts.push(Received { done: Done::command(&command, self.session.revision), by: self.by.user_id, at: self.at });
        Ok(())
    }

    fn node(&self) -> Option<&'a Node> {
        self.tree.node(&self.session.open_visit()?.node_id)
    }

    fn spend(&mut self, at_least: u64, at_most: u64) {
        self.at = self.at.plus(self.dice.seconds(at_least, at_most));
    }
}
