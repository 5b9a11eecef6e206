//! State of the walk: the tree, the session with what is pending, and the output of the open step.

use std::cell::RefCell;

use resolutionflow::access::Actor;
use resolutionflow::id::{CommandId, SessionId, VisitId};
use resolutionflow::session::{Command, Refusal, Session};
use resolutionflow::sync::{Answer, Made, Outbox};
use resolutionflow::tree::{Node, NodeId, Tree};

use super::reading::Reading;

/// Texts beside the open step, as saved.
pub(super) struct Texts {
    /// The open visit.
    pub(super) visit: VisitId,
    /// Its notes, its output and the scratchpad, in the order of [`TEXTS`](super::form::TEXTS).
    pub(super) texts: [String; 3],
}

/// State of one walk in this page, as its technician walks it: tree, session and the open step's output.
pub(super) struct WalkState {
    /// The session.
    pub(super) id: SessionId,
    /// The technician.
    pub(super) by: Actor,
    /// The session as the server has it, and the commands that were made since.
    pub(super) outbox: RefCell<Outbox>,
    tree: RefCell<Tree>,
    reading: Reading,
    /// Output of the open step's commands, as saved.
    output: RefCell<String>,
    /// The same as the server last told it.
    told_output: RefCell<String>,
}

impl WalkState {
    /// State with which the page begins.
    pub(super) fn new(id: SessionId, by: Actor, outbox: Outbox, tree: Tree, reading: Reading, output: String) -> Self {
        let told_output = RefCell::new(output.clone());
        Self { id, by, outbox: RefCell::new(outbox), tree: RefCell::new(tree), reading, output: RefCell::new(output), told_output }
    }

    /// Reads the session as the page shows it: as the server has it, with the pending commands applied.
    pub(super) fn with_session<T>(&self, read: impl FnOnce(&Session) -> T) -> T {
        read(self.outbox.borrow().current())
    }

    /// Reads the tree, in the version that is walked.
    pub(super) fn with_tree<T>(&self, read: impl FnOnce(&Tree) -> T) -> T {
        read(&self.tree.borrow())
    }

    /// Node at which the walk stands, and the name of its tree; none if the session stands at no node of the tree.
    pub(super) fn here(&self) -> Option<(Node, String)> {
        let (outbox, tree) = (self.outbox.borrow(), self.tree.borrow());
        let node = outbox.current().node_id().and_then(|id| tree.node(id))?.clone();
        Some((node, tree.name().to_owned()))
    }

    /// Id of the open visit; none while the session is parked or completed.
    pub(super) fn open_visit(&self) -> Option<VisitId> {
        self.with_session(|session| session.open_visit().map(|visit| visit.id))
    }

    /// Number of commands that the server has not acknowledged yet.
    pub(super) fn waiting(&self) -> usize {
        self.outbox.borrow().pending().len()
    }

    /// Output of the open step's commands, as last saved.
    pub(super) fn output(&self) -> String {
        self.output.borrow().clone()
    }

    /// Remembers an output of the open step's commands that is about to be saved.
    pub(super) fn set_output(&self, output: &str) {
        output.clone_into(&mut self.output.borrow_mut());
    }

    /// Carries out a command, and adds it to those that wait. It takes the place of the command `unsent`, if both save the notes of one
    /// step.
    ///
    /// # Errors
    /// [`Refusal`] where the walk does not allow it now.
    pub(super) fn make(&self, command: Command, unsent: Option<CommandId>) -> Result<Made, Refusal> {
        let visit = self.open_visit();
        let made = self.outbox.borrow_mut().make(&self.tree.borrow(), &self.by, command, unsent)?.clone();
        if self.open_visit() != visit {
            self.output.borrow_mut().clear();
        }
        Ok(made)
    }

    /// Takes over the session in an answer of the server, with the commands that still wait applied.
    pub(super) fn adopt(&self, answer: Answer) {
        let (visit, output) = (self.open_visit(), answer.state.open_output.clone());
        self.outbox.borrow_mut().adopt(answer, &self.tree.borrow(), &self.by);
        self.told_output.borrow_mut().clone_from(&output);
        // What waits may change it; but the output of a visit that ended elsewhere would be saved once more beside the next one.
        if self.outbox.borrow().pending().is_empty() || self.open_visit() != visit {
            *self.output.borrow_mut() = output;
        }
    }

    /// Takes a refused command off those that will not be saved, if it can be made again with what stands in its fields.
    pub(super) fn take_back(&self, command: CommandId) -> bool {
        self.outbox.borrow_mut().take_back(command, &self.tree.borrow(), &self.by)
    }

    /// Saved texts beside the user's open step: as the page has them, or, if `acknowledged`, as the server last told. None where no step is
    /// open to the user.
    pub(super) fn texts(&self, acknowledged: bool) -> Option<Texts> {
        let outbox = self.outbox.borrow();
        let session = if acknowledged { outbox.acknowledged() } else { outbox.current() };
        let visit = session.open_visit().filter(|_| session.holder == self.by.user_id)?;
        let output = if acknowledged { self.told_output.borrow().clone() } else { self.output() };
        Some(Texts { visit: visit.id, texts: [visit.notes.to_string(), output, session.facts.scratchpad.to_string()] })
    }

    /// True if body and commands of the open step have not come yet.
    pub(super) fn is_unread(&self) -> bool {
        self.with_session(|session| session.node_id().is_some_and(|here| !self.reading.has(here)))
    }

    /// Nearest step, the open one or one ahead, whose body and commands have not come yet.
    pub(super) fn unread_ahead(&self) -> Option<NodeId> {
        self.with_session(|session| self.reading.lacks(&self.tree.borrow(), session.node_id()?))
    }

    /// Reads bodies and commands of the step `from` and of those soon after it; true if those of the open step came with them.
    pub(super) async fn read_from(&self, from: &NodeId) -> bool {
        let Some(nodes) = self.reading.ask(from).await else { return false };
        let was_unread = self.is_unread();
        self.reading.take_in(&mut self.tree.borrow_mut(), nodes);
        was_unread && !self.is_unread()
    }
}
