//! Previews of drafts and walk tests, as pages show them.

use resolutionflow::id::WalkTestId;
use resolutionflow::session::Session;
use resolutionflow::time::Timestamp;
use resolutionflow::tree::{DeadEnd, Node};

use super::drafts::DraftCard;

/// A user's preview of a draft.
#[derive(Debug, Clone, PartialEq)]
pub struct PreviewPage {
    /// Facts of the draft.
    pub card: DraftCard,
    /// Its present revision.
    pub revision: u32,
    /// The walk; none where none has begun, or its time is over.
    pub walk: Option<PreviewWalk>,
}

/// Walk through a draft.
#[derive(Debug, Clone, PartialEq)]
pub struct PreviewWalk {
    /// The walk so far.
    pub session: Session,
    /// The step at which it stands, whole.
    pub node: Node,
    /// Revision of the draft that it walks.
    pub revision: u32,
    /// Title of the step at which it began; none for the first one.
    pub start: Option<String>,
    /// The link that led to no step, where it stands at none.
    pub dead_end: Option<DeadEnd>,
    /// The server's time.
    pub now: Timestamp,
}

/// Walk test as it was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptTest {
    /// Its id.
    pub id: WalkTestId,
    /// Name that its author gave it.
    pub name: String,
    /// Instant at which it was kept.
    pub kept_at: Timestamp,
    /// Who kept it.
    pub kept_by: String,
    /// True while it is of the draft alone; publishing makes it one of the tree.
    pub is_of_draft: bool,
}

/// Walk test with what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunTest {
    /// The test.
    pub kept: KeptTest,
    /// Its answers and its end in words: `Yes → No → It works`.
    pub way: String,
    /// Where it stops and why; none where it passes.
    pub stop: Option<String>,
}
