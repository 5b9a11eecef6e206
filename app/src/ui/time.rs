//! Instants and ages.

use leptos::prelude::*;
use resolutionflow::time::Timestamp;
use resolutionflow::zone::Zone;

use crate::backend::views::Viewer;

/// An instant in the account's zone, with the exact instant and its offset in the tooltip, and its age beside it.
#[component]
pub fn Instant(
    /// The instant.
    at: Timestamp,
    /// True if the age stands beside it.
    #[prop(optional)]
    aged: bool,
    /// The account's zone, for pages without a login.
    #[prop(optional)]
    zone: Option<Zone>,
) -> impl IntoView {
    let viewer = use_context::<Viewer>();
    let zone = zone.or(viewer.as_ref().map(|viewer| viewer.zone)).unwrap_or(Zone::UTC);
    let beside = viewer.filter(|_| aged).map(|viewer| view! { <span class="hint age whitespace-nowrap">" " {age(at, viewer.now)}</span> });
    view! {
        <time class="whitespace-nowrap" datetime=at.to_string() title=zone.exact(at)>
            {zone.short(at)}
        </time>
        {beside}
    }
}

/// The day of an instant in the account's zone: `10 Feb 2026`, with the exact instant in the tooltip.
#[component]
pub fn Day(
    /// The instant.
    at: Timestamp,
) -> impl IntoView {
    let zone = use_context::<Viewer>().map_or(Zone::UTC, |viewer| viewer.zone);
    let short = zone.short(at);
    let day = short.split(',').next().unwrap_or_default().to_owned();
    view! {
        <time class="whitespace-nowrap" datetime=at.to_string() title=zone.exact(at)>
            {day}
        </time>
    }
}

/// Age of an instant in words: `just now`, `5 minutes ago`, `3 days ago`.
pub fn age(at: Timestamp, now: Timestamp) -> String {
    let seconds = now.since(at).0;
    let (count, unit) = match seconds {
        0..60 => return "just now".to_owned(),
        60..3_600 => (seconds / 60, "minute"),
        3_600..86_400 => (seconds / 3_600, "hour"),
        86_400..2_592_000 => (seconds / 86_400, "day"),
        2_592_000..31_536_000 => (seconds / 2_592_000, "month"),
        _ => (seconds / 31_536_000, "year"),
    };
    format!("{count} {unit}{} ago", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_read_as_people_say_them() {
        let now = Timestamp::from_unix(100_000_000);
        let ago = |seconds: i64| age(now.plus(-seconds), now);
        assert_eq!(ago(59), "just now");
        assert_eq!(ago(60), "1 minute ago");
        assert_eq!(ago(7_200), "2 hours ago");
        assert_eq!(ago(3 * 86_400), "3 days ago");
        assert_eq!(ago(-5), "just now");
    }
}
