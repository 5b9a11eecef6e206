//! Commands that were made and are not acknowledged yet.

use serde::{Deserialize, Serialize};

use super::exchange::{Answer, Batch, MAX_BATCH, MAX_BATCH_BYTES};
use super::told::told;
use crate::access::Actor;
use crate::id::CommandId;
use crate::session::{Action, Command, Refusal, Session};
use crate::time::Timestamp;
use crate::tree::Tree;
use crate::wire::to_json;

/// A command, and what it was in words: those tell of it where it could not be carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// What is sent.
    pub command: Command,
    /// `“Is it plugged in?”: Yes, it is`
    pub told: String,
    /// Whether the server did not take it.
    #[serde(default)]
    pub refused: bool,
}

/// A session as somebody walks it in a browser: what the server acknowledged, and what was made since.
#[derive(Debug, Clone, PartialEq)]
pub struct Outbox {
    acknowledged: Session,
    /// First made, first sent.
    pending: Vec<Made>,
    /// The session with what is pending carried out.
    current: Session,
    /// What the server did not take, because the session had gone on elsewhere.
    refused: Vec<Made>,
}

/// Whether both save the notes of one step.
fn is_same_note(earlier: &Action, later: &Action) -> bool {
    matches!((earlier, later), (Action::Note { visit_id: a, .. }, Action::Note { visit_id: b, .. }) if a == b)
}

impl Outbox {
    /// The session as the server told it, with what an earlier page could not send, or sent in vain.
    pub fn new(acknowledged: Session, made: Vec<Made>, tree: &Tree, by: &Actor) -> Self {
        let (refused, pending) = made.into_iter().partition(|made| made.refused);
        let mut outbox = Self { current: acknowledged.clone(), acknowledged, pending, refused };
        outbox.replay(tree, by);
        outbox
    }

    /// The session as the person sees it.
    pub fn current(&self) -> &Session {
        &self.current
    }

    /// The session as the server has it.
    pub fn acknowledged(&self) -> &Session {
        &self.acknowledged
    }

    /// What is not acknowledged yet, first made first.
    pub fn pending(&self) -> &[Made] {
        &self.pending
    }

    /// What the server did not take.
    pub fn refused(&self) -> &[Made] {
        &self.refused
    }

    /// Carries out what the person does, at once, and keeps it to be sent. The command's revision is set here; its `at` is the
    /// browser's time, corrected by the measured offset. `unsent` is a command that surely never reached the server: where it
    /// saved notes of the same step, and was the last, this one takes its place and its id.
    ///
    /// # Errors
    /// [`Refusal`]; nothing is changed then.
    pub fn make(&mut self, tree: &Tree, by: &Actor, command: Command, unsent: Option<CommandId>) -> Result<&Made, Refusal> {
        let replaced = self.pending.pop_if(|last| Some(last.command.id) == unsent && is_same_note(&last.command.action, &command.action));
        let mut command = command;
        if let Some(Made { command: earlier, .. }) = &replaced {
            command.id = earlier.id;
            command.draft = match (command.draft, earlier.draft.clone()) {
                (Some(draft), Some(earlier)) => Some(draft.over(earlier)),
                (draft, earlier) => draft.or(earlier),
            };
            self.replay(tree, by);
        }
        command.base_revision = self.current.revision;
        let at = command.at.unwrap_or(self.current.last_activity_at);
        let after = match self.current.apply(tree, &command, by, at) {
            Ok(after) => after,
            Err(refusal) => {
                self.pending.extend(replaced);
                self.replay(tree, by);
                return Err(refusal);
            }
        };
        let told = told(&self.current, tree, &command);
        self.current = after;
        self.pending.push(Made { command, told, refused: false });
        self.pending.last().ok_or(Refusal::WrongStep)
    }

    /// What to send next. Nothing else is sent before it is answered, or known to be lost.
    pub fn batch(&self, active_at: Option<Timestamp>) -> Batch {
        let mut bytes = 0;
        let fits = |(position, made): &(usize, &Made)| {
            bytes += to_json(&made.command).len();
            *position == 0 || bytes <= MAX_BATCH_BYTES
        };
        let commands = self.pending.iter().enumerate().take(MAX_BATCH).take_while(fits).map(|(_, made)| made.command.clone()).collect();
        Batch { known_revision: self.acknowledged.revision, commands, active_at, by: None }
    }

    /// Adopts what the server acknowledged of the batch that was sent last; what was made since is carried out on top of it.
    /// Where the server refused one, it and all that were made after it are set aside: they were made on a session that
    /// never was.
    pub fn adopt(&mut self, answer: Answer, tree: &Tree, by: &Actor) {
        self.pending.drain(..answer.done.min(self.pending.len()));
        if answer.refused.is_some() {
            self.refused.extend(self.pending.drain(..).map(|made| Made { refused: true, ..made }));
        }
        self.acknowledged = answer.state.onto(&self.acknowledged);
        self.replay(tree, by);
    }

    /// Forgets what the server did not take.
    pub fn discard(&mut self) -> Vec<Made> {
        std::mem::take(&mut self.refused)
    }

    /// Moves the times of what was never sent, after the clock turned out to be wrong.
    pub fn correct_times(&mut self, of: impl Fn(&Command) -> bool, by_seconds: i64) {
        for made in self.pending.iter_mut().filter(|made| of(&made.command)) {
            made.command.at = made.command.at.map(|at| at.plus(by_seconds));
        }
    }

    /// What an earlier page left may have arrived without its knowing: only what was made on this very revision is carried
    /// out here, and the server says of the rest what became of it.
    fn replay(&mut self, tree: &Tree, by: &Actor) {
        self.current = self.acknowledged.clone();
        for Made { command, .. } in &self.pending {
            let Some(at) = command.at.filter(|_| command.base_revision == self.current.revision) else { continue };
            if let Ok(after) = self.current.apply(tree, command, by, at) {
                self.current = after;
            }
        }
    }
}
