//! The frame around every page for signed-in users.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use leptos_router::hooks::use_url;
use resolutionflow::id::UserId;

use super::login_warning::LoginWarning;
use super::sections::{Section, Sections};
use super::{Icon, Query};
use crate::api::account::{SetTheme, SignOut};
use crate::backend::views::Viewer;
use crate::posted::Posted;
use crate::theme::Theme;

/// Frame of a page: the top bar, the page, and on a phone the bottom bar. The page brings its own `<h1>`.
#[component]
pub fn Frame(
    /// The page's title, before the product's name.
    #[prop(into)]
    title: String,
    /// Item of the top bar that is marked as the present one.
    #[prop(into, optional)]
    section: Option<Section>,
    /// The page.
    children: Children,
) -> impl IntoView {
    let viewer = use_context::<Viewer>();
    let nav = viewer.as_ref().map(|viewer| (viewer.role, viewer.to_do));
    let user = viewer.as_ref().map(|viewer| viewer.user_id);
    view! {
        <Title text=titled(&title) />
        <a class="button button-primary sr-only focus:not-sr-only focus:fixed focus:left-2 focus:top-2 focus:z-50 print:hidden" href="#main">
            "Skip to content"
        </a>
        {viewer
            .map(|viewer| {
                view! {
                    <header class="sticky top-0 z-30 border-b border-line bg-surface print:hidden">
                        <div class="mx-auto flex h-14 max-w-[1200px] items-center gap-2 px-4">
                            <a class="mr-2 flex items-center gap-2 font-semibold" href="/trees">
                                <img src="/favicon.svg" width="20" height="20" alt="" />
                                <span class="max-sm:sr-only">"ResolutionFlow"</span>
                            </a>
                            <nav class="hidden gap-1 sm:flex" aria-label="Main">
                                <Sections role=viewer.role to_do=viewer.to_do present=section class="button button-quiet aria-[current]:bg-raised aria-[current]:text-ink" />
                            </nav>
                            <div class="ml-auto flex min-w-0 items-center gap-2">
                                <WaitingPill waiting=viewer.waiting />
                                <RunningPill viewer=viewer.clone() />
                                <UserMenu viewer=viewer.clone() />
                            </div>
                        </div>
                        <LoginWarning viewer />
                    </header>
                }
            })}
        <main class="mx-auto w-full max-w-[1200px] px-4 pb-28 pt-6 sm:pb-16" id="main" tabindex="-1" data-page=shown_again()>
            {user.map(|user| view! { <NotSaved user /> })}
            {children()}
        </main>
        {nav
            .map(|(role, to_do)| {
                view! {
                    <nav
                        class="fixed inset-x-0 bottom-0 z-30 flex border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] sm:hidden print:hidden"
                        aria-label="Main, below"
                    >
                        <Sections
                            role
                            to_do
                            present=section
                            class="relative flex min-h-14 flex-1 flex-col items-center justify-center gap-0.5 text-xs text-muted aria-[current]:font-semibold aria-[current]:text-accent"
                        />
                    </nav>
                }
            })}
    }
}

/// A page without the top bar, for visitors who are not signed in.
#[component]
pub fn Plain(
    /// The page's title, before the product's name.
    #[prop(into)]
    title: String,
    /// The page.
    children: Children,
) -> impl IntoView {
    view! {
        <Title text=titled(&title) />
        <main class="mx-auto flex min-h-dvh w-full max-w-sm flex-col justify-center px-4 py-12" id="main" tabindex="-1" data-page=shown_again()>
            {children()}
        </main>
    }
}

/// Title of the browser's tab. leptos_meta writes a title unescaped, and a tree's name may hold markup.
fn titled(page: &str) -> String {
    format!("{} · ResolutionFlow", page.replace('&', "&amp;").replace('<', "&lt;"))
}

/// The page's own address where a refused form is shown again at another one: the script puts it right, so that loading the
/// page anew and sending the form once more begin at the page.
fn shown_again() -> Option<String> {
    use_context::<Posted>().map(|_| use_url().with_untracked(|url| Query::parse(url.search()).without("done").href(url.path())))
}

/// The way back to the running session, from every page.
#[component]
fn RunningPill(viewer: Viewer) -> impl IntoView {
    viewer.running.map(|running| {
        let what = if running.ticket.is_empty() { running.tree.clone() } else { running.ticket.clone() };
        view! {
            <a
                class="flex min-h-9 min-w-0 items-center gap-2 rounded-full border border-line bg-accent-surface px-3 text-sm text-ink"
                href=format!("/sessions/{}/walk", running.id)
                // The walk player takes it away when the session is left or ends elsewhere.
                data-running=running.id.to_string()
                title=format!("Go back to {}", running.tree)
            >
                {Icon::Play.view()}
                <span class="truncate max-w-40" dir="auto">{what}</span>
                <span class="text-muted" data-since=viewer.now.plus(-i64::try_from(running.total.0).unwrap_or(0)).unix().to_string() data-now=viewer.now.unix().to_string()>
                    {running.total.clock()}
                </span>
            </a>
        }
    })
}

/// Notice of the user's steps that this browser keeps and the server does not have, with the way to the walk, which sends them or shows why
/// they were refused. The script shows it where there are any; the walk's own page says so itself.
#[component]
fn NotSaved(user: UserId) -> impl IntoView {
    view! {
        <div role="status">
            <p class="notice notice-fault mb-4" hidden data-not-saved=unsent(user)>
                "Not saved: "
                <span></span>
                " of a walk, kept on this computer. "
                <a class="link" href="/sessions">
                    "Look at what was not saved"
                </a>
            </p>
        </div>
    }
}

/// Beginning of the names under which the browser's local storage counts a user's steps that are not saved; the session's id ends them.
fn unsent(user: UserId) -> String {
    format!("unsent/{user}/")
}

/// Link to the hand-over queue, shown while a session waits in it.
#[component]
fn WaitingPill(waiting: u32) -> impl IntoView {
    (waiting > 0).then(|| {
        view! {
            <a
                class="flex min-h-9 shrink-0 items-center gap-2 rounded-full border border-line px-3 text-sm text-ink"
                href="/sessions?state=waiting&technician=anyone"
                title="Sessions that wait for someone to take them over"
            >
                {Icon::Pause.view()}
                {waiting}
                <span class="max-md:sr-only">" waiting"</span>
            </a>
        }
    })
}

#[component]
fn UserMenu(viewer: Viewer) -> impl IntoView {
    let theme = Theme::of_request();
    view! {
        <button class="button button-quiet -mr-3.5" type="button" popovertarget="user-menu" aria-label=format!("Menu of {}", viewer.name)>
            {Icon::User.view()}
            <span class="hidden max-w-40 truncate md:inline-block" dir="auto">{viewer.name.clone()}</span>
        </button>
        <div class="menu" id="user-menu" popover="auto">
            <p class="px-3 pt-2 font-medium" dir="auto">{viewer.name.clone()}</p>
            <p class="px-3 pb-2 hint">{viewer.account.clone()} " · " {viewer.role.as_str()}</p>
            <a class="menu-item items-center border-t border-line" href="/account">
                {Icon::User.view()}
                "Your account"
            </a>
            {viewer
                .may_propose
                .then(|| {
                    view! {
                        <a class="menu-item items-center" href="/proposals/mine">
                            {Icon::Pencil.view()}
                            "My suggestions"
                        </a>
                    }
                })}
            <form class="border-t border-line px-3 py-2" method="post" action=SetTheme::url() data-theme-switch="">
                <fieldset>
                    <legend class="hint mb-1">"Theme"</legend>
                    <div class="flex gap-1">
                        {Theme::ALL
                            .into_iter()
                            .map(|choice| {
                                view! {
                                    <button
                                        class="button button-small flex-auto aria-pressed:border-accent aria-pressed:bg-accent-surface aria-pressed:text-accent"
                                        name="theme"
                                        value=choice.as_str()
                                        aria-pressed=if choice == theme { "true" } else { "false" }
                                    >
                                        {choice.word()}
                                    </button>
                                }
                            })
                            .collect_view()}
                    </div>
                </fieldset>
            </form>
            <form class="border-t border-line pt-2" method="post" action=SignOut::url() data-unsent=unsent(viewer.user_id)>
                <button class="button button-quiet w-full justify-start">{Icon::LogOut.view()} "Sign out"</button>
            </form>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::titled;

    #[test]
    fn a_title_cannot_be_closed_from_inside() {
        assert_eq!(titled("</title><script> & x"), "&lt;/title>&lt;script> &amp; x · ResolutionFlow");
    }
}
