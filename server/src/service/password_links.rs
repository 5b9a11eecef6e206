//! One-time links by which people choose a password: admins make them, and their users follow them.

use app::backend::admin::{Linked, UserStatus};
use app::backend::logins::{LinkPage, SetCookie};
use app::backend::password_links::PasswordLinks;
use app::error::AppError;
use async_trait::async_trait;
use resolutionflow::access::Role;
use resolutionflow::audit::AuditAction;
use resolutionflow::id::{LinkId, UserId};
use resolutionflow::text::{Email, Name};
use resolutionflow::time::Timestamp;
use serde_json::json;
use sqlx::PgConnection;
use tracing::instrument;
use uuid::Uuid;

use super::Service;
use super::authority::{Admin, Authority};
use super::failure::{Failure, answer};
use super::logins::set_password;
use super::people::record;
use super::request::Request;
use super::retry::retry_on_conflict;
use super::tries::give_back;
use crate::login::throttle::Counted;
use crate::login::{Token, cookie};
use crate::store::audit::Entry;
use crate::store::password_links::Link;
use crate::store::{self, Tx, accounts, audit, end_read, password_links, users};

/// New password link, with its secret, which can be shown now and never again.
pub struct Made {
    /// The user whose password it sets.
    pub user: UserId,
    /// Content of the link, secret included. The database keeps the secret's hash alone.
    pub token: Token<LinkId>,
    /// The time until which it works: seven days for an invitation, one day otherwise.
    pub expires_at: Timestamp,
}

#[async_trait]
impl PasswordLinks for Request {
    #[instrument(skip_all, parent = &self.span)]
    async fn invite(&self, email: Email, name: Name, role: Role) -> Result<Linked, AppError> {
        answer(async {
            self.count_links(None).await?;
            let (tx, admin) = self.admin_now().await?;
            Ok(self.shown(&self.service.invite(tx, &admin, &email, &name, role).await?))
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn make_link(&self, user: UserId) -> Result<Linked, AppError> {
        let make = async || {
            let (tx, admin) = self.admin_now().await?;
            Ok(self.shown(&self.service.make_link(tx, &admin, user).await?))
        };
        answer(async {
            self.count_links(Some(user)).await?;
            retry_on_conflict(make).await
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn revoke_link(&self, user: UserId) -> Result<(), AppError> {
        answer(async {
            let (tx, admin) = self.admin().await?;
            self.service.revoke_link(tx, &admin, user).await
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn link(&self, link: &str) -> Result<LinkPage, AppError> {
        answer(async {
            let (mut tx, token, link) = self.follow(link).await?;
            let settings = accounts::settings(&mut tx, token.account).await?;
            tx.commit().await?;
            Ok(LinkPage {
                user: link.user,
                name: link.name,
                email: link.email,
                account: settings.name.to_string(),
                invitation: link.invitation,
                expires_at: link.expires_at,
                zone: settings.zone,
            })
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn use_link(&self, link: &str, password: &str) -> Result<SetCookie, AppError> {
        answer(async {
            let service = &self.service;
            let (tx, token, link) = self.follow(link).await?;
            tx.commit().await?;
            let chosen = service.passwords.choose(password, vec![link.email, link.name]).await?;
            let hash = service.passwords.hash(chosen).await?;

            // The link may have been used by somebody else while the password was hashed.
            let mut tx = store::begin(&service.pool, token.account).await?;
            let link = password_links::lock(&mut tx, token.account, token.id, service.now()).await?.ok_or(AppError::DeadLink)?;
            let now = service.now();
            password_links::mark_used(&mut tx, token.account, token.id, now).await?;
            set_password(&mut tx, token.account, link.user, &hash, now).await?;
            let cookie = self.open_login(&mut tx, token.account, link.user, AuditAction::UseLink, now).await?;
            tx.commit().await?;
            self.end_login_elsewhere(token.account).await?;
            Ok(cookie)
        })
        .await
    }
}

impl Request {
    /// Counts a link that an admin is about to make, with the user it is for if they are known already.
    async fn count_links(&self, user: Option<UserId>) -> Result<(), Failure> {
        let (tx, technician) = self.technician().await?;
        technician.admin()?;
        end_read(tx);
        let account = technician.account();
        self.service.count(&[Counted::LinksBy(account, technician.actor().user_id), Counted::LinksMadeFrom(self.address)]).await?;
        match user {
            Some(user) => self.service.count(&[Counted::LinksFor(account, user)]).await,
            None => Ok(()),
        }
    }

    fn shown(&self, made: &Made) -> Linked {
        Linked { user: made.user, cookie: cookie::show_link(self.service.secure_cookies, &made.token) }
    }

    /// A link that can be used, held by the transaction. Tries that lead nowhere are counted.
    async fn follow(&self, text: &str) -> Result<(Tx, Token<LinkId>, Link), Failure> {
        let tries = [Counted::LinksFrom(self.address)];
        self.service.count(&tries).await?;
        let token = Token::<LinkId>::parse(text).ok_or(AppError::DeadLink)?;
        let mut tx = store::begin(&self.service.pool, token.account).await?;
        let link = password_links::lock(&mut tx, token.account, token.id, self.service.now()).await?;
        let link = link.filter(|link| token.matches(&link.secret_hash)).ok_or(AppError::DeadLink)?;
        give_back(&mut tx, &tries).await?;
        Ok((tx, token, link))
    }
}

impl Service {
    /// Adds a user who has no password yet, and a link with which they choose one within seven days.
    ///
    /// # Errors
    /// A fault of the field `email` where the address is taken, which the audit trail records.
    pub(crate) async fn invite(&self, mut tx: Tx, admin: &Admin, email: &Email, name: &Name, role: Role) -> Result<Made, Failure> {
        let (account, now) = (admin.account(), self.now());
        let id = UserId(Uuid::now_v7());
        if let Err(error) = users::insert(&mut tx, account, &users::NewUser { id, email, name, role, password_hash: None }, now).await {
            drop(tx);
            // The refusal is recorded: somebody may be finding out whose address it is.
            let mut tx = self.begin(admin).await?;
            let entry = Entry { by: admin.by(), action: AuditAction::InviteRefused, subject: account.0, before: None, after: None };
            audit::insert(&mut tx, account, now, &entry).await?;
            tx.commit().await?;
            return Err(error.into());
        }
        record(&mut tx, admin, now, AuditAction::Invite, id, None, Some(json!({"role": role}))).await?;
        let made = insert_link(&mut tx, admin, now, id, true).await?;
        tx.commit().await?;
        Ok(made)
    }

    /// Makes a link with which a user chooses a new password, and revokes the earlier one.
    ///
    /// # Errors
    /// [`AppError::NotFound`], and [`AppError::DeadLink`] for a deactivated user.
    pub(crate) async fn make_link(&self, mut tx: Tx, admin: &Admin, id: UserId) -> Result<Made, Failure> {
        let now = self.now();
        let user = users::find(&mut tx, admin.account(), id).await?.ok_or(AppError::NotFound)?;
        if user.standing == UserStatus::Deactivated {
            return Err(AppError::DeadLink.into());
        }
        password_links::revoke(&mut tx, admin.account(), id, now).await?;
        let made = insert_link(&mut tx, admin, now, id, user.standing == UserStatus::Invited).await?;
        record(&mut tx, admin, now, AuditAction::MakeLink, id, None, Some(json!({"link": made.token.id}))).await?;
        tx.commit().await?;
        Ok(made)
    }

    /// Revokes the link that a user could still use; does nothing where there is none.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where there is no such user.
    pub(crate) async fn revoke_link(&self, mut tx: Tx, admin: &Admin, id: UserId) -> Result<(), Failure> {
        let now = self.now();
        users::find(&mut tx, admin.account(), id).await?.ok_or(AppError::NotFound)?;
        if password_links::revoke(&mut tx, admin.account(), id, now).await? {
            record(&mut tx, admin, now, AuditAction::RevokeLink, id, None, None).await?;
        }
        Ok(tx.commit().await?)
    }
}

async fn insert_link(conn: &mut PgConnection, admin: &Admin, now: Timestamp, user: UserId, invitation: bool) -> Result<Made, Failure> {
    // An invitation waits for somebody who may not be there yet.
    let expires_at = now.plus(if invitation { 7 } else { 1 } * 24 * 3600);
    let token = Token::new(admin.account(), LinkId(Uuid::now_v7()))?;
    password_links::insert(conn, &token, user, admin.by().user, now, expires_at).await?;
    Ok(Made { user, token, expires_at })
}
