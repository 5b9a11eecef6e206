//! Authority is a value: what needs it takes it as an argument, and there is no other way to it than through this file.
//!
//! A [`Technician`] is found by a login. An [`Author`], a [`Manager`] and an [`Admin`] come from a technician whose role, or what an admin
//! has given them, reaches that far at the moment of the request, or from the command line, which whoever runs the server may use.

use std::net::IpAddr;

use app::error::AppError;
use resolutionflow::access::{Actor, Deed};
use resolutionflow::account::{Reading, Settings};
use resolutionflow::id::{AccountId, LoginId, UserId};
use resolutionflow::login::Ends;
use resolutionflow::time::{Seconds, Timestamp};
use sqlx::PgConnection;

use crate::login::Token;
use crate::store::audit::By;
use crate::store::logins::{self, Login, TopBar};
use crate::store::sessions::Reach;
use crate::store::users;

/// Lag of `last_used_at`, so that not every request writes.
const TOUCH_AFTER: Seconds = Seconds(60);

/// Cause of a request. Only input by a person counts as use of the login, which keeps it from ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CausedBy {
    /// A press or input of a person.
    Input,
    /// A page in a browser that asks by itself how things stand.
    Page,
}

/// User who is signed in, whatever their role, as they were looked up for one request. Holding one proves the login.
#[derive(Debug, Clone)]
pub(super) struct Technician {
    account: AccountId,
    actor: Actor,
    may_author: bool,
    login: LoginId,
    address: Option<IpAddr>,
    name: String,
    settings: Settings,
    people_since: Option<Timestamp>,
    budgets_revision: i32,
    ends: Ends,
    is_touched: bool,
}

impl Technician {
    /// Finds the user behind a login's token, in a transaction that sees their account, and notes that the login was used if it was by
    /// input. The role is read here, with every request.
    ///
    /// # Errors
    /// The inner [`AppError::NotSignedIn`] where there is no such login, the secret differs, or it has ended; the outer error is the
    /// database's.
    pub(super) async fn identify(
        conn: &mut PgConnection,
        token: &Token,
        caused_by: CausedBy,
        address: Option<IpAddr>,
        now: Timestamp,
    ) -> Result<Result<Self, AppError>, sqlx::Error> {
        match logins::find(conn, token.account, token.id).await? {
            Some(login) => Self::behind(login, conn, token, caused_by, address, now).await,
            None => Ok(Err(AppError::NotSignedIn)),
        }
    }

    /// As [`Technician::identify`] by input, with what the top bar shows them.
    ///
    /// # Errors
    /// As of [`Technician::identify`].
    pub(super) async fn identify_with_top_bar(
        conn: &mut PgConnection,
        token: &Token,
        address: Option<IpAddr>,
        now: Timestamp,
    ) -> Result<Result<(Self, TopBar), AppError>, sqlx::Error> {
        match logins::find_with_top_bar(conn, token.account, token.id, now).await? {
            Some((login, top_bar)) => {
                let technician = Self::behind(login, conn, token, CausedBy::Input, address, now).await?;
                Ok(technician.map(|technician| (technician, top_bar)))
            }
            None => Ok(Err(AppError::NotSignedIn)),
        }
    }

    /// The user behind the login that was found by the token's id, if the token has its secret.
    async fn behind(
        login: Login,
        conn: &mut PgConnection,
        token: &Token,
        caused_by: CausedBy,
        address: Option<IpAddr>,
        now: Timestamp,
    ) -> Result<Result<Self, AppError>, sqlx::Error> {
        if !token.matches(&login.secret_hash) || login.ended.or(login.ends.reached(now)).is_some() {
            return Ok(Err(AppError::NotSignedIn));
        }
        let mut ends = login.ends;
        let is_touched = caused_by == CausedBy::Input && now.since(login.last_used_at) >= TOUCH_AFTER;
        if is_touched {
            logins::touch(conn, token.account, token.id, now).await?;
            ends.idle_at = login.settings.lifetimes.of(now, now).idle_at;
        }
        Ok(Ok(Self {
            account: token.account,
            actor: login.actor,
            may_author: login.may_author,
            login: token.id,
            address,
            name: login.name,
            settings: login.settings,
            people_since: login.people_since,
            budgets_revision: login.budgets_revision,
            ends,
            is_touched,
        }))
    }

    /// True if finding them wrote the time of use into the login's row, which stays locked until that transaction ends.
    pub(super) fn is_touched(&self) -> bool {
        self.is_touched
    }

    /// The account that they belong to.
    pub(super) fn account(&self) -> AccountId {
        self.account
    }

    /// Their id and role, as domain rules take them.
    pub(super) fn actor(&self) -> Actor {
        self.actor
    }

    /// Id of the login that the request came with.
    pub(super) fn login(&self) -> LoginId {
        self.login
    }

    /// Author for entries of the audit trail: the user, and the address of the request.
    pub(super) fn by(&self) -> By {
        By { user: Some(self.actor.user_id), address: self.address }
    }

    /// Display name of the user.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The settings of their account, read with the login.
    pub(super) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// True if they are not to see the times of sessions that others hold.
    pub(super) fn is_kept_from_times(&self) -> bool {
        self.settings.hide_times(&self.actor)
    }

    /// True if they see the times of sessions that this user holds.
    pub(super) fn sees_times_of(&self, holder: UserId) -> bool {
        holder == self.actor.user_id || !self.is_kept_from_times()
    }

    /// Instant since which managers of their account see figures per person; none while those are off.
    pub(super) fn people_since(&self) -> Option<Timestamp> {
        self.people_since
    }

    /// Number of changes of their account's budgets and opening hours, read with the login.
    pub(super) fn budgets_revision(&self) -> i32 {
        self.budgets_revision
    }

    /// The times at which their login ends, unused and in any case.
    pub(super) fn ends(&self) -> Ends {
        self.ends
    }

    /// The sessions that they may read: all of the account's, or, where its settings say so, for technicians only their own and those that
    /// wait for somebody.
    pub(super) fn reach(&self) -> Reach {
        let narrowed = self.settings.reading == Reading::Own && !self.actor.role.may(Deed::OverseeSessions);
        Reach { account: self.account, only_of: narrowed.then_some(self.actor.user_id) }
    }

    /// True if they may write drafts of trees and publish them.
    pub(super) fn may_author(&self) -> bool {
        self.actor.role.may_author(self.may_author)
    }

    /// The authority over drafts of trees, if their role has it or an admin has given it.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] for others.
    pub(super) fn author(&self) -> Result<Author, AppError> {
        if self.may_author() { Ok(Author { account: self.account, by: self.by() }) } else { Err(AppError::Forbidden) }
    }

    /// The authority to suggest changes to authors, where their account takes suggestions.
    ///
    /// # Errors
    /// [`AppError::NotFound`] elsewhere: there is no such thing in the account.
    pub(super) fn proposer(&self) -> Result<Proposer, AppError> {
        if self.settings.takes_proposals {
            Ok(Proposer { account: self.account, user: self.actor.user_id, by: self.by() })
        } else {
            Err(AppError::NotFound)
        }
    }

    /// The authority over the account's trees, categories and clients, if their role has it.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] for other roles.
    pub(super) fn manager(&self) -> Result<Manager, AppError> {
        let may = self.actor.role.may(Deed::KeepTrees) && self.actor.role.may(Deed::KeepLists);
        if may { Ok(Manager { account: self.account, by: self.by() }) } else { Err(AppError::Forbidden) }
    }

    /// The authority over the account, its people and settings, if their role has it.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] for other roles.
    pub(super) fn admin(&self) -> Result<Admin, AppError> {
        if self.actor.role.may(Deed::KeepAccount) {
            Ok(Admin { account: self.account, by: self.by(), login: Some(self.login) })
        } else {
            Err(AppError::Forbidden)
        }
    }
}

/// Authority within one account, of whatever kind; it tells which account a transaction may see.
pub(crate) trait Authority {
    /// The account that the authority is of.
    fn account(&self) -> AccountId;
}

impl Authority for Author {
    fn account(&self) -> AccountId {
        self.account
    }
}

impl Authority for Proposer {
    fn account(&self) -> AccountId {
        self.account
    }
}

impl Authority for Manager {
    fn account(&self) -> AccountId {
        self.account
    }
}

impl Authority for Admin {
    fn account(&self) -> AccountId {
        self.account
    }
}

/// Proof of the authority to write drafts of an account's trees and to publish them. Use cases that need it take it as an argument.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Author {
    account: AccountId,
    by: By,
}

impl Author {
    /// The authority of a user in whose name a command writes. The audit trail names them, without an address.
    ///
    /// # Errors
    /// The inner [`AppError::Forbidden`] for users who may not write trees, or were deactivated; the outer error is the database's.
    pub(super) async fn on_the_command_line(
        conn: &mut PgConnection,
        account: AccountId,
        user: UserId,
    ) -> Result<Result<Self, AppError>, sqlx::Error> {
        let may = users::authors(conn, account).await?.iter().any(|person| person.id == user);
        Ok(if may { Ok(Self { account, by: By { user: Some(user), address: None } }) } else { Err(AppError::Forbidden) })
    }

    /// Author for entries of the audit trail: user and address of the request.
    pub(super) fn by(&self) -> By {
        self.by
    }
}

/// Proof of the authority to suggest changes to those who write an account's trees. Use cases that need it take it as an argument.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Proposer {
    account: AccountId,
    user: UserId,
    by: By,
}

impl Proposer {
    /// The user who suggests.
    pub(super) fn user(&self) -> UserId {
        self.user
    }

    /// Author for entries of the audit trail: user and address of the request.
    pub(super) fn by(&self) -> By {
        self.by
    }
}

/// Proof of the authority over an account's trees, categories and clients. Use cases that need it take it as an argument.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Manager {
    account: AccountId,
    by: By,
}

impl Manager {
    /// The authority of a command: whoever can run commands on the server may do anything. The audit trail names no user for it.
    pub(crate) fn on_the_command_line(account: AccountId) -> Self {
        Self { account, by: By::default() }
    }

    /// Author for entries of the audit trail: user and address of the request, none of them on the command line.
    pub(super) fn by(&self) -> By {
        self.by
    }
}

/// Proof of the authority over an account, its people and its settings. Use cases that need it take it as an argument.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Admin {
    account: AccountId,
    by: By,
    login: Option<LoginId>,
}

impl Admin {
    /// The authority of a command: whoever can run commands on the server may do anything. The audit trail names no user for it.
    pub(crate) fn on_the_command_line(account: AccountId) -> Self {
        Self { account, by: By::default(), login: None }
    }

    /// Author for entries of the audit trail: user and address of the request, none of them on the command line.
    pub(super) fn by(&self) -> By {
        self.by
    }

    /// Id of the login that the request came with, which ending a user's logins spares; none on the command line.
    pub(super) fn login(&self) -> Option<LoginId> {
        self.login
    }
}
