//! The walk player: the walk page, instant. It carries out what the person does with the rules of the domain, in the browser,
//! paints the next step at once, and lets the server know. The only part of the product that runs as WebAssembly.
//!
//! The server sends the walk page as a plain form inside [`Player`]. From when the walk could be loaded, the player stands in
//! its place; where it cannot be, the form goes on working.

#[cfg(feature = "browser")]
mod asides;
#[cfg(feature = "browser")]
mod away;
#[cfg(feature = "browser")]
mod browser;
#[cfg(feature = "browser")]
mod ending;
#[cfg(feature = "browser")]
mod engine;
#[cfg(feature = "browser")]
mod kept;
#[cfg(feature = "browser")]
mod keys;
#[cfg(feature = "browser")]
mod live;
#[cfg(feature = "browser")]
mod not_saved;
#[cfg(feature = "browser")]
mod outcome;
#[cfg(feature = "browser")]
mod parts;
#[cfg(feature = "browser")]
mod sending;
#[cfg(any(feature = "browser", test))]
mod status;
#[cfg(feature = "browser")]
mod values;

use leptos::hydration::HydrationScripts;
use leptos::prelude::*;
use resolutionflow::access::Actor;
use resolutionflow::id::SessionId;
use resolutionflow::session::VersionRef;
use resolutionflow::time::Seconds;

#[cfg(feature = "browser")]
pub use live::start;

/// What is walked, by whom: all that the page tells the player.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Walker {
    /// The session.
    pub session: SessionId,
    /// The version that it is pinned to.
    pub version: VersionRef,
    /// Who holds it, at this moment.
    pub actor: Actor,
    /// After how long without a sign of them it is asked whether that counts.
    pub idle_threshold: Seconds,
}

impl Walker {
    fn write(self) -> String {
        let Self { session, version, actor, idle_threshold } = self;
        let Actor { user_id, role } = actor;
        format!("{session} {} {} {user_id} {} {}", version.tree_id, version.number, role.as_str(), idle_threshold.0)
    }

    /// Reads what the page tells.
    #[cfg(any(feature = "browser", test))]
    fn read(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        let session = words.next()?.parse().ok()?;
        let (tree_id, number) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
        let (user_id, role) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
        let idle_threshold = Seconds(words.next()?.parse().ok()?);
        Some(Self { session, version: VersionRef { tree_id, number }, actor: Actor { user_id, role }, idle_threshold })
    }
}

/// Where the player goes, with the plain form until it is there.
#[component]
pub fn Player(
    /// What is walked.
    walker: Walker,
    /// The plain form.
    children: Children,
) -> impl IntoView {
    view! {
        {use_context::<LeptosOptions>().map(|options| view! { <HydrationScripts options /> })}
        <div class="contents" data-player=walker.write()>
            {children()}
        </div>
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
