//! `/sign-in`.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_query_map;
use resolutionflow::login::Ended;

use crate::api::account::SignIn as SignInAction;
use crate::posted::Posted;
use crate::ui::{FormFault, Hidden, KeptTexts, Plain, TextField, load};

/// Form to sign in. It says why this browser's login is over, if it had one.
#[component]
pub fn SignIn() -> impl IntoView {
    load(|backend| async move { Ok(backend.signed_out().await) }, show)
}

/// Sentence about the end of a login, unless its user ended it in this browser.
fn why(ended: Ended) -> Option<&'static str> {
    Some(match ended {
        Ended::Idle => "You were signed out because there was no input for too long.",
        Ended::TooOld => "You were signed out because a login lasts no longer than your account allows.",
        Ended::Elsewhere => "You were signed out because your login was ended from another browser of yours.",
        Ended::ByAdmin => "You were signed out because an admin ended your login.",
        Ended::PasswordChanged => "You were signed out because your password was changed.",
        Ended::RoleChanged => "You were signed out because your role was changed.",
        Ended::Deactivated => "You were signed out because your access was deactivated. Ask an admin of your account.",
        Ended::SignedOut | Ended::Replaced => return None,
    })
}

fn show(ended: Option<Ended>) -> AnyView {
    let action = SignInAction::url();
    let next = Posted::to(action)
        .and_then(|posted| posted.field("next").map(str::to_owned))
        .or_else(|| use_query_map().with_untracked(|query| query.get("next")))
        .unwrap_or_default();
    // After a failed attempt, its error is the news.
    let why = ended.filter(|_| Posted::to(action).is_none()).and_then(why);
    let interrupted = use_context::<Posted>().filter(|posted| posted.action != action);
    view! {
        <Plain title="Sign in">
            <div class="mb-6 flex flex-col items-center text-center">
                <img src="/favicon.svg" width="40" height="40" alt="" />
                <h1 class="mt-4">"Sign in to ResolutionFlow"</h1>
                {(!next.is_empty() && next != "/").then(|| view! { <p class="mt-1 text-muted">"You will go on where you were."</p> })}
            </div>
            {why.map(|why| view! { <p class="notice mb-4" role="status">{why}</p> })}
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
            <p class="hint mt-4 text-center">"Forgot the password? An admin of your account can make you a link to choose a new one."</p>
        </Plain>
    }
    .into_any()
}
