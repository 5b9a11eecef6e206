//! Drafts of trees: what authors write before anybody walks it.

use std::collections::BTreeSet;

use async_trait::async_trait;
use import::Mapping;
use resolutionflow::id::{CommandId, DraftId};
use resolutionflow::tree::{DocumentNode, Edit, NodeId, StepForm, Substitute, Wanted};

use super::views::Imported;
use super::views::drafts::{DraftChanges, DraftImport, DraftPage, Drafts as List};
use super::views::walked_steps::WalkedSteps;
use crate::error::AppError;

/// What a draft begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftSource {
    /// A tree of one step, under this name.
    Blank {
        /// Name of the tree.
        name: String,
    },
    /// The latest version of a tree, of which publishing makes the next one. The tree's present draft, if it has one.
    Tree {
        /// Key of the tree.
        key: String,
    },
    /// A tree of its own with the steps of another one.
    Copy {
        /// Key of the other tree.
        key: String,
        /// Name of the new one.
        name: String,
    },
    /// A tree of its own with the steps of another draft, as that stands.
    Duplicate {
        /// The other draft.
        draft: DraftId,
        /// Name of the new tree.
        name: String,
    },
    /// An earlier version of a tree, of which publishing makes the next one.
    Version {
        /// Key of the tree.
        key: String,
        /// Number of the version.
        number: u32,
    },
    /// A text that was pasted: of a tree file, a chat assistant's answer with one in it, or of a file of another program.
    File(Vec<u8>),
    /// A file: ours, or of another program.
    Upload {
        /// Its bytes.
        bytes: Vec<u8>,
        /// Its name, which may say of what kind it is.
        name: String,
    },
}

/// Change of a draft, as its form sends it.
#[derive(Debug, Clone, PartialEq)]
pub enum DraftChange {
    /// Edits, such as those of a button, or of a fix.
    Edits(Vec<Edit>),
    /// Fields of a step, and the edit of the button that was pressed, which is made after them.
    Step {
        /// The step.
        node: NodeId,
        /// Its fields.
        form: StepForm,
        /// What the button does besides saving.
        deed: Option<StepDeed>,
    },
    /// The whole as tree text, or JSON.
    Text(String),
    /// A text in the place of another one.
    Substitute {
        /// The text that is replaced.
        wanted: Wanted,
        /// The text in its place.
        with: Substitute,
        /// Positions of the places among all at which the text was found, in the order of [`Hits`](resolutionflow::tree::Hits).
        chosen: BTreeSet<usize>,
    },
}

/// What a button of a step's form does besides saving its fields.
#[derive(Debug, Clone, PartialEq)]
pub enum StepDeed {
    /// Adds an answer without words at the end of a decision's, or a command at the end of an action's.
    AddRow,
    /// Takes out the answer or the command at this position, from 0.
    RemoveRow(usize),
    /// Puts the answer or the command at the first position where the one at the second stands.
    MoveRow(usize, usize),
    /// Creates the step that the exit at this position names and that is not there: the words that were typed are its title. Positions are
    /// those of answers; 0 is the one next step of an action.
    CreateTarget(usize),
    /// Adds a step behind this one, with this title.
    AddStep(String),
    /// Adds an action behind this one with this title, an ad-hoc step that technicians take here. Where this one is an action, walks come to it
    /// next; otherwise it leads back here, as the walks did, until its author lets an answer lead to it.
    Adopt(String),
    /// Takes the step out, and leads links to it on where it leads to one step alone.
    Remove,
    /// As [`StepDeed::Remove`], with all that no walk reaches without the step.
    RemoveBranch,
    /// Adds the steps of a branch behind this one, those whose ids are taken under new ones.
    Paste(Vec<DocumentNode>),
    /// Moves the step past others, up or down: where the outline has an order of its neighbours ([`crate::drafting::Steps::among`]) in that,
    /// and otherwise in the author's. Nothing where there are not as many.
    Move {
        /// True for up.
        up: bool,
        /// How many it passes.
        past: usize,
    },
    /// Lets walks begin here.
    MakeRoot,
}

/// The part of [`super::Backend`] for drafts, all of it for those who may write trees.
#[async_trait]
pub trait Drafts: Send + Sync {
    /// The account's drafts, last changed first, at most a hundred.
    async fn drafts(&self) -> Result<List, AppError>;

    /// Begins a draft, whose id is the form's; sent again it answers the same.
    ///
    /// # Errors
    /// [`AppError::NotATree`] and [`AppError::TooLarge`] for a file that is none, [`AppError::NotFound`] for a tree that is not there.
    async fn begin_draft(&self, id: CommandId, source: DraftSource) -> Result<DraftId, AppError>;

    /// A draft, whole.
    async fn draft(&self, id: DraftId) -> Result<DraftPage, AppError>;

    /// Problems that technicians reported with the steps of a draft's tree, and ad-hoc steps that they took there.
    async fn walked_steps(&self, id: DraftId) -> Result<WalkedSteps, AppError>;

    /// What a draft changes in the version that it is based on, as sentences and as a difference of texts.
    async fn draft_changes(&self, id: DraftId) -> Result<DraftChanges, AppError>;

    /// What a draft was made of that came from a file of another program; none where it came from no such file.
    async fn draft_import(&self, id: DraftId) -> Result<Option<DraftImport>, AppError>;

    /// Reads the file that a draft was made of again, once for a command, by fields that somebody chose, and puts it in the place of the
    /// draft as it was at `base_revision`. The draft's revision afterwards.
    ///
    /// # Errors
    /// [`AppError::BadEdit`] where the draft has changed since, or was made of no such file; [`AppError::NotATree`] where nothing can be made
    /// of the file by these fields.
    async fn map_import(&self, id: DraftId, command: CommandId, base_revision: u32, mapping: Mapping) -> Result<u32, AppError>;

    /// Changes a draft, once for a command: what the form's author changed since `base_revision`, merged with what others did meanwhile.
    /// The draft's revision afterwards.
    ///
    /// # Errors
    /// [`AppError::Disputed`] where others changed the same to something else; [`AppError::BadEdit`] where it cannot be made;
    /// [`AppError::NotATree`] for text that is no tree, which is kept as what its author has in the Text tab.
    async fn change_draft(&self, id: DraftId, command: CommandId, base_revision: u32, change: DraftChange) -> Result<u32, AppError>;

    /// Undoes the last change of the one who asks that is not undone, or does the last one again that they undid.
    ///
    /// # Errors
    /// [`AppError::BadEdit`] where there is none, or somebody else has changed the same since.
    async fn undo_draft(&self, id: DraftId, command: CommandId, redo: bool) -> Result<u32, AppError>;

    /// Discards a draft, or brings it back.
    async fn discard_draft(&self, id: DraftId, discarded: bool) -> Result<(), AppError>;

    /// Publishes a draft as it stands at a revision; it is a draft no more then.
    ///
    /// # Errors
    /// [`AppError::BrokenTree`] with its problems, [`AppError::Moved`] where the draft has another revision, [`AppError::Unapproved`].
    /// Where the tree got another version than the one that the draft is based on, it is brought up to that, for which [`AppError::Rebased`]
    /// asks to look at it again, or [`AppError::Disputed`] for decisions.
    async fn publish_draft(&self, id: DraftId, command: CommandId, revision: u32) -> Result<Imported, AppError>;
}
