//! A user's own logins and password.

use app::backend::logins::{LoginRow, Logins, SetCookie};
use app::error::{AppError, Fault};
use async_trait::async_trait;
use resolutionflow::audit::AuditAction;
use resolutionflow::id::{AccountId, LoginId, UserId};
use resolutionflow::login::Ended;
use resolutionflow::time::Timestamp;
use serde_json::json;
use sqlx::PgConnection;
use tracing::instrument;

use super::failure::{Failure, answer};
use super::request::Request;
use super::tries::give_back;
use crate::login::throttle::Counted;
use crate::store::audit::Entry;
use crate::store::logins::Which;
use crate::store::{self, audit, end_read, logins, users};

#[async_trait]
impl Logins for Request {
    #[instrument(skip_all, parent = &self.span)]
    async fn stay(&self) -> Result<(), AppError> {
        answer(async {
            // Finding them has prolonged the login.
            let (tx, _) = self.technician().await?;
            end_read(tx);
            Ok(())
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn my_logins(&self) -> Result<Vec<LoginRow>, AppError> {
        answer(async {
            let (mut tx, technician) = self.technician().await?;
            let (user, lifetimes, now) = (technician.actor().user_id, technician.settings().lifetimes, self.service.now());
            let mut rows = logins::of_user(&mut tx, technician.account(), user, lifetimes, Some(technician.login()), now).await?;
            end_read(tx);
            rows.sort_by_key(|row| !row.present);
            Ok(rows)
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn change_password(&self, current: &str, password: &str) -> Result<SetCookie, AppError> {
        answer(async {
            let service = &self.service;
            let (mut tx, technician) = self.technician().await?;
            let (account, user) = (technician.account(), technician.actor().user_id);
            let known = users::password_hash(&mut tx, account, user).await?;
            let email = users::find(&mut tx, account, user).await?.map(|user| user.email).unwrap_or_default();
            end_read(tx);
            let tries = [Counted::PresentPassword(account, user)];
            service.count(&tries).await?;
            let about = [&email, technician.name(), technician.settings().name.as_str()].map(str::to_owned);
            let password = service.passwords.choose(password, about.to_vec()).await?;
            let wrong = || AppError::invalid("current_password", Fault::WrongPassword);
            if !service.passwords.verify(current, known.clone()).await? {
                let mut tx = store::begin(&service.pool, account).await?;
                let action = AuditAction::ChangePasswordFailed;
                let entry = Entry { by: technician.by(), action, subject: user.0, before: None, after: None };
                audit::insert(&mut tx, account, service.now(), &entry).await?;
                tx.commit().await?;
                return Err(wrong().into());
            }
            let hash = service.passwords.hash(password).await?;

            let now = service.now();
            let mut tx = store::begin(&service.pool, account).await?;
            // Meanwhile the password may have been set by a link, or the login ended.
            let known = known.ok_or_else(wrong)?;
            if !users::still_signs_in_with(&mut tx, account, user, &known).await? {
                return Err(wrong().into());
            }
            let login = logins::find(&mut tx, account, technician.login()).await?;
            if login.is_none_or(|login| login.ended.is_some()) {
                return Err(AppError::NotSignedIn.into());
            }
            set_password(&mut tx, account, user, &hash, now).await?;
            let cookie = self.open_login(&mut tx, account, user, AuditAction::ChangePassword, now).await?;
            give_back(&mut tx, &tries).await?;
            tx.commit().await?;
            Ok(cookie)
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn end_login(&self, login: LoginId) -> Result<(), AppError> {
        answer(self.end_own_logins(Some(login))).await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn end_other_logins(&self) -> Result<(), AppError> {
        answer(self.end_own_logins(None)).await
    }
}

impl Request {
    /// Ends one of the user's own logins, or all but the one that asks.
    async fn end_own_logins(&self, login: Option<LoginId>) -> Result<(), Failure> {
        let (mut tx, technician) = self.technician().await?;
        let (account, user, now) = (technician.account(), technician.actor().user_id, self.service.now());
        let which = login.map_or(Which::AllBut(Some(technician.login())), Which::Only);
        let ended = logins::end(&mut tx, account, user, which, Ended::Elsewhere, now).await?;
        if ended == 0 && login.is_some() {
            return Err(AppError::NotFound.into());
        }
        let (action, after) =
            login.map_or((AuditAction::EndLogins, json!({"logins": ended})), |login| (AuditAction::EndLogin, json!({"login": login})));
        let entry = Entry { by: technician.by(), action, subject: user.0, before: None, after: Some(after) };
        audit::insert(&mut tx, account, now, &entry).await?;
        Ok(tx.commit().await?)
    }
}

/// Sets a user's password to one with this hash and ends all their logins. A link that an admin made goes on working: whoever knows the old
/// password must not be able to keep its user from it.
pub(super) async fn set_password(
    conn: &mut PgConnection,
    account: AccountId,
    user: UserId,
    hash: &str,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    users::set_password(conn, account, user, hash).await?;
    logins::end(conn, account, user, Which::AllBut(None), Ended::PasswordChanged, now).await?;
    Ok(())
}
