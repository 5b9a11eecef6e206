//! The people of an account, their roles and their right to sign in.

use app::backend::admin::{People, SameAddresses, UserPage, UserRow, UserStatus};
use app::error::AppError;
use async_trait::async_trait;
use resolutionflow::access::{Actor, Role};
use resolutionflow::audit::AuditAction;
use resolutionflow::id::{AccountId, LoginId, UserId};
use resolutionflow::login::Ended;
use resolutionflow::text::Name;
use resolutionflow::time::Timestamp;
use serde_json::{Value, json};
use sqlx::PgConnection;
use tracing::instrument;

use super::Service;
use super::authority::{Admin, Authority};
use super::change::Changes;
use super::failure::{Failure, answer};
use super::request::Request;
use super::tree_cache::Trees;
use crate::store::audit::Entry;
use crate::store::logins::Which;
use crate::store::sessions::Reach;
use crate::store::{Tx, accounts, addresses, audit, end_read, logins, password_links, sessions, users};

#[async_trait]
impl People for Request {
    #[instrument(skip_all, parent = &self.span)]
    async fn users(&self) -> Result<Vec<UserRow>, AppError> {
        answer(async {
            let (tx, admin) = self.admin().await?;
            self.service.people(tx, &admin).await
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn same_addresses(&self) -> Result<Vec<SameAddresses>, AppError> {
        answer(async {
            let (mut tx, admin) = self.admin().await?;
            let same = addresses::same(&mut tx, admin.account()).await?;
            end_read(tx);
            Ok(same)
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn user(&self, id: UserId) -> Result<UserPage, AppError> {
        answer(async {
            let (tx, admin) = self.admin().await?;
            self.service.user_page(tx, &admin, id).await
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn change_user(&self, user: UserId, name: Name, role: Role) -> Result<(), AppError> {
        answer(async {
            let (tx, admin) = self.admin().await?;
            self.service.change_user(tx, &admin, user, Some(&name), Some(role)).await
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn let_author(&self, user: UserId, may: bool) -> Result<(), AppError> {
        answer(async {
            let (mut tx, admin) = self.admin().await?;
            let before = lock(&mut tx, admin.account(), user).await?.may_author;
            if before != may {
                users::let_author(&mut tx, admin.account(), user, may).await?;
                let state = |may| Some(json!({"may_author": may}));
                record(&mut tx, &admin, self.service.now(), AuditAction::ChangeUser, user, state(before), state(may)).await?;
            }
            Ok(tx.commit().await?)
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn set_active(&self, user: UserId, active: bool) -> Result<(), AppError> {
        let set = async |trees: Trees| {
            let (tx, admin) = self.admin().await?;
            self.service.set_active_within(tx, &trees, &admin, user, active).await
        };
        answer(self.service.with_trees(set)).await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn end_logins_of(&self, user: UserId, login: Option<LoginId>) -> Result<(), AppError> {
        answer(async {
            let (tx, admin) = self.admin().await?;
            self.service.end_logins_of(tx, &admin, user, login).await
        })
        .await
    }
}

impl Service {
    /// Lists every user of the account, deactivated ones included, by name.
    pub(crate) async fn people(&self, mut tx: Tx, admin: &Admin) -> Result<Vec<UserRow>, Failure> {
        let rows = users::rows(&mut tx, admin.account(), None).await?;
        end_read(tx);
        Ok(rows)
    }

    /// Reads a user for the admin's page, with their logins and the link that they can still use.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub(crate) async fn user_page(&self, mut tx: Tx, admin: &Admin, id: UserId) -> Result<UserPage, Failure> {
        let (account, now) = (admin.account(), self.now());
        let user = users::find(&mut tx, account, id).await?.ok_or(AppError::NotFound)?;
        let lifetimes = accounts::settings(&mut tx, account).await?.lifetimes;
        let logins = logins::of_user(&mut tx, account, id, lifetimes, admin.login(), now).await?;
        let link = password_links::open(&mut tx, account, id, now).await?;
        let is_last_admin = is_last_admin(&mut tx, account, &user).await?;
        end_read(tx);
        Ok(UserPage { is_you: admin.by().user == Some(id), user, logins, link, is_last_admin })
    }

    /// Changes a user's name and role, where given; another role ends their logins, but for the one that asks.
    ///
    /// # Errors
    /// [`AppError::NotFound`], and [`AppError::LastAdmin`] where nobody else could look after the account.
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
        let before = Name::try_from(user.name.clone()).map_err(|_| AppError::Unexpected)?;
        let name = name.unwrap_or(&before);
        users::change(&mut tx, account, id, name, role).await?;
        if role != user.role {
            let mine = admin.login().filter(|_| admin.by().user == Some(id));
            logins::end(&mut tx, account, id, Which::AllBut(mine), Ended::RoleChanged, self.now()).await?;
        }
        if role != user.role || *name != before {
            let after = json!({"role": role, "renamed": *name != before});
            record(&mut tx, admin, self.now(), AuditAction::ChangeUser, id, Some(json!({"role": user.role})), Some(after)).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Deactivates a user: ends their logins and link, and parks what they have running as of its last activity; or with `active` lets them
    /// sign in again. Does nothing where that is so already.
    ///
    /// # Errors
    /// [`AppError::NotFound`], and [`AppError::LastAdmin`] where nobody else could look after the account.
    pub(crate) async fn set_active(&self, admin: &Admin, id: UserId, active: bool) -> Result<(), Failure> {
        let set = async |trees: Trees| self.set_active_within(self.begin(admin).await?, &trees, admin, id, active).await;
        self.with_trees(set).await
    }

    async fn set_active_within(&self, mut tx: Tx, trees: &Trees, admin: &Admin, id: UserId, active: bool) -> Result<(), Failure> {
        let (account, now) = (admin.account(), self.now());
        let user = lock(&mut tx, account, id).await?;
        if active == (user.standing != UserStatus::Deactivated) {
            return Ok(());
        }
        if active {
            users::deactivate(&mut tx, account, id, None).await?;
            addresses::take_spelling_back(&mut tx, account, id).await?;
            record(&mut tx, admin, now, AuditAction::Reactivate, id, None, None).await?;
        } else {
            if is_last_admin(&mut tx, account, &user).await? {
                return Err(AppError::LastAdmin.into());
            }
            users::deactivate(&mut tx, account, id, Some(now)).await?;
            addresses::pass_key_on(&mut tx, account, id).await?;
            let ended = logins::end(&mut tx, account, id, Which::AllBut(None), Ended::Deactivated, now).await?;
            password_links::revoke(&mut tx, account, id, now).await?;
            let holder = Actor { user_id: id, role: user.role };
            let running = sessions::lock_with_running(&mut tx, Reach::whole(account), None, id).await?;
            for stored in &running {
                let entered_at = stored.session.open_visit().map_or(now, |visit| visit.entered_at);
                let last = stored.session.last_activity_at.max(entered_at);
                let mut changes = Changes { address: admin.by().address, ..self.changes(&mut tx, trees, account, holder, last.into()) };
                changes.park(stored, None).await?;
            }
            let parked: Vec<_> = running.iter().map(|stored| stored.session.id).collect();
            record(&mut tx, admin, now, AuditAction::Deactivate, id, None, Some(json!({"logins": ended, "parked": parked}))).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Ends one login of a user's, or with none named all of them, but for the one that asks.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where there is no such user, or the login has ended already.
    pub(crate) async fn end_logins_of(&self, mut tx: Tx, admin: &Admin, id: UserId, login: Option<LoginId>) -> Result<(), Failure> {
        users::find(&mut tx, admin.account(), id).await?.ok_or(AppError::NotFound)?;
        let which = login.map_or(Which::AllBut(admin.login()), Which::Only);
        let ended = logins::end(&mut tx, admin.account(), id, which, Ended::ByAdmin, self.now()).await?;
        if ended == 0 && login.is_some() {
            return Err(AppError::NotFound.into());
        }
        let (action, after) =
            login.map_or((AuditAction::EndLogins, json!({"logins": ended})), |login| (AuditAction::EndLogin, json!({"login": login})));
        record(&mut tx, admin, self.now(), action, id, None, Some(after)).await?;
        Ok(tx.commit().await?)
    }
}

/// Adds an entry about a user to the audit trail, in the admin's name.
pub(super) async fn record(
    conn: &mut PgConnection,
    admin: &Admin,
    now: Timestamp,
    action: AuditAction,
    user: UserId,
    before: Option<Value>,
    after: Option<Value>,
) -> Result<(), sqlx::Error> {
    let entry = Entry { by: admin.by(), action, subject: user.0, before, after };
    audit::insert(conn, admin.account(), now, &entry).await
}

/// A user about to be changed. The account's admins stay as they are until the transaction ends.
async fn lock(conn: &mut PgConnection, account: AccountId, id: UserId) -> Result<UserRow, Failure> {
    accounts::lock(conn, account).await?;
    Ok(users::find(conn, account, id).await?.ok_or(AppError::NotFound)?)
}

/// True if nobody else could look after the account.
async fn is_last_admin(conn: &mut PgConnection, account: AccountId, user: &UserRow) -> Result<bool, sqlx::Error> {
    let is_admin = user.role == Role::Admin && user.standing == UserStatus::Active;
    Ok(is_admin && users::admins(conn, account).await? <= 1)
}
