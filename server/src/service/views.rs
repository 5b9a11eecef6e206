//! Saved views of the history: filters, order and columns under a name.

use app::backend::history::{NewView, SavedViews, ViewChange};
use app::error::{AppError, Fault};
use async_trait::async_trait;
use resolutionflow::access::Deed;
use resolutionflow::audit::AuditAction;
use resolutionflow::id::ViewId;
use serde_json::{Value, json};
use tracing::instrument;

use super::authority::Technician;
use super::failure::{Failure, answer};
use super::request::Request;
use crate::store::audit::Entry;
use crate::store::views::{View, count, delete, insert, lock, update};
use crate::store::{Tx, audit};

/// The most views of one user.
const MOST: u64 = 50;

#[async_trait]
impl SavedViews for Request {
    #[instrument(skip_all, parent = &self.span)]
    async fn save_view(&self, new: NewView) -> Result<(), AppError> {
        answer(async {
            let (mut tx, technician) = self.technician().await?;
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
            insert(&mut tx, account, new.id, &view, self.service.now()).await?;
            if view.shared {
                self.record(&mut tx, &technician, AuditAction::ShareView, new.id, None, Some(audited(&view))).await?;
            }
            Ok(tx.commit().await?)
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn change_view(&self, id: ViewId, change: ViewChange) -> Result<(), AppError> {
        answer(async {
            let (mut tx, technician) = self.technician().await?;
            let account = technician.account();
            let before = visible(&mut tx, &technician, id).await?;
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
                self.record(&mut tx, &technician, action, id, Some(audited(&before)), Some(audited(&after))).await?;
            }
            Ok(tx.commit().await?)
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn delete_view(&self, id: ViewId) -> Result<(), AppError> {
        answer(async {
            let (mut tx, technician) = self.technician().await?;
            let view = visible(&mut tx, &technician, id).await?;
            let may = view.owner == technician.actor().user_id || technician.actor().role.may(Deed::OverseeSessions);
            if !may {
                return Err(AppError::Forbidden.into());
            }
            delete(&mut tx, technician.account(), id).await?;
            if view.shared {
                self.record(&mut tx, &technician, AuditAction::DeleteSharedView, id, Some(audited(&view)), None).await?;
            }
            Ok(tx.commit().await?)
        })
        .await
    }
}

impl Request {
    /// Records a change of a shared view in the audit trail.
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
        Ok(audit::insert(tx, technician.account(), self.service.now(), &entry).await?)
    }
}

/// A view that is visible to the viewer; [`AppError::NotFound`] for another user's that is not shared.
async fn visible(tx: &mut Tx, technician: &Technician, id: ViewId) -> Result<View, Failure> {
    let view = lock(tx, technician.account(), id).await?;
    let visible = view.filter(|view| view.shared || view.owner == technician.actor().user_id);
    Ok(visible.ok_or(AppError::NotFound)?)
}

fn audited(view: &View) -> Value {
    json!({"name": view.name, "query": view.query})
}
