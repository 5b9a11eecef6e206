use crate::support::fixtures::{HOSTILE, admin, client, longest, manager, now};
use crate::support::{Fake, visit};
use app::api::admin::{MergeClients, RenameClient};
use app::backend::admin::{ClientPage, ClientRow, ClientsPage};
use app::error::{AppError, Fault};
use leptos::server_fn::ServerFn;

fn row(number: u128, name: &str) -> ClientRow {
    ClientRow { id: client(number), name: name.into(), last_session_at: (number == 1).then(|| now().plus(-86_400)) }
}

fn list(rows: Vec<ClientRow>, next: Option<&str>) -> Fake {
    Fake { clients: Ok(ClientsPage { rows, next: next.map(Into::into) }), ..Fake::default() }
}

fn acme() -> Fake {
    Fake { client: Ok(ClientPage { client: row(1, "Acme Dental"), others: vec!["ACME".into(), HOSTILE.into()] }), ..Fake::default() }
}

#[tokio::test]
async fn clients_are_listed_by_name_with_their_last_session() {
    let page = visit("/admin/clients?q=ac").by(manager()).over(list(vec![row(1, "Acme"), row(2, &longest())], Some("zz"))).answer().await;
    assert_eq!((page.status, page.html.count("h1", &[])), (200, 1));
    assert!(page.html.says("Acme Last session") && page.html.says("1 day ago") && page.html.says("no sessions"));
    assert!(page.html.leads_to(&format!("/admin/clients/{}", client(1))));
    assert!(page.html.contains("input", &[("id", "q"), ("value", "ac")]));
    assert!(page.html.link("More clients").attr("href") == Some("/admin/clients?q=ac&after=zz"));
}

#[tokio::test]
async fn no_clients_at_all_and_none_that_match_are_two_things() {
    let page = visit("/admin/clients").by(manager()).over(list(Vec::new(), None)).answer().await;
    assert!(page.html.says("No clients yet") && !page.html.contains("input", &[("type", "search")]));
    let page = visit("/admin/clients?q=zz").by(manager()).over(list(Vec::new(), None)).answer().await;
    assert!(page.html.says("No client matches") && page.html.contains("input", &[("type", "search")]));
}

#[tokio::test]
async fn a_client_is_renamed_and_merged_with_plain_words() {
    let page = visit(&format!("/admin/clients/{}?done=merged", client(1))).by(manager()).over(acme()).answer().await;
    assert_eq!((page.status, page.html.count("h1", &[])), (200, 1));
    assert!(page.html.says("Merged. The sessions of both are here now."));
    assert!(page.html.says("All sessions of Acme Dental move to the other client") && page.html.says("This cannot be undone."));
    let form = page.html.form(MergeClients::url());
    assert_eq!(form.field("Other client").attr("list"), Some("others"));
    assert!(form.mentions(&client(1).to_string()) && form.says("Merge into the other client"));
    assert_eq!(page.html.form(RenameClient::url()).field("Name").attr("value"), Some("Acme Dental"));
    assert!(!page.html.has("<script>alert") && !page.html.has("/admin/audit"), "managers do not read the audit trail");
    let page = visit(&format!("/admin/clients/{}", client(1))).by(admin()).over(acme()).answer().await;
    assert!(page.html.leads_to(&format!("/admin/audit?subject={}", client(1))));
}

#[tokio::test]
async fn refused_names_stay_typed_with_the_fault_beside() {
    let path = format!("/admin/clients/{}", client(1));
    let refused =
        |action, field, fault| visit(&path).by(manager()).over(acme()).refused(action, AppError::invalid(field, fault), &[(field, "Bolt")]);
    let page = refused(RenameClient::url(), "name", Fault::Taken).answer().await;
    assert!(page.html.says("Name is taken already.") && page.html.field("Name").attr("value") == Some("Bolt"));
    let page = refused(MergeClients::url(), "into", Fault::Unknown).answer().await;
    assert!(page.html.says("Other client is not one of the choices.") && page.html.field("Other client").attr("value") == Some("Bolt"));
}
