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
    assert_eq!((page.status, page.html.count("h1", &[])), (200, 1));
    let form = page.html.form(SetUp::url());
    for field in ["account", "time_zone", "name", "email", "password"] {
        assert!(form.contains("input", &[("name", field)]), "{field}");
    }
    assert_eq!((form.value("link").as_deref(), form.value("time_zone").as_deref()), (Some("s3cret"), Some("UTC")));
    assert!(form.contains("option", &[("value", "Europe/Berlin")]));
}

#[tokio::test]
async fn what_was_typed_stays_but_the_password() {
    let typed = [("link", "s3cret"), ("account", "Northwind IT"), ("time_zone", "Berlin"), ("email", "a@b.c"), ("password", "hunter2")];
    for (error, said) in [
        (AppError::invalid("time_zone", NotAZone), "Time zone is not a time zone such as Europe/Berlin."),
        (AppError::invalid("email", Fault::NotAnEmail), "E-mail is not an e-mail address."),
    ] {
        let page = visit("/set-up?link=s3cret").by(None).over(open()).refused(SetUp::url(), error, &typed).answer().await;
        let form = page.html.form(SetUp::url());
        assert!(page.html.says(said), "{said}");
        assert_eq!((form.value("account").as_deref(), form.value("time_zone").as_deref()), (Some("Northwind IT"), Some("Berlin")));
        assert!(!page.html.has("hunter2"));
    }
}

#[tokio::test]
async fn a_set_up_link_that_is_not_the_printed_one_opens_nothing() {
    let page = visit("/set-up?link=x").by(None).over(Fake { set_up_link: Err(AppError::DeadLink), ..Fake::default() }).answer().await;
    assert_eq!(page.status, 404);
    assert!(page.html.says("This link does not work") && !page.html.contains("form", &[]));
}
