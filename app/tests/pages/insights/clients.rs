use crate::support::clients::{client, client_id, clients};
use crate::support::figures::ready;
use crate::support::fixtures::{HOSTILE, manager, technician};
use crate::support::{Answer, Fake, visit};
use app::backend::views::insights::{ClientReport, ClientsReport};
use app::error::AppError;

const NOW: [u64; 5] = [420, 80, 60, 30, 10];
const BEFORE: [u64; 5] = [300, 80, 90, 20, 0];

async fn list(address: &str, report: ClientsReport) -> Answer {
    visit(address).by(manager()).over(Fake { clients_report: Ok(ready(report)), ..Fake::default() }).answer().await
}

fn path() -> String {
    format!("/insights/clients/{}", client_id(2))
}

async fn one(query: &str, report: ClientReport) -> Answer {
    let fake = Fake { client_report: Ok(ready(report)), ..Fake::default() };
    visit(&format!("{}{query}", path())).by(manager()).over(fake).answer().await
}

#[tokio::test]
async fn clients_are_listed_and_each_leads_to_its_page_and_its_sessions() {
    let page = list("/insights/clients?period=year&tree=vpn", clients("period=year&tree=vpn", 40)).await;
    assert_eq!(page.status, 200);
    let answer = page.html.element("p", &[("class", "report-answer")]).text();
    assert_eq!(
        answer,
        "Most walks were for Fjord Shipping: 40 of 53 that name a client, and 75 % of those that were decided solved the problem."
    );
    let link = page.html.link("Fjord Shipping");
    assert_eq!(link.attr("href"), Some(&*format!("/insights/clients/{}?period=year&tree=vpn", client_id(1))));
    let sessions = "/sessions?technician=anyone&client=Fjord+Shipping&counted=yes&ended_from=2026-01-01&ended_to=2026-02-10&tree=vpn";
    assert_eq!(page.html.element("a", &[("href", sessions)]).text(), "40");
    assert!(page.html.says("7 of 60 walks name no client.") && page.html.says("Clients with fewer walks are not listed"));
    assert!(!page.html.has("<script>alert"));
    let form = page.html.element("form", &[("role", "search")]);
    assert_eq!((form.attr("action"), form.attr("method")), (Some("/insights/clients"), Some("get")));
    assert_eq!(form.value("period").as_deref(), Some("year"), "the form keeps the days");
    assert_eq!(form.count("option", &[]), 2, "names are suggested");
    assert!(page.html.leads_to("/insights/clients.csv?period=year&tree=vpn&table=clients"));
}

#[tokio::test]
async fn a_name_finds_its_client_and_a_part_of_it_those_that_hold_it() {
    let report = ClientsReport { exact: Some(client_id(2)), ..clients("client=Fjord", 40) };
    let page = list("/insights/clients?client=Fjord&period=year", report).await;
    assert_eq!(page.location.as_deref(), Some(&*format!("{}?period=year", path())));
    let page = list("/insights/clients?client=Fjo", clients("client=Fjo", 40)).await;
    assert!(page.html.says("Clients whose names hold “Fjo”.") && page.html.says("type more of it"));
    let nobody = ClientsReport { more: 0, ..clients("client=xyzzy", 0) };
    let page = list("/insights/clients?client=xyzzy&period=year", nobody).await;
    assert!(page.html.says("No client matches"));
    assert_eq!(page.html.link("Show all clients").attr("href"), Some("/insights/clients?period=year"));
}

#[tokio::test]
async fn without_walks_for_a_client_a_longer_period_is_offered() {
    let page = list("/insights/clients", ClientsReport { more: 0, ..clients("", 0) }).await;
    assert!(page.html.says("No walk for a client ended in these days") && page.html.says("7 sessions ended without naming a client."));
    assert_eq!(page.html.link("Show this year").attr("href"), Some("/insights/clients?period=year"));
    let cut = ClientsReport { is_cut: true, ..clients("", 40) };
    assert!(list("/insights/clients", cut).await.html.says("the figures are of the newest days of them"));
}

#[tokio::test]
async fn a_client_has_an_overview_of_its_own() {
    let page = one("", client("", NOW, BEFORE)).await;
    assert_eq!((page.status, page.html.count("h1", &[])), (200, 1));
    assert_eq!(page.html.element("h1", &[]).text(), format!("What did we do for {HOSTILE}?"));
    let parts = page.html.elements("section", &[("class", "report-part")]);
    assert_eq!(parts.len(), 5);
    for part in parts {
        assert_eq!(part.attr("aria-labelledby"), part.element("h2", &[]).attr("id"));
        assert!(part.element("svg", &[("role", "img")]).attr("aria-label").is_some_and(|finding| finding.len() > 20));
        let file = part.element("a", &[("download", "")]).attr("href").unwrap();
        assert!(file.starts_with(&format!("{}/client.csv?table=", path())), "{file}");
    }
    let answer = page.html.element("p", &[("class", "report-answer")]);
    assert!(answer.text().starts_with("85 % of 590 decided walks solved the problem"));
    let open = answer.element("a", &[]).attr("href").unwrap();
    assert!(open.starts_with("/sessions?technician=anyone&client=") && open.ends_with("&state=active"), "{open}");
    assert_eq!(page.html.link("PDF for the client").attr("href"), Some(&*format!("{}/client.pdf", path())));
    assert!(!page.html.has("<script>alert"));
}

#[tokio::test]
async fn days_and_trees_of_a_client_are_chosen_on_its_page() {
    let page = one("?period=year&tree=vpn", client("period=year&tree=vpn", NOW, BEFORE)).await;
    let form = page.html.element("form", &[("class", "scope-narrow")]);
    assert_eq!(form.attr("action"), Some(&*path()));
    let month = page.html.link("This month").attr("href");
    assert_eq!(month, Some(&*format!("{}?tree=vpn&period=month", path())));
    assert_eq!(page.html.link("All clients").attr("href"), Some("/insights/clients?period=year&tree=vpn"));
    assert_eq!(page.html.link("Trust").attr("href"), Some("/insights/trust?period=year&tree=vpn"));
    let nothing = one("", client("", [0; 5], [0; 5])).await;
    assert!(nothing.html.says("No walk for this client ended in these days") && !nothing.html.says("PDF for the client"));
}

#[tokio::test]
async fn few_walks_for_a_client_say_not_enough_data() {
    let page = one("", client("", [7, 1, 1, 0, 0], [0; 5])).await;
    assert!(page.html.says("9 sessions ended in these days: too few to say"));
    assert!(page.html.says("not enough data n = 9") && !page.html.element("article", &[]).says("89 %"));
}

#[tokio::test]
async fn clients_are_for_managers_and_those_of_the_account() {
    for address in ["/insights/clients".to_owned(), path()] {
        assert_eq!(visit(&address).by(technician()).answer().await.status, 403);
    }
    let page = visit(&path()).by(manager()).over(Fake { client_report: Err(AppError::NotFound), ..Fake::default() }).answer().await;
    assert_eq!(page.status, 404);
    assert_eq!(visit("/insights/clients/nonsense").by(manager()).answer().await.status, 404);
}
