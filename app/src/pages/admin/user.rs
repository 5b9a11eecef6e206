//! `/admin/users/:id`: one person, and what an admin can do about them.

mod access;
mod author;
mod link;

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;
use resolutionflow::access::Deed;
use resolutionflow::id::UserId;
use resolutionflow::text::Name;

use super::role::{RoleCards, word};
use super::users::StandingBadge;
use super::{AdminFrame, Place, only};
use crate::api::admin::{ChangeUser, DeactivateUser, EndLoginsOf, LetAuthor, MakeLink, ReactivateUser, RevokeLink};
use crate::backend::admin::UserPage as Page;
use crate::error::AppError;
use crate::pages::logins::LoginList;
use crate::ui::{FormFault, Hidden, Icon, Query, TextField, load};
use access::Access;
use author::MayAuthor;
use link::LinkCard;

/// Shows one person.
#[component]
pub fn UserPage() -> impl IntoView {
    only(Deed::KeepAccount, || {
        let id = use_params_map().with_untracked(|params| params.get("id")).and_then(|id| id.parse::<UserId>().ok());
        load(move |backend| async move { backend.user(id.ok_or(AppError::NotFound)?).await }, |page| show(page).into_any()).into_any()
    })
}

fn show(page: Page) -> impl IntoView {
    let trail = Query::default().with("subject", &page.user.id.to_string()).href(Place::Audit.href());
    // A link that was just made comes first; on a phone it would be far below.
    let fresh = link::is_fresh(&page);
    view! {
        <AdminFrame title=page.user.name.clone() place=Place::Users>
            <Faults />
            <header class="mb-6 wrap-anywhere">
                <div class="flex flex-wrap items-center gap-x-3 gap-y-2">
                    <h1 class="min-w-0" dir="auto">{page.user.name.clone()}</h1>
                    <StandingBadge standing=page.user.standing />
                    {page.is_you.then(|| view! { <span class="badge">{Icon::User.view()} "You"</span> })}
                </div>
                <p class="mt-1 text-muted" dir="auto">{page.user.email.clone()}</p>
                <a class="link text-sm" href=trail>
                    "Changes in the audit trail"
                </a>
            </header>
            {fresh.then(|| view! { <div class="mb-8"><LinkCard page=page.clone() /></div> })}
            <div class="grid grid-cols-1 items-start gap-8 lg:grid-cols-2">
                <ChangeForm page=page.clone() />
                <div class="space-y-8">
                    {(!fresh).then(|| view! { <LinkCard page=page.clone() /> })}
                    <MayAuthor user=page.user.clone() />
                    <Logins page=page.clone() />
                    <Access page />
                </div>
            </div>
        </AdminFrame>
    }
}

#[component]
fn Faults() -> impl IntoView {
    view! {
        <FormFault action=ChangeUser::url() />
        <FormFault action=LetAuthor::url() />
        <FormFault action=MakeLink::url() />
        <FormFault action=RevokeLink::url() />
        <FormFault action=EndLoginsOf::url() />
        <FormFault action=DeactivateUser::url() />
        <FormFault action=ReactivateUser::url() />
    }
}

#[component]
fn ChangeForm(page: Page) -> impl IntoView {
    let action = ChangeUser::url();
    let role = page.user.role;
    view! {
        <section aria-labelledby="change">
            <h2 class="mb-3" id="change">
                "Name and role"
            </h2>
            <form class="card space-y-4 p-5" method="post" action=action>
                <Hidden name="user" value=page.user.id.to_string() />
                <TextField action name="name" label="Name" value=page.user.name limit=Name::LIMIT required=true />
                {if page.is_last_admin {
                    view! {
                        <Hidden name="role" value=role.as_str() />
                        <div>
                            <p class="label">"Role"</p>
                            <p>{word(role)}</p>
                            <p class="hint mt-1">"An account needs an admin. Make another user an admin to change this."</p>
                        </div>
                    }
                        .into_any()
                } else {
                    view! {
                        <RoleCards action chosen=role />
                        <p class="hint">
                            {if page.is_you {
                                "Another role ends your logins in other browsers."
                            } else {
                                "Another role ends their logins, so that it counts at once."
                            }}
                        </p>
                    }
                        .into_any()
                }}
                <button class="button button-primary">"Save"</button>
            </form>
        </section>
    }
}

#[component]
fn Logins(page: Page) -> impl IntoView {
    let user = page.user.id;
    view! {
        <section aria-labelledby="logins">
            <div class="mb-3 flex min-h-10 flex-wrap items-center justify-between gap-2">
                <h2 id="logins">"Logins"</h2>
                {(!page.logins.is_empty())
                    .then(|| {
                        view! {
                            <form method="post" action=EndLoginsOf::url()>
                                <Hidden name="user" value=user.to_string() />
                                <button class="button button-small">{Icon::LogOut.view()} "End all"<span class="sr-only">" logins"</span></button>
                            </form>
                        }
                    })}
            </div>
            {if page.logins.is_empty() {
                view! { <p class="card px-5 py-4 text-muted">"Signed in nowhere."</p> }.into_any()
            } else {
                view! { <LoginList logins=page.logins of=user /> }.into_any()
            }}
        </section>
    }
}
