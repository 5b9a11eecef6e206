//! Authority is a value: what needs it takes it as an argument, and there is no other way to it than through this file.
//!
//! A [`Technician`] is found by a login. A [`Manager`] and an [`Admin`] come from a technician whose role reaches that far at
//! the moment of the request, or from the command line, which whoever runs the server may use.

use std::net::IpAddr;

use app::error::AppError;
use resolutionflow::access::{Actor, Deed};
use resolutionflow::account::{Reading, Settings};
use resolutionflow::id::{AccountId, LoginId};
use resolutionflow::login::Ends;
use resolutionflow::time::{Seconds, Timestamp};
use sqlx::PgConnection;

use crate::login::Token;
use crate::store::audit::By;
use crate::store::logins;
use crate::store::sessions::Reach;

/// Lag of `last_used_at`, so that not every request writes.
const TOUCH_AFTER: Seconds = Seconds(60);

/// Cause of a request. Input keeps the login from ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CausedBy {
    /// A person.
    Input,
    /// A page that asks by itself how things stand.
    Page,
}

/// User who is signed in, whatever their role.
#[derive(Debug, Clone)]
pub(super) struct Technician {
    account: AccountId,
    actor: Actor,
    login: LoginId,
    address: Option<IpAddr>,
    name: String,
    settings: Settings,
    ends: Ends,
    is_touched: bool,
}

impl Technician {
    /// The user behind a token, in a transaction that sees their account; the role is read here, with every request.
    ///
    /// # Errors
    /// [`AppError::NotSignedIn`] where the login counts no longer.
    pub(super) async fn identify(
        conn: &mut PgConnection,
        token: &Token,
        caused_by: CausedBy,
        address: Option<IpAddr>,
        now: Timestamp,
    ) -> Result<Result<Self, AppError>, sqlx::Error> {
        let Some(login) = logins::find(conn, token.account, token.id).await?.filter(|login| token.matches(&login.secret_hash)) else {
            return Ok(Err(AppError::NotSignedIn));
        };
        if login.ended.or(login.ends.reached(now)).is_some() {
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
            login: token.id,
            address,
            name: login.name,
            settings: login.settings,
            ends,
            is_touched,
        }))
    }

    /// True if the transaction in which they were looked up wrote down that their login was used.
    pub(super) fn is_touched(&self) -> bool {
        self.is_touched
    }

    /// The account whose sessions and trees they see.
    pub(super) fn account(&self) -> AccountId {
        self.account
    }

    /// Their id and role.
    pub(super) fn actor(&self) -> Actor {
        self.actor
    }

    /// The login by which they came.
    pub(super) fn login(&self) -> LoginId {
        self.login
    }

    /// Author of what they do, as the audit trail keeps it.
    pub(super) fn by(&self) -> By {
        By { user: Some(self.actor.user_id), address: self.address }
    }

    /// Their name.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The settings of their account.
    pub(super) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The end of their login.
    pub(super) fn ends(&self) -> Ends {
        self.ends
    }

    /// The sessions that they read.
    pub(super) fn reach(&self) -> Reach {
        let narrowed = self.settings.reading == Reading::Own && !self.actor.role.may(Deed::OverseeSessions);
        Reach { account: self.account, only_of: narrowed.then_some(self.actor.user_id) }
    }

    /// The authority over trees, categories and clients.
    ///
    /// # Errors
    /// [`AppError::Forbidden`].
    pub(super) fn manager(&self) -> Result<Manager, AppError> {
        let may = self.actor.role.may(Deed::KeepTrees) && self.actor.role.may(Deed::KeepLists);
        if may { Ok(Manager { account: self.account, by: self.by() }) } else { Err(AppError::Forbidden) }
    }

    /// The authority over the account.
    ///
    /// # Errors
    /// [`AppError::Forbidden`].
    pub(super) fn admin(&self) -> Result<Admin, AppError> {
        if self.actor.role.may(Deed::KeepAccount) {
            Ok(Admin { account: self.account, by: self.by(), login: Some(self.login) })
        } else {
            Err(AppError::Forbidden)
        }
    }
}

/// Authority over an account.
pub(crate) trait Authority {
    /// The account.
    fn account(&self) -> AccountId;
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

/// Authority over an account's trees, categories and clients.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Manager {
    account: AccountId,
    by: By,
}

impl Manager {
    /// The authority of whoever can run commands on the server; the audit trail names no user.
    pub(crate) fn on_the_command_line(account: AccountId) -> Self {
        Self { account, by: By::default() }
    }

    /// Author of what they do, as the audit trail keeps it.
    pub(super) fn by(&self) -> By {
        self.by
    }
}

/// Authority over an account and its people.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Admin {
    account: AccountId,
    by: By,
    login: Option<LoginId>,
}

impl Admin {
    /// The authority of whoever can run commands on the server; the audit trail names no user.
    pub(crate) fn on_the_command_line(account: AccountId) -> Self {
        Self { account, by: By::default(), login: None }
    }

    /// Author of what they do, as the audit trail keeps it.
    pub(super) fn by(&self) -> By {
        self.by
    }

    /// The login by which they came; none on the command line.
    pub(super) fn login(&self) -> Option<LoginId> {
        self.login
    }
}
