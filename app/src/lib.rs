//! The server's pages and forms: components, server functions, routes, and the traits through which they reach the service.

pub mod api;
pub mod backend;
pub mod compared;
pub mod drafting;
pub mod error;
mod outline;
pub mod pages;
pub mod posted;
pub mod query;
pub mod respond;
mod routes;
pub mod theme;
pub mod ui;

use leptos::prelude::*;
use leptos_meta::{MetaTags, provide_meta_context};

pub use routes::{App, Kind, ROUTES, Route, Who, page_of_form};

/// HTML document around every page: head, theme and the app with its routes.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let hydration = options.clone();
    provide_context(hydration);
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=theme::chosen()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="preload" href="/fonts/inter-latin.woff2" r#as="font" r#type="font/woff2" crossorigin="anonymous" />
                <leptos_meta::HashedStylesheet options=options.clone() />
                <script src="/script.js" defer></script>
                <script src="/typed.js" defer></script>
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// Provides the contexts that [`App`] needs before its first page.
pub(crate) fn provide() {
    provide_meta_context();
}
