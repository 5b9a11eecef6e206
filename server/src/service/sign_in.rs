//! Signing in and out, and who is behind a request.

use resolutionflow::audit::AuditAction;
use std::net::IpAddr;

use app::backend::logins::{LoginRow, SetCookie};
use app::backend::views::Viewer;
use app::error::{AppError, Fault};
use resolutionflow::id::{AccountId, LoginId, UserId};
use resolutionflow::login::Ended;
use resolutionflow::text::Email;
use resolutionflow::time::Timestamp;
use serde_json::json;
use sqlx::PgConnection;
use uuid::Uuid;

use super::Service;
use super::authority::Technician;
use super::failure::Failure;
use crate::login::throttle::Counted;
use crate::login::{Token, cookie};
use crate::store::audit::{By, Entry};
use crate::store::logins::Which;
use crate::store::{self, Tx, accounts, audit, logins, sessions, throttles, users};

/// From where somebody signs in, with what.
pub(super) struct Browser<'a> {
    pub(super) address: Option<IpAddr>,
    pub(super) device: &'a str,
    /// The login that it has already, which ends.
    pub(super) before: Option<&'a Token>,
}

impl Service {
    /// Who asks, with what every page shows of them.
    pub(super) async fn viewer(&self, mut tx: Tx, technician: &Technician) -> Result<Viewer, Failure> {
        let now = self.now();
        let actor = technician.actor();
        let running = sessions::running(&mut tx, technician.account(), actor.user_id, now).await?;
        tx.commit().await?;
        let settings = technician.settings();
        Ok(Viewer {
            user_id: actor.user_id,
            name: technician.name().to_owned(),
            role: actor.role,
            account: settings.name.to_string(),
            zone: settings.zone,
            idle_threshold: settings.idle_threshold,
            waiting: technician.waiting(),
            now,
            running,
            ends: technician.ends(),
            reading: settings.reading,
            ticket_link: settings.ticket_link.clone(),
        })
    }

    /// Signs in; the cookie that says so.
    pub(super) async fn begin_login(&self, browser: &Browser<'_>, email: &str, password: &str) -> Result<SetCookie, Failure> {
        let parsed = Email::parse(email);
        let typed = parsed.as_ref().map_or_else(|_| "no e-mail address", Email::as_str);
        let found = match &parsed {
            Ok(email) => users::by_email(&mut *self.pool.acquire().await?, email).await?,
            Err(_) => None,
        };
        // Somebody unknown is looked up like somebody known, so that the time tells nobody which users there are.
        let (account, user) = found.unwrap_or((AccountId(Uuid::nil()), UserId(Uuid::nil())));
        let mut tx = store::begin(&self.pool, account).await?;
        let hash = users::password_hash(&mut tx, account, user).await?;
        let known = logins::knows(&mut tx, account, user, browser.address, self.now()).await?;
        tx.commit().await?;
        let who = match browser.address {
            Some(address) if known => Counted::PasswordAtHome(typed, address),
            _ => Counted::Password(typed),
        };
        let tries = [Counted::PasswordsFrom(browser.address), who];
        self.count(&tries).await?;
        // No connection waits for the hash.
        let mut verified = self.passwords.verify(password, hash.clone()).await?;

        let now = self.now();
        let mut tx = store::begin(&self.pool, account).await?;
        // Meanwhile the password may have been changed, or the user deactivated.
        if let Some(hash) = hash.filter(|_| verified) {
            verified = users::still_signs_in_with(&mut tx, account, user, &hash).await?;
        }
        if !verified {
            if found.is_some() {
                let by = By { user: None, address: browser.address };
                let entry = Entry { by, action: AuditAction::SignInFailed, subject: user.0, before: None, after: None };
                audit::insert(&mut tx, account, now, &entry).await?;
                tx.commit().await?;
            }
            return Err(AppError::WrongPassword.into());
        }
        let cookie = self.open_login(&mut tx, account, user, browser, AuditAction::SignIn, now).await?;
        give_back(&mut tx, &tries).await?;
        tx.commit().await?;
        self.replace(browser.before, account).await?;
        Ok(cookie)
    }

    /// A new login of a user, which the audit trail keeps as `action`; the cookie that says so.
    pub(super) async fn open_login(
        &self,
        tx: &mut Tx,
        account: AccountId,
        user: UserId,
        browser: &Browser<'_>,
        action: AuditAction,
        now: Timestamp,
    ) -> Result<SetCookie, Failure> {
        let token = Token::new(account, LoginId(Uuid::now_v7()))?;
        logins::forget_old(tx, account, user, now).await?;
        logins::insert(tx, &token, user, browser.device, browser.address, now).await?;
        if let Some(before) = browser.before.filter(|before| before.account == account) {
            end_own(tx, before, Ended::Replaced, now).await?;
        }
        let by = By { user: Some(user), address: browser.address };
        let after = Some(json!({"login": token.id}));
        audit::insert(tx, account, now, &Entry { by, action, subject: user.0, before: None, after }).await?;
        let lifetimes = accounts::settings(tx, account).await?.lifetimes;
        Ok(cookie::set(self.secure_cookies, &token, lifetimes))
    }

    /// Ends the login that the browser had in another account.
    pub(super) async fn replace(&self, before: Option<&Token>, account: AccountId) -> Result<(), Failure> {
        let Some(before) = before.filter(|before| before.account != account) else { return Ok(()) };
        let mut tx = store::begin(&self.pool, before.account).await?;
        end_own(&mut tx, before, Ended::Replaced, self.now()).await?;
        Ok(tx.commit().await?)
    }

    /// Signs out; the cookie that says so. Only who has the secret ends the login.
    pub(super) async fn end_present_login(&self, token: Option<&Token>, address: Option<IpAddr>) -> Result<SetCookie, Failure> {
        if let Some(token) = token {
            let now = self.now();
            let mut tx = store::begin(&self.pool, token.account).await?;
            if let Some(user) = end_own(&mut tx, token, Ended::SignedOut, now).await? {
                let by = By { user: Some(user), address };
                let after = Some(json!({"login": token.id}));
                let entry = Entry { by, action: AuditAction::SignOut, subject: user.0, before: None, after };
                audit::insert(&mut tx, token.account, now, &entry).await?;
            }
            tx.commit().await?;
        }
        Ok(cookie::remove(self.secure_cookies))
    }

    /// Why the browser's login counts no longer.
    pub(super) async fn why_signed_out(&self, token: &Token) -> Result<Option<Ended>, Failure> {
        let mut tx = store::begin(&self.pool, token.account).await?;
        let login = logins::find(&mut tx, token.account, token.id).await?.filter(|login| token.matches(&login.secret_hash));
        tx.commit().await?;
        Ok(login.and_then(|login| login.ended.or(login.ends.reached(self.now()))).filter(|ended| *ended != Ended::SignedOut))
    }

    /// Where somebody is signed in, the browser that asks first.
    pub(super) async fn logins_of(&self, mut tx: Tx, technician: &Technician) -> Result<Vec<LoginRow>, Failure> {
        let (user, lifetimes) = (technician.actor().user_id, technician.settings().lifetimes);
        let mut rows = logins::of_user(&mut tx, technician.account(), user, lifetimes, Some(technician.login()), self.now()).await?;
        tx.commit().await?;
        rows.sort_by_key(|row| !row.present);
        Ok(rows)
    }

    /// Ends one of somebody's own logins, or all but the one that asks.
    pub(super) async fn end_own_logins(&self, mut tx: Tx, technician: &Technician, login: Option<LoginId>) -> Result<(), Failure> {
        let (account, user, now) = (technician.account(), technician.actor().user_id, self.now());
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

    /// Changes somebody's own password. Every login of theirs ends, and the browser that asks gets a new one.
    pub(super) async fn change_own_password(
        &self,
        mut tx: Tx,
        technician: &Technician,
        browser: &Browser<'_>,
        present: &str,
        password: &str,
    ) -> Result<SetCookie, Failure> {
        let (account, user) = (technician.account(), technician.actor().user_id);
        let known = users::password_hash(&mut tx, account, user).await?;
        let email = users::find(&mut tx, account, user).await?.map(|user| user.email).unwrap_or_default();
        tx.commit().await?;
        let tries = [Counted::PresentPassword(account, user)];
        self.count(&tries).await?;
        let about = [&email, technician.name(), technician.settings().name.as_str()].map(str::to_owned);
        let password = self.passwords.choose(password, about.to_vec()).await?;
        let wrong = || AppError::invalid("current_password", Fault::WrongPassword);
        if !self.passwords.verify(present, known.clone()).await? {
            let mut tx = store::begin(&self.pool, account).await?;
            let subject = user.0;
            let entry = Entry { by: technician.by(), action: AuditAction::ChangePasswordFailed, subject, before: None, after: None };
            audit::insert(&mut tx, account, self.now(), &entry).await?;
            tx.commit().await?;
            return Err(wrong().into());
        }
        let hash = self.passwords.hash(password).await?;

        let now = self.now();
        let mut tx = store::begin(&self.pool, account).await?;
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
        let cookie = self.open_login(&mut tx, account, user, browser, AuditAction::ChangePassword, now).await?;
        give_back(&mut tx, &tries).await?;
        tx.commit().await?;
        Ok(cookie)
    }

    /// Counts tries.
    ///
    /// # Errors
    /// [`AppError::TooMany`] where one of them does not fit.
    pub(super) async fn count(&self, tries: &[Counted<'_>]) -> Result<(), Failure> {
        let now = self.now();
        // By itself: in the transaction it would hold counters that others wait for while it waits for theirs.
        throttles::sweep(&mut *self.pool.acquire().await?, now).await?;
        // What is refused for one reason uses nothing up for another.
        let mut tx = self.pool.begin().await?;
        for counted in tries {
            if let Err(retry_after) = throttles::take(&mut tx, &counted.key(), counted.limit(), now).await? {
                // At once: others wait for these counters.
                tx.rollback().await?;
                return Err(AppError::TooMany { retry_after }.into());
            }
        }
        Ok(tx.commit().await?)
    }
}

/// Gives tries back that turned out to be no guesses.
pub(super) async fn give_back(conn: &mut PgConnection, tries: &[Counted<'_>]) -> Result<(), sqlx::Error> {
    for counted in tries {
        throttles::give_back(conn, &counted.key(), counted.limit()).await?;
    }
    Ok(())
}

/// Sets a user's password, after which no login from before lets anybody in. A link that an admin made goes on working: whoever
/// knows the old password must not be able to keep its user from it.
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

/// Ends the login of whoever has its secret; whose it was, if it had not ended.
async fn end_own(conn: &mut PgConnection, token: &Token, because: Ended, now: Timestamp) -> Result<Option<UserId>, sqlx::Error> {
    let login = logins::find(conn, token.account, token.id).await?;
    let Some(login) = login.filter(|login| token.matches(&login.secret_hash)) else { return Ok(None) };
    let user = login.actor.user_id;
    let ended = logins::end(conn, token.account, user, Which::Only(token.id), because, now).await?;
    Ok((ended > 0).then_some(user))
}
