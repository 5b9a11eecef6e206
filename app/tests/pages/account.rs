use crate::support::fixtures::{HOSTILE, login, login_row, longest};
use crate::support::{Fake, visit};
use app::api::account::{ChangePassword, EndLogin, EndOtherLogins};
use app::backend::logins::LoginRow;
use app::error::{AppError, Fault};
use leptos::server_fn::ServerFn;
use resolutionflow::time::Seconds;

fn signed_in(logins: Vec<LoginRow>) -> Fake {
    Fake { my_logins: Ok(logins), ..Fake::default() }
}

fn twice() -> Fake {
    signed_in(vec![login_row(1, "Chrome on Linux"), login_row(2, "Firefox on Windows")])
}

#[tokio::test]
async fn every_login_says_where_and_since_when_and_can_be_ended() {
    let page = visit("/account").over(twice()).answer().await;
    assert_eq!((page.status, page.html.count("h1", &[])), (200, 1));
    assert!(page.html.says("Tess Okafor, technician of Northwind IT"));
    assert!(page.html.says("Chrome on Linux This browser") && page.html.says("203.0.113.7") && page.html.says("1 hour ago"));
    let form = page.html.form(EndLogin::url());
    assert_eq!(form.value("login"), Some(login(2).to_string()));
    assert!(form.says(": Firefox on Windows, 203.0.113.7, since 2026-02-08 10:15:00 +01:00"));
    assert_eq!(page.html.count("form", &[("action", EndLogin::url())]), 1, "this browser signs out instead");
    assert!(page.html.offers(EndOtherLogins::url()) && page.html.says("Sign out everywhere else"));
}

#[tokio::test]
async fn one_login_leaves_nothing_to_end_elsewhere() {
    let page = visit("/account").over(signed_in(vec![login_row(1, "Chrome on Linux")])).answer().await;
    assert!(page.html.says("You have no other logins.") && !page.html.has(EndOtherLogins::url()));
}

#[tokio::test]
async fn a_refused_password_is_marked_and_never_sent_back() {
    let typed = [("current_password", "hunter2"), ("password", "tr0ub4dor&3")];
    for (error, said, status) in [
        (AppError::invalid("password", Fault::TooShort { least: 12 }), "New password must be at least 12 characters long.", "New"),
        (AppError::invalid("current_password", Fault::WrongPassword), "Current password is not the one that you sign in with.", "Current"),
        (AppError::TooMany { retry_after: Seconds(45) }, "Nothing is locked: try again in 45 s.", "429"),
    ] {
        let page = visit("/account").over(twice()).refused(ChangePassword::url(), error, &typed).answer().await;
        assert!(page.html.says(said), "{status}");
        assert!(!page.html.has("hunter2") && !page.html.has("tr0ub4dor"));
        for (label, name, autocomplete) in
            [("New password", "password", "new-password"), ("Current password", "current_password", "current-password")]
        {
            let field = page.html.field(label);
            assert_eq!((field.attr("name"), field.attr("autocomplete")), (Some(name), Some(autocomplete)));
        }
    }
}

#[tokio::test]
async fn what_was_done_is_said() {
    for (done, said) in [
        ("password", "Password changed. Your other logins have ended."),
        ("ended", "Login ended."),
        ("ended-others", "Signed out everywhere else."),
    ] {
        let page = visit(&format!("/account?done={done}")).over(twice()).answer().await;
        assert!(page.html.says(said), "{done}");
    }
}

#[tokio::test]
async fn a_browser_that_calls_itself_something_hostile_is_shown_as_text() {
    let page = visit("/account").over(signed_in(vec![login_row(1, HOSTILE), login_row(2, &longest())])).answer().await;
    assert!(!page.html.has("<script>alert") && page.html.says(HOSTILE));
}
