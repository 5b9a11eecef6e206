use crate::support::fixtures::{HOSTILE, full_library, library, recurrence, session, start_page, technician, walking};
use crate::support::{Fake, visit};
use app::api::walk::StartWalk;
use app::backend::views::StartPage;
use app::error::AppError;
use leptos::server_fn::ServerFn;
use resolutionflow::text::TextError;

fn with_tree() -> Fake {
    Fake { start: Ok(start_page()), ..Fake::default() }
}

#[tokio::test]
async fn a_ticket_system_can_link_to_a_filled_form() {
    let page = visit("/start?tree=vpn-does-not-connect&ticket=48213&client=Acme+Dental").over(with_tree()).answer().await;
    assert_eq!(page.status, 200);
    let form = page.html.element("form", &[("method", "post"), ("class", "card"), ("action", StartWalk::url())]);
    for (name, value) in [("tree", "vpn-does-not-connect"), ("ticket", "48213"), ("client", "Acme Dental")] {
        assert_eq!(form.value(name).as_deref(), Some(value), "{name}");
    }
    assert!(form.value("command_id").is_some_and(|id| id.starts_with("0192f0c1-")));
    assert!(form.contains("input", &[("name", "client"), ("list", "clients")]));
    assert!(page.html.element("datalist", &[("id", "clients")]).contains("option", &[("value", "Bolt & Sons")]));
    assert!(page.html.says("Start walk"));
}

#[tokio::test]
async fn without_a_tree_one_is_chosen_and_ticket_and_client_go_along() {
    let page = visit("/start?ticket=48213&client=Acme").over(Fake { trees: Ok(full_library()), ..Fake::default() }).answer().await;
    assert_eq!(page.status, 200);
    assert!(page.html.says("Choose a tree"));
    assert!(page.html.leads_to("/start?ticket=48213&client=Acme&tree=wifi-drops"));
    assert_eq!(page.html.element("form", &[("role", "search")]).value("ticket").as_deref(), Some("48213"));
}

#[tokio::test]
async fn an_unknown_tree_is_named_and_another_can_be_chosen() {
    let page = visit("/start?tree=no-such&ticket=7").over(Fake { trees: Ok(full_library()), ..Fake::default() }).answer().await;
    assert!(page.html.says("no-such") && page.html.says("in your account"));
    assert!(page.html.leads_to("/start?ticket=7&tree=wifi-drops"));
    let nothing = visit("/start?q=fax").over(Fake { trees: Ok(library(vec![])), ..Fake::default() }).answer().await;
    assert!(nothing.html.says("No tree matches"));
}

#[tokio::test]
async fn an_archived_tree_says_so_and_has_no_form() {
    let mut archived = start_page();
    archived.card.archived = true;
    let page = visit("/start?tree=vpn-does-not-connect&ticket=7").over(Fake { start: Ok(archived), ..Fake::default() }).answer().await;
    assert!(page.html.says("This tree is archived") && !page.html.has(StartWalk::url()));
    assert!(page.html.leads_to("/start?ticket=7"));
}

#[tokio::test]
async fn a_running_walk_is_said_to_be_parked() {
    let calm = visit("/start?tree=vpn-does-not-connect").over(with_tree()).answer().await;
    assert!(!calm.html.says("will be parked"));
    let page = visit("/start?tree=vpn-does-not-connect").by(walking(technician())).over(with_tree()).answer().await;
    assert!(page.html.says("Printer does not print") && page.html.says("will be parked"));
    assert!(page.html.leads_to(&format!("/sessions/{}/walk", session(9))));
}

#[tokio::test]
async fn a_refused_form_keeps_what_was_typed_and_shows_the_fault_beside_its_field() {
    let error = AppError::invalid("ticket", TextError::TooLong { limit: 64, length: 70 });
    let ticket = format!("{HOSTILE}{}", "7".repeat(30));
    let page = visit("/start?tree=vpn-does-not-connect&ticket=old")
        .over(with_tree())
        .refused(
            StartWalk::url(),
            error,
            &[("ticket", &ticket), ("client", "Acme"), ("command_id", "0192f0c1-2345-7abc-8def-0123456789ab")],
        )
        .answer()
        .await;
    assert!(page.html.says("Ticket is 70 characters long; at most 64 fit."));
    assert!(page.html.contains("input", &[("id", "ticket"), ("aria-invalid", "true"), ("value", &ticket)]));
    assert!(!page.html.has("<script>alert"));
    let id = page.html.form(StartWalk::url()).value("command_id");
    assert_eq!(id.as_deref(), Some("0192f0c1-2345-7abc-8def-0123456789ab"), "the same attempt goes out again");
}

#[tokio::test]
async fn the_form_says_what_happened_before_with_links_and_outcomes() {
    let quiet = visit("/start?tree=vpn-does-not-connect").over(with_tree()).answer().await;
    assert!(!quiet.html.says("Recurring") && quiet.html.says("Look for earlier walks"));
    let page = StartPage { recurring: vec![recurrence(3, true), recurrence(4, false)], ..start_page() };
    let page = visit("/start?tree=vpn-does-not-connect&client=Acme").over(Fake { start: Ok(page), ..Fake::default() }).answer().await;
    assert!(page.html.says("This tree was walked for this ticket or client in the 30 days before."));
    assert!([3, 4].iter().all(|&number| page.html.leads_to(&format!("/sessions/{}", session(number)))));
    assert!(page.html.says("Workaround") && page.html.says("Tess Okafor") && page.html.says("same ticket"));
}

#[tokio::test]
async fn a_drawn_ticket_is_said_to_be_and_two_buttons_take_the_place_of_one() {
    let fields = [("ticket", "48213"), ("client", "Acme"), ("command_id", "0192f0c1-2345-7abc-8def-0123456789ab")];
    let page =
        visit("/start?tree=vpn-does-not-connect").over(with_tree()).refused(StartWalk::url(), AppError::Drawn, &fields).answer().await;
    assert!(page.html.says("This ticket was drawn for a measurement: work as you always did.") && page.html.says("You may decline"));
    assert!(!page.html.says("Look for earlier walks") && !page.html.says("The first step's clock"));
    let form = page.html.form(StartWalk::url());
    assert!(["measure", "decline"].iter().all(|answer| form.contains("button", &[("name", "answer"), ("value", answer)])));
    assert_eq!(form.value("ticket").as_deref(), Some("48213"));
    assert_eq!(form.value("command_id").as_deref(), Some("0192f0c1-2345-7abc-8def-0123456789ab"), "nothing was started under it");
    let calm = visit("/start?tree=vpn-does-not-connect").over(with_tree()).answer().await;
    assert!(!calm.html.contains("button", &[("name", "answer")]));
}
