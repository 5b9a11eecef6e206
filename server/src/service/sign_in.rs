//! Signing in and out, and who is behind a request.

use std::sync::Arc;

use app::backend::views::Viewer;
use app::error::AppError;
use resolutionflow::id::LoginId;
use resolutionflow::text::Email;
use resolutionflow::time::Timestamp;
use uuid::Uuid;

use super::failure::Failure;
use super::member::Member;
use super::request::Request;
use crate::login::{Token, cookie, lifetime};
use crate::store::{self, Tx};

impl Request {
    /// A transaction that sees the account of whoever asks. The first of a request looks the login up.
    pub(super) async fn begin(&self) -> Result<(Tx, Arc<Member>), Failure> {
        let token = self.token.as_ref().ok_or(AppError::NotSignedIn)?;
        let mut tx = store::begin(self.service.pool(), token.account).await?;
        let now = self.service.now();
        let member = self.member.get_or_try_init(|| look_up(&mut tx, token, now)).await?.clone();
        Ok((tx, member))
    }

    /// Who asks, with what every page shows of them.
    pub(super) async fn look_who_asks(&self) -> Result<Viewer, Failure> {
        let (mut tx, member) = self.begin().await?;
        let now = self.service.now();
        let running = store::sessions::running(&mut tx, member.account, member.actor.user_id, now).await?;
        tx.commit().await?;
        Ok(Viewer {
            user_id: member.actor.user_id,
            name: member.name.clone(),
            role: member.actor.role,
            account: member.account_name.clone(),
            zone: member.zone,
            idle_threshold: member.idle_threshold,
            waiting: member.waiting,
            now,
            running,
        })
    }

    /// Signs in; the cookie that says so.
    pub(super) async fn begin_login(&self, email: &str, password: &str) -> Result<String, Failure> {
        let pool = self.service.pool();
        let user = match Email::parse(email) {
            Ok(email) => store::users::by_email(&mut *pool.acquire().await?, &email).await?,
            Err(_) => None,
        };
        let hash = match user {
            Some((account, user)) => {
                let mut tx = store::begin(pool, account).await?;
                let hash = store::users::password_hash(&mut tx, account, user).await?;
                tx.commit().await?;
                hash
            }
            None => None,
        };
        // No connection waits for the hash.
        let verified = self.service.passwords.verify(password, hash).await?;
        let (account, user) = user.filter(|_| verified).ok_or(AppError::WrongPassword)?;

        let token = Token::new(account, LoginId(Uuid::now_v7()))?;
        let now = self.service.now();
        let mut tx = store::begin(pool, account).await?;
        store::logins::delete_expired_of(&mut tx, account, user, now).await?;
        store::logins::insert(&mut tx, &token, user, now).await?;
        tx.commit().await?;
        Ok(cookie::set(self.service.secure_cookies, &token))
    }

    /// Signs out; the cookie that says so. Only who has the secret ends the login.
    pub(super) async fn end_login(&self) -> Result<String, Failure> {
        if let Some(token) = &self.token {
            let mut tx = store::begin(self.service.pool(), token.account).await?;
            let login = store::logins::find(&mut tx, token.account, token.login).await?;
            if login.is_some_and(|login| token.matches(&login.secret_hash)) {
                store::logins::delete(&mut tx, token.account, token.login).await?;
            }
            tx.commit().await?;
        }
        Ok(cookie::remove(self.service.secure_cookies))
    }
}

async fn look_up(tx: &mut Tx, token: &Token, now: Timestamp) -> Result<Arc<Member>, Failure> {
    let login = store::logins::find(tx, token.account, token.login).await?.ok_or(AppError::NotSignedIn)?;
    if !token.matches(&login.secret_hash) || !lifetime::is_alive(login.created_at, login.last_used_at, now) {
        return Err(AppError::NotSignedIn.into());
    }
    if now.since(login.last_used_at) >= lifetime::TOUCH_AFTER {
        store::logins::touch(tx, token.account, token.login, now).await?;
    }
    Ok(Arc::new(Member {
        account: token.account,
        actor: login.actor,
        name: login.name,
        account_name: login.account,
        zone: login.zone,
        idle_threshold: login.idle_threshold,
        waiting: login.waiting,
    }))
}
