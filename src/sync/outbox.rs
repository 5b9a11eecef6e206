//! Commands that were made and are not acknowledged yet.

use serde::{Deserialize, Serialize};

use super::exchange::{Answer, Batch, MAX_BATCH, MAX_BATCH_BYTES};
use crate::access::Actor;
use crate::id::CommandId;
use crate::session::{Action, Command, Refusal, Session};
use crate::time::Timestamp;
use crate::tree::Tree;
use crate::wire::{Value, from_json, to_json};

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

/// A kept command that this build cannot read: another one wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// The command's id.
    pub id: CommandId,
    /// Its line, as far as it can be read.
    pub told: String,
}

impl Made {
    /// Reads the JSON that was kept under an id.
    ///
    /// # Errors
    /// [`Unreadable`], with as much of it as can be told.
    pub fn kept(id: CommandId, json: &str) -> Result<Self, Unreadable> {
        from_json(json).ok_or_else(|| {
            let told = Value::parse(json).and_then(Value::fields).and_then(|mut fields| fields.take("told")?.text());
            let told = told.map_or_else(|| "A step that this version of the page cannot read".to_owned(), Into::into);
            Unreadable { id, told }
        })
    }
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
    /// Kept by an earlier page and not readable here, so not sent either.
    unreadable: Vec<Unreadable>,
}

/// Whether both save the notes of one step.
fn is_same_note(earlier: &Action, later: &Action) -> bool {
    matches!((earlier, later), (Action::Note { visit_id: a, .. }, Action::Note { visit_id: b, .. }) if a == b)
}

impl Outbox {
    /// The session as the server told it, with what an earlier page could not send, or sent in vain.
    pub fn new(acknowledged: Session, made: Vec<Result<Made, Unreadable>>, tree: &Tree, by: &Actor) -> Self {
        let (mut refused, mut pending, mut unreadable) = (Vec::new(), Vec::new(), Vec::new());
        for made in made {
            match made {
                Ok(made) if made.refused => refused.push(made),
                Ok(made) => pending.push(made),
                Err(row) => unreadable.push(row),
            }
        }
        let mut outbox = Self { current: acknowledged.clone(), acknowledged, pending, refused, unreadable };
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
        let after = match self.current.after(tree, &command, by, at) {
            Ok(after) => after,
            Err(refusal) => {
                self.pending.extend(replaced);
                self.replay(tree, by);
                return Err(refusal);
            }
        };
        let told = command.summary(&self.current, tree);
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

    /// Lines of the commands that will not be saved: unreadable ones, then those that the server did not take.
    pub fn lost(&self) -> impl Iterator<Item = &str> {
        let unreadable = self.unreadable.iter().map(|row| row.told.as_str());
        unreadable.chain(self.refused.iter().map(|made| made.told.as_str()))
    }

    /// Forgets the commands that will not be saved; returns their ids.
    pub fn discard(&mut self) -> Vec<CommandId> {
        let unreadable = self.unreadable.drain(..).map(|row| row.id);
        unreadable.chain(self.refused.drain(..).map(|made| made.command.id)).collect()
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
            if let Ok(after) = self.current.after(tree, command, by, at) {
                self.current = after;
            }
        }
    }
}
