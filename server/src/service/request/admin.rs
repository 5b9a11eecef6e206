use app::backend::admin::{
    Administration, AuditPage, AuditQuery, CategoryRow, ClientPage, ClientQuery, ClientsPage, Linked, UserPage, UserRow,
};
use app::error::AppError;
use async_trait::async_trait;
use resolutionflow::access::Role;
use resolutionflow::account::Settings;
use resolutionflow::id::{ClientId, LoginId, UserId};
use resolutionflow::text::{ClientName, Email, Name};

use super::Request;
use crate::login::cookie;
use crate::service::authority::Admin;
use crate::service::failure::{Failure, until_settled};
use crate::service::people::Made;

impl Request {
    /// An admin for what takes more than one transaction.
    async fn admin_alone(&self) -> Result<Admin, Failure> {
        let (tx, admin) = self.admin().await?;
        tx.commit().await?;
        Ok(admin)
    }

    fn shown(&self, made: &Made) -> Linked {
        Linked { user: made.user, cookie: cookie::show_link(self.service.secure_cookies, &made.token) }
    }
}

#[async_trait]
impl Administration for Request {
    async fn users(&self) -> Result<Vec<UserRow>, AppError> {
        let (tx, admin) = self.admin().await?;
        Ok(self.service.people(tx, &admin).await?)
    }

    async fn user(&self, id: UserId) -> Result<UserPage, AppError> {
        let (tx, admin) = self.admin().await?;
        Ok(self.service.user_page(tx, &admin, id).await?)
    }

    async fn invite(&self, email: Email, name: Name, role: Role) -> Result<Linked, AppError> {
        let admin = self.admin_alone().await?;
        Ok(self.shown(&self.service.invite(&admin, &email, &name, role).await?))
    }

    async fn make_link(&self, user: UserId) -> Result<Linked, AppError> {
        let admin = self.admin_alone().await?;
        Ok(self.shown(&until_settled(|| self.service.make_link(&admin, user)).await?))
    }

    async fn revoke_link(&self, user: UserId) -> Result<(), AppError> {
        let (tx, admin) = self.admin().await?;
        Ok(self.service.revoke_link(tx, &admin, user).await?)
    }

    async fn change_user(&self, user: UserId, name: Name, role: Role) -> Result<(), AppError> {
        let (tx, admin) = self.admin().await?;
        Ok(self.service.change_user(tx, &admin, user, Some(&name), Some(role)).await?)
    }

    async fn set_active(&self, user: UserId, active: bool) -> Result<(), AppError> {
        let set = async || {
            let (tx, admin) = self.admin().await?;
            self.service.set_active(tx, &admin, user, active).await
        };
        Ok(until_settled(set).await?)
    }

    async fn end_logins_of(&self, user: UserId, login: Option<LoginId>) -> Result<(), AppError> {
        let (tx, admin) = self.admin().await?;
        Ok(self.service.end_logins_of(tx, &admin, user, login).await?)
    }

    async fn settings(&self) -> Result<Settings, AppError> {
        let (tx, admin) = self.admin().await?;
        Ok(self.service.settings(tx, &admin).await?)
    }

    async fn save_settings(&self, settings: Settings) -> Result<(), AppError> {
        let (tx, admin) = self.admin().await?;
        Ok(self.service.save_settings(tx, &admin, &settings).await?)
    }

    async fn categories(&self) -> Result<Vec<CategoryRow>, AppError> {
        let (tx, manager) = self.manager().await?;
        Ok(self.service.categories(tx, &manager).await?)
    }

    async fn rename_category(&self, from: Name, to: Name) -> Result<(), AppError> {
        let (tx, manager) = self.manager().await?;
        Ok(self.service.rename_category(tx, &manager, &from, &to).await?)
    }

    async fn clients(&self, query: ClientQuery) -> Result<ClientsPage, AppError> {
        let (tx, manager) = self.manager().await?;
        Ok(self.service.clients(tx, &manager, &query).await?)
    }

    async fn client(&self, id: ClientId) -> Result<ClientPage, AppError> {
        let (tx, manager) = self.manager().await?;
        Ok(self.service.client_page(tx, &manager, id).await?)
    }

    async fn rename_client(&self, id: ClientId, name: ClientName) -> Result<(), AppError> {
        let (tx, manager) = self.manager().await?;
        Ok(self.service.rename_client(tx, &manager, id, &name).await?)
    }

    async fn merge_clients(&self, from: ClientId, into: ClientName) -> Result<ClientId, AppError> {
        let merge = async || {
            let (tx, manager) = self.manager().await?;
            self.service.merge_clients(tx, &manager, from, &into).await
        };
        Ok(until_settled(merge).await?)
    }

    async fn audit(&self, query: AuditQuery) -> Result<AuditPage, AppError> {
        let (tx, admin) = self.admin().await?;
        Ok(self.service.audit_page(tx, &admin, &query).await?)
    }

    async fn audit_export(&self) -> Result<(), AppError> {
        let (tx, admin) = self.admin().await?;
        Ok(self.service.audit_export(tx, &admin, "csv").await?)
    }
}
