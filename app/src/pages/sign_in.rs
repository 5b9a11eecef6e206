//! `/sign-in`.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_query_map;

use crate::api::account::SignIn as SignInAction;
use crate::posted::Posted;
use crate::ui::{FormFault, Hidden, KeptTexts, Plain, TextField};

/// Asks who it is.
#[component]
pub fn SignIn() -> impl IntoView {
    let action = SignInAction::url();
    let next = Posted::to(action)
        .and_then(|posted| posted.field("next").map(str::to_owned))
        .or_else(|| use_query_map().with_untracked(|query| query.get("next")))
        .unwrap_or_default();
    let interrupted = use_context::<Posted>().filter(|posted| posted.action != action);
    view! {
        <Plain title="Sign in">
            <div class="mb-6 flex flex-col items-center text-center">
                <img src="/favicon.svg" width="40" height="40" alt="" />
                <h1 class="mt-4">"Sign in to ResolutionFlow"</h1>
                {(!next.is_empty() && next != "/").then(|| view! { <p class="mt-1 text-muted">"You will go on where you were."</p> })}
            </div>
            {interrupted
                .map(|posted| {
                    view! {
                        <p class="notice notice-fault mb-4" role="alert">
                            "Your login has ended, so this was not saved. Nothing else was changed."
                        </p>
                        <KeptTexts texts=posted.texts() why="This is what you typed. Copy it before you sign in." />
                    }
                })}
            <div class="card p-6">
                <FormFault action />
                <form class="space-y-4" method="post" action=action>
                    <Hidden name="next" value=next />
                    <TextField action name="email" label="E-mail" kind="email" autocomplete="username" required=true autofocus=true />
                    <TextField action name="password" label="Password" kind="password" autocomplete="current-password" required=true />
                    <button class="button button-primary w-full">"Sign in"</button>
                </form>
            </div>
            <p class="hint mt-4 text-center">"Forgot the password? An admin of your account can set a new one."</p>
        </Plain>
    }
}
