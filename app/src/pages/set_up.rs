//! `/set-up?link=`: the first account of an installation, and its first admin.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::text::Name;

use super::link::secret;
use crate::api::account::SetUp as SetUpAction;
use crate::ui::{FormFault, Hidden, NewPassword, Plain, TextField, ZoneField, load};

/// Asks for the first account and its admin, if the link is the one that the server printed.
#[component]
pub fn SetUp() -> impl IntoView {
    let link = secret(SetUpAction::url());
    let asked = link.clone();
    load(move |backend| async move { backend.set_up_link(&asked).await }, move |()| show(link.clone()))
}

fn show(link: String) -> AnyView {
    let action = SetUpAction::url();
    view! {
        <Plain title="Set up">
            <div class="mb-6 flex flex-col items-center text-center">
                <img src="/favicon.svg" width="40" height="40" alt="" />
                <h1 class="mt-4">"Set up ResolutionFlow"</h1>
                <p class="mt-1 text-muted">"The account of your company, and you as its first admin. You invite the others afterwards."</p>
            </div>
            <div class="card p-6">
                <FormFault action />
                <form class="space-y-4" method="post" action=action>
                    <Hidden name="link" value=link />
                    <TextField
                        action
                        name="account"
                        label="Account name"
                        hint="Your company’s name."
                        autocomplete="organization"
                        limit=Name::LIMIT
                        required=true
                        autofocus=true
                    />
                    <ZoneField action value="UTC".to_owned() />
                    <TextField action name="name" label="Your name" autocomplete="name" limit=Name::LIMIT required=true />
                    <TextField action name="email" label="E-mail" kind="email" autocomplete="username" hint="You sign in with it." required=true />
                    <NewPassword action label="Password" />
                    <button class="button button-primary w-full">"Set up and sign in"</button>
                </form>
            </div>
        </Plain>
    }
    .into_any()
}
