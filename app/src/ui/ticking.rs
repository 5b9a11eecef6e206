//! A clock that runs while somebody looks at it.

use leptos::prelude::*;
use resolutionflow::time::{Seconds, Timestamp};

/// How long something has been going on. The page's script computes it anew from the clocks each second, so that neither a
/// sleeping laptop nor a throttled tab makes it wrong; without the script it says how long it was when the page was made.
#[component]
pub fn Ticking(
    /// How long it was.
    elapsed: Seconds,
    /// When it was that long.
    now: Timestamp,
) -> impl IntoView {
    let since = now.unix().saturating_sub(i64::try_from(elapsed.0).unwrap_or(i64::MAX));
    view! {
        <span role="timer" data-since=since.to_string() data-now=now.unix().to_string()>
            {elapsed.clock()}
        </span>
    }
}
