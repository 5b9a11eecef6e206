//! Deactivating and reactivating a user.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::api::admin::{DeactivateUser, ReactivateUser};
use crate::backend::admin::{UserPage, UserStatus};
use crate::ui::{Hidden, Icon};

/// Card that deactivates or reactivates a user; it says why not where that cannot be.
#[component]
pub(super) fn Access(page: UserPage) -> impl IntoView {
    let user = page.user.id.to_string();
    let content = if page.user.standing == UserStatus::Deactivated {
        view! {
            <p class="text-muted">"They cannot sign in. Their sessions and their history are kept."</p>
            <form method="post" action=ReactivateUser::url()>
                <Hidden name="user" value=user />
                <button class="button">{Icon::Undo.view()} "Reactivate"</button>
            </form>
        }
        .into_any()
    } else if page.is_last_admin {
        view! { <p class="text-muted">"An account needs an admin. Make another user an admin before you deactivate this one."</p> }
            .into_any()
    } else if page.is_you {
        view! { <p class="text-muted">"You cannot deactivate yourself. Another admin can."</p> }.into_any()
    } else {
        view! {
            <p class="text-muted">
                "They can no longer sign in, their logins end at once, and what they have running is parked. Sessions and history stay."
            </p>
            <form method="post" action=DeactivateUser::url()>
                <Hidden name="user" value=user />
                <button class="button button-danger">{Icon::Ban.view()} "Deactivate"</button>
            </form>
        }
        .into_any()
    };
    view! {
        <section aria-labelledby="access">
            <h2 class="mb-3" id="access">
                "Access"
            </h2>
            <div class="card space-y-3 p-5">{content}</div>
        </section>
    }
}
