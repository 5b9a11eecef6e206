//! The first account of an installation.

use ::app::backend::logins::FirstAccount;
use ::app::error::{AppError, Fault};
use resolutionflow::access::Role;
use resolutionflow::text::{Email, Name};
use resolutionflow::zone::Zone;

use crate::app::{TestApp, value};

const PASSWORD: &str = "a roof and four walls";

fn first(password: &str) -> FirstAccount {
    FirstAccount {
        account: Name::parse("Northwind IT, Inc.").unwrap(),
        zone: "Europe/Berlin".parse().unwrap(),
        name: Name::parse("Ada Okafor").unwrap(),
        email: Email::parse("ada@northwind.example").unwrap(),
        password: password.to_owned(),
    }
}

#[tokio::test]
async fn whoever_has_the_printed_link_makes_the_first_account_once() {
    let app = TestApp::empty().await;
    let link = app.service.print_set_up_link().await.unwrap().unwrap();
    let nobody = app.nobody();
    nobody.set_up_link(&link).await.unwrap();
    let unfit = nobody.set_up(&link, first("northwind it")).await.unwrap_err();
    assert_eq!(unfit.fault("password"), Some(Fault::Common));
    assert_eq!(app.count("accounts").await, 0, "nothing half-written");
    let cookie = nobody.set_up(&link, first(PASSWORD)).await.unwrap();
    let ada = app.holding(value(&cookie)).viewer().await.unwrap();
    assert_eq!((ada.name.as_str(), ada.account.as_str(), ada.role), ("Ada Okafor", "Northwind IT, Inc.", Role::Admin));
    assert_eq!(app.service.sole_account().await.unwrap(), "northwind-it-inc");
    assert_eq!(nobody.set_up_link(&link).await.err(), Some(AppError::DeadLink));
    assert_eq!(nobody.set_up(&link, first(PASSWORD)).await.err(), Some(AppError::DeadLink));
    assert_eq!(app.service.print_set_up_link().await.unwrap(), None, "a later start prints none");
}

#[tokio::test]
async fn two_who_have_the_link_at_one_moment_make_one_account() {
    let app = TestApp::empty().await;
    let link = app.service.print_set_up_link().await.unwrap().unwrap();
    let (one, two) = (app.nobody(), app.nobody());
    let mut other = first(PASSWORD);
    other.email = Email::parse("bob@northwind.example").unwrap();
    let (one, two) = tokio::join!(one.set_up(&link, first(PASSWORD)), two.set_up(&link, other));
    assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
    assert_eq!((app.count("accounts").await, app.count("users").await), (1, 1));
}

#[tokio::test]
async fn a_link_counts_no_longer_after_a_day_a_newer_one_or_an_account_made_otherwise() {
    let app = TestApp::empty().await;
    let earlier = app.service.print_set_up_link().await.unwrap().unwrap();
    let link = app.service.print_set_up_link().await.unwrap().unwrap();
    let nobody = app.nobody();
    for wrong in [earlier.as_str(), "", "0", &"0".repeat(64), &link[1..]] {
        assert_eq!(nobody.set_up_link(wrong).await.err(), Some(AppError::DeadLink), "{wrong}");
    }
    let (email, name) = (Email::parse("ada@north.example").unwrap(), Name::parse("Ada").unwrap());
    let user = server::service::Newcomer { email: &email, name: &name, role: Role::Admin, password: PASSWORD };
    nobody.set_up_link(&link).await.unwrap();
    app.service.found_account("north", "North", Zone::UTC, &user).await.unwrap();
    assert_eq!(nobody.set_up_link(&link).await.err(), Some(AppError::DeadLink));

    let app = TestApp::empty().await;
    let link = app.service.print_set_up_link().await.unwrap().unwrap();
    app.wait(24 * 3600);
    assert_eq!(app.nobody().set_up_link(&link).await.err(), Some(AppError::DeadLink));
}
