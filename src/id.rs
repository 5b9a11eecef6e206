//! Identifiers. Every one is a UUID; those that people's browsers make are version 7, so that they sort by time.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The text is not a UUID.
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
    /// One MSP.
    AccountId
    /// A person of an account.
    UserId
    /// A customer of the MSP.
    ClientId
    /// A named troubleshooting guide, over all its versions.
    TreeId
    /// One walk. It is the id of the command that started it, so a repeated start finds the session it made.
    SessionId
    /// A visit, and the decision record that it becomes.
    VisitId
    /// One change that a person makes to a session.
    CommandId
    /// An authenticated browser.
    LoginId
    /// A one-time link: an invitation, or a new password.
    LinkId
    /// A read-only link to a session. It is the id of the command that made it.
    ShareId
    /// Filters, order and columns of the history under a name.
    ViewId
}

impl SessionId {
    /// The first eight hexadecimal digits of the random half: what people read to each other and file names carry.
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
