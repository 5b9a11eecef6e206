//! Suggested changes to steps, as their pages show them.

use std::fmt;
use std::str::FromStr;

use resolutionflow::id::{DraftId, ProposalId, SessionId};
use resolutionflow::proposal::Standing;
use resolutionflow::time::Timestamp;
use resolutionflow::tree::{Change, DocumentNode, NodeId};

use super::{Person, TreeName};
use crate::error::{AppError, Dispute};

/// Step of a walk with the words that somebody may suggest others for.
#[derive(Debug, Clone, PartialEq)]
pub struct SuggestPage {
    /// The walk.
    pub session: SessionId,
    /// Its tree.
    pub tree: TreeName,
    /// The version that it walks.
    pub version: u32,
    /// The latest version.
    pub latest: u32,
    /// The step, as that version has it.
    pub node: DocumentNode,
    /// Steps of the walk, each once, in the order in which it came to them first: id and title.
    pub steps: Vec<(NodeId, String)>,
}

/// Suggestion in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalCard {
    /// Its id.
    pub id: ProposalId,
    /// The walk in which somebody thought of it.
    pub session: SessionId,
    /// The tree that the walk was of.
    pub tree: TreeName,
    /// The version that the walk was of.
    pub version: u32,
    /// The step.
    pub node: NodeId,
    /// The step's title, as it read then.
    pub title: String,
    /// Why it would be better.
    pub note: String,
    /// Who suggested it.
    pub by: Person,
    /// When.
    pub at: Timestamp,
    /// What became of it.
    pub standing: Standing,
    /// Who declined it, with the reason.
    pub declined: Option<(String, String)>,
    /// The draft that it is in, or was taken out of again.
    pub draft: Option<DraftId>,
}

/// Suggestion with what it changes.
#[derive(Debug, Clone, PartialEq)]
pub struct ProposalPage {
    /// Its facts.
    pub card: ProposalCard,
    /// What it changes in the version that its author walked.
    pub changes: Vec<Change>,
    /// The same as a unified difference of the step's tree texts.
    pub unified: String,
    /// True if the reader suggested it.
    pub is_mine: bool,
    /// For authors, while it waits: what it meets.
    pub meets: Option<Meets>,
}

/// What a suggestion meets in the draft, or, where there is none, in the latest version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meets {
    /// The draft; none if taking it begins one.
    pub draft: Option<DraftId>,
    /// The document in which it was looked for.
    pub at: At,
    /// What both have changed differently since; theirs is the draft's.
    pub disputes: Vec<Dispute>,
    /// True if the step is gone.
    pub is_gone: bool,
    /// True if it reads so already.
    pub is_there: bool,
}

/// Document that a suggestion meets: decisions about another one would be others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// The draft at this revision.
    Revision(u32),
    /// The latest version, which has this number: there is no draft.
    Version(u32),
}

/// As forms carry it: `r7`, `v5`.
impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Revision(number) => write!(f, "r{number}"),
            Self::Version(number) => write!(f, "v{number}"),
        }
    }
}

impl FromStr for At {
    type Err = AppError;

    fn from_str(text: &str) -> Result<Self, AppError> {
        let number = |text: &str| text.parse().map_err(|_| AppError::Malformed);
        match text.split_at_checked(1) {
            Some(("r", revision)) => Ok(Self::Revision(number(revision)?)),
            Some(("v", version)) => Ok(Self::Version(number(version)?)),
            _ => Err(AppError::Malformed),
        }
    }
}

/// What waits for authors.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ForAuthors {
    /// Suggestions that wait, oldest first, at most 200.
    pub waiting: Vec<ProposalCard>,
    /// Suggestions that were decided, last suggested first, at most 50.
    pub decided: Vec<ProposalCard>,
    /// Trees with problems that technicians reported and nobody has settled: how many each.
    pub reported: Vec<(TreeName, u32)>,
    /// Drafts that wait for an approval.
    pub asked: Vec<AskedDraft>,
}

/// Draft that waits for an approval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedDraft {
    /// Its id.
    pub id: DraftId,
    /// Name that the tree has in it; may be empty.
    pub name: String,
    /// Who waits.
    pub by: String,
    /// Since when.
    pub at: Timestamp,
}
