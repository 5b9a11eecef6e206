use crate::support::fixtures::{full_library, manager, technician, walking};
use crate::support::{Fake, visit};

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
    let pill = page.html.element("a", &["rounded-full"]);
    assert!(pill.contains("/walk\"") && pill.contains("48213") && pill.contains("12:07") && pill.contains("data-since=\"1770714173\""));
}

#[tokio::test]
async fn the_chosen_theme_is_in_the_first_byte() {
    let page = visit("/trees").with_cookie("a=b; theme=dark").over(library()).answer().await;
    assert!(page.html.has("data-theme=\"dark\""));
    assert!(page.html.element("button", &["name=\"theme\"", "value=\"dark\""]).contains("aria-pressed=\"true\""));
    let system = visit("/trees").over(library()).answer().await;
    assert!(!system.html.has("data-theme=\""));
}

#[tokio::test]
async fn a_page_is_sent_once_without_inline_styles_or_its_own_data_as_a_script() {
    let page = visit("/trees").by(manager()).over(library()).answer().await;
    assert!(!page.html.has(" style=\"") && !page.html.has("onclick"));
    assert!(page.html.has("src=\"/script.js\"") && !page.html.has("__RESOLVED_RESOURCES["));
    assert!(!page.html.has(".wasm"), "a page without islands loads none");
}

#[tokio::test]
async fn a_page_that_shows_a_refused_form_again_knows_its_own_address() {
    let refused = visit("/trees?q=a%26b&done=restored").over(library()).refused("/api/set_theme", app::error::AppError::Unexpected, &[]);
    assert!(refused.answer().await.html.has("data-page=\"/trees?q=a%26b\""));
    assert!(!visit("/trees").over(library()).answer().await.html.has("data-page"));
}
