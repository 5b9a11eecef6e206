use crate::support::fixtures::{HOSTILE, now, user};
use crate::support::{Fake, visit};
use app::api::account::UseLink;
use app::backend::logins::LinkPage;
use app::error::{AppError, Fault};
use leptos::server_fn::ServerFn;
use resolutionflow::time::Seconds;

const PATH: &str = "/link?link=a1.b2.s3cret_-";

fn link(invitation: bool) -> LinkPage {
    LinkPage {
        user: user(1),
        name: "Tess Okafor".into(),
        email: "tess@example.com".into(),
        account: "Northwind IT".into(),
        invitation,
        expires_at: now().plus(86_400),
        zone: "Europe/Berlin".parse().unwrap(),
    }
}

fn over(page: LinkPage) -> Fake {
    Fake { link: Ok(page), ..Fake::default() }
}

#[tokio::test]
async fn an_invitation_welcomes_and_asks_for_a_password() {
    let page = visit(PATH).by(None).over(over(link(true))).answer().await;
    assert_eq!((page.status, page.html.count("h1", &[])), (200, 1));
    assert!(page.html.says("Welcome to Northwind IT") && page.html.says("Tess Okafor, choose a password."));
    assert!(page.html.says("until 11 Feb 2026, 10:15"), "in the account's zone");
    let form = page.html.form(UseLink::url());
    assert_eq!(form.value("link").as_deref(), Some("a1.b2.s3cret_-"));
    assert!(form.contains("input", &[("name", "password"), ("autocomplete", "new-password")]));
    let email = page.html.element("input", &[("autocomplete", "username")]);
    assert!(email.attr("value") == Some("tess@example.com") && email.is("readonly") && !email.is("name"));
    assert!(
        !page.html.contains("a", &[("class", "link")]) && !page.html.has("http://") && !page.html.has("https://"),
        "nothing leads elsewhere"
    );
}

#[tokio::test]
async fn who_had_a_password_chooses_a_new_one() {
    let page = visit(PATH).by(None).over(over(link(false))).answer().await;
    assert!(page.html.says("Choose a new password") && page.html.says("A new password ends all of your logins."));
}

#[tokio::test]
async fn a_refused_password_is_marked_keeps_the_link_and_is_not_sent_back() {
    let fields = [("link", "a1.b2.s3cret_-"), ("password", "hunter2")];
    let error = AppError::invalid("password", Fault::Common);
    let page = visit("/link?link=a1.b2.s3cret_-").by(None).over(over(link(true))).refused(UseLink::url(), error, &fields).answer().await;
    assert!(page.html.says("Password is easy to guess") && !page.html.has("hunter2"));
    assert_eq!(page.html.form(UseLink::url()).value("link").as_deref(), Some("a1.b2.s3cret_-"));
}

#[tokio::test]
async fn a_dead_link_says_whom_to_ask() {
    let page = visit(PATH).by(None).over(Fake { link: Err(AppError::DeadLink), ..Fake::default() }).answer().await;
    assert_eq!(page.status, 404);
    assert!(page.html.says("This link does not work") && page.html.says("Ask an admin of your account for a new one."));
    assert!(page.html.leads_to("/sign-in") && !page.html.leads_to("/trees"));
}

#[tokio::test]
async fn too_many_tries_say_when_to_come_back() {
    let error = AppError::TooMany { retry_after: Seconds(90) };
    let page = visit(PATH).by(None).over(Fake { link: Err(error), ..Fake::default() }).answer().await;
    assert_eq!(page.status, 429);
    assert!(page.html.says("Nothing is locked: try again in 1 min 30 s.") && page.html.says("Try again"));
}

#[tokio::test]
async fn hostile_names_are_text() {
    let page = visit(PATH).by(None).over(over(LinkPage { name: HOSTILE.into(), account: HOSTILE.into(), ..link(true) })).answer().await;
    assert!(page.html.says(HOSTILE) && !page.html.has("<script>alert"));
}
