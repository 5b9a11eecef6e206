//! Roles inside an account, and what each may do.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr};

use crate::id::UserId;

/// Role of a user in the account. Roles are ordered: each includes the permissions of the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, IntoStaticStr, EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case", parse_err_ty = NotARole, parse_err_fn = NotARole::of)]
pub enum Role {
    /// Walks trees, and changes the sessions that they hold.
    Technician,
    /// Also publishes trees, renames categories and clients, and closes, reassigns and corrects the sessions of others.
    Manager,
    /// Also manages the account's users and settings, and reads the audit trail.
    Admin,
}

/// Error of parsing a role: the text is none of the stored names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a role: technician, manager or admin")]
pub struct NotARole;

impl NotARole {
    fn of(_: &str) -> Self {
        Self
    }
}

/// Kind of action that not every role permits; [`Role::may`] decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Import, publish and archive trees.
    KeepTrees,
    /// Close, reassign and correct sessions that others hold, share them publicly, and take links to them back.
    OverseeSessions,
    /// Rename and merge categories and clients.
    KeepLists,
    /// Invite people, change what they may do, and how the account works; read the audit trail.
    KeepAccount,
}

impl Role {
    /// Every role, from the fewest permissions to the most.
    pub const ALL: [Role; 3] = [Self::Technician, Self::Manager, Self::Admin];

    /// True if the role permits that kind of action: trees, lists and others' sessions need a manager, the account an admin.
    pub fn may(self, deed: Deed) -> bool {
        match deed {
            Deed::KeepTrees | Deed::OverseeSessions | Deed::KeepLists => self >= Role::Manager,
            Deed::KeepAccount => self >= Role::Admin,
        }
    }

    /// True if a user of the role may write drafts of trees and publish them. `given` if an admin lets this user, which only technicians need.
    pub fn may_author(self, given: bool) -> bool {
        given || self.may(Deed::KeepTrees)
    }

    /// Name in the database and in forms, in snake case: `technician`. Parsing reads it back.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// User who makes a request, already authenticated, with their role at that moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// Id of the user.
    pub user_id: UserId,
    /// Role as read with the request; a later change of it does not show here.
    pub role: Role,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_may_do_all_that_the_one_before_may() {
        for pair in Role::ALL.windows(2) {
            assert!(pair[0] < pair[1]);
            for deed in [Deed::KeepTrees, Deed::OverseeSessions, Deed::KeepLists, Deed::KeepAccount] {
                assert!(pair[1].may(deed) || !pair[0].may(deed));
            }
        }
        assert!(!Role::Technician.may(Deed::OverseeSessions) && !Role::Technician.may(Deed::KeepTrees));
        assert!(Role::Manager.may(Deed::OverseeSessions) && Role::Manager.may(Deed::KeepTrees) && Role::Manager.may(Deed::KeepLists));
        assert!(!Role::Technician.may_author(false) && Role::Technician.may_author(true) && Role::Manager.may_author(false));
        assert!(!Role::Manager.may(Deed::KeepAccount) && Role::Admin.may(Deed::KeepAccount));
    }

    #[test]
    fn a_role_reads_back_from_its_name_and_no_other_text_is_one() {
        for role in Role::ALL {
            assert_eq!(role.as_str().parse(), Ok(role));
            assert_eq!(serde_json::to_value(role).unwrap(), role.as_str());
        }
        assert_eq!("owner".parse::<Role>(), Err(NotARole));
        assert_eq!("Admin".parse::<Role>(), Err(NotARole));
    }
}
