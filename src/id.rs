//! Identifiers. Every one is a UUID. Those that we make, in the browser or on the server, are version 7, so that they sort by time; the
//! version of one that is read is not checked.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Error of parsing an id: the text is not a UUID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id")]
pub struct NotAnId;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                Uuid::try_parse(text).map(Self).map_err(|_| NotAnId)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    )*};
}

ids! {
    /// Id of an account: one managed service provider (MSP).
    AccountId
    /// Id of a user: a person of an account.
    UserId
    /// Id of a client: a customer of the MSP.
    ClientId
    /// Id of a tree: a named troubleshooting guide, over all its versions.
    TreeId
    /// Id of a session: one walk. It is that of the command that started it, so a repeated start finds the session it made.
    SessionId
    /// Id of a visit, and of the decision record that it becomes. It is that of the command that opened the visit.
    VisitId
    /// Id of a command: one change that a person makes to a session. Its sender makes the id, so a repetition is known by it
    /// (timing rule 9).
    CommandId
    /// Id of a login: an authenticated browser.
    LoginId
    /// Id of a one-time link, with which a user accepts an invitation or sets a new password.
    LinkId
    /// Id of a read-only link to a session. It is that of the command that made it.
    ShareId
    /// Id of a saved view: filters, order and columns of the history under a name.
    ViewId
    /// Id of a baseline: minutes that a problem takes without a tree. It is that of the form that entered it.
    BaselineId
    /// Id of a draft of a tree. It is that of the form that began it.
    DraftId
    /// Id of a suggested change to a step. It is that of the form that suggested it.
    ProposalId
    /// Id of a walk test. It is that of the form that kept it.
    WalkTestId
    /// Id of a measurement: a share of a category's tickets that is worked on as always. It is that of the form that started it.
    MeasurementId
}

impl SessionId {
    /// Last eight hexadecimal digits, all random: people read them to each other, and file names carry them.
    pub fn short(self) -> String {
        let text = self.0.simple().to_string();
        text[text.len() - 8..].to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_from_its_text_and_nothing_else_does() {
        let id: SessionId = "0192f0c1-2345-7abc-8def-0123456789ab".parse().unwrap();
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(id.short(), "456789ab");
        assert_eq!("48213".parse::<SessionId>(), Err(NotAnId));
    }
}
