//! Route table: every address, who may call it, and the page that its form is on.

use std::collections::HashMap;

use leptos::prelude::*;
use leptos_router::components::{Route as PageRoute, Router, Routes};
use leptos_router::{SsrMode, path};

use crate::pages::{
    Account, Admin, AuditTrail, BudgetsKept, Categories, ClientPage, Clients, Complete, Draft, DraftChanges, DraftGate, DraftImport,
    DraftMap, DraftPreview, DraftReplace, DraftText, ForAuthors, History, Home, HoursPage, InsightsClient, InsightsClients, InsightsPeople,
    InsightsTree, InsightsTrees, LinkPage, Mine, MyProposals, NeedsEyes, NewTree, NotFound, NowPage, Overview, PeopleSwitch, ProposalPage,
    RedactedFile, Saving, SessionPage, SetUp, SettingsPage, SignIn, StartWalk, SuggestChange, TreeBudgetsPage, TreeLibrary, TreeMapPage,
    TreePage, TreeVersions, Trust, UploadTree, UserPage, Users, Versions, Walk, WrongTree,
};
use crate::ui::Query;

/// Least authority required by an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// Everybody, signed in or not.
    Anyone,
    /// Everybody who is signed in.
    Technician,
    /// A manager, an admin, or a technician whom an admin lets write trees.
    Author,
    /// A manager or an admin.
    Manager,
    /// An admin.
    Admin,
}

/// Kind of answer that an address gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Page; browser tests visit every one.
    Page,
    /// Server function, which forms call.
    Call,
    /// Document to download, or data for the player.
    Document,
}

/// Row of the route table: an address, and the least authority that a call of it needs. Ahead of a page or a document only the login is
/// checked, under `/api/` not even that: the role is for the page and the services to check, where the data is, and a test holds every
/// address to its row. Data of other accounts does not exist for anybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Route {
    /// Kind.
    pub kind: Kind,
    /// Path, with `:name` for a part that varies.
    pub path: &'static str,
    /// Least authority.
    pub who: Who,
    /// Of a server function, the page of its form, made from the form's fields: `:name` is a field with an id or a key, `?a&b` are
    /// fields that the page takes too, `?*name` is a field with the page's whole query. Empty where the form is on every page.
    pub page: &'static str,
}

impl Route {
    /// Page of the form that sent these fields. A form that is refused for the second time was sent from the address of the first
    /// refusal, which is no page. None where a field is missing or would lead elsewhere.
    fn page_of_form(&self, fields: &HashMap<String, String>) -> Option<String> {
        let field = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
        let (path, query) = self.page.split_once('?').unwrap_or((self.page, ""));
        let query = match query.strip_prefix('*') {
            Some(name) => Query::parse(field(name)),
            None => query.split('&').fold(Query::default(), |query, name| query.with(name, field(name))),
        };
        let is_safe = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let part = |part: &'static str| match part.strip_prefix(":") {
            Some(name) => Some(field(name)).filter(is_safe),
            None => Some(part),
        };
        let path = path.split('/').map(part).collect::<Option<Vec<_>>>()?.join("/");
        (!path.is_empty()).then(|| query.href(&path))
    }
}

/// Address of the page whose form called the server function at `path`, made from the form's fields; none where a field is missing or would
/// lead elsewhere.
pub fn page_of_form(path: &str, fields: &HashMap<String, String>) -> Option<String> {
    ROUTES.iter().find(|route| route.kind == Kind::Call && route.path == path)?.page_of_form(fields)
}

const fn page(path: &'static str, who: Who) -> Route {
    Route { kind: Kind::Page, path, who, page: "" }
}

const fn call(path: &'static str, who: Who, page: &'static str) -> Route {
    Route { kind: Kind::Call, path, who, page }
}

const fn document(path: &'static str, who: Who) -> Route {
    Route { kind: Kind::Document, path, who, page: "" }
}

/// Every address but those of assets and the two health checks. An address without a row is not served.
#[rustfmt::skip]
pub const ROUTES: &[Route] = &[
    page("/", Who::Technician),
    page("/sign-in", Who::Anyone),
    page("/link", Who::Anyone),
    page("/set-up", Who::Anyone),
    page("/trees", Who::Technician),
    page("/trees/upload", Who::Manager),
    page("/trees/new", Who::Author),
    page("/trees/:key", Who::Technician),
    page("/trees/:key/map", Who::Technician),
    page("/trees/:key/budgets", Who::Manager),
    page("/trees/:key/versions", Who::Technician),
    page("/drafts/:draft", Who::Author),
    page("/drafts/:draft/text", Who::Author),
    page("/drafts/:draft/map", Who::Author),
    page("/drafts/:draft/changes", Who::Author),
    page("/drafts/:draft/import", Who::Author),
    page("/drafts/:draft/publish", Who::Author),
    page("/drafts/:draft/replace", Who::Author),
    page("/drafts/:draft/preview", Who::Author),
    page("/needs-eyes", Who::Author),
    page("/proposals", Who::Author),
    page("/proposals/mine", Who::Technician),
    page("/proposals/:proposal", Who::Technician),
    page("/start", Who::Technician),
    page("/sessions", Who::Technician),
    page("/sessions/redacted", Who::Technician),
    page("/sessions/:id", Who::Technician),
    page("/sessions/:id/walk", Who::Technician),
    page("/sessions/:id/complete", Who::Technician),
    page("/sessions/:id/wrong-tree", Who::Technician),
    page("/sessions/:id/suggest", Who::Technician),
    page("/account", Who::Technician),
    page("/insights", Who::Manager),
    page("/insights/trees", Who::Technician),
    page("/insights/trees/:key", Who::Technician),
    page("/insights/saving", Who::Manager),
    page("/insights/trees/:key/versions", Who::Technician),
    page("/insights/budgets", Who::Manager),
    page("/insights/now", Who::Manager),
    page("/insights/clients", Who::Manager),
    page("/insights/clients/:id", Who::Manager),
    page("/insights/mine", Who::Technician),
    page("/insights/trust", Who::Manager),
    page("/insights/people", Who::Manager),
    page("/admin", Who::Manager),
    page("/admin/users", Who::Admin),
    page("/admin/users/:id", Who::Admin),
    page("/admin/settings", Who::Admin),
    page("/admin/settings/people", Who::Admin),
    page("/admin/hours", Who::Admin),
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
    document("/sessions.xlsx", Who::Technician),
    document("/sessions.jsonl", Who::Technician),
    document("/trees/:key/tree.json", Who::Technician),
    document("/drafts/:draft/tree.md", Who::Author),
    document("/insights/overview.csv", Who::Manager),
    document("/insights/trees.csv", Who::Technician),
    document("/insights/trees/:key/tree.csv", Who::Technician),
    document("/insights/saving.csv", Who::Manager),
    document("/insights/trees/:key/versions.csv", Who::Technician),
    document("/insights/budgets.csv", Who::Manager),
    document("/insights/clients.csv", Who::Manager),
    document("/insights/clients/:id/client.csv", Who::Manager),
    document("/insights/clients/:id/client.pdf", Who::Manager),
    document("/insights/mine.csv", Who::Technician),
    document("/insights/trust.csv", Who::Manager),
    document("/insights/people.csv", Who::Manager),
    document("/admin/audit.csv", Who::Admin),
    document("/shared/:link", Who::Anyone),
    document("/api/sessions/:id/commands", Who::Technician),
    document("/api/insights/now", Who::Manager),
    document("/api/trees/:id/readings/:number", Who::Technician),
    document("/api/trees/:id/readings/:number/nodes", Who::Technician),

    call("/api/sign_in", Who::Anyone, "/sign-in?next"),
    call("/api/sign_out", Who::Anyone, ""),
    call("/api/set_theme", Who::Anyone, ""),
    call("/api/use_link", Who::Anyone, "/link?link"),
    call("/api/set_up", Who::Anyone, "/set-up?link"),
    call("/api/stay_signed_in", Who::Technician, ""),
    call("/api/change_password", Who::Technician, "/account"),
    call("/api/end_login", Who::Technician, "/account"),
    call("/api/end_other_logins", Who::Technician, "/account"),
    call("/api/start_walk", Who::Technician, "/start?tree&follows"),
    call("/api/take_step", Who::Technician, "/sessions/:session/walk"),
    call("/api/complete_walk", Who::Technician, "/sessions/:session/complete"),
    call("/api/leave_tree", Who::Technician, "/sessions/:session/wrong-tree"),
    call("/api/close_session", Who::Technician, "/sessions"),
    call("/api/undo_close", Who::Technician, "/sessions"),
    call("/api/close_sessions", Who::Technician, "/sessions?*query"),
    call("/api/undo_closes", Who::Technician, "/sessions?*query"),
    call("/api/download_sessions", Who::Technician, "/sessions?*query"),
    call("/api/edit_facts", Who::Technician, "/sessions/:session"),
    call("/api/correct_outcome", Who::Technician, "/sessions/:session"),
    call("/api/edit_notes", Who::Technician, "/sessions/:session"),
    call("/api/set_idle", Who::Technician, "/sessions/:session"),
    call("/api/take_over", Who::Technician, "/sessions/:session"),
    call("/api/share_session", Who::Technician, "/sessions/:session?offer&output&expiry"),
    call("/api/revoke_share", Who::Technician, "/sessions/:session"),
    call("/api/save_view", Who::Technician, "/sessions?*query"),
    call("/api/change_view", Who::Technician, "/sessions?*query"),
    call("/api/delete_view", Who::Technician, "/sessions?*query"),
    call("/api/upload_tree", Who::Manager, "/trees/upload"),
    call("/api/set_session_budget", Who::Manager, "/trees/:key/budgets"),
    call("/api/set_step_budget", Who::Manager, "/trees/:key/budgets?step"),
    call("/api/remove_budget", Who::Manager, "/trees/:key/budgets"),
    call("/api/archive_tree", Who::Manager, "/trees/:key"),
    call("/api/begin_draft", Who::Author, "/trees/new?tree"),
    call("/api/begin_draft_with_file", Who::Author, "/trees/new"),
    call("/api/save_step", Who::Author, "/drafts/:draft?step"),
    call("/api/save_head", Who::Author, "/drafts/:draft"),
    call("/api/save_draft_text", Who::Author, "/drafts/:draft/text"),
    call("/api/replace_in_draft", Who::Author, "/drafts/:draft/replace"),
    call("/api/map_import", Who::Author, "/drafts/:draft/import"),
    call("/api/undo_draft", Who::Author, "/drafts/:draft/changes"),
    call("/api/discard_draft", Who::Author, "/trees"),
    call("/api/settle_report", Who::Author, "/trees/:key"),
    call("/api/set_care", Who::Author, "/trees/:key"),
    call("/api/review_tree", Who::Author, "/needs-eyes?owner"),
    call("/api/publish_draft", Who::Author, "/drafts/:draft/publish"),
    call("/api/begin_preview", Who::Author, "/drafts/:draft/preview?from"),
    call("/api/step_preview", Who::Author, "/drafts/:draft/preview"),
    call("/api/create_step", Who::Author, "/drafts/:draft/preview"),
    call("/api/keep_test", Who::Author, "/drafts/:draft/preview"),
    call("/api/rename_test", Who::Author, "/drafts/:draft/changes"),
    call("/api/delete_test", Who::Author, "/drafts/:draft/changes"),
    call("/api/reassign_session", Who::Manager, "/sessions/:session"),
    call("/api/reassign_sessions", Who::Manager, "/sessions?*query"),
    call("/api/propose_change", Who::Technician, "/sessions/:session/suggest?step"),
    call("/api/withdraw_proposal", Who::Technician, "/proposals/:proposal"),
    call("/api/take_proposal", Who::Author, "/proposals/:proposal"),
    call("/api/decline_proposal", Who::Author, "/proposals/:proposal"),
    call("/api/rename_category", Who::Manager, "/admin/categories"),
    call("/api/rename_client", Who::Manager, "/admin/clients/:client"),
    call("/api/merge_clients", Who::Manager, "/admin/clients/:client"),
    call("/api/enter_baseline", Who::Manager, "/insights/saving?about"),
    call("/api/remove_baseline", Who::Manager, "/insights/saving"),
    call("/api/set_hourly_rate", Who::Manager, "/insights/saving"),
    call("/api/start_measurement", Who::Manager, "/insights/saving"),
    call("/api/stop_measurement", Who::Manager, "/insights/saving"),
    call("/api/invite_user", Who::Admin, "/admin/users"),
    call("/api/make_link", Who::Admin, "/admin/users/:user"),
    call("/api/revoke_link", Who::Admin, "/admin/users/:user"),
    call("/api/change_user", Who::Admin, "/admin/users/:user"),
    call("/api/let_author", Who::Admin, "/admin/users/:user"),
    call("/api/deactivate_user", Who::Admin, "/admin/users/:user"),
    call("/api/reactivate_user", Who::Admin, "/admin/users/:user"),
    call("/api/end_logins_of", Who::Admin, "/admin/users/:user"),
    call("/api/save_settings", Who::Admin, "/admin/settings"),
    call("/api/show_people", Who::Admin, "/admin/settings/people"),
    call("/api/save_hours", Who::Admin, "/admin/hours"),
];

/// The app: the page of each address in [`ROUTES`], in its router.
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
                <PageRoute path=path!("/trees/new") view=|| NewTree().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/trees/:key") view=|| TreePage().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/trees/:key/map") view=|| TreeMapPage().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/trees/:key/budgets") view=|| TreeBudgetsPage().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/trees/:key/versions") view=|| TreeVersions().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/drafts/:draft") view=|| Draft().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/drafts/:draft/text") view=|| DraftText().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/drafts/:draft/map") view=|| DraftMap().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/drafts/:draft/changes") view=|| DraftChanges().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/drafts/:draft/import") view=|| DraftImport().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/drafts/:draft/publish") view=|| DraftGate().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/drafts/:draft/replace") view=|| DraftReplace().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/drafts/:draft/preview") view=|| DraftPreview().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/needs-eyes") view=|| NeedsEyes().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/proposals") view=|| ForAuthors().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/proposals/mine") view=|| MyProposals().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/proposals/:proposal") view=|| ProposalPage().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/start") view=|| StartWalk().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/sessions") view=|| History().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/sessions/redacted") view=|| RedactedFile().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/sessions/:id") view=|| SessionPage().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/sessions/:id/walk") view=|| Walk().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/sessions/:id/complete") view=|| Complete().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/sessions/:id/wrong-tree") view=|| WrongTree().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/sessions/:id/suggest") view=|| SuggestChange().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/account") view=|| Account().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/insights") view=|| Overview().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/insights/trees") view=|| InsightsTrees().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/insights/trees/:key") view=|| InsightsTree().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/insights/saving") view=|| Saving().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/insights/trees/:key/versions") view=|| Versions().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/insights/budgets") view=|| BudgetsKept().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/insights/now") view=|| NowPage().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/insights/clients") view=|| InsightsClients().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/insights/clients/:id") view=|| InsightsClient().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/insights/mine") view=|| Mine().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/insights/trust") view=|| Trust().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/insights/people") view=|| InsightsPeople().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/admin") view=|| Admin().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/admin/users") view=|| Users().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/admin/users/:id") view=|| UserPage().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/admin/settings") view=|| SettingsPage().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/admin/settings/people") view=|| PeopleSwitch().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/admin/hours") view=|| HoursPage().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/admin/categories") view=|| Categories().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/admin/clients") view=|| Clients().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/admin/clients/:id") view=|| ClientPage().into_any() ssr=SsrMode::Async />
                <PageRoute path=path!("/admin/audit") view=|| AuditTrail().into_any() ssr=SsrMode::Async />
            </Routes>
        </Router>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(action: &str, fields: &[(&str, &str)]) -> Option<String> {
        page_of_form(action, &fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn a_form_knows_its_page() {
        let id = "0192f0c1-2345-7abc-8def-0123456789ab";
        assert_eq!(page("/api/sign_in", &[("next", "/start?tree=a")]).as_deref(), Some("/sign-in?next=%2Fstart%3Ftree%3Da"));
        assert_eq!(page("/api/start_walk", &[("tree", "vpn"), ("follows", "")]).as_deref(), Some("/start?tree=vpn"));
        assert_eq!(page("/api/upload_tree", &[]).as_deref(), Some("/trees/upload"));
        assert_eq!(page("/api/take_step", &[("session", id)]), Some(format!("/sessions/{id}/walk")));
        assert_eq!(page("/api/use_link", &[("link", "a.b&c=d")]).as_deref(), Some("/link?link=a.b%26c%3Dd"));
        assert_eq!(page("/api/set_up", &[("link", "x"), ("account", "A")]).as_deref(), Some("/set-up?link=x"));
        assert_eq!(page("/api/end_login", &[("login", id)]).as_deref(), Some("/account"));
        assert_eq!(page("/api/end_logins_of", &[("user", id), ("login", "")]), Some(format!("/admin/users/{id}")));
        assert_eq!(page("/api/merge_clients", &[("client", id), ("into", "Acme")]), Some(format!("/admin/clients/{id}")));
        assert_eq!(page("/api/rename_category", &[("from", "/x")]).as_deref(), Some("/admin/categories"));
        assert_eq!(page("/api/edit_facts", &[("session", id)]), Some(format!("/sessions/{id}")));
    }

    #[test]
    fn what_no_page_of_ours_sends_has_none() {
        assert_eq!(page("/api/take_step", &[("session", "../../sign-in")]), None);
        assert_eq!(page("/api/archive_tree", &[("key", "a/../b")]), None);
        assert_eq!(page("/api/change_user", &[("user", "//example.com")]), None);
        assert_eq!(page("/api/rename_client", &[("client", "../users")]), None);
        assert_eq!(page("/elsewhere", &[]), None);
    }
}
