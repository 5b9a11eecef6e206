//! The links that there are, each with its views, and the button that takes it back.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::id::SessionId;
use resolutionflow::share::{Audience, ShareStatus};

use super::audience;
use crate::api::shares::RevokeShare;
use crate::backend::shares::ShareRow;
use crate::backend::views::Viewer;
use crate::respond;
use crate::ui::{FreshLink, Hidden, Icon, Instant, fresh_link};

/// A link that works: of one that was just made, the address, too.
#[component]
pub(super) fn Living(session: SessionId, share: ShareRow) -> impl IntoView {
    let address = fresh_link(&["shared"], share.id).map(|token| format!("{}/shared/{token}", respond::origin()));
    let which =
        use_context::<Viewer>().map(|viewer| format!(": {}, made {}", audience(share.audience), viewer.zone.exact(share.created_at)));
    view! {
        <li class="space-y-3 px-5 py-4">
            <div class="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
                <Facts share=share.clone() />
                {share
                    .may_take_back
                    .then(|| {
                        view! {
                            <form method="post" action=RevokeShare::url()>
                                <Hidden name="session" value=session.to_string() />
                                <Hidden name="share" value=share.id.to_string() />
                                <button class="button button-small">"Take back" <span class="sr-only">{which}</span></button>
                            </form>
                        }
                    })}
            </div>
            {address
                .map(|address| {
                    view! {
                        <FreshLink address />
                        <p class="text-muted">"Pass it on yourself. It is shown only now."</p>
                    }
                })}
        </li>
    }
}

/// A link with its status, views and the button that takes it back.
#[component]
fn Facts(share: ShareRow) -> impl IntoView {
    let end = match share.standing {
        ShareStatus::Living => view! { "Works until " <Instant at=share.expires_at /> }.into_any(),
        ShareStatus::Expired => view! { "Expired " <Instant at=share.expires_at /> }.into_any(),
        ShareStatus::Revoked => "Taken back".into_any(),
    };
    let views = match share.views {
        0 => "Not opened yet".to_owned(),
        1 => "Opened once".to_owned(),
        times => format!("Opened {times} times"),
    };
    view! {
        <div class="min-w-0 basis-64 grow">
            <p class="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium wrap-anywhere">
                {if share.audience == Audience::Public { Icon::Earth } else { Icon::Users }.view()} {audience(share.audience)}
                {share.redacted.then(|| view! { <span class="badge">"Redacted"</span> })}
                {(!share.with_output).then(|| view! { <span class="badge">"Without output"</span> })}
            </p>
            <p class="hint wrap-anywhere">"Made by " {share.by.name} " " <Instant at=share.created_at /> " · " {end}</p>
            <p class="hint">
                {views} {share.last_viewed_at.map(|at| view! { <span>", last " <Instant at aged=true /></span> })}
            </p>
        </div>
    }
}

/// Links that worked once.
#[component]
pub(super) fn Past(past: Vec<ShareRow>) -> impl IntoView {
    let counted = if past.len() == 1 { "1 past link".to_owned() } else { format!("{} past links", past.len()) };
    view! {
        <details>
            <summary class="summary-link">{Icon::History.view()} {counted}</summary>
            <ul class="card mt-2 divide-y divide-line" aria-label="Past links">
                {past
                    .into_iter()
                    .map(|share| {
                        view! {
                            <li class="px-5 py-4">
                                <Facts share />
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </details>
    }
}
