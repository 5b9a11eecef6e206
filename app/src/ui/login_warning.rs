//! Warning before a login ends, five minutes ahead.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_url;
use resolutionflow::login::Lifetimes;
use resolutionflow::time::Timestamp;

use super::{Icon, Query};
use crate::api::account::StaySignedIn;
use crate::backend::views::Viewer;

/// Warnings five minutes before the idle and the absolute timeout of the login. The server shows one that is due already; the script shows
/// the other ones in time.
#[component]
pub(super) fn LoginWarning(viewer: Viewer) -> impl IntoView {
    let ends = viewer.ends;
    let idle_first = ends.idle_at < ends.absolute_at;
    let due = |end: Timestamp| end.since(viewer.now) <= Lifetimes::WARNING;
    // Back where it was asked for, in a tab of its own: what is typed here stays.
    let here = use_url().with_untracked(|url| Query::parse(url.search()).without("done").href(url.path()));
    let again = Query::default().with("next", &here).href("/sign-in");
    let at = |end: Timestamp| {
        view! {
            <time datetime=end.to_string() title=viewer.zone.exact(end)>
                {viewer.zone.time(end)}
            </time>
        }
    };
    let now = viewer.now.unix().to_string();
    view! {
        <div role="status">
            <div class="login-warning" hidden=!(idle_first && due(ends.idle_at)) data-ends=ends.idle_at.unix().to_string() data-now=now.clone()>
                <p>{Icon::Clock.view()} <span>"You will be signed out at " {at(ends.idle_at)} " for want of input."</span></p>
                <form
                    method="post"
                    action=StaySignedIn::url()
                    data-stay=ends.idle.0.to_string()
                    data-zone=viewer.zone.to_string()
                >
                    <button class="button button-small">"Stay signed in"</button>
                </form>
            </div>
            <div class="login-warning" hidden=idle_first || !due(ends.absolute_at) data-ends=ends.absolute_at.unix().to_string() data-now=now>
                <p>
                    {Icon::Clock.view()}
                    <span>
                        "You will be signed out at " {at(ends.absolute_at)} ", because a login lasts no longer than your account allows. "
                        "Sign in again before then: nothing is lost."
                    </span>
                </p>
                <a class="button button-small" href=again target="_blank" rel="noopener">
                    "Sign in again"
                    <span class="sr-only">" in a new tab"</span>
                </a>
            </div>
        </div>
    }
}
