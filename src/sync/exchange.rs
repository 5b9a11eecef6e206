//! Messages between browser and server during a walk: a batch of commands, and its answer.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::access::Actor;
use crate::id::{CommandId, UserId};
use crate::session::{Applied, Command, Conflict, Event, Fingerprint, Receipt, Reception, Refusal, Session, receive};
use crate::time::Timestamp;
use crate::timing::Present;
use crate::tree::Tree;

/// The most commands in one batch.
pub const MAX_BATCH: usize = 20;

/// The most bytes of commands, as JSON, in one batch; a command that is larger goes alone.
pub const MAX_BATCH_BYTES: usize = 256 * 1024;

/// Request of the browser: commands of one session, in the order in which they were made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// The revision that the browser has: the answer is told relative to it.
    pub known_revision: u32,
    /// At most [`MAX_BATCH`]; none, to ask how things stand and what time it is.
    pub commands: Vec<Command>,
    /// The last real input on the page, corrected by the measured offset (timing rule 7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub active_at: Option<Timestamp>,
    /// User who made the commands. The batch is refused if another one is signed in on the browser by now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<UserId>,
}

/// Answer to a batch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// The server's clock when it answered, in milliseconds since 1970-01-01T00:00:00Z.
    pub now_ms: i64,
    /// Number of commands, from the first on, that were carried out, now or before.
    pub done: usize,
    /// Reason for which the next one was refused, if one was; it and all later ones were not carried out.
    pub refused: Option<Refused>,
    /// The session after the batch, as the difference from `known_revision`.
    pub state: State,
}

/// A session as the difference from an earlier revision that the receiver has.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// Number of records, from the first on, that the browser has already and that are left out of the answer.
    pub kept: usize,
    /// The session without those records.
    pub session: Session,
    /// Output of commands that is stored for the open visit; empty if there is none.
    pub open_output: String,
}

/// Reason for which a command was not carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refused {
    /// Its id or its revision was refused before its content was looked at.
    Conflict(Conflict),
    /// The rules of the walk forbid it.
    Refusal(Refusal),
}

impl State {
    /// The difference from `known`, the revision that the browser has; all of the session if it has none.
    pub fn since(known: Option<&Session>, session: Session, open_output: String) -> Self {
        let kept = known.map_or(0, |known| known.records.iter().zip(&session.records).take_while(|(had, has)| had == has).count());
        let records = session.records[kept..].to_vec();
        Self { kept, session: Session { records, ..session }, open_output }
    }

    /// Applies the difference to `known`, the revision from which it was taken; returns the whole session.
    pub fn onto(self, known: &Session) -> Session {
        let kept = known.records.iter().take(self.kept).cloned();
        let records = kept.chain(self.session.records).collect();
        Session { records, ..self.session }
    }
}

/// Result of applying a batch on the server.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken<'a> {
    /// The session after the last command that was carried out.
    pub session: Session,
    /// The commands that were carried out now.
    pub carried: Vec<Carried<'a>>,
    /// Number of commands, from the first on, that were carried out, now or before.
    pub done: usize,
    /// Reason for which the next one was refused.
    pub refused: Option<Refused>,
}

/// A command of a batch that was carried out now.
#[derive(Debug, Clone, PartialEq)]
pub struct Carried<'a> {
    /// The command.
    pub command: &'a Command,
    /// Revision of the session after it.
    pub revision: u32,
    /// Events of the command, to be stored beside the session.
    pub events: Vec<Event>,
}

/// Carries out commands one after the other, each once, up to the first that is refused. `seen` are the receipts under their
/// ids, `now` is the server's time. The second of two commands with one id is a repetition.
pub fn take<'a>(
    session: &Session,
    tree: &Tree,
    commands: &'a [Command],
    seen: &HashMap<CommandId, Receipt>,
    by: &Actor,
    now: impl Into<Present>,
) -> Taken<'a> {
    let present = now.into();
    let mut taken = Taken { session: session.clone(), carried: Vec::new(), done: 0, refused: None };
    for (position, command) in commands.iter().enumerate() {
        let earlier = commands[..position].iter().find(|earlier| earlier.id == command.id);
        let earlier = earlier.map(|earlier| Receipt { fingerprint: Fingerprint::of(earlier), by: by.user_id });
        match receive(taken.session.revision, seen.get(&command.id).or(earlier.as_ref()), command, by) {
            Ok(Reception::Repeated) => {}
            Ok(Reception::New) => match taken.session.apply(tree, command, by, present) {
                Ok(Applied { session, events }) => {
                    taken.carried.push(Carried { command, revision: session.revision, events });
                    taken.session = session;
                }
                Err(refusal) => {
                    taken.refused = Some(Refused::Refusal(refusal));
                    break;
                }
            },
            Err(conflict) => {
                taken.refused = Some(Refused::Conflict(conflict));
                break;
            }
        }
        taken.done += 1;
    }
    taken
}
