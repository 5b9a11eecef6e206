//! The route table.

use leptos::prelude::*;
use leptos_router::components::{Route as PageRoute, Router, Routes};
use leptos_router::{SsrMode, path};

use crate::pages::{
    Account, Admin, AuditTrail, Categories, ClientPage, Clients, Complete, History, Home, LinkPage, NotFound, SessionPage, SetUp,
    SettingsPage, SignIn, StartWalk, TreeLibrary, TreePage, UploadTree, UserPage, Users, Walk, WrongTree,
};

/// Who may call an address: the least that somebody must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// Whoever comes by, signed in or not.
    Anyone,
    /// Somebody who is signed in.
    Technician,
    /// A manager or an admin.
    Manager,
    /// An admin.
    Admin,
}

/// What an address is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A page, which browser tests visit.
    Page,
    /// A server function: forms go there.
    Call,
    /// A document to take away, or data for the player.
    Document,
}

/// An address, and who may call it. Whose data it then reads or changes, services and the domain decide; another account's are
/// not there for anybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Route {
    /// What it is.
    pub kind: Kind,
    /// With `:name` for what varies.
    pub path: &'static str,
    /// Who may call it.
    pub who: Who,
}

const fn page(path: &'static str, who: Who) -> Route {
    Route { kind: Kind::Page, path, who }
}

const fn call(path: &'static str, who: Who) -> Route {
    Route { kind: Kind::Call, path, who }
}

const fn document(path: &'static str, who: Who) -> Route {
    Route { kind: Kind::Document, path, who }
}

/// Every address that is served, but for assets and the two health checks. What has no row here is not served at all.
#[rustfmt::skip]
pub const ROUTES: &[Route] = &[
    page("/", Who::Technician),
    page("/sign-in", Who::Anyone),
    page("/link", Who::Anyone),
    page("/set-up", Who::Anyone),
    page("/trees", Who::Technician),
    page("/trees/upload", Who::Manager),
    page("/trees/:key", Who::Technician),
    page("/start", Who::Technician),
    page("/sessions", Who::Technician),
    page("/sessions/:id", Who::Technician),
    page("/sessions/:id/walk", Who::Technician),
    page("/sessions/:id/complete", Who::Technician),
    page("/sessions/:id/wrong-tree", Who::Technician),
    page("/account", Who::Technician),
    page("/admin", Who::Manager),
    page("/admin/users", Who::Admin),
    page("/admin/users/:id", Who::Admin),
    page("/admin/settings", Who::Admin),
    page("/admin/categories", Who::Manager),
    page("/admin/clients", Who::Manager),
    page("/admin/clients/:id", Who::Manager),
    page("/admin/audit", Who::Admin),

    document("/sessions/:id/export.note.txt", Who::Technician),
    document("/sessions/:id/export.md", Who::Technician),
    document("/sessions/:id/export.txt", Who::Technician),
    document("/sessions/:id/export.html", Who::Technician),
    document("/sessions/:id/export.pdf", Who::Technician),
    document("/sessions/:id/export.json", Who::Technician),
    document("/sessions.csv", Who::Technician),
    document("/sessions.jsonl", Who::Technician),
    document("/trees/:key/tree.json", Who::Technician),
    document("/admin/audit.csv", Who::Admin),
    document("/shared/:link", Who::Anyone),
    document("/api/sessions/:id/commands", Who::Technician),
    document("/api/trees/:id/versions/:number", Who::Technician),
    document("/api/trees/:id/versions/:number/nodes", Who::Technician),

    call("/api/sign_in", Who::Anyone),
    call("/api/sign_out", Who::Anyone),
    call("/api/set_theme", Who::Anyone),
    call("/api/use_link", Who::Anyone),
    call("/api/set_up", Who::Anyone),
    call("/api/stay_signed_in", Who::Technician),
    call("/api/change_password", Who::Technician),
    call("/api/end_login", Who::Technician),
    call("/api/end_other_logins", Who::Technician),
    call("/api/start_walk", Who::Technician),
    call("/api/take_step", Who::Technician),
    call("/api/complete_walk", Who::Technician),
    call("/api/leave_tree", Who::Technician),
    call("/api/close_session", Who::Technician),
    call("/api/undo_close", Who::Technician),
    call("/api/close_sessions", Who::Technician),
    call("/api/undo_closes", Who::Technician),
    call("/api/download_sessions", Who::Technician),
    call("/api/edit_facts", Who::Technician),
    call("/api/correct_outcome", Who::Technician),
    call("/api/edit_notes", Who::Technician),
    call("/api/set_idle", Who::Technician),
    call("/api/take_over", Who::Technician),
    call("/api/share_session", Who::Technician),
    call("/api/revoke_share", Who::Technician),
    call("/api/save_view", Who::Technician),
    call("/api/change_view", Who::Technician),
    call("/api/delete_view", Who::Technician),
    call("/api/upload_tree", Who::Manager),
    call("/api/archive_tree", Who::Manager),
    call("/api/reassign_session", Who::Manager),
    call("/api/reassign_sessions", Who::Manager),
    call("/api/settle_report", Who::Manager),
    call("/api/rename_category", Who::Manager),
    call("/api/rename_client", Who::Manager),
    call("/api/merge_clients", Who::Manager),
    call("/api/invite_user", Who::Admin),
    call("/api/make_link", Who::Admin),
    call("/api/revoke_link", Who::Admin),
    call("/api/change_user", Who::Admin),
    call("/api/deactivate_user", Who::Admin),
    call("/api/reactivate_user", Who::Admin),
    call("/api/end_logins_of", Who::Admin),
    call("/api/save_settings", Who::Admin),
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
                <PageRoute path=path!("/link") view=|| LinkPage().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/set-up") view=|| SetUp().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/trees") view=|| TreeLibrary().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/trees/upload") view=|| UploadTree().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/trees/:key") view=|| TreePage().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/start") view=|| StartWalk().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/sessions") view=|| History().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/sessions/:id") view=|| SessionPage().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/sessions/:id/walk") view=|| Walk().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/sessions/:id/complete") view=|| Complete().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/sessions/:id/wrong-tree") view=|| WrongTree().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/account") view=|| Account().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/admin") view=|| Admin().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/admin/users") view=|| Users().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/admin/users/:id") view=|| UserPage().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/admin/settings") view=|| SettingsPage().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/admin/categories") view=|| Categories().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/admin/clients") view=|| Clients().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/admin/clients/:id") view=|| ClientPage().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/admin/audit") view=|| AuditTrail().into_any() ssr=SsrMode::Async />
            </Routes>
        </Router>
    }
}
