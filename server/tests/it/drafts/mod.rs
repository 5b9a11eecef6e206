//! Drafts of trees: their use cases, once for a command, by several authors at once.

mod access;
mod approval;
mod authors;
mod begin;
mod figures;
mod gate;
mod imports;
mod kept;
mod large;
mod merge;
mod once;
mod proposals;
mod publish;
mod random;
mod rebase;
mod settles;
mod steps;
mod substitutes;
mod text;
mod undo;
mod versions;
mod walked;

use std::sync::Arc;

use ::app::backend::Backend;
use ::app::backend::drafts::{DraftChange, DraftSource};
use ::app::backend::views::Imported;
use ::app::backend::views::drafts::DraftPage;
use ::app::backend::views::gate::GatePage;
use ::app::error::AppError;
use resolutionflow::id::DraftId;
use resolutionflow::tree::{DocumentNode, Edit, NodeKind, TreeDocument, TreeOption};
use server::service::{Caller, Service};

use crate::app::TestApp;
use crate::fixtures::id;

/// Somebody who writes in a draft.
#[derive(Clone)]
pub struct Author {
    pub backend: Arc<dyn Backend>,
    pub id: DraftId,
}

impl Author {
    /// Begins a draft.
    pub async fn begins(app: &TestApp, email: &str, source: DraftSource) -> Self {
        let backend = app.sign_in(email).await;
        let id = backend.begin_draft(id(), source).await.unwrap();
        Self { backend, id }
    }

    /// Begins the draft of a tree, or joins those who write it.
    pub async fn of_tree(app: &TestApp, email: &str, key: &str) -> Self {
        Self::begins(app, email, DraftSource::Tree { key: key.to_owned() }).await
    }

    /// The same on another server, which has nothing in memory.
    pub async fn elsewhere(&self, app: &TestApp, email: &str) -> Self {
        let now = app.clock_time();
        let service = Service::new(app.pool.clone(), false).with_clock(move || now);
        let cookie = app.cookie_of(email).await;
        Self { backend: service.backend(Caller { cookie: Some(&cookie), ..Caller::default() }), id: self.id }
    }

    pub async fn page(&self) -> DraftPage {
        self.backend.draft(self.id).await.unwrap()
    }

    pub async fn document(&self) -> TreeDocument {
        TreeDocument::clone(&self.page().await.document)
    }

    pub async fn node(&self, id: &str) -> DocumentNode {
        self.document().await.nodes.into_iter().find(|node| node.id == id.into()).unwrap()
    }

    /// Makes a change of what it saw at a revision.
    pub async fn changes_at(&self, base: u32, change: DraftChange) -> Result<u32, AppError> {
        self.backend.change_draft(self.id, id(), base, change).await
    }

    /// Makes edits of what it saw at a revision.
    pub async fn edits_at(&self, base: u32, edits: Vec<Edit>) -> Result<u32, AppError> {
        self.changes_at(base, DraftChange::Edits(edits)).await
    }

    /// Makes edits of the draft as it stands.
    pub async fn edits(&self, edits: Vec<Edit>) -> u32 {
        self.edits_at(self.page().await.revision, edits).await.unwrap()
    }

    /// Publishes the draft as it stands.
    pub async fn publishes(&self) -> Result<Imported, AppError> {
        self.backend.publish_draft(self.id, id(), self.page().await.revision).await
    }

    pub async fn gate(&self) -> GatePage {
        self.backend.gate(self.id).await.unwrap()
    }

    pub async fn undoes(&self, redo: bool) -> Result<u32, AppError> {
        self.backend.undo_draft(self.id, id(), redo).await
    }
}

pub fn title(node: &str, title: &str) -> Edit {
    Edit::Title { node: node.into(), title: title.to_owned() }
}

pub fn body(node: &str, body: &str) -> Edit {
    Edit::Body { node: node.into(), body: body.to_owned() }
}

pub fn blank(name: &str) -> DraftSource {
    DraftSource::Blank { name: name.to_owned() }
}

/// A step at which walks end.
pub fn step(id: &str) -> DocumentNode {
    let kind = NodeKind::Solution { suggested_outcome: None };
    DocumentNode { id: id.into(), kind, title: format!("Unlike any other: {id}"), body: String::new() }
}

/// A blank draft's first step with two ends, so that it can be published.
pub fn ends(document: &TreeDocument) -> Vec<Edit> {
    let root = document.root.clone();
    let option = |id: &str| TreeOption { id: id.into(), label: id.into(), next_node_id: "end".into() };
    vec![
        Edit::Category("Network".into()),
        Edit::AddOption { node: root.clone(), after: None, option: option("yes") },
        Edit::AddOption { node: root.clone(), after: Some("yes".into()), option: option("no") },
        Edit::Add { after: Some(root), nodes: vec![step("end")] },
    ]
}

/// The audit trail's actions on drafts, in their order.
pub async fn recorded(app: &TestApp) -> Vec<String> {
    sqlx::query_scalar("select action from audit where action like '%draft' order by id").fetch_all(&app.superuser).await.unwrap()
}

/// Number of changes of a draft that are stored, receipts without a change included.
pub async fn stored(app: &TestApp, id: DraftId) -> i64 {
    sqlx::query_scalar("select count(*) from draft_edits where draft_id = $1").bind(id.0).fetch_one(&app.superuser).await.unwrap()
}
