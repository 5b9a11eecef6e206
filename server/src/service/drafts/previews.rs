//! Previews: walks through drafts that nobody records.

use app::backend::previews::Previews;
use app::backend::views::previews::{PreviewPage, PreviewWalk, RunTest};
use app::error::AppError;
use async_trait::async_trait;
use resolutionflow::access::{Actor, Role};
use resolutionflow::id::{AccountId, CommandId, DraftId, SessionId, TreeId, UserId, WalkTestId};
use resolutionflow::session::{Action, Command, Conflict, Facts, Fingerprint, Reception, Refusal, Session, VersionRef, receive};
use resolutionflow::text::Name;
use resolutionflow::time::Timestamp;
use resolutionflow::tree::{DocumentNode, Node, NodeId, Tree, TreeDocument, dead_end};
use tracing::instrument;

use super::cache::{Held, Source};
use super::change::{MISSED, within};
use super::work::before;
use super::{authors, facts_of, refuse_ended};
use crate::heavy::Place;
use crate::service::authority::Authority;
use crate::service::failure::{Failure, answer};
use crate::service::request::Request;
use crate::store::drafts::{self, edits};
use crate::store::previews::{self, Preview};
use crate::store::{Tx, end_read};

/// The most bytes of a walk: about as many steps as a session has, with titles of usual length.
const MAX_WALK: usize = 2 * 1024 * 1024;
/// Bytes of changes from which a document of before them is made in a place of heavy work.
const LARGE_WAY_BACK: i64 = 100_000;
/// A preview that was swept, or of a draft that has changed too much since.
const OVER: &str = "This preview is over. Start it again.";
pub(super) const MOVED_ON: &str = "This preview has moved on since this page was loaded. Nothing was changed.";

#[async_trait]
impl Previews for Request {
    #[instrument(skip_all, parent = &self.span)]
    async fn draft_preview(&self, draft: DraftId) -> Result<PreviewPage, AppError> {
        answer(self.preview_page(draft)).await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn begin_preview(&self, draft: DraftId, command: CommandId, start: Option<NodeId>) -> Result<(), AppError> {
        answer(self.begin_preview_at(draft, command, start)).await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn step_preview(&self, draft: DraftId, command: Command) -> Result<(), AppError> {
        answer(self.take_preview_step(draft, command)).await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn keep_test(&self, draft: DraftId, command: CommandId, revision: u32, name: Name) -> Result<(), AppError> {
        answer(self.keep_walk_test(draft, WalkTestId(command.0), revision, name)).await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn walk_tests(&self, draft: DraftId) -> Result<Vec<RunTest>, AppError> {
        answer(self.walk_tests_of(draft)).await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn rename_test(&self, draft: DraftId, test: WalkTestId, name: Name) -> Result<(), AppError> {
        answer(self.change_walk_test(draft, test, Some(name))).await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn delete_test(&self, draft: DraftId, test: WalkTestId) -> Result<(), AppError> {
        answer(self.change_walk_test(draft, test, None)).await
    }
}

/// A preview, with the document that it walks.
pub(super) struct Walked {
    pub preview: Preview,
    pub held: Held,
    pub is_large: bool,
}

impl Request {
    async fn preview_page(&self, id: DraftId) -> Result<PreviewPage, Failure> {
        let (mut tx, author) = self.author().await?;
        let facts = facts_of(&mut tx, author.account(), id).await?;
        let walked = self.walked(tx, author.account(), (id, authors(author)?)).await?;
        let now = self.service.now();
        let walk = walked.map(|walked| {
            let Walked { preview, held, .. } = walked;
            let (document, session) = (&held.document, preview.session);
            let start = preview.start.as_ref().map(|start| find(document, start).map_or(start.0.clone(), |node| node.title.clone()));
            let dead_end = dead_end(document, &session);
            let node = session.node_id().and_then(|id| find(document, id)).map(reading);
            // A dead end has a step in the tree of the walk alone.
            let node = node.or_else(|| Tree::to_walk(&nothing_at(session.node_id()?), None).nodes().first().cloned());
            Some(PreviewWalk { node: node?, session, revision: preview.revision, start, dead_end, now })
        });
        Ok(PreviewPage { card: facts.card, revision: facts.revision, walk: walk.flatten() })
    }

    async fn begin_preview_at(&self, id: DraftId, command: CommandId, start: Option<NodeId>) -> Result<(), Failure> {
        let (mut tx, author) = self.author().await?;
        let account = author.account();
        let draft = drafts::find(&mut tx, account, id).await?.ok_or(AppError::NotFound)?;
        refuse_ended(draft.end.as_ref())?;
        let source = self.service.drafts.source(&mut tx, account, id, draft.revision).await?;
        end_read(tx);
        let revision = source.revision();
        let held = held(source, draft.is_large()).await?;
        if start.as_ref().is_some_and(|start| find(&held.document, start).is_none()) {
            return Err(AppError::BadEdit("There is no such step any more, so no preview begins there.".to_owned()).into());
        }
        let root = start.as_ref().unwrap_or(&held.document.root);
        let preview = |user: UserId, now: Timestamp| Preview {
            id: command,
            revision,
            start: start.clone(),
            session: beginning(id, command, revision, root, user, now),
            last: None,
        };
        let (mut tx, author) = self.author_now().await?;
        let (user, now) = (authors(author)?, self.service.now());
        let draft = drafts::find(&mut tx, account, id).await?.ok_or(AppError::NotFound)?;
        refuse_ended(draft.end.as_ref())?;
        let preview = preview(user, now);
        let walk = serde_json::to_string(&preview.session)?;
        self.service.writes.count(&mut tx, account, user, walk.len(), now).await?;
        previews::begin(&mut tx, account, (id, user), (&preview, &walk), now).await?;
        previews::sweep(&mut tx, account, user, now).await?;
        tx.commit().await?;
        self.service.drafts.keep(account, id, revision, held).await;
        Ok(())
    }

    async fn take_preview_step(&self, id: DraftId, command: Command) -> Result<(), Failure> {
        if !matches!(command.action, Action::Choose { .. } | Action::Continue | Action::Back | Action::Jump { .. } | Action::Note { .. }) {
            return Err(AppError::Malformed.into());
        }
        let (mut tx, author) = self.author().await?;
        let (account, user) = (author.account(), authors(author)?);
        let draft = drafts::find(&mut tx, account, id).await?.ok_or(AppError::NotFound)?;
        refuse_ended(draft.end.as_ref())?;
        let Walked { preview, held, is_large } = self.walked(tx, account, (id, user)).await?.ok_or_else(over)?;
        let place = if is_large { Some(Place::take().await.ok_or(AppError::Busy)?) } else { None };
        let start = preview.start.clone();
        let tree = within(place, move || Tree::to_walk(&held.document, start.as_ref())).await?;

        let (mut tx, _) = self.author_now().await?;
        let now = self.service.now();
        let present = previews::lock(&mut tx, account, id, user).await?.ok_or_else(over)?;
        if present.id != preview.id {
            return Err(bad(MOVED_ON));
        }
        let actor = Actor { user_id: user, role: Role::Manager };
        let seen = present.last.as_ref().filter(|(last, _)| *last == command.id).map(|(_, receipt)| receipt);
        match receive(present.session.revision, seen, &command, &actor) {
            Ok(Reception::Repeated) => {
                end_read(tx);
                return Ok(());
            }
            Ok(Reception::New) => {}
            Err(Conflict::Stale) => return Err(bad(MOVED_ON)),
            Err(conflict) => return Err(conflict.into()),
        }
        let too_long = || bad("This preview is as long as one may be. Start it again.");
        let applied = present.session.apply(&tree, &command, &actor, now).map_err(|refusal| match refusal {
            Refusal::TooManySteps | Refusal::Full => too_long(),
            refusal => refusal.into(),
        })?;
        let walk = serde_json::to_string(&applied.session)?;
        if walk.len() > MAX_WALK {
            return Err(too_long());
        }
        self.service.writes.count(&mut tx, account, user, walk.len(), now).await?;
        previews::save(&mut tx, account, (id, user), &walk, (command.id, Fingerprint::of(&command)), now).await?;
        Ok(tx.commit().await?)
    }

    /// A user's preview with the document that it walks, read in a transaction that ends; none where there is none, or the draft has changed
    /// too much since.
    pub(super) async fn walked(&self, mut tx: Tx, account: AccountId, (id, user): (DraftId, UserId)) -> Result<Option<Walked>, Failure> {
        let Some(preview) = previews::find(&mut tx, account, id, user).await? else {
            end_read(tx);
            return Ok(None);
        };
        let revision = preview.revision;
        if let Some(held) = self.service.drafts.get(account, id, revision).await {
            end_read(tx);
            let is_large = super::is_large(u32::try_from(held.document.nodes.len()).unwrap_or(u32::MAX), held.document.text_bytes());
            return Ok(Some(Walked { preview, held, is_large }));
        }
        // Nobody changes it between the document and the way back from there.
        let draft = drafts::lock(&mut tx, account, id).await?.ok_or(AppError::NotFound)?;
        let (changes, bytes) = edits::after(&mut tx, account, id, revision).await?;
        if changes > MISSED.0 || bytes > MISSED.1 {
            end_read(tx);
            return Ok(None);
        }
        let source = self.service.drafts.source(&mut tx, account, id, draft.revision).await?;
        let way_back = if changes > 0 { edits::way_back(&mut tx, account, id, revision).await? } else { Vec::new() };
        end_read(tx);
        let is_large = draft.is_large() || bytes > LARGE_WAY_BACK;
        let held = held_before(source, way_back, is_large).await?;
        self.service.drafts.keep(account, id, revision, held.clone()).await;
        Ok(Some(Walked { preview, held, is_large }))
    }
}

impl drafts::Draft {
    pub(super) fn is_large(&self) -> bool {
        super::is_large(self.node_count, self.text_bytes)
    }
}

/// The document of a draft, parsed in a place of heavy work where it is large.
pub(super) async fn held(source: Source, is_large: bool) -> Result<Held, Failure> {
    held_before(source, Vec::new(), is_large).await
}

async fn held_before(source: Source, way_back: Vec<String>, is_large: bool) -> Result<Held, Failure> {
    let place = if is_large { Some(Place::take().await.ok_or(AppError::Busy)?) } else { None };
    within(place, move || {
        let held = source.held()?;
        if way_back.is_empty() { Ok(held) } else { Ok(Held::new(before(&held.document, &way_back)?)) }
    })
    .await?
}

/// The walk at its first step. Its tree is the draft, its version the draft's revision: a session needs both, and nobody reads them.
fn beginning(id: DraftId, command: CommandId, revision: u32, root: &NodeId, user: UserId, now: Timestamp) -> Session {
    let version = VersionRef { tree_id: TreeId(id.0), number: revision };
    let by = Actor { user_id: user, role: Role::Manager };
    Session::start(SessionId(command.0), version, &Tree::to_walk(&nothing_at(root), None), &by, Facts::default(), None, now)
}

/// A document of which walks begin at a step that is not there.
fn nothing_at(root: &NodeId) -> TreeDocument {
    TreeDocument { root: root.clone(), ..TreeDocument::default() }
}

fn find<'d>(document: &'d TreeDocument, id: &NodeId) -> Option<&'d DocumentNode> {
    document.nodes.iter().find(|node| node.id == *id)
}

/// A step as it will read.
fn reading(node: &DocumentNode) -> Node {
    let alone = TreeDocument { nodes: vec![node.clone()], ..TreeDocument::default() };
    let tree = Tree::preview(&alone).with_places();
    tree.nodes().first().cloned().unwrap_or_else(|| node.reading())
}

pub(super) fn over() -> Failure {
    bad(OVER)
}

pub(super) fn bad(words: &str) -> Failure {
    AppError::BadEdit(words.to_owned()).into()
}
