//! One-time links: an invitation, or a new password.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::id::UserId;

use crate::api::admin::{MakeLink, RevokeLink};
use crate::backend::admin::{OpenLink, UserPage, UserStatus};
use crate::respond;
use crate::ui::{FreshLink, Hidden, Icon, Instant, Query, fresh_link};

/// Card of the user's one-time link that waits to be used, with the button that makes one. Empty for a deactivated user.
#[component]
pub(super) fn LinkCard(page: UserPage) -> impl IntoView {
    let user = page.user.id;
    let standing = page.user.standing;
    (standing != UserStatus::Deactivated).then(|| {
        view! {
            <section aria-labelledby="link-heading">
                <h2 class="mb-3" id="link-heading">
                    {if standing == UserStatus::Invited { "Invitation" } else { "Password" }}
                </h2>
                <div class="card space-y-3 p-5">
                    {match (page.link, page.link.and_then(address)) {
                        (Some(open), Some(address)) => view! { <Fresh open address user /> }.into_any(),
                        (Some(open), None) => view! { <Open open user /> }.into_any(),
                        (None, _) => view! { <NoLink standing user /> }.into_any(),
                    }}
                </div>
            </section>
        }
    })
}

/// True if the viewer has just made the user's one-time link, so that the page shows it.
pub(super) fn is_fresh(page: &UserPage) -> bool {
    page.link.and_then(address).is_some()
}

/// The address of a link that was made just now.
fn address(open: OpenLink) -> Option<String> {
    let token = fresh_link(&["invited", "linked"], open.id)?;
    Some(Query::default().with("link", &token).href(&format!("{}/link", respond::origin())))
}

#[component]
fn Fresh(open: OpenLink, address: String, user: UserId) -> impl IntoView {
    view! {
        <FreshLink address />
        <p class="text-muted">
            "Pass it on yourself; it is shown only now and works once, until " <Instant at=open.expires_at /> "."
        </p>
        <TakeBack user />
    }
}

#[component]
fn Open(open: OpenLink, user: UserId) -> impl IntoView {
    view! {
        <p>
            "A link was made " <Instant at=open.created_at aged=true /> ". It works once, until " <Instant at=open.expires_at />
            ". It cannot be shown again."
        </p>
        <div class="flex flex-wrap gap-2">
            <Make user word="Make a new link" />
            <TakeBack user />
        </div>
    }
}

#[component]
fn NoLink(standing: UserStatus, user: UserId) -> impl IntoView {
    let (why, word) = if standing == UserStatus::Invited {
        ("The invitation was not used, and its link does not work any longer.", "Make a new link")
    } else {
        (
            "With a link they choose a new password, and their logins end then. Until then the present password works.",
            "Make a link for a new password",
        )
    };
    view! {
        <p class="text-muted">{why}</p>
        <Make user word />
    }
}

#[component]
fn Make(user: UserId, word: &'static str) -> impl IntoView {
    view! {
        <form method="post" action=MakeLink::url()>
            <Hidden name="user" value=user.to_string() />
            <button class="button">{Icon::Link.view()} {word}</button>
        </form>
    }
}

#[component]
fn TakeBack(user: UserId) -> impl IntoView {
    view! {
        <form method="post" action=RevokeLink::url()>
            <Hidden name="user" value=user.to_string() />
            <button class="button button-quiet">"Take it back"<span class="sr-only">": the link"</span></button>
        </form>
    }
}
