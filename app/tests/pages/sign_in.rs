use crate::support::{Fake, visit};
use app::api::account::SignIn;
use app::error::AppError;
use leptos::server_fn::ServerFn;
use resolutionflow::login::Ended;
use resolutionflow::time::Seconds;

#[tokio::test]
async fn signing_in_works_as_a_plain_form_and_goes_on_where_it_was_asked_for() {
    let page = visit("/sign-in?next=%2Fstart%3Ftree%3Dvpn").by(None).answer().await;
    let form = page.html.element("form", &[]);
    assert_eq!((form.attr("method"), form.attr("action")), (Some("post"), Some(SignIn::url())));
    assert_eq!(form.value("next").as_deref(), Some("/start?tree=vpn"));
    assert!(form.contains("input", &[("name", "email"), ("autocomplete", "username")]));
    assert!(form.contains("input", &[("name", "password"), ("autocomplete", "current-password")]));
}

#[tokio::test]
async fn a_wrong_password_tells_no_half_keeps_the_address_and_never_the_password() {
    let page = visit("/sign-in")
        .by(None)
        .refused(SignIn::url(), AppError::WrongPassword, &[("email", "tess@example.com"), ("password", "hunter2")])
        .answer()
        .await;
    assert!(page.html.says("The e-mail address or the password is wrong."));
    assert!(page.html.form(SignIn::url()).value("email").as_deref() == Some("tess@example.com") && !page.html.has("hunter2"));
}

#[tokio::test]
async fn it_is_said_why_the_last_login_ended() {
    for ended in Ended::ALL {
        let page = visit("/sign-in").by(None).over(Fake { signed_out: Some(ended), ..Fake::default() }).answer().await;
        let quiet = matches!(ended, Ended::SignedOut | Ended::Replaced);
        assert_eq!(page.html.says("You were signed out because"), !quiet, "{ended:?}");
    }
    let idle = || Fake { signed_out: Some(Ended::Idle), ..Fake::default() };
    let page = visit("/sign-in").by(None).over(idle()).answer().await;
    assert!(page.html.says("You were signed out because there was no input for too long."));
    let page = visit("/sign-in").by(None).over(idle()).refused(SignIn::url(), AppError::WrongPassword, &[]).answer().await;
    assert!(!page.html.says("You were signed out"), "what came of the try is the news");
}

#[tokio::test]
async fn too_many_tries_are_said_above_the_form() {
    let error = AppError::TooMany { retry_after: Seconds(30) };
    let page = visit("/sign-in").by(None).refused(SignIn::url(), error, &[("email", "tess@example.com")]).answer().await;
    assert!(page.html.element("div", &[("role", "alert")]).says("Nothing is locked: try again in 30 s."));
    assert!(page.html.form(SignIn::url()).value("email").as_deref() == Some("tess@example.com"));
}
