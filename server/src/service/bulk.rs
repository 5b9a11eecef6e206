//! Changes many sessions at once, each by a command of its own, so that its records and the audit trail are those of a change of
//! that session alone.

use std::collections::BTreeMap;

use app::backend::history::{BulkChanges, BulkResult, HistoryRow, MAX_SELECTED, Selected};
use app::error::{AppError, Fault};
use async_trait::async_trait;
use resolutionflow::access::Deed;
use resolutionflow::id::{CommandId, SessionId};
use resolutionflow::session::{Action, Command, Reception};
use tracing::instrument;

use super::change::Changes;
use super::failure::{Failure, answer};
use super::history::as_read;
use super::request::Request;
use super::tree_cache::Trees;
use crate::store::history::{Axis, ResolvedFilter, Scan, find, rows};
use crate::store::sessions::Stored;
use crate::store::{end_read, sessions, users};

#[async_trait]
impl BulkChanges for Request {
    #[instrument(skip_all, parent = &self.span)]
    async fn selected_rows(&self, ids: Vec<SessionId>) -> Result<Vec<HistoryRow>, AppError> {
        answer(async {
            let (mut tx, technician) = self.technician().await?;
            if ids.len() > MAX_SELECTED {
                return Err(AppError::Malformed.into());
            }
            let scan = Scan { axis: Axis::Started(None), ascending: false, limit: MAX_SELECTED as i64 };
            let now = self.service.now();
            let readable = find(&mut tx, &ResolvedFilter::selected(technician.reach(), now, ids.to_vec()), &scan).await?;
            let ids: Vec<SessionId> = ids.iter().copied().filter(|id| readable.iter().any(|found| found.id == *id)).collect();
            let listed = rows(&mut tx, technician.account(), &ids, now).await?;
            end_read(tx);
            Ok(listed.into_iter().map(|listed| as_read(listed, &technician, now)).collect())
        })
        .await
    }

    /// All in one transaction. The command's id counts for each session by itself, so that the same form sent again changes each
    /// once.
    #[instrument(skip_all, parent = &self.span)]
    async fn change_selected(&self, id: CommandId, selected: Vec<Selected>, action: Action) -> Result<Vec<BulkResult>, AppError> {
        let change_all = async |trees: Trees| {
            let (mut tx, technician) = self.technician().await?;
            let to_nobody = match &action {
                Action::Reassign { .. } if !technician.actor().role.may(Deed::OverseeSessions) => return Err(AppError::Forbidden.into()),
                Action::Reassign { holder } => !users::active(&mut tx, technician.account()).await?.contains(holder),
                _ => false,
            };
            if selected.is_empty() {
                return Err(AppError::invalid("sessions", Fault::NotChosen).into());
            }
            if selected.len() > MAX_SELECTED {
                return Err(AppError::Malformed.into());
            }
            // In the order of their ids, as everything that locks several sessions does.
            let revisions: BTreeMap<SessionId, u32> = selected.iter().map(|one| (one.id, one.revision)).collect();
            // All at first: those that are not in memory are not to be found one by one, each after all that was done before it.
            for version in sessions::versions(&mut tx, technician.account(), revisions.keys().copied()).await? {
                trees.get(&mut tx, technician.account(), version).await?;
            }
            let mut results = Vec::with_capacity(revisions.len());
            for (session, base_revision) in revisions {
                let command = Command { id, base_revision, at: None, draft: None, action: action.clone() };
                let result = match sessions::lock(&mut tx, technician.reach(), session).await? {
                    Some(_) if to_nobody => return Err(AppError::invalid("holder", Fault::Unknown).into()),
                    Some(stored) => change(&mut self.service.changes_of(&mut tx, &trees, &technician), &stored, command).await,
                    None => Err(AppError::NotFound.into()),
                };
                let result = match result {
                    Ok(()) => Ok(base_revision + 1),
                    // It is found out once all is written, and nothing of that may stay.
                    Err(Failure::Answer(error @ AppError::TooMuchWritten { .. })) => return Err(error.into()),
                    Err(Failure::Answer(error)) => Err(error),
                    Err(failure) => return Err(failure),
                };
                results.push(BulkResult { id: session, result });
            }
            if let Some(Err(error)) = results.first().map(|first| &first.result)
                && results.iter().all(|other| other.result.as_ref() == Err(error))
            {
                return Err(error.clone().into());
            }
            tx.commit().await?;
            Ok(results)
        };
        answer(self.service.with_trees(change_all)).await
    }
}

async fn change(changes: &mut Changes<'_>, stored: &Stored, command: Command) -> Result<(), Failure> {
    match changes.receive(&stored.session, &command).await? {
        Reception::Repeated => Ok(()),
        Reception::New => changes.carry_out(stored, command).await.map(|_| ()),
    }
}
