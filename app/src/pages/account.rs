//! `/account`: one's own password, and the browsers in which one is signed in.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::logins::LoginList;
use crate::api::account::{ChangePassword, EndLogin, EndOtherLogins};
use crate::backend::logins::LoginRow;
use crate::backend::views::Viewer;
use crate::ui::{Done, FormFault, Frame, Icon, NewPassword, PeopleNotice, TextField, load};

/// The viewer's own account page: password, logins and sign-out.
#[component]
pub fn Account() -> impl IntoView {
    let viewer = use_context::<Viewer>();
    load(
        |backend| async move { backend.my_logins().await },
        move |logins| {
            let viewer = viewer.clone();
            view! {
                <Frame title="Your account">
                    <Done />
                    <FormFault action=EndLogin::url() />
                    <FormFault action=EndOtherLogins::url() />
                    <h1>"Your account"</h1>
                    {viewer
                        .map(|viewer| {
                            let (role, account) = (viewer.role.as_str(), viewer.account);
                            view! { <p class="mt-1 text-muted wrap-anywhere">{format!("{}, {role} of {account}", viewer.name)}</p> }
                        })}
                    <div class="mt-3">
                        <PeopleNotice />
                    </div>
                    <div class="mt-6 grid grid-cols-1 items-start gap-8 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
                        <PasswordForm />
                        <Logins logins />
                    </div>
                </Frame>
            }
        },
    )
}

#[component]
fn PasswordForm() -> impl IntoView {
    let action = ChangePassword::url();
    view! {
        <section aria-labelledby="password-heading">
            <h2 class="mb-3" id="password-heading">
                "Password"
            </h2>
            <FormFault action />
            <form class="card space-y-4 p-5" method="post" action=action>
                <TextField
                    action
                    name="current_password"
                    label="Current password"
                    kind="password"
                    autocomplete="current-password"
                    required=true
                />
                <NewPassword action label="New password" />
                <p class="text-muted">"A new password ends your other logins. You stay signed in here."</p>
                <button class="button button-primary">"Change password"</button>
            </form>
        </section>
    }
}

#[component]
fn Logins(logins: Vec<LoginRow>) -> impl IntoView {
    let several = logins.len() > 1;
    view! {
        <section aria-labelledby="logins">
            <div class="mb-3 flex flex-wrap items-center justify-between gap-2">
                <h2 id="logins">"Where you are signed in"</h2>
                {several
                    .then(|| {
                        view! {
                            <form method="post" action=EndOtherLogins::url()>
                                <button class="button button-small">{Icon::LogOut.view()} "Sign out everywhere else"</button>
                            </form>
                        }
                    })}
            </div>
            <LoginList logins />
            <p class="hint mt-3">
                {if several {
                    "If you do not know one of them, end it and change your password."
                } else {
                    "You have no other logins."
                }}
            </p>
        </section>
    }
}
