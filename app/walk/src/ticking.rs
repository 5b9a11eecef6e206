//! A running clock.

use leptos::prelude::*;
use resolutionflow::time::{Seconds, Timestamp};

/// Signal of the server's time in seconds since 1970-01-01T00:00:00Z. Provided as context by the walk player, which keeps its own
/// clock.
#[derive(Clone, Copy)]
pub struct Now(pub RwSignal<i64>);

impl Now {
    /// Server's time at the last tick, in whole seconds, read without tracking the signal: what reads it is not painted anew each second.
    pub fn get_untracked(self) -> Timestamp {
        Timestamp::from_unix(self.0.get_untracked())
    }
}

/// Running clock: elapsed time, which goes on each second. The page's script computes it from the clocks, so that neither a sleeping laptop
/// nor a throttled tab makes it wrong; without the script it shows the time at which the page was made.
#[component]
pub fn Ticking(
    /// Elapsed time when the page was made.
    elapsed: Seconds,
    /// Instant at which that was.
    now: Timestamp,
) -> impl IntoView {
    let since = now.unix().saturating_sub(i64::try_from(elapsed.0).unwrap_or(i64::MAX));
    if let Some(Now(now)) = use_context() {
        let since = Timestamp::from_unix(since);
        return view! { <span role="timer">{move || Timestamp::from_unix(now.get()).since(since).clock()}</span> }.into_any();
    }
    view! {
        <span role="timer" data-since=since.to_string() data-now=now.unix().to_string()>
            {elapsed.clock()}
        </span>
    }
    .into_any()
}
