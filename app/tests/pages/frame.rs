use crate::support::fixtures::{full_library, manager, now, session, technician, walking};
use crate::support::{Fake, visit};
use app::api::account::StaySignedIn;
use app::backend::views::Viewer;
use leptos::server_fn::ServerFn;
use resolutionflow::login::Lifetimes;
use resolutionflow::time::Seconds;

fn library() -> Fake {
    Fake { trees: Ok(full_library()), ..Fake::default() }
}

#[tokio::test]
async fn home_is_the_tree_library() {
    let page = visit("/").answer().await;
    assert_eq!((page.status, page.location.as_deref()), (302, Some("/trees")));
}

#[tokio::test]
async fn the_running_walk_can_be_reached_from_every_page_and_its_clock_runs() {
    let page = visit("/trees").by(walking(technician())).over(library()).answer().await;
    let pill = page.html.element("a", &[("class", "rounded-full"), ("href", &format!("/sessions/{}/walk", session(9)))]);
    assert!(pill.says("48213") && pill.says("12:07") && pill.contains("*", &[("data-since", "1770714173")]));
}

#[tokio::test]
async fn every_page_can_tell_of_steps_that_this_browser_alone_has() {
    let page = visit("/trees").over(library()).answer().await;
    let notice = page.html.element("p", &[("data-not-saved", &format!("unsent/{}/", technician().user_id))]);
    assert!(notice.is("hidden") && notice.says("Not saved"), "the script shows it where there are any");
}

#[tokio::test]
async fn the_chosen_theme_is_in_the_first_byte() {
    let page = visit("/trees").with_cookie("a=b; theme=dark").over(library()).answer().await;
    assert!(page.html.contains("html", &[("data-theme", "dark")]));
    assert!(page.html.contains("button", &[("name", "theme"), ("value", "dark"), ("aria-pressed", "true")]));
    let system = visit("/trees").over(library()).answer().await;
    assert!(!system.html.element("html", &[]).is("data-theme"));
}

#[tokio::test]
async fn a_page_is_sent_once_without_inline_styles_or_its_own_data_as_a_script() {
    let page = visit("/trees").by(manager()).over(library()).answer().await;
    let everything = page.html.elements("*", &[]);
    let inline = everything.iter().flat_map(|element| &element.attributes).find(|(name, _)| name == "style" || name.starts_with("on"));
    assert_eq!(inline, None);
    assert!(!page.html.contains("script", &[("src", "/editor.js")]), "for drafts alone");
    assert!(page.html.contains("script", &[("src", "/script.js")]) && !page.html.has("__RESOLVED_RESOURCES["));
    assert!(!page.html.has(".wasm"), "a page without islands loads none");
}

#[tokio::test]
async fn a_page_that_shows_a_refused_form_again_knows_its_own_address() {
    let refused = visit("/trees?q=a%26b&done=restored").over(library()).refused("/api/set_theme", app::error::AppError::Unexpected, &[]);
    assert!(refused.answer().await.html.contains("*", &[("data-page", "/trees?q=a%26b")]));
    assert!(!visit("/trees").over(library()).answer().await.html.has("data-page"));
}

/// A viewer whose last input was `input` seconds ago, in a login that is `age` seconds old.
fn idle(input: i64, age: i64) -> Viewer {
    let lifetimes = Lifetimes::new(Seconds(3_600), Seconds(86_400)).unwrap();
    Viewer { ends: lifetimes.of(now().plus(-age), now().plus(-input)), ..technician() }
}

/// Number of warnings that are still hidden.
fn unseen(page: &crate::support::Answer) -> usize {
    page.html.count("*", &[("class", "login-warning"), ("hidden", "")])
}

#[tokio::test]
async fn five_minutes_before_a_login_ends_for_want_of_input_it_can_be_kept() {
    let page = visit("/trees").by(idle(3_301, 7_200)).over(library()).answer().await;
    let warning = page.html.element("div", &[("class", "login-warning"), ("data-ends", "1770715199")]);
    assert!(!warning.is("hidden") && warning.attr("data-now") == Some("1770714900"));
    assert!(warning.says("You will be signed out at 10:19 for want of input.") && warning.offers(StaySignedIn::url()));
    assert!(warning.contains("form", &[("data-stay", "3600"), ("data-zone", "Europe/Berlin")]));
    let early = visit("/trees").by(idle(3_299, 7_200)).over(library()).answer().await;
    assert_eq!((unseen(&page), unseen(&early)), (1, 2));
}

#[tokio::test]
async fn before_a_login_ends_in_any_case_one_can_sign_in_again() {
    let page = visit("/trees?q=vpn").by(idle(0, 86_400 - 300)).over(library()).answer().await;
    let warning = page.html.element("div", &[("class", "login-warning"), ("data-ends", "1770715200")]);
    assert!(!warning.is("hidden"));
    assert!(warning.leads_to("/sign-in?next=%2Ftrees%3Fq%3Dvpn") && page.html.says("because a login lasts no longer"));
    assert_eq!(unseen(&page), 1);
}

#[tokio::test]
async fn ones_account_is_in_the_menu() {
    let page = visit("/trees").over(library()).answer().await;
    assert!(page.html.element("div", &[("id", "user-menu")]).leads_to("/account"));
}
