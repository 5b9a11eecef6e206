//! Views of the history: filters, order and columns under a name.

use app::backend::history::{NewView, ViewChange};
use app::error::{AppError, Fault};
use resolutionflow::access::Deed;
use resolutionflow::audit::AuditAction;
use resolutionflow::id::ViewId;
use serde_json::{Value, json};

use super::Service;
use super::authority::Technician;
use super::failure::Failure;
use crate::store::audit::Entry;
use crate::store::views::{View, count, delete, insert, lock, update};
use crate::store::{Tx, audit};

/// How many views somebody can have.
const MOST: u64 = 50;

impl Service {
    /// Saves a view. The same again changes nothing.
    pub(super) async fn save_view(&self, mut tx: Tx, technician: &Technician, new: &NewView) -> Result<(), Failure> {
        let account = technician.account();
        let owner = technician.actor().user_id;
        let view = View { owner, name: new.name.as_str().to_owned(), query: new.query.clone(), shared: new.shared };
        let saved = count(&mut tx, account, owner).await?;
        match lock(&mut tx, account, new.id).await? {
            Some(same) if same == view => return Ok(()),
            Some(_) => return Err(AppError::DifferentContent.into()),
            None if saved >= MOST as i64 => return Err(AppError::invalid("name", Fault::TooMany { most: MOST }).into()),
            None => {}
        }
        insert(&mut tx, account, new.id, &view, self.now()).await?;
        if view.shared {
            self.record(&mut tx, technician, AuditAction::ShareView, new.id, None, Some(said(&view))).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Changes a view of one's own.
    pub(super) async fn change_view(&self, mut tx: Tx, technician: &Technician, id: ViewId, change: &ViewChange) -> Result<(), Failure> {
        let account = technician.account();
        let before = self.seen(&mut tx, technician, id).await?;
        if before.owner != technician.actor().user_id {
            return Err(AppError::Forbidden.into());
        }
        let query = change.query.clone().unwrap_or_else(|| before.query.clone());
        let after = View { owner: before.owner, name: change.name.as_str().to_owned(), query, shared: change.shared };
        update(&mut tx, account, id, &after).await?;
        let action = match (before.shared, after.shared) {
            (false, true) => Some(AuditAction::ShareView),
            (true, false) => Some(AuditAction::UnshareView),
            (true, true) if before != after => Some(AuditAction::ChangeSharedView),
            _ => None,
        };
        if let Some(action) = action {
            self.record(&mut tx, technician, action, id, Some(said(&before)), Some(said(&after))).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Deletes a view: one's own, or as a manager one that is shared.
    pub(super) async fn delete_view(&self, mut tx: Tx, technician: &Technician, id: ViewId) -> Result<(), Failure> {
        let view = self.seen(&mut tx, technician, id).await?;
        let may = view.owner == technician.actor().user_id || technician.actor().role.may(Deed::OverseeSessions);
        if !may {
            return Err(AppError::Forbidden.into());
        }
        delete(&mut tx, technician.account(), id).await?;
        if view.shared {
            self.record(&mut tx, technician, AuditAction::DeleteSharedView, id, Some(said(&view)), None).await?;
        }
        Ok(tx.commit().await?)
    }

    /// A view that they see. Somebody else's that is not shared is not there for them.
    async fn seen(&self, tx: &mut Tx, technician: &Technician, id: ViewId) -> Result<View, Failure> {
        let view = lock(tx, technician.account(), id).await?;
        let seen = view.filter(|view| view.shared || view.owner == technician.actor().user_id);
        Ok(seen.ok_or(AppError::NotFound)?)
    }

    async fn record(
        &self,
        tx: &mut Tx,
        technician: &Technician,
        action: AuditAction,
        id: ViewId,
        before: Option<Value>,
        after: Option<Value>,
    ) -> Result<(), Failure> {
        let entry = Entry { by: technician.by(), action, subject: id.0, before, after };
        Ok(audit::insert(tx, technician.account(), self.now(), &entry).await?)
    }
}

fn said(view: &View) -> Value {
    json!({"name": view.name, "query": view.query})
}
