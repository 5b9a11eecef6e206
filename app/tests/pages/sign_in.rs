use crate::support::visit;
use app::api::account::SignIn;
use app::error::AppError;
use leptos::server_fn::ServerFn;

#[tokio::test]
async fn signing_in_works_as_a_plain_form_and_goes_on_where_it_was_asked_for() {
    let page = visit("/sign-in?next=%2Fstart%3Ftree%3Dvpn").by(None).answer().await;
    let form = page.html.element("form", &[]);
    assert!(form.contains("method=\"post\"") && form.contains(SignIn::url()));
    assert!(form.contains("name=\"next\" value=\"/start?tree=vpn\""));
    assert!(form.contains("autocomplete=\"username\"") && form.contains("autocomplete=\"current-password\""));
}

#[tokio::test]
async fn a_wrong_password_tells_no_half_keeps_the_address_and_never_the_password() {
    let page = visit("/sign-in")
        .by(None)
        .refused(SignIn::url(), AppError::WrongPassword, &[("email", "tess@example.com"), ("password", "hunter2")])
        .answer()
        .await;
    assert!(page.html.says("The e-mail address or the password is wrong."));
    assert!(page.html.has("value=\"tess@example.com\"") && !page.html.has("hunter2"));
}
