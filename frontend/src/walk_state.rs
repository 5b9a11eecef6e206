//! State of the walk: the tree, the session with what is pending, and the output of the open step.

use std::cell::RefCell;

use resolutionflow::access::Actor;
use resolutionflow::id::{CommandId, SessionId, VisitId};
use resolutionflow::session::{Command, Refusal, Session};
use resolutionflow::sync::{Answer, Made, Outbox};
use resolutionflow::tree::{Node, NodeId, Tree};

use super::reading::Reading;

/// One walk, as one technician walks it in this page.
pub(super) struct WalkState {
    /// The session.
    pub(super) id: SessionId,
    /// The technician.
    pub(super) by: Actor,
    /// The session as the server has it, and what was done since.
    pub(super) outbox: RefCell<Outbox>,
    tree: RefCell<Tree>,
    reading: Reading,
    /// Output of the open step's commands, as saved.
    output: RefCell<String>,
}

impl WalkState {
    /// The walk as the page begins with it.
    pub(super) fn new(id: SessionId, by: Actor, outbox: Outbox, tree: Tree, reading: Reading, output: String) -> Self {
        Self { id, by, outbox: RefCell::new(outbox), tree: RefCell::new(tree), reading, output: RefCell::new(output) }
    }

    /// Reads the session, with what is pending.
    pub(super) fn with_session<T>(&self, read: impl FnOnce(&Session) -> T) -> T {
        read(self.outbox.borrow().current())
    }

    /// Reads the version that is walked.
    pub(super) fn with_tree<T>(&self, read: impl FnOnce(&Tree) -> T) -> T {
        read(&self.tree.borrow())
    }

    /// The node at which the walk stands, and the name of its tree.
    pub(super) fn here(&self) -> Option<(Node, String)> {
        let (outbox, tree) = (self.outbox.borrow(), self.tree.borrow());
        let node = outbox.current().node_id().and_then(|id| tree.node(id))?.clone();
        Some((node, tree.name().to_owned()))
    }

    /// The open visit.
    pub(super) fn open_visit(&self) -> Option<VisitId> {
        self.with_session(|session| session.open_visit().map(|visit| visit.id))
    }

    /// Number of commands that the server does not have.
    pub(super) fn waiting(&self) -> usize {
        self.outbox.borrow().pending().len()
    }

    /// Output of the open step's commands, as saved.
    pub(super) fn output(&self) -> String {
        self.output.borrow().clone()
    }

    /// Remembers the output that is being saved.
    pub(super) fn set_output(&self, output: &str) {
        output.clone_into(&mut self.output.borrow_mut());
    }

    /// Carries out a command. It takes the place of `unsent`, if both save the notes of one step.
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

    /// Adopts an answer of the server.
    pub(super) fn adopt(&self, answer: Answer) {
        self.outbox.borrow_mut().adopt(answer, &self.tree.borrow(), &self.by);
    }

    /// True if the texts of the open step have not come yet.
    pub(super) fn is_unread(&self) -> bool {
        self.with_session(|session| session.node_id().is_some_and(|here| !self.reading.has(here)))
    }

    /// Nearest step ahead whose texts have not come yet.
    pub(super) fn unread_ahead(&self) -> Option<NodeId> {
        self.with_session(|session| self.reading.lacks(&self.tree.borrow(), session.node_id()?))
    }

    /// Reads the texts of the steps from one on; true if those of the open step came with them.
    pub(super) async fn read_from(&self, from: &NodeId) -> bool {
        let Some(nodes) = self.reading.ask(from).await else { return false };
        let was_unread = self.is_unread();
        self.reading.take_in(&mut self.tree.borrow_mut(), nodes);
        was_unread && !self.is_unread()
    }
}
