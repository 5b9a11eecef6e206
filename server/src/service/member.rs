//! Who asks, and what that lets them do. Authority is a value: what needs it takes it as an argument.

use app::error::AppError;
use resolutionflow::access::{Actor, Deed};
use resolutionflow::id::{AccountId, UserId};
use resolutionflow::time::Seconds;
use resolutionflow::zone::Zone;

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub(super) struct Member {
    pub(super) account: AccountId,
    pub(super) actor: Actor,
    pub(super) name: String,
    pub(super) account_name: String,
    pub(super) zone: Zone,
    pub(super) idle_threshold: Seconds,
    /// How many sessions of the account wait for another technician.
    pub(super) waiting: u32,
}

impl Member {
    /// The authority over trees.
    pub(super) fn manager(&self) -> Result<Manager, AppError> {
        if self.actor.role.may(Deed::KeepTrees) {
            Ok(Manager { account: self.account, by: Some(self.actor.user_id) })
        } else {
            Err(AppError::Forbidden)
        }
    }
}

/// Somebody who may look after the account's trees.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Manager {
    account: AccountId,
    by: Option<UserId>,
}

impl Manager {
    /// Whoever can run commands on the server may.
    pub(crate) fn on_the_command_line(account: AccountId) -> Self {
        Self { account, by: None }
    }

    /// Whose trees.
    pub(super) fn account(&self) -> AccountId {
        self.account
    }

    /// Who it is; nobody on the command line.
    pub(super) fn by(&self) -> Option<UserId> {
        self.by
    }
}
