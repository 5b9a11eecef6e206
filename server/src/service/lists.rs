//! Categories of trees, and clients of sessions.

use app::backend::admin::{CategoryRow, ClientPage, ClientQuery, ClientsPage, Lists};
use app::error::{AppError, Fault};
use async_trait::async_trait;
use resolutionflow::audit::AuditAction;
use resolutionflow::id::ClientId;
use resolutionflow::text::{ClientName, Name, one_line};
use serde_json::json;
use tracing::instrument;

use super::Service;
use super::authority::{Authority, Manager};
use super::failure::{Failure, answer};
use super::request::Request;
use super::retry::retry_on_conflict;
use crate::store::audit::Entry;
use crate::store::{Tx, audit, categories, clients, end_read};

/// Clients on a page, and clients that are suggested to merge into.
const PAGE: usize = 100;

#[async_trait]
impl Lists for Request {
    #[instrument(skip_all, parent = &self.span)]
    async fn categories(&self) -> Result<Vec<CategoryRow>, AppError> {
        answer(async {
            let (tx, manager) = self.manager().await?;
            self.service.categories(tx, &manager).await
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn rename_category(&self, from: Name, to: Name) -> Result<(), AppError> {
        answer(async {
            let (tx, manager) = self.manager().await?;
            self.service.rename_category(tx, &manager, &from, &to).await
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn clients(&self, query: ClientQuery) -> Result<ClientsPage, AppError> {
        answer(async {
            let (tx, manager) = self.manager().await?;
            self.service.clients(tx, &manager, &query).await
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn client(&self, id: ClientId) -> Result<ClientPage, AppError> {
        answer(async {
            let (mut tx, manager) = self.manager().await?;
            let client = clients::row(&mut tx, manager.account(), id).await?.ok_or(AppError::NotFound)?;
            let others = clients::names(&mut tx, manager.account(), PAGE as i64).await?;
            end_read(tx);
            let others = others.into_iter().filter(|name| *name != client.name).collect();
            Ok(ClientPage { client, others })
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn rename_client(&self, id: ClientId, name: ClientName) -> Result<(), AppError> {
        answer(async {
            let (tx, manager) = self.manager().await?;
            self.service.rename_client(tx, &manager, id, &name).await
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn merge_clients(&self, from: ClientId, into: ClientName) -> Result<ClientId, AppError> {
        let merge = async || {
            let (tx, manager) = self.manager().await?;
            self.service.merge_clients(tx, &manager, from, &into).await
        };
        answer(retry_on_conflict(merge)).await
    }
}

impl Service {
    /// Lists the categories that have a tree, archived ones counted, by name.
    pub(crate) async fn categories(&self, mut tx: Tx, manager: &Manager) -> Result<Vec<CategoryRow>, Failure> {
        let rows = categories::rows(&mut tx, manager.account()).await?;
        end_read(tx);
        Ok(rows)
    }

    /// Renames a category, however `from` is written, in all its trees, or merges it into the category that has the new name already.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where no tree is in it.
    pub(crate) async fn rename_category(&self, mut tx: Tx, manager: &Manager, from: &Name, to: &Name) -> Result<(), Failure> {
        let from = categories::named(&mut tx, manager.account(), from).await?.ok_or(AppError::NotFound)?;
        let (name, trees) = categories::rename(&mut tx, manager.account(), &from, to.as_str()).await?;
        if trees == 0 {
            return Err(AppError::NotFound.into());
        }
        if name != from {
            let entry = Entry {
                by: manager.by(),
                action: AuditAction::RenameCategory,
                subject: manager.account().0,
                before: Some(json!({"name": from})),
                after: Some(json!({"name": name, "trees": trees})),
            };
            audit::insert(&mut tx, manager.account(), self.now(), &entry).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Reads a page of at most 100 clients whose names hold the query's text, by name.
    ///
    /// # Errors
    /// [`AppError::Malformed`] for a cursor that is no client's id.
    pub(crate) async fn clients(&self, mut tx: Tx, manager: &Manager, query: &ClientQuery) -> Result<ClientsPage, Failure> {
        let after = query.after.as_deref().map(|after| after.parse::<ClientId>().map_err(|_| AppError::Malformed)).transpose()?;
        let text = one_line(&query.text);
        let mut rows = clients::rows(&mut tx, manager.account(), &text, after, PAGE as i64 + 1).await?;
        end_read(tx);
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let next = rows.last().filter(|_| more).map(|last| last.id.to_string());
        Ok(ClientsPage { rows, next })
    }

    /// Finds the client of a name, however it is written; none where there is none.
    pub(crate) async fn client_named(&self, mut tx: Tx, manager: &Manager, name: &ClientName) -> Result<Option<ClientId>, Failure> {
        let found = clients::find(&mut tx, manager.account(), name).await?;
        end_read(tx);
        Ok(found)
    }

    /// Renames a client. Its sessions are found by the old name, too.
    ///
    /// # Errors
    /// [`AppError::NotFound`], and a fault of the field `name` where another client has it.
    pub(crate) async fn rename_client(&self, mut tx: Tx, manager: &Manager, id: ClientId, name: &ClientName) -> Result<(), Failure> {
        let before = clients::lock(&mut tx, manager.account(), id).await?.ok_or(AppError::NotFound)?;
        if before != name.as_str() {
            clients::rename(&mut tx, manager.account(), id, name).await?;
            let entry = Entry {
                by: manager.by(),
                action: AuditAction::RenameClient,
                subject: id.0,
                before: Some(json!({"name": before})),
                after: Some(json!({"name": name})),
            };
            audit::insert(&mut tx, manager.account(), self.now(), &entry).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Moves the sessions of the client `from` to the one of the name `into`, deletes the first, and returns the second. Cannot be undone.
    ///
    /// # Errors
    /// [`AppError::NotFound`], and a fault of the field `into` where no other client has that name.
    pub(crate) async fn merge_clients(
        &self,
        mut tx: Tx,
        manager: &Manager,
        from: ClientId,
        into: &ClientName,
    ) -> Result<ClientId, Failure> {
        let account = manager.account();
        clients::row(&mut tx, account, from).await?.ok_or(AppError::NotFound)?;
        let found = clients::find(&mut tx, account, into).await?.filter(|into| *into != from);
        let Some(into) = found else { return Err(AppError::invalid("into", Fault::Unknown).into()) };
        // In the order of their ids, so that two who merge them into each other wait for each other and not for ever.
        let mut names = std::collections::BTreeMap::from([(from, String::new()), (into, String::new())]);
        for (id, name) in &mut names {
            *name = clients::lock(&mut tx, account, *id).await?.ok_or(AppError::NotFound)?;
        }
        let moved = clients::merge(&mut tx, account, from, into, &names[&into]).await?;
        let entry = Entry {
            by: manager.by(),
            action: AuditAction::MergeClients,
            subject: into.0,
            before: Some(json!({"client": from, "name": names[&from]})),
            after: Some(json!({"client": into, "name": names[&into], "sessions": moved})),
        };
        audit::insert(&mut tx, account, self.now(), &entry).await?;
        tx.commit().await?;
        Ok(into)
    }
}
