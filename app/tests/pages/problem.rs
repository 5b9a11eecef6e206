use crate::support::{Fake, visit};
use app::error::AppError;
use resolutionflow::session::Refusal;

#[tokio::test]
async fn every_problem_has_its_status_and_a_next_step() {
    for (error, status, said, step) in [
        (AppError::NotFound, 404, "There is nothing here", "Go to the trees"),
        (AppError::NotSignedIn, 401, "Nothing that you saved is lost", "Sign in"),
        (AppError::Forbidden, 403, "Ask a manager", "Go to the trees"),
        (AppError::Refused(Refusal::NotYours), 403, "Another technician holds this session", "Go to the sessions"),
        (AppError::Stale, 409, "This has moved on", "See how it stands now"),
        (AppError::Unexpected, 500, "Something went wrong on our side", "Load the page again"),
    ] {
        let page = visit("/sessions?q=a").over(Fake { history: Err(error.clone()), ..Fake::default() }).answer().await;
        assert_eq!(page.status, status);
        assert!(page.html.says(said) && page.html.says(step), "{error:?}");
        assert_eq!(page.html.count("h1", &[]), 1);
    }
}

#[tokio::test]
async fn an_address_that_nobody_knows_is_a_page_like_any_other() {
    let page = visit("/no/such/page").answer().await;
    assert_eq!(page.status, 404);
    assert!(page.html.says("There is nothing here") && page.html.says("Sessions"));
}

#[tokio::test]
async fn signing_in_again_leads_back_to_where_it_was_asked_for() {
    let page =
        visit("/sessions?state=active").by(None).over(Fake { history: Err(AppError::NotSignedIn), ..Fake::default() }).answer().await;
    assert!(page.html.leads_to("/sign-in?next=%2Fsessions%3Fstate%3Dactive"));
    assert!(
        !page.html.elements("*", &[]).iter().any(|part| part.attr("aria-label").is_some_and(|label| label.starts_with("Main"))),
        "no menu of an account that nobody is signed in to"
    );
}
