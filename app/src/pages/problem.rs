//! Problem pages: what happened, and the next step.

use leptos::prelude::*;
use leptos_router::hooks::use_url;

use crate::backend::views::Viewer;
use crate::error::AppError;
use crate::respond;
use crate::ui::{Frame, Icon, Query};

/// Problem page for an address without a page (404).
#[component]
pub fn NotFound() -> impl IntoView {
    view! { <Problem error=AppError::NotFound /> }
}

/// Problem page in place of one that cannot be shown: status of the error, what happened, and the next step.
#[component]
pub fn Problem(
    /// The error.
    error: AppError,
    /// What else there is to say.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    respond::status(error.status());
    if let Some(retry_after) = error.retry_after() {
        respond::retry_after(retry_after);
    }
    let (title, advice) = said(&error);
    let status = error.status();
    view! {
        <Frame title>
            <div class="mx-auto flex max-w-lg flex-col items-center py-12 text-center wrap-anywhere sm:py-20">
                <span class="empty-icon">{icon(&error).view()}</span>
                <h1 class="mt-4">{title}</h1>
                <p class="mt-2 text-lg text-muted">{advice}</p>
                <div class="mt-6 flex flex-wrap justify-center gap-2">
                    <NextStep error />
                </div>
                {children.map(|children| view! { <div class="mt-6 w-full">{children()}</div> })}
                <p class="hint mt-8">{format!("Status {status}")}</p>
            </div>
        </Frame>
    }
}

fn said(error: &AppError) -> (&'static str, String) {
    match error {
        AppError::NotFound => {
            ("There is nothing here", "The address may be mistyped, or what stood here belongs to another account.".to_owned())
        }
        AppError::NotSignedIn | AppError::WrongPassword => {
            ("Please sign in", "Your login has ended. Nothing that you saved is lost.".to_owned())
        }
        AppError::Forbidden => {
            ("You may not do this", "Your role does not allow it. Ask a manager or an admin of your account.".to_owned())
        }
        AppError::Refused(refusal) if error.status() == 403 => {
            ("You may not do this", format!("{refusal} Ask them, or a manager of your account. Nothing was changed."))
        }
        AppError::Refused(refusal) => ("This is not possible now", format!("{refusal} Nothing was changed.")),
        AppError::Stale | AppError::DifferentContent => ("This has moved on", error.to_string()),
        AppError::Disputed(_) | AppError::BadEdit(_) | AppError::Moved | AppError::Rebased(_) => ("This has moved on", error.to_string()),
        AppError::DraftEnded(_) => ("This draft has ended", error.to_string()),
        AppError::Unapproved => ("This draft needs an approval", error.to_string()),
        AppError::DeadLink => (
            "This link does not work",
            "It may have been used already, or it has expired. Ask an admin of your account for a new one.".to_owned(),
        ),
        AppError::TooManyLinks { .. } => ("No more links are possible", error.to_string()),
        AppError::Drawn => ("This ticket was drawn for a measurement", format!("{error} Go back to the form and choose.")),
        AppError::LastAdmin => ("This is the last admin", format!("{error} Nothing was changed.")),
        AppError::Busy => {
            ("The server is busy", "Nothing was changed, and nothing that you saved is lost. Try again in a moment.".to_owned())
        }
        AppError::Unknown => ("It is unknown whether this was saved", error.to_string()),
        AppError::TooMany { .. } => ("Too many attempts", error.to_string()),
        AppError::TooMuchWritten { .. } => ("Too much was saved lately", error.to_string()),
        AppError::TooLarge => ("Too much was sent", "Nothing was changed. Send less at once.".to_owned()),
        AppError::Malformed => ("The form could not be read", "Nothing was changed. Load the page again and send it once more.".to_owned()),
        AppError::Previewed(_) => ("Nothing is published yet", "Load the page again and send the file once more.".to_owned()),
        AppError::Invalid(_) | AppError::BrokenTree(_) | AppError::NotATree(_) => {
            ("This cannot be accepted as it is", format!("{error} Nothing was changed."))
        }
        AppError::Unredactable => {
            ("This could not be redacted", format!("{error} Leave notes or output out of it, or shorten what is written there."))
        }
        AppError::Unexpected => (
            "Something went wrong on our side",
            "Nothing that you saved is lost. Try again in a moment; if it stays, tell an admin when it happened.".to_owned(),
        ),
    }
}

fn icon(error: &AppError) -> Icon {
    match error {
        AppError::NotFound => Icon::Search,
        AppError::NotSignedIn | AppError::WrongPassword => Icon::User,
        AppError::Forbidden => Icon::Ban,
        AppError::DeadLink => Icon::Link,
        AppError::TooMany { .. } | AppError::TooMuchWritten { .. } => Icon::Clock,
        _ => Icon::Warning,
    }
}

/// Next steps for the user: the likeliest first.
#[component]
fn NextStep(error: AppError) -> impl IntoView {
    // The page again, as it was asked for.
    let here = use_url().with_untracked(|url| Query::parse(url.search()).href(url.path()));
    let nobody = use_context::<Viewer>().is_none();
    match error.status() {
        // Without a login there is only the sign-in page.
        404 if error == AppError::DeadLink && nobody => view! {
            <a class="button button-primary" href="/sign-in">
                "Go to sign-in"
            </a>
        }
        .into_any(),
        429 => view! {
            <a class="button button-primary" href=here>
                "Try again"
            </a>
            {nobody
                .then(|| {
                    view! {
                        <a class="button" href="/sign-in">
                            "Go to sign-in"
                        </a>
                    }
                })}
        }
        .into_any(),
        401 => view! {
            <a class="button button-primary" href=Query::default().with("next", &here).href("/sign-in")>
                "Sign in"
            </a>
        }
        .into_any(),
        _ if matches!(error, AppError::DraftEnded(_)) => view! {
            <a class="button button-primary" href="/trees">
                "Go to the trees"
            </a>
        }
        .into_any(),
        404 | 403 => view! {
            <a class="button button-primary" href="/trees">
                "Go to the trees"
            </a>
            <a class="button" href="/sessions">
                "Go to the sessions"
            </a>
        }
        .into_any(),
        409 => view! {
            <a class="button button-primary" href=here>
                "See how it stands now"
            </a>
            <a class="button" href="/sessions">
                "Go to the sessions"
            </a>
        }
        .into_any(),
        _ => view! {
            <a class="button button-primary" href=here>
                "Load the page again"
            </a>
            <a class="button" href="/trees">
                "Go to the trees"
            </a>
        }
        .into_any(),
    }
}
