use crate::support::fixtures::{admin, manager, technician, user};
use crate::support::{Fake, visit};
use app::backend::admin::{AuditPage, ClientsPage};
use resolutionflow::access::Role;

#[tokio::test]
async fn the_administration_begins_where_the_role_reaches() {
    let page = visit("/admin").by(admin()).answer().await;
    assert_eq!((page.status, page.location.as_deref()), (302, Some("/admin/users")));
    let page = visit("/admin").by(manager()).answer().await;
    assert_eq!((page.status, page.location.as_deref()), (302, Some("/admin/clients")));
}

#[tokio::test]
async fn who_may_not_look_after_the_account_is_told_whom_to_ask() {
    let of_admins = ["/admin/users".to_owned(), format!("/admin/users/{}", user(1)), "/admin/settings".into(), "/admin/audit".into()];
    let of_managers = ["/admin".to_owned(), "/admin/categories".into(), "/admin/clients".into(), format!("/admin/clients/{}", user(1))];
    for path in of_admins.iter().chain(&of_managers) {
        let page = visit(path).answer().await;
        assert_eq!(page.status, 403, "{path}");
        assert!(page.html.says("Ask a manager or an admin") && !page.html.leads_to("/admin"), "{path}");
    }
    for path in &of_admins {
        assert_eq!(visit(path).by(manager()).answer().await.status, 403, "{path}");
    }
}

#[tokio::test]
async fn managers_find_the_lists_and_admins_everything() {
    let clients = || Fake { clients: Ok(ClientsPage { rows: Vec::new(), next: None }), ..Fake::default() };
    let page = visit("/admin/clients").by(manager()).over(clients()).answer().await;
    let nav = page.html.element("nav", &[("aria-label", "Administration")]);
    assert!(nav.leads_to("/admin/categories") && !nav.mentions("/admin/users") && !nav.mentions("/admin/audit"));
    assert_eq!(nav.element("a", &[("href", "/admin/clients"), ("aria-current", "page")]).text(), "Clients");
    let current = page.html.count("a", &[("href", "/admin"), ("aria-current", "page")]);
    assert_eq!(current, 2, "in the bar above and in the one below");
    let page = visit("/admin/clients").by(admin()).over(clients()).answer().await;
    let nav = page.html.element("nav", &[("aria-label", "Administration")]);
    for place in ["users", "settings", "categories", "clients", "audit"] {
        assert!(nav.leads_to(&format!("/admin/{place}")), "{place}");
    }
}

#[tokio::test]
async fn the_bar_offers_the_administration_to_those_who_may() {
    for (viewer, offered) in [(technician(), 0), (manager(), 2), (admin(), 2)] {
        let role: Role = viewer.role;
        let page = visit("/trees/none").by(viewer).answer().await;
        assert_eq!(page.html.count("a", &[("href", "/admin")]), offered, "{role:?}");
    }
}

#[tokio::test]
async fn an_id_that_is_none_leads_nowhere() {
    for path in ["/admin/users/x", "/admin/clients/x"] {
        assert_eq!(visit(path).by(admin()).answer().await.status, 404, "{path}");
    }
    let trail = AuditPage { rows: Vec::new(), next: None, people: Vec::new() };
    let page = visit("/admin/audit?by=x").by(admin()).over(Fake { audit: Ok(trail), ..Fake::default() }).answer().await;
    assert!(page.html.says("Ignored unknown filters: by “x”."));
}
