//! Signing in and out.

use app::backend::logins::{SetCookie, SignIn};
use app::error::AppError;
use async_trait::async_trait;
use resolutionflow::audit::AuditAction;
use resolutionflow::id::{AccountId, LoginId, UserId};
use resolutionflow::login::Ended;
use resolutionflow::text::{Email, Key};
use resolutionflow::time::Timestamp;
use serde_json::json;
use sqlx::PgConnection;
use tracing::instrument;
use uuid::Uuid;

use super::failure::{Failure, answer};
use super::request::Request;
use super::tries::give_back;
use crate::login::throttle::Counted;
use crate::login::{Token, cookie};
use crate::store::audit::{By, Entry};
use crate::store::logins::Which;
use crate::store::{self, Tx, accounts, audit, end_read, logins, users};

#[async_trait]
impl SignIn for Request {
    #[instrument(skip_all, parent = &self.span)]
    async fn sign_in(&self, email: &str, password: &str) -> Result<SetCookie, AppError> {
        answer(async {
            let service = &self.service;
            let parsed = Email::as_spelt(email);
            // One address, however it is written, has one counter.
            let typed = parsed.as_ref().map_or_else(|_| "no e-mail address".to_owned(), |email| Key::of(email.as_str()).to_string());
            let found = match &parsed {
                Ok(email) => users::by_email(&mut *store::begin_outside(&service.pool).await?, email).await?,
                Err(_) => None,
            };
            // Unknown users are looked up like known ones, so that the time tells nobody which users there are.
            let (account, user) = found.unwrap_or((AccountId(Uuid::nil()), UserId(Uuid::nil())));
            let mut tx = store::begin(&service.pool, account).await?;
            let hash = users::password_hash(&mut tx, account, user).await?;
            let known = logins::knows(&mut tx, account, user, self.address, service.now()).await?;
            end_read(tx);
            let who = match self.address {
                Some(address) if known => Counted::PasswordAtHome(&typed, address),
                _ => Counted::Password(&typed),
            };
            let tries = [Counted::PasswordsFrom(self.address), who];
            service.count(&tries).await?;
            // No connection waits for the hash.
            let mut verified = service.passwords.verify(password, hash.clone()).await?;

            let now = service.now();
            let mut tx = store::begin(&service.pool, account).await?;
            // Meanwhile the password may have been changed, or the user deactivated.
            if let Some(hash) = hash.filter(|_| verified) {
                verified = users::still_signs_in_with(&mut tx, account, user, &hash).await?;
            }
            if !verified {
                if found.is_some() {
                    let by = By { user: None, address: self.address };
                    let entry = Entry { by, action: AuditAction::SignInFailed, subject: user.0, before: None, after: None };
                    audit::insert(&mut tx, account, now, &entry).await?;
                    tx.commit().await?;
                }
                return Err(AppError::WrongPassword.into());
            }
            let cookie = self.open_login(&mut tx, account, user, AuditAction::SignIn, now).await?;
            give_back(&mut tx, &tries).await?;
            tx.commit().await?;
            self.end_login_elsewhere(account).await?;
            Ok(cookie)
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn sign_out(&self) -> Result<SetCookie, AppError> {
        answer(async {
            if let Some(token) = &self.token {
                let now = self.service.now();
                let mut tx = store::begin(&self.service.pool, token.account).await?;
                // Only who has the secret ends the login.
                if let Some(user) = end_by_secret(&mut tx, token, Ended::SignedOut, now).await? {
                    let by = By { user: Some(user), address: self.address };
                    let after = Some(json!({"login": token.id}));
                    let entry = Entry { by, action: AuditAction::SignOut, subject: user.0, before: None, after };
                    audit::insert(&mut tx, token.account, now, &entry).await?;
                }
                tx.commit().await?;
            }
            Ok(cookie::remove(self.service.secure_cookies))
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn signed_out(&self) -> Option<Ended> {
        let token = self.token.as_ref()?;
        let ended = answer(async {
            let mut tx = store::begin(&self.service.pool, token.account).await?;
            let login = logins::find(&mut tx, token.account, token.id).await?.filter(|login| token.matches(&login.secret_hash));
            end_read(tx);
            Ok(login.and_then(|login| login.ended.or(login.ends.reached(self.service.now()))))
        });
        // The page says it in passing, and can do without.
        ended.await.ok().flatten().filter(|ended| *ended != Ended::SignedOut)
    }
}

impl Request {
    /// Opens a login of a user for the browser that asks, and ends the one that the browser had in this account; the audit trail keeps that
    /// as `action`. Returns the cookie that carries it.
    pub(super) async fn open_login(
        &self,
        tx: &mut Tx,
        account: AccountId,
        user: UserId,
        action: AuditAction,
        now: Timestamp,
    ) -> Result<SetCookie, Failure> {
        let token = Token::new(account, LoginId(Uuid::now_v7()))?;
        logins::forget_old(tx, account, user, now).await?;
        logins::insert(tx, &token, user, &self.device, self.address, now).await?;
        if let Some(before) = self.token.as_ref().filter(|before| before.account == account) {
            end_by_secret(tx, before, Ended::Replaced, now).await?;
        }
        let by = By { user: Some(user), address: self.address };
        let after = Some(json!({"login": token.id}));
        audit::insert(tx, account, now, &Entry { by, action, subject: user.0, before: None, after }).await?;
        let lifetimes = accounts::settings(tx, account).await?.lifetimes;
        Ok(cookie::set(self.service.secure_cookies, &token, lifetimes))
    }

    /// Ends the login that the browser had in an account other than `account`, which its new cookie replaces.
    pub(super) async fn end_login_elsewhere(&self, account: AccountId) -> Result<(), Failure> {
        let Some(before) = self.token.as_ref().filter(|before| before.account != account) else { return Ok(()) };
        let mut tx = store::begin(&self.service.pool, before.account).await?;
        end_by_secret(&mut tx, before, Ended::Replaced, self.service.now()).await?;
        Ok(tx.commit().await?)
    }
}

/// Ends the login whose secret the token has; its user, if it had not ended.
async fn end_by_secret(conn: &mut PgConnection, token: &Token, because: Ended, now: Timestamp) -> Result<Option<UserId>, sqlx::Error> {
    let login = logins::find(conn, token.account, token.id).await?;
    let Some(login) = login.filter(|login| token.matches(&login.secret_hash)) else { return Ok(None) };
    let user = login.actor.user_id;
    let ended = logins::end(conn, token.account, user, Which::Only(token.id), because, now).await?;
    Ok((ended > 0).then_some(user))
}
