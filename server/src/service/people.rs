//! The people of an account: who may sign in, and as what.

use app::backend::admin::{Standing, UserPage, UserRow};
use app::error::AppError;
use resolutionflow::access::{Actor, Role};
use resolutionflow::audit::AuditAction;
use resolutionflow::id::{AccountId, LinkId, LoginId, UserId};
use resolutionflow::login::Ended;
use resolutionflow::text::{Email, Name};
use resolutionflow::time::Timestamp;
use serde_json::{Value, json};
use sqlx::PgConnection;
use uuid::Uuid;

use super::Service;
use super::authority::{Admin, Authority};
use super::change::Changes;
use super::failure::Failure;
use super::links::expires;
use crate::login::Token;
use crate::login::throttle::Counted;
use crate::store::audit::Entry;
use crate::store::logins::Which;
use crate::store::sessions::Reach;
use crate::store::{self, Tx, accounts, audit, links, logins, sessions, users};

/// A link that was made for a user.
pub struct Made {
    /// Whom it is for.
    pub user: UserId,
    /// What only the link has.
    pub token: Token<LinkId>,
    /// Until when it can be used.
    pub expires_at: Timestamp,
}

impl Service {
    /// Everybody, by name.
    pub(crate) async fn people(&self, mut tx: Tx, admin: &Admin) -> Result<Vec<UserRow>, Failure> {
        let rows = users::rows(&mut tx, admin.account(), None).await?;
        tx.commit().await?;
        Ok(rows)
    }

    /// One of them, with what can be changed about them.
    pub(crate) async fn user_page(&self, mut tx: Tx, admin: &Admin, id: UserId) -> Result<UserPage, Failure> {
        let (account, now) = (admin.account(), self.now());
        let user = users::find(&mut tx, account, id).await?.ok_or(AppError::NotFound)?;
        let lifetimes = accounts::settings(&mut tx, account).await?.lifetimes;
        let logins = logins::of_user(&mut tx, account, id, lifetimes, admin.login(), now).await?;
        let link = links::open(&mut tx, account, id, now).await?;
        let is_last_admin = is_last_admin(&mut tx, account, &user).await?;
        tx.commit().await?;
        Ok(UserPage { is_you: admin.by().user == Some(id), user, logins, link, is_last_admin })
    }

    /// Adds somebody who has no password yet, and a link with which they choose one.
    pub(crate) async fn invite(&self, admin: &Admin, email: &Email, name: &Name, role: Role) -> Result<Made, Failure> {
        let (account, now) = (admin.account(), self.now());
        self.count_links(admin, None).await?;
        let mut tx = store::begin(&self.pool, account).await?;
        let id = UserId(Uuid::now_v7());
        if let Err(error) = users::insert(&mut tx, account, &users::NewUser { id, email, name, role, password_hash: None }, now).await {
            drop(tx);
            // Somebody may be finding out whose address it is.
            let mut tx = store::begin(&self.pool, account).await?;
            let entry = Entry { by: admin.by(), action: AuditAction::InviteRefused, subject: account.0, before: None, after: None };
            audit::insert(&mut tx, account, now, &entry).await?;
            tx.commit().await?;
            return Err(error.into());
        }
        self.write(&mut tx, admin, AuditAction::Invite, id, None, Some(json!({"role": role}))).await?;
        let made = self.make(&mut tx, admin, id, true).await?;
        tx.commit().await?;
        Ok(made)
    }

    /// A new link with which a user chooses a password; earlier ones count no longer.
    pub(crate) async fn make_link(&self, admin: &Admin, id: UserId) -> Result<Made, Failure> {
        self.count_links(admin, Some(id)).await?;
        let mut tx = store::begin(&self.pool, admin.account()).await?;
        let user = users::find(&mut tx, admin.account(), id).await?.ok_or(AppError::NotFound)?;
        if user.standing == Standing::Deactivated {
            return Err(AppError::DeadLink.into());
        }
        links::revoke(&mut tx, admin.account(), id, self.now()).await?;
        let made = self.make(&mut tx, admin, id, user.standing == Standing::Invited).await?;
        self.write(&mut tx, admin, AuditAction::MakeLink, id, None, Some(json!({"link": made.token.id}))).await?;
        tx.commit().await?;
        Ok(made)
    }

    /// Takes a link back.
    pub(crate) async fn revoke_link(&self, mut tx: Tx, admin: &Admin, id: UserId) -> Result<(), Failure> {
        users::find(&mut tx, admin.account(), id).await?.ok_or(AppError::NotFound)?;
        if links::revoke(&mut tx, admin.account(), id, self.now()).await? {
            self.write(&mut tx, admin, AuditAction::RevokeLink, id, None, None).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Changes a user's name and role; another role ends their other logins.
    pub(crate) async fn change_user(
        &self,
        mut tx: Tx,
        admin: &Admin,
        id: UserId,
        name: Option<&Name>,
        role: Option<Role>,
    ) -> Result<(), Failure> {
        let account = admin.account();
        let user = lock(&mut tx, account, id).await?;
        let role = role.unwrap_or(user.role);
        if role != Role::Admin && is_last_admin(&mut tx, account, &user).await? {
            return Err(AppError::LastAdmin.into());
        }
        let before = Name::parse(&user.name).map_err(|_| AppError::Unexpected)?;
        let name = name.unwrap_or(&before);
        users::change(&mut tx, account, id, name, role).await?;
        if role != user.role {
            let mine = admin.login().filter(|_| admin.by().user == Some(id));
            logins::end(&mut tx, account, id, Which::AllBut(mine), Ended::RoleChanged, self.now()).await?;
        }
        if role != user.role || *name != before {
            let after = json!({"role": role, "renamed": *name != before});
            self.write(&mut tx, admin, AuditAction::ChangeUser, id, Some(json!({"role": user.role})), Some(after)).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Keeps a user from signing in, ends their logins and parks what they have running as of its last activity; or lets them
    /// in again.
    pub(crate) async fn set_active(&self, mut tx: Tx, admin: &Admin, id: UserId, active: bool) -> Result<(), Failure> {
        let (account, now) = (admin.account(), self.now());
        let user = lock(&mut tx, account, id).await?;
        if active == (user.standing != Standing::Deactivated) {
            return Ok(());
        }
        if active {
            users::deactivate(&mut tx, account, id, None).await?;
            self.write(&mut tx, admin, AuditAction::Reactivate, id, None, None).await?;
        } else {
            if is_last_admin(&mut tx, account, &user).await? {
                return Err(AppError::LastAdmin.into());
            }
            users::deactivate(&mut tx, account, id, Some(now)).await?;
            let ended = logins::end(&mut tx, account, id, Which::AllBut(None), Ended::Deactivated, now).await?;
            links::revoke(&mut tx, account, id, now).await?;
            let holder = Actor { user_id: id, role: user.role };
            let running = sessions::lock_with_running(&mut tx, Reach::whole(account), None, id).await?;
            for stored in &running {
                let entered_at = stored.session.open_visit().map_or(now, |visit| visit.entered_at);
                let last = stored.session.last_activity_at.max(entered_at);
                let mut changes = Changes { address: admin.by().address, ..self.changes(&mut tx, account, holder, last) };
                changes.park(stored, None).await?;
            }
            let parked: Vec<_> = running.iter().map(|stored| stored.session.id).collect();
            self.write(&mut tx, admin, AuditAction::Deactivate, id, None, Some(json!({"logins": ended, "parked": parked}))).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Ends a login of a user's, or all of them but the one that asks.
    pub(crate) async fn end_logins_of(&self, mut tx: Tx, admin: &Admin, id: UserId, login: Option<LoginId>) -> Result<(), Failure> {
        users::find(&mut tx, admin.account(), id).await?.ok_or(AppError::NotFound)?;
        let which = login.map_or(Which::AllBut(admin.login()), Which::Only);
        let ended = logins::end(&mut tx, admin.account(), id, which, Ended::ByAdmin, self.now()).await?;
        if ended == 0 && login.is_some() {
            return Err(AppError::NotFound.into());
        }
        let (action, after) =
            login.map_or((AuditAction::EndLogins, json!({"logins": ended})), |login| (AuditAction::EndLogin, json!({"login": login})));
        self.write(&mut tx, admin, action, id, None, Some(after)).await?;
        Ok(tx.commit().await?)
    }

    async fn make(&self, conn: &mut PgConnection, admin: &Admin, user: UserId, invitation: bool) -> Result<Made, Failure> {
        let now = self.now();
        let (token, expires_at) = (Token::new(admin.account(), LinkId(Uuid::now_v7()))?, expires(now, invitation));
        links::insert(conn, &token, user, admin.by().user, now, expires_at).await?;
        Ok(Made { user, token, expires_at })
    }

    /// The command line makes as many as it likes.
    async fn count_links(&self, admin: &Admin, user: Option<UserId>) -> Result<(), Failure> {
        let Some(by) = admin.by().user else { return Ok(()) };
        let tries = [Counted::LinksBy(admin.account(), by), Counted::LinksMadeFrom(admin.by().address)];
        self.count(&tries).await?;
        match user {
            Some(user) => self.count(&[Counted::LinksFor(admin.account(), user)]).await,
            None => Ok(()),
        }
    }

    async fn write(
        &self,
        conn: &mut PgConnection,
        admin: &Admin,
        action: AuditAction,
        user: UserId,
        before: Option<Value>,
        after: Option<Value>,
    ) -> Result<(), sqlx::Error> {
        let entry = Entry { by: admin.by(), action, subject: user.0, before, after };
        audit::insert(conn, admin.account(), self.now(), &entry).await
    }
}

/// A user about to be changed. Who the admins are stays as it is until the transaction ends.
async fn lock(conn: &mut PgConnection, account: AccountId, id: UserId) -> Result<UserRow, Failure> {
    accounts::lock(conn, account).await?;
    Ok(users::find(conn, account, id).await?.ok_or(AppError::NotFound)?)
}

/// Whether nobody else could look after the account.
async fn is_last_admin(conn: &mut PgConnection, account: AccountId, user: &UserRow) -> Result<bool, sqlx::Error> {
    let is_admin = user.role == Role::Admin && user.standing == Standing::Active;
    Ok(is_admin && users::admins(conn, account).await? <= 1)
}
