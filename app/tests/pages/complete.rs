use crate::support::fixtures::session;
use crate::support::walks::walk;
use crate::support::{Fake, Visit, visit};
use app::api::walk::CompleteWalk;
use app::backend::views::WalkPage;
use app::error::{AppError, Fault};
use leptos::server_fn::ServerFn;
use resolutionflow::session::Action;

fn over(page: WalkPage) -> Visit {
    visit(&format!("/sessions/{}/complete", session(1))).over(Fake { walk: Ok(page), ..Fake::default() })
}

#[tokio::test]
async fn the_question_is_a_page_without_javascript() {
    let page = over(walk().choose("one").page()).answer().await;
    assert_eq!(page.status, 200);
    assert!(page.html.element("h1", &[]).says("Did this resolve the issue?"));
    assert_eq!(page.html.count("input", &[("type", "radio"), ("name", "outcome"), ("required", "")]), 4);
    assert_eq!(page.html.count("*", &[("required", "")]), 4);
    assert!(!page.html.has("checked") && page.html.says("15:00 total"));
    assert!(!page.html.contains("*", &[("name", "visit")]), "what is saved beside the step stays as it is");
}

#[tokio::test]
async fn the_solutions_suggestion_is_marked_and_not_chosen() {
    let page = over(walk().choose("everywhere").act(Action::Continue).choose("line-down").page()).answer().await;
    assert_eq!(page.html.element("form", &[("class", "card")]).text().matches("Suggested").count(), 1);
    assert!(!page.html.has("checked"));
}

#[tokio::test]
async fn a_parked_session_is_completed_without_being_resumed() {
    let page = over(walk().act(Action::PARK).page()).answer().await;
    assert!(page.html.says("1 min 00 s total") && page.html.offers(CompleteWalk::url()));
}

#[tokio::test]
async fn nothing_chosen_is_said_beside_the_cards() {
    let error = AppError::invalid("outcome", Fault::NotChosen);
    let page = over(walk().page()).refused(CompleteWalk::url(), error, &[("next_steps", "call back")]).answer().await;
    assert!(
        page.html.says("An outcome must be chosen.") && page.html.element("textarea", &[("name", "next_steps")]).content() == "call back"
    );
}

#[tokio::test]
async fn only_the_holder_is_asked() {
    let page = over(WalkPage { is_mine: false, ..walk().page() }).answer().await;
    assert!(page.html.says("Tess Okafor holds this session") && !page.html.contains("*", &[("name", "outcome")]));
}
