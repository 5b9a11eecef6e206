use crate::support::fixtures::{full_history, history, user};
use crate::support::{Fake, Html, visit};
use app::api::views::{ChangeView, SaveView};
use app::backend::history::{Count, HistoryPage, SavedView};
use app::error::{AppError, Fault};
use leptos::server_fn::ServerFn;
use resolutionflow::id::ViewId;

fn with(page: HistoryPage) -> Fake {
    Fake { history: Ok(page), ..Fake::default() }
}

#[tokio::test]
async fn views_and_files_are_of_what_the_list_goes_by() {
    let page = visit("/sessions?state=lost&outcome=resolved&columns=mood&after=x").over(with(full_history())).answer().await;
    assert!(page.html.says("Ignored unknown filters: state “lost”, columns “mood”."));
    assert!(page.html.element("table", &[]).contains("*", &[("class", "history-total")]), "the usual columns");
    assert_eq!(page.html.form(SaveView::url()).value("query").as_deref(), Some("outcome=resolved"));
    for file in [
        "/sessions.csv?outcome=resolved",
        "/sessions.csv?outcome=resolved&columns=all",
        "/sessions.xlsx?outcome=resolved",
        "/sessions.xlsx?outcome=resolved&columns=all",
        "/sessions.jsonl?outcome=resolved",
    ] {
        assert!(page.html.leads_to(file), "{file}");
    }
    let words = "x".repeat(2_100);
    let page = visit(&format!("/sessions?q={words}")).over(with(full_history())).answer().await;
    let query = page.html.form(SaveView::url()).value("query");
    assert_eq!(query, Some(format!("q={words}")), "so that whoever saves it is told");
}

#[tokio::test]
async fn clearing_filters_leaves_what_is_none() {
    let address = "/sessions?q=fax&technician=anyone&columns=steps&sort=longest&outcome=resolved&state=completed";
    let kept = "/sessions?technician=anyone&columns=steps&sort=longest";
    let clear = format!("{kept}&outcome=resolved");
    let page = visit(address).over(with(full_history())).answer().await;
    assert!(page.html.element("a", &[("href", &clear)]).says("Clear filters"));
    let none = visit(address).over(with(history(vec![]))).answer().await;
    assert!(none.html.element("a", &[("href", kept), ("class", "button")]).says("Clear filters"));
    let somebodys = format!("/sessions?q=fax&technician={}&sort=relevance", user(2));
    let page = visit(&somebodys).over(with(full_history())).answer().await;
    let clear = page.html.element("a", &[("href", "/sessions"), ("class", "link text-sm")]);
    assert!(clear.says("Clear filters"), "who is a chip goes with the chips");
}

#[tokio::test]
async fn counts_are_of_what_is_asked_for_and_no_less_than_what_shows() {
    let count = |number, or_more| Count { number, or_more };
    let page = async |address: &str, each: Count| {
        let mut full = full_history();
        full.next = Some("n".into());
        full.counts.active = each;
        full.counts.outcomes = [each; 6];
        visit(address).over(with(full)).answer().await.html
    };
    let says = |page: &Html, words: &str| page.element("p", &[("id", "history-count")]).text() == words;
    for counted in [count(5, true), count(0, true)] {
        assert!(says(&page("/sessions?q=vpn&outcome=resolved_externally", counted).await, "9+ sessions"), "{counted:?}");
    }
    let completed = page("/sessions?state=completed", count(20, false)).await;
    assert!(says(&completed, "120 sessions"));
    assert!(completed.says("Remove the filter Completed"));
    let tabs = completed.element("nav", &[("aria-label", "Sessions by outcome")]);
    assert!(!tabs.elements("*", &[]).iter().any(|tab| tab.is("aria-current")), "{}", tabs.text());
}

#[tokio::test]
async fn an_order_that_ends_before_the_search_does_says_so() {
    let said = async |address: &str, or_more| {
        let mut full = full_history();
        full.next = Some("n".into());
        full.counts.outcomes[0] = Count { number: 900, or_more };
        visit(address).over(with(full)).answer().await.html
    };
    assert!(said("/sessions?q=vpn&sort=longest", true).await.says("900+ sessions, in this order at most the newest 10,000"));
    assert!(said("/sessions?q=vpn&sort=relevance", true).await.says("900+ sessions, in this order at most the newest 1,000"));
    for whole in ["/sessions?q=vpn", "/sessions?q=vpn&sort=oldest", "/sessions?sort=longest"] {
        assert!(!said(whole, true).await.says("in this order"), "{whole}");
    }
    assert!(!said("/sessions?q=vpn&sort=longest", false).await.says("in this order"));
}

#[tokio::test]
async fn a_refused_view_is_still_to_be_shared_or_not() {
    let id = ViewId(uuid::Uuid::from_u128(1));
    let own = SavedView { id, name: "Long".into(), query: String::new(), shared: true, mine: true, owner: "Tess Okafor".into() };
    let saved = HistoryPage { views: vec![own], ..full_history() };
    let refused = async |action, fields: &[(&str, &str)]| {
        let taken = AppError::invalid("name", Fault::Taken);
        visit("/sessions").over(with(saved.clone())).refused(action, taken, fields).answer().await.html
    };
    let ticked = |page: &Html, id: &str| page.element("input", &[("id", id)]).is("checked");
    assert!(ticked(&refused(SaveView::url(), &[("name", "Long"), ("shared", "yes")]).await, "view-shared"));
    assert!(!ticked(&refused(SaveView::url(), &[("name", "Long")]).await, "view-shared"));
    let view = id.to_string();
    let page = refused(ChangeView::url(), &[("view", &view), ("name", "Other")]).await;
    assert!(!ticked(&page, &format!("shared-{id}")));
}
