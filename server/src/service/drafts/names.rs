//! Ids that steps of a draft have in a version of its tree, where its authors renamed them.

use std::collections::HashMap;

use app::error::AppError;
use resolutionflow::id::DraftId;
use resolutionflow::session::VersionRef;
use resolutionflow::tree::{Edit, NodeId, TreeDocument, diff};

use super::change::within;
use super::{facts_of, is_large};
use crate::heavy::Place;
use crate::service::authority::Authority;
use crate::service::failure::Failure;
use crate::service::request::Request;
use crate::store::{end_read, trees};

impl Request {
    /// Ids in a version of steps that the draft renamed, by their present ids.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where it is no draft of that tree; [`AppError::DraftEnded`].
    pub(in crate::service) async fn names_in(&self, id: DraftId, version: VersionRef) -> Result<HashMap<NodeId, NodeId>, Failure> {
        let (mut tx, author) = self.author().await?;
        let account = author.account();
        let facts = facts_of(&mut tx, account, id).await?;
        if facts.tree.is_none_or(|(tree, _)| tree != version.tree_id) {
            return Err(AppError::NotFound.into());
        }
        let source = self.service.drafts.source(&mut tx, account, id, facts.revision).await?;
        let document = trees::document(&mut tx, account, version).await?;
        end_read(tx);
        let needs_place = facts.is_large() || is_large(0, document.len());
        let place = if needs_place { Some(Place::take().await.ok_or(AppError::Busy)?) } else { None };
        let names = within(place, move || {
            let draft = source.held()?.document;
            Ok::<_, serde_json::Error>(renamed(&serde_json::from_str(&document)?, &draft))
        });
        Ok(names.await??.into_iter().map(|(old, new)| (new, old)).collect())
    }
}

/// Ids of today of the steps that were renamed between two trees.
pub(super) fn renamed(older: &TreeDocument, newer: &TreeDocument) -> HashMap<NodeId, NodeId> {
    let renamed = |edit| if let Edit::Rename { node, to } = edit { Some((node, to)) } else { None };
    diff(older, newer).into_iter().filter_map(|change| renamed(change.edit)).collect()
}
