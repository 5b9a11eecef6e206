//! The walk page's data for the player.

use resolutionflow::access::Actor;
use resolutionflow::id::SessionId;
use resolutionflow::session::VersionRef;
use resolutionflow::time::Seconds;

/// Data that the walk page hands to the player in the attribute `data-player`: session, version and holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Walker {
    /// The session.
    pub session: SessionId,
    /// Version of the tree to which the session is pinned.
    pub version: VersionRef,
    /// Holder of the session, with their role at this moment.
    pub actor: Actor,
    /// Time without input after which the player asks if the absence was work (timing rule 6).
    pub idle_threshold: Seconds,
}

impl Walker {
    /// Writes the data as the text of the attribute: words with one space between them.
    pub fn write(self) -> String {
        let Self { session, version, actor, idle_threshold } = self;
        let Actor { user_id, role } = actor;
        format!("{session} {} {} {user_id} {} {}", version.tree_id, version.number, role.as_str(), idle_threshold.0)
    }

    /// Reads the text that [`Walker::write`] wrote; none if it is malformed.
    pub fn read(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        let session = words.next()?.parse().ok()?;
        let (tree_id, number) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
        let (user_id, role) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
        let idle_threshold = Seconds(words.next()?.parse().ok()?);
        Some(Self { session, version: VersionRef { tree_id, number }, actor: Actor { user_id, role }, idle_threshold })
    }
}

#[cfg(test)]
mod tests {
    use resolutionflow::access::Role;
    use resolutionflow::id::{TreeId, UserId};

    use super::*;

    #[test]
    fn what_the_page_tells_the_player_reads_back_equal() {
        let id = uuid::Uuid::from_u128;
        let version = VersionRef { tree_id: TreeId(id(2)), number: 3 };
        let actor = Actor { user_id: UserId(id(4)), role: Role::Manager };
        let walker = Walker { session: SessionId(id(1)), version, actor, idle_threshold: Seconds(600) };
        assert_eq!(Walker::read(&walker.write()), Some(walker));
    }
}
