//! `/admin/users`: the account's users, and inviting one.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::access::{Deed, Role};
use resolutionflow::text::Name;

use super::role::{RoleCards, word};
use super::{AdminFrame, Place, only};
use crate::api::admin::InviteUser;
use crate::backend::admin::{Address, SameAddresses, UserRow, UserStatus};
use crate::ui::{FormFault, Icon, Instant, TextField, load};

/// Lists the users, with the form that invites one beside.
#[component]
pub fn Users() -> impl IntoView {
    only(Deed::KeepAccount, || {
        load(
            |backend| async move { Ok((backend.users().await?, backend.same_addresses().await?)) },
            |(users, same)| show(users, same).into_any(),
        )
        .into_any()
    })
}

fn show(users: Vec<UserRow>, same: Vec<SameAddresses>) -> impl IntoView {
    let alone = users.len() < 2;
    view! {
        <AdminFrame title="Users" place=Place::Users>
            <div class="mb-4 flex flex-wrap items-center justify-between gap-2">
                <h1>"Users"</h1>
                <a class="button xl:hidden" href="#invite">
                    {Icon::Invite.view()}
                    "Invite somebody"
                </a>
            </div>
            {(!same.is_empty()).then(|| view! { <Same same /> })}
            <div class="grid grid-cols-1 items-start gap-8 xl:grid-cols-[minmax(0,1fr)_22rem]">
                <div>
                    // Explicit roles: the phone shows the same table as cards, and some browsers then forget that it is one.
                    <table class="records" role="table">
                        <caption class="sr-only">"Users, by name"</caption>
                        <thead role="rowgroup">
                            <tr role="row">
                                <th role="columnheader" scope="col">"Name"</th>
                                <th role="columnheader" scope="col">"E-mail"</th>
                                <th role="columnheader" scope="col">"Role"</th>
                                <th role="columnheader" scope="col">"Standing"</th>
                                <th role="columnheader" scope="col">"Last used"</th>
                            </tr>
                        </thead>
                        <tbody role="rowgroup">{users.into_iter().map(|user| view! { <Row user /> }).collect_view()}</tbody>
                    </table>
                    {alone
                        .then(|| view! { <p class="hint mt-3">"No other users yet. Invite your technicians and managers, and they will be here."</p> })}
                </div>
                <Invite />
            </div>
        </AdminFrame>
    }
}

/// Addresses that are the same but for how they are written, until somebody settles which one goes on.
#[component]
fn Same(same: Vec<SameAddresses>) -> impl IntoView {
    view! {
        <section class="card mb-6 space-y-3 p-5" aria-labelledby="same-heading">
            <h2 id="same-heading">"Addresses that are the same"</h2>
            <p>
                "These differ only in how they are written. Of each two users the first one signs in with the address however it is typed, the second one only with exactly this spelling. Deactivate the one that is not needed; the other one then has the address."
            </p>
            <ul class="list-disc space-y-1 pl-5">
                {same
                    .into_iter()
                    .map(|pair| view! { <li>{whose(pair.holder)} "; " {whose(pair.other)}</li> })
                    .collect_view()}
            </ul>
        </section>
    }
}

/// A user with their address, or that it is somebody of another account.
fn whose(address: Option<Address>) -> AnyView {
    match address {
        Some(Address { person, email }) => view! {
            <a class="link" href=format!("/admin/users/{}", person.id) dir="auto">
                {person.name}
            </a>
            ", "
            <bdi dir="auto">{email}</bdi>
        }
        .into_any(),
        None => "an address of another account".into_any(),
    }
}

#[component]
fn Row(user: UserRow) -> impl IntoView {
    view! {
        <tr role="row">
            <td class="record-name" role="cell">
                <a class="row-link" href=format!("/admin/users/{}", user.id) dir="auto">
                    {user.name}
                </a>
            </td>
            <td class="record-line record-email" role="cell" dir="auto">
                {user.email}
            </td>
            <td class="whitespace-nowrap" role="cell">
                {word(user.role)}
            </td>
            <td role="cell">
                <StandingBadge standing=user.standing />
            </td>
            <td class="record-line" role="cell">
                {match (user.last_used_at, user.standing) {
                    (Some(at), _) => view! { <span class="records-unit">"Last used "</span> <Instant at aged=true /> }.into_any(),
                    (None, UserStatus::Invited) => view! { <span class="records-unit">"Last used: "</span> "never" }.into_any(),
                    (None, _) => "not signed in".into_any(),
                }}
            </td>
        </tr>
    }
}

/// Status of a user, in one word.
#[component]
pub(super) fn StandingBadge(standing: UserStatus) -> impl IntoView {
    let (tint, icon, word) = match standing {
        UserStatus::Active => ("tint-resolved", Icon::Check, "Active"),
        UserStatus::Invited => ("tint-escalated", Icon::Mail, "Invited"),
        UserStatus::Deactivated => ("tint-neutral", Icon::Ban, "Deactivated"),
    };
    view! { <span class=format!("badge {tint}")>{icon.view()} {word}</span> }
}

#[component]
fn Invite() -> impl IntoView {
    let action = InviteUser::url();
    view! {
        <section id="invite" aria-labelledby="invite-heading">
            <h2 class="mb-3" id="invite-heading">
                "Invite somebody"
            </h2>
            <FormFault action />
            <form class="card space-y-4 p-5" method="post" action=action>
                <TextField action name="email" label="E-mail" kind="email" hint="They sign in with it." required=true />
                <TextField action name="name" label="Name" limit=Name::LIMIT required=true />
                <RoleCards action chosen=Role::Technician />
                <p class="text-muted">"You get a link to pass on yourself; no e-mail is sent. With it they choose a password."</p>
                <button class="button button-primary">{Icon::Link.view()} "Make invitation link"</button>
            </form>
        </section>
    }
}
