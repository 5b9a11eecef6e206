//! Problem pages: what happened, and the next step.

use leptos::prelude::*;

use crate::error::AppError;
use crate::respond;
use crate::ui::Frame;

/// No such address.
#[component]
pub fn NotFound() -> impl IntoView {
    view! { <Problem error=AppError::NotFound /> }
}

/// A page that cannot be shown, with its status.
#[component]
pub fn Problem(
    /// Why.
    error: AppError,
) -> impl IntoView {
    respond::status(error.status());
    let (title, advice) = match &error {
        AppError::NotFound => ("There is nothing here", "The address may be mistyped, or what stood here belongs to another account."),
        AppError::NotSignedIn | AppError::WrongPassword => ("Please sign in", "Your login has ended. Nothing that you saved is lost."),
        AppError::Forbidden => ("This is not yours to do", "Your role does not allow it. Ask a manager or an admin of your account."),
        AppError::Stale | AppError::DifferentContent | AppError::Refused(_) => {
            ("This has moved on", "Nothing was changed. Look at how it stands now.")
        }
        _ => ("Something went wrong on our side", "Nothing that you saved is lost. Try again in a moment."),
    };
    view! {
        <Frame title>
            <h1 class="mb-2">{title}</h1>
            <p class="text-muted mb-6">{advice}</p>
            <div class="flex flex-wrap gap-2">
                <a class="button button-primary" href="/trees">
                    "Go to the trees"
                </a>
                <a class="button" href="/sessions">
                    "Go to the sessions"
                </a>
            </div>
        </Frame>
    }
}
