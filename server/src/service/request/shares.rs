use std::sync::Arc;

use app::backend::logins::SetCookie;
use app::backend::shares::{Shared, Shares, SharesPage};
use app::error::AppError;
use async_trait::async_trait;
use resolutionflow::id::{SessionId, ShareId};
use resolutionflow::share::{Expiry, Offer};

use super::Request;
use crate::login::cookie;
use crate::service::authority::Technician;
use crate::service::failure::Failure;

impl Request {
    /// Whoever asks, if they are signed in.
    async fn anybody(&self) -> Result<Option<Arc<Technician>>, Failure> {
        match self.technician().await {
            Ok((tx, technician)) => {
                tx.commit().await?;
                Ok(Some(technician))
            }
            Err(Failure::Answer(AppError::NotSignedIn)) => Ok(None),
            Err(failure) => Err(failure),
        }
    }
}

#[async_trait]
impl Shares for Request {
    async fn shares(&self, session: SessionId) -> Result<SharesPage, AppError> {
        let (tx, technician) = self.technician().await?;
        Ok(self.service.shares_of(tx, &technician, session).await?)
    }

    async fn share(&self, session: SessionId, id: ShareId, offer: Offer, expiry: Expiry) -> Result<SetCookie, AppError> {
        let (tx, technician) = self.technician().await?;
        let login = self.token.as_ref().ok_or(AppError::NotSignedIn)?;
        let token = self.service.share_session(tx, (&technician, login), session, id, (offer, expiry)).await?;
        Ok(cookie::show_link(self.service.secure_cookies, &token))
    }

    async fn revoke_share(&self, session: SessionId, id: ShareId) -> Result<(), AppError> {
        let (tx, technician) = self.technician().await?;
        Ok(self.service.take_share_back(tx, &technician, session, id).await?)
    }

    async fn follow_share(&self, link: &str, counts: bool) -> Result<Shared, AppError> {
        let visitor = self.anybody().await?;
        Ok(self.service.follow_share(link, visitor.as_deref(), self.address, counts).await?)
    }
}
