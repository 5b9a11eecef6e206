//! The route table.

use leptos::prelude::*;
use leptos_router::components::{Route as PageRoute, Router, Routes};
use leptos_router::{SsrMode, path};

use crate::pages::{Complete, History, Home, NotFound, SessionPage, SignIn, StartWalk, TreeLibrary, TreePage, UploadTree, Walk, WrongTree};

/// A page's address. Browser tests visit every one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Route {
    /// With `:name` for what varies.
    pub path: &'static str,
    /// Whether it is shown to somebody who is not signed in.
    pub public: bool,
}

const fn page(path: &'static str) -> Route {
    Route { path, public: false }
}

/// Every page there is.
pub const ROUTES: &[Route] = &[
    page("/"),
    Route { path: "/sign-in", public: true },
    page("/trees"),
    page("/trees/upload"),
    page("/trees/:key"),
    page("/start"),
    page("/sessions"),
    page("/sessions/:id"),
    page("/sessions/:id/walk"),
    page("/sessions/:id/complete"),
    page("/sessions/:id/wrong-tree"),
];

/// The pages behind their addresses.
#[component]
pub fn App() -> impl IntoView {
    crate::provide();
    view! {
        <Router>
            <Routes fallback=|| view! { <NotFound /> }>
                <PageRoute path=path!("/") view=|| Home().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/sign-in") view=|| SignIn().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/trees") view=|| TreeLibrary().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/trees/upload") view=|| UploadTree().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/trees/:key") view=|| TreePage().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/start") view=|| StartWalk().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/sessions") view=|| History().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/sessions/:id") view=|| SessionPage().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/sessions/:id/walk") view=|| Walk().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/sessions/:id/complete") view=|| Complete().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/sessions/:id/wrong-tree") view=|| WrongTree().into_any() ssr=SsrMode::Async />
            </Routes>
        </Router>
    }
}
