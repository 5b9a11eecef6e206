use crate::support::{Fake, visit};
use app::api::account::SetUp;
use app::error::{AppError, Fault};
use leptos::server_fn::ServerFn;
use resolutionflow::zone::NotAZone;

fn open() -> Fake {
    Fake { set_up_link: Ok(()), ..Fake::default() }
}

#[tokio::test]
async fn the_first_account_needs_a_name_a_zone_and_an_admin() {
    let page = visit("/set-up?link=s3cret").by(None).over(open()).answer().await;
    assert_eq!((page.status, page.html.count("<h1")), (200, 1));
    let form = page.html.element("form", &[SetUp::url()]);
    for field in ["account", "time_zone", "name", "email", "password"] {
        assert!(form.contains(&format!("name=\"{field}\"")), "{field}");
    }
    assert!(form.contains("name=\"link\" value=\"s3cret\"") && form.contains("value=\"Europe/Berlin\""));
    assert!(page.html.element("input", &["name=\"time_zone\""]).contains("value=\"UTC\""));
}

#[tokio::test]
async fn what_was_typed_stays_but_the_password() {
    let typed = [("link", "s3cret"), ("account", "Northwind IT"), ("time_zone", "Berlin"), ("email", "a@b.c"), ("password", "hunter2")];
    for (error, said) in [
        (AppError::invalid("time_zone", NotAZone), "Time zone is not a time zone such as Europe/Berlin."),
        (AppError::invalid("email", Fault::NotAnEmail), "E-mail is not an e-mail address."),
    ] {
        let page = visit("/set-up?link=s3cret").by(None).over(open()).refused(SetUp::url(), error, &typed).answer().await;
        assert!(page.html.says(said) && page.html.has("value=\"Northwind IT\"") && page.html.has("value=\"Berlin\""), "{said}");
        assert!(!page.html.has("hunter2"));
    }
}

#[tokio::test]
async fn a_set_up_link_that_is_not_the_printed_one_opens_nothing() {
    let page = visit("/set-up?link=x").by(None).over(Fake { set_up_link: Err(AppError::DeadLink), ..Fake::default() }).answer().await;
    assert_eq!(page.status, 404);
    assert!(page.html.says("This link does not work") && !page.html.has("<form"));
}
