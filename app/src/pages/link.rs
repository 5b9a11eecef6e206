//! `/link?link=`: the page of a one-time link, where its user chooses a password.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::api::account::UseLink;
use crate::backend::logins::LinkPage as Page;
use crate::posted::Posted;
use crate::ui::{FormFault, Hidden, Instant, NewPassword, Plain, Query, ReadOnly, load};

/// Secret of a one-time link: from the refused form of the server function `action`, or else from the address.
pub(super) fn secret(action: &str) -> String {
    let posted = Posted::to(action).and_then(|posted| posted.field("link").map(str::to_owned));
    posted.unwrap_or_else(|| Query::of_page().get("link").to_owned())
}

/// Page of a one-time link: greets its user, and asks for their password.
#[component]
pub fn LinkPage() -> impl IntoView {
    let link = secret(UseLink::url());
    let asked = link.clone();
    load(move |backend| async move { backend.link(&asked).await }, move |page| show(page, link.clone()))
}

fn show(page: Page, link: String) -> AnyView {
    let action = UseLink::url();
    let (heading, why) = if page.invitation {
        (format!("Welcome to {}", page.account), format!("{}, choose a password. You sign in with it and your e-mail address.", page.name))
    } else {
        (
            "Choose a new password".to_owned(),
            format!("{}, this is for {}. A new password ends all of your logins.", page.name, page.account),
        )
    };
    view! {
        <Plain title="Choose a password">
            <div class="mb-6 flex flex-col items-center text-center wrap-anywhere">
                <img src="/favicon.svg" width="40" height="40" alt="" />
                <h1 class="mt-4">{heading}</h1>
                <p class="mt-1 text-muted">{why}</p>
            </div>
            <div class="card p-6">
                <FormFault action />
                <form class="space-y-4" method="post" action=action>
                    <Hidden name="link" value=link />
                    <ReadOnly id="username" label="E-mail" value=page.email autocomplete="username" />
                    <NewPassword action label="Password" />
                    <button class="button button-primary w-full">"Save and sign in"</button>
                </form>
            </div>
            <p class="hint mt-4 text-center">"This link works once, until " <Instant at=page.expires_at zone=page.zone /> "."</p>
        </Plain>
    }
    .into_any()
}
