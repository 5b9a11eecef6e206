use app::backend::logins::{FirstAccount, LinkPage, LoginRow, Logins, SetCookie};
use app::error::AppError;
use async_trait::async_trait;
use resolutionflow::id::LoginId;
use resolutionflow::login::Ended;

use super::Request;
use crate::service::failure::Failure;
use crate::service::sign_in::Browser;

impl Request {
    fn browser(&self) -> Browser<'_> {
        Browser { address: self.address, device: &self.device, before: self.token.as_ref() }
    }
}

#[async_trait]
impl Logins for Request {
    async fn sign_in(&self, email: &str, password: &str) -> Result<SetCookie, AppError> {
        Ok(self.service.begin_login(&self.browser(), email, password).await?)
    }

    async fn sign_out(&self) -> Result<SetCookie, AppError> {
        Ok(self.service.end_present_login(self.token.as_ref(), self.address).await?)
    }

    async fn signed_out(&self) -> Option<Ended> {
        let ended = self.service.why_signed_out(self.token.as_ref()?).await;
        // The page says it in passing, and can do without.
        ended.map_err(AppError::from).ok().flatten()
    }

    async fn stay(&self) -> Result<(), AppError> {
        let (tx, _) = self.technician().await?;
        Ok(tx.commit().await.map_err(Failure::from)?)
    }

    async fn my_logins(&self) -> Result<Vec<LoginRow>, AppError> {
        let (tx, technician) = self.technician().await?;
        Ok(self.service.logins_of(tx, &technician).await?)
    }

    async fn change_password(&self, current: &str, password: &str) -> Result<SetCookie, AppError> {
        let (tx, technician) = self.technician().await?;
        Ok(self.service.change_own_password(tx, &technician, &self.browser(), current, password).await?)
    }

    async fn end_login(&self, login: LoginId) -> Result<(), AppError> {
        let (tx, technician) = self.technician().await?;
        Ok(self.service.end_own_logins(tx, &technician, Some(login)).await?)
    }

    async fn end_other_logins(&self) -> Result<(), AppError> {
        let (tx, technician) = self.technician().await?;
        Ok(self.service.end_own_logins(tx, &technician, None).await?)
    }

    async fn link(&self, link: &str) -> Result<LinkPage, AppError> {
        Ok(self.service.link_page(link, self.address).await?)
    }

    async fn use_link(&self, link: &str, password: &str) -> Result<SetCookie, AppError> {
        Ok(self.service.choose_password(link, &self.browser(), password).await?)
    }

    async fn set_up_link(&self, link: &str) -> Result<(), AppError> {
        self.service.check_set_up(link, self.address).await?;
        Ok(())
    }

    async fn set_up(&self, link: &str, first: FirstAccount) -> Result<SetCookie, AppError> {
        Ok(self.service.set_up_account(link, &self.browser(), &first).await?)
    }
}
