//! The browser's queue of commands that the server has not acknowledged yet, and the session with them applied.

use serde::{Deserialize, Serialize};

use super::exchange::{Answer, Batch, MAX_BATCH, MAX_BATCH_BYTES};
use crate::access::Actor;
use crate::id::CommandId;
use crate::session::{Action, Command, Refusal, Session};
use crate::time::Timestamp;
use crate::tree::Tree;
use crate::wire::{Value, from_json, to_json};

/// A command that was made in this browser, with its summary, which is shown if the server rejects it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// The command to send.
    pub command: Command,
    /// Summary in one line: `“Is it plugged in?”: Yes, it is`
    pub told: String,
    /// True if the server rejected it: it is kept to be shown and not sent again.
    #[serde(default)]
    pub refused: bool,
}

/// A command kept on the browser's disk that this build cannot read: another one wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// The command's id.
    pub id: CommandId,
    /// Its summary, or a sentence in place of it where not even that can be read.
    pub told: String,
}

/// Rows of a page's disk with those of a copy that it wrote when it was about to go, in the order in which they were made. Of a command in
/// both the later one counts: a note that waits takes the text typed since. What the server rejected stays so.
pub fn with_copy(mut rows: Vec<Result<Made, Unreadable>>, copy: Vec<Made>) -> Vec<Result<Made, Unreadable>> {
    let id = |row: &Result<Made, Unreadable>| row.as_ref().map_or_else(|row| row.id, |made| made.command.id);
    for made in copy {
        let place = rows.iter().take_while(|row| id(row) < made.command.id).count();
        if rows.get(place).is_none_or(|row| id(row) != made.command.id) {
            rows.insert(place, Ok(made));
        } else if rows[place].as_ref().is_ok_and(|kept| !kept.refused && kept.command.at < made.command.at) {
            rows[place] = Ok(made);
        }
    }
    rows
}

impl Made {
    /// Reads the JSON of a command that was kept on the browser's disk under its id.
    ///
    /// # Errors
    /// [`Unreadable`], with its summary as far as it can be read.
    pub fn kept(id: CommandId, json: &str) -> Result<Self, Unreadable> {
        from_json(json).ok_or_else(|| {
            let told = Value::parse(json).and_then(Value::fields).and_then(|mut fields| fields.take("told")?.text());
            let told = told.map_or_else(|| "A step that this version of the page cannot read".to_owned(), Into::into);
            Unreadable { id, told }
        })
    }
}

/// A session in a browser: the revision that the server acknowledged, and the commands made on top of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Outbox {
    acknowledged: Session,
    /// First made, first sent.
    pending: Vec<Made>,
    /// The session with what is pending carried out.
    current: Session,
    /// Commands that the server rejected, because the session had gone on elsewhere.
    refused: Vec<Made>,
    /// Kept by an earlier page and not readable here, so not sent either.
    unreadable: Vec<Unreadable>,
}

/// True if both save the notes of the same step.
fn is_same_note(earlier: &Action, later: &Action) -> bool {
    matches!((earlier, later), (Action::Note { visit_id: a, .. }, Action::Note { visit_id: b, .. }) if a == b)
}

impl Outbox {
    /// An outbox for the session as the server sent it, with the commands that an earlier page stored and could not get
    /// acknowledged.
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

    /// The session as the person sees it: the acknowledged one with the pending commands applied.
    pub fn current(&self) -> &Session {
        &self.current
    }

    /// The session as the server last sent it.
    pub fn acknowledged(&self) -> &Session {
        &self.acknowledged
    }

    /// Commands that the server has not acknowledged yet, oldest first.
    pub fn pending(&self) -> &[Made] {
        &self.pending
    }

    /// Commands that the server rejected, oldest first; they stay until [`Self::discard`].
    pub fn refused(&self) -> &[Made] {
        &self.refused
    }

    /// Applies a command to the current session at once and queues it for sending. The command's revision is set here; its `at`
    /// is the browser's time, corrected by the measured offset. `unsent` is the id of a command that surely never reached the
    /// server: if it is the last one and saved notes of the same step, this one takes its place and its id.
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
        let at = command.at.unwrap_or(self.current.last_activity_at.into());
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

    /// The next batch to send: the oldest pending commands, within the limits of a batch. The caller sends nothing else before
    /// it is answered, or known to be lost.
    pub fn batch(&self, active_at: Option<Timestamp>) -> Batch {
        let mut bytes = 0;
        let fits = |(position, made): &(usize, &Made)| {
            bytes += to_json(&made.command).len();
            *position == 0 || bytes <= MAX_BATCH_BYTES
        };
        let commands = self.pending.iter().enumerate().take(MAX_BATCH).take_while(fits).map(|(_, made)| made.command.clone()).collect();
        Batch { known_revision: self.acknowledged.revision, commands, active_at, by: None }
    }

    /// Adopts the answer to the batch that was sent last, and applies the commands made since on top of it. If the server
    /// rejected a command, it and all later ones are moved to [`Self::refused`]: they assume a session that never existed.
    pub fn adopt(&mut self, answer: Answer, tree: &Tree, by: &Actor) {
        self.pending.drain(..answer.done.min(self.pending.len()));
        if answer.refused.is_some() {
            self.refused.extend(self.pending.drain(..).map(|made| Made { refused: true, ..made }));
        }
        self.acknowledged = answer.state.onto(&self.acknowledged);
        self.replay(tree, by);
    }

    /// Summaries of the commands that will not be saved: unreadable ones, then those that the server rejected.
    pub fn lost(&self) -> impl Iterator<Item = &str> {
        let unreadable = self.unreadable.iter().map(|row| row.told.as_str());
        unreadable.chain(self.refused.iter().map(|made| made.told.as_str()))
    }

    /// Forgets the commands that will not be saved; returns their ids.
    pub fn discard(&mut self) -> Vec<CommandId> {
        let unreadable = self.unreadable.drain(..).map(|row| row.id);
        unreadable.chain(self.refused.drain(..).map(|made| made.command.id)).collect()
    }

    /// Takes a command that the server rejected off the list, if the walk is still open to it and nothing of it is lost: the texts that it
    /// carries belong beside the open step, where they were typed, or there are none. True if it was taken off.
    pub fn take_back(&mut self, id: CommandId, tree: &Tree, by: &Actor) -> bool {
        let Some(position) = self.refused.iter().position(|made| made.command.id == id) else { return false };
        let command = &self.refused[position].command;
        let open = self.current.open_visit().map(|visit| visit.id);
        let is_in_its_fields = command.draft.as_ref().is_none_or(|draft| draft.visit_id == open || draft.is_empty());
        let at = command.at.unwrap_or(self.current.last_activity_at.into());
        let is_taken_back = is_in_its_fields && self.current.after(tree, command, by, at).is_ok();
        if is_taken_back {
            self.refused.remove(position);
        }
        is_taken_back
    }

    /// Moves the times of the pending commands that `of` selects later by `by_ms` milliseconds (earlier if negative), after
    /// the clock was corrected.
    pub fn correct_times(&mut self, of: impl Fn(&Command) -> bool, by_ms: i64) {
        for made in self.pending.iter_mut().filter(|made| of(&made.command)) {
            made.command.at = made.command.at.map(|at| at.plus_ms(by_ms));
        }
    }

    /// Rebuilds the current session. A command that an earlier page left may have reached the server already, so only those made
    /// on the acknowledged revision are applied; the server answers for the others.
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
