//! Logins of a user, for themselves and for admins.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::id::UserId;
use resolutionflow::zone::Zone;

use crate::api::account::{EndLogin, SignOut};
use crate::api::admin::EndLoginsOf;
use crate::backend::logins::LoginRow;
use crate::backend::views::Viewer;
use crate::ui::{Hidden, Icon, Instant};

/// List of a user's logins, each with the button that ends it.
#[component]
pub(super) fn LoginList(
    /// The logins.
    logins: Vec<LoginRow>,
    /// Their user, where an admin looks at them.
    #[prop(optional)]
    of: Option<UserId>,
) -> impl IntoView {
    view! {
        <ul class="card divide-y divide-line" aria-label="Logins">
            {logins.into_iter().map(|login| view! { <Row login of /> }).collect_view()}
        </ul>
    }
}

#[component]
fn Row(login: LoginRow, of: Option<UserId>) -> impl IntoView {
    let viewer = use_context::<Viewer>();
    let zone = viewer.as_ref().map_or(Zone::UTC, |viewer| viewer.zone);
    let address = if login.address.is_empty() { String::new() } else { format!(", {}", login.address) };
    let which = format!(": {}{address}, since {}", login.device, zone.exact(login.created_at));
    let end = match (of, login.present) {
        (None, true) => view! {
            <form method="post" action=SignOut::url() data-unsent=viewer.map(|viewer| format!("unsent/{}/", viewer.user_id))>
                <button class="button button-small">"Sign out"</button>
            </form>
        }
        .into_any(),
        (None, false) => view! {
            <form method="post" action=EndLogin::url()>
                <Hidden name="login" value=login.id.to_string() />
                <button class="button button-small">"End" <span class="sr-only">{which}</span></button>
            </form>
        }
        .into_any(),
        (Some(user), _) => view! {
            <form method="post" action=EndLoginsOf::url()>
                <Hidden name="user" value=user.to_string() />
                <Hidden name="login" value=login.id.to_string() />
                <button class="button button-small">"End" <span class="sr-only">{which}</span></button>
            </form>
        }
        .into_any(),
    };
    view! {
        <li class="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 px-5 py-4">
            <div class="min-w-0 basis-64 grow">
                <p class="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium wrap-anywhere">
                    {login.device.clone()} {login.present.then(|| view! { <span class="badge tint-resolved">{Icon::Check.view()} "This browser"</span> })}
                </p>
                <p class="hint wrap-anywhere">
                    {(!login.address.is_empty()).then(|| format!("{} · ", login.address))} "Signed in " <Instant at=login.created_at />
                </p>
                <p class="hint">"Last used " <Instant at=login.last_used_at aged=true /> " · Ends " <Instant at=login.ends_at /></p>
            </div>
            {end}
        </li>
    }
}
