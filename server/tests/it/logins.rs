//! Signing in and out, and how long that lasts.

use ::app::error::AppError;
use resolutionflow::access::Role;
use resolutionflow::login::Ended;
use resolutionflow::text::{Email, Name};
use resolutionflow::zone::Zone;
use server::login::password::{PasswordError, Unfit};
use server::service::{Caller, Error, Newcomer};

use crate::app::{TestApp, value};
use crate::fixtures::{MARA, PASSWORD, TESS};

const DAY: i64 = 24 * 3600;

#[tokio::test]
async fn who_signs_in_is_known_until_they_sign_out() {
    let app = TestApp::start().await;
    let set = app.nobody().sign_in("  Tess@North.Example ", PASSWORD).await.unwrap();
    assert!(set.starts_with("login=") && set.ends_with("; HttpOnly; SameSite=Lax; Path=/; Max-Age=3801600"), "{set}");
    let tess = app.holding(value(&set));
    let viewer = tess.viewer().await.unwrap();
    assert_eq!((viewer.name.as_str(), viewer.account.as_str(), viewer.role), ("Tess Tanaka", "North IT", Role::Technician));
    assert_eq!((viewer.zone.to_string().as_str(), viewer.now, viewer.running), ("Europe/Berlin", app.now(), None));
    let unset = tess.sign_out().await.unwrap();
    assert!(unset.starts_with("login=;") && unset.contains("Max-Age=0"), "{unset}");
    assert_eq!(app.holding(value(&set)).viewer().await.err(), Some(AppError::NotSignedIn));
    assert_eq!(app.holding(value(&set)).signed_out().await, None, "they know");
}

#[tokio::test]
async fn a_wrong_password_and_a_wrong_address_read_the_same() {
    let app = TestApp::start().await;
    let nobody = app.nobody();
    for (email, password) in [(TESS, "walk-the-tree-twicf"), (TESS, ""), ("who@north.example", PASSWORD), ("", PASSWORD), ("\0@x.y", "\0")]
    {
        assert_eq!(nobody.sign_in(email, password).await.err(), Some(AppError::WrongPassword), "{email}");
    }
    assert_eq!(app.count("logins").await, 0);
}

#[tokio::test]
async fn a_cookie_that_was_tampered_with_is_none() {
    let app = TestApp::start().await;
    let cookie = app.cookie_of(TESS).await;
    let moved = cookie.replace(&app.north.to_string(), &app.south.to_string());
    let last = if cookie.ends_with('0') { "1" } else { "0" };
    let guessed = format!("{}{last}", &cookie[..cookie.len() - 1]);
    for wrong in [moved.as_str(), &guessed, "", "x", &cookie[1..]] {
        assert_eq!(app.holding(wrong).viewer().await.err(), Some(AppError::NotSignedIn), "{wrong}");
    }
    app.holding(&guessed).sign_out().await.unwrap();
    assert!(app.holding(&cookie).viewer().await.is_ok(), "only who has the secret signs out");
}

#[tokio::test]
async fn a_login_ends_after_three_idle_days_and_after_fourteen_in_any_case() {
    let app = TestApp::start().await;
    let cookie = app.cookie_of(TESS).await;
    let is_known = async || app.holding(&cookie).viewer().await.is_ok();
    app.wait(3 * DAY - 1);
    assert!(is_known().await);
    for _ in 0..5 {
        app.wait(2 * DAY);
        assert!(is_known().await, "used every other day");
    }
    app.wait(DAY + 1);
    assert!(!is_known().await, "fourteen days old");
    let idle = app.cookie_of(TESS).await;
    app.wait(3 * DAY);
    assert_eq!(app.holding(&idle).viewer().await.err(), Some(AppError::NotSignedIn));
    assert_eq!(app.holding(&idle).signed_out().await, Some(Ended::Idle));
    assert_eq!(app.holding(&cookie).signed_out().await, Some(Ended::TooOld));
    app.wait(121 * DAY);
    app.nobody().sign_in(TESS, PASSWORD).await.unwrap();
    assert_eq!(app.count("logins").await, 1, "in time, signing in clears the old ones away");
}

#[tokio::test]
async fn using_a_login_writes_at_most_once_a_minute() {
    let app = TestApp::start().await;
    let cookie = app.cookie_of(TESS).await;
    let written = async || -> i64 {
        app.holding(&cookie).viewer().await.unwrap();
        sqlx::query_scalar("select extract(epoch from last_used_at)::bigint from logins").fetch_one(&app.superuser).await.unwrap()
    };
    let first = written().await;
    app.wait(59);
    assert_eq!(written().await, first);
    app.wait(1);
    assert_eq!(written().await, first + 60);
}

#[tokio::test]
async fn a_new_password_ends_that_users_logins_and_no_others() {
    let app = TestApp::start().await;
    let (tess, mara) = (app.cookie_of(TESS).await, app.cookie_of(MARA).await);
    let email = Email::parse(TESS).unwrap();
    app.service.set_password(&email, "another good one").await.unwrap();
    assert!(app.holding(&tess).viewer().await.is_err());
    assert!(app.holding(&mara).viewer().await.is_ok());
    assert_eq!(app.nobody().sign_in(TESS, PASSWORD).await.err(), Some(AppError::WrongPassword));
    assert!(app.nobody().sign_in(TESS, "another good one").await.is_ok());
    assert!(matches!(app.service.set_password(&email, "short").await, Err(Error::Password(PasswordError::Unfit(Unfit::TooShort)))));
    let nobody = Email::parse("who@north.example").unwrap();
    assert!(matches!(app.service.set_password(&nobody, "another good one").await, Err(Error::NoSuchUser(_))));
}

#[tokio::test]
async fn an_address_belongs_to_one_user_of_the_installation() {
    let app = TestApp::start().await;
    let (email, name) = (Email::parse("TESS@north.example").unwrap(), Name::parse("Another Tess").unwrap());
    let user = Newcomer { email: &email, name: &name, role: Role::Admin, password: PASSWORD };
    let taken = app.service.add_user(app.south, &user).await.unwrap_err();
    assert_eq!(taken.to_string(), "tess@north.example belongs to a user already.");
    assert!(matches!(app.service.found_account("west", "West IT", Zone::UTC, &user).await, Err(Error::EmailTaken(_))));
    assert_eq!(app.count("users").await, 6, "nothing half-written");
    assert!(matches!(app.service.account("west").await, Err(Error::NoSuchAccount(_))), "no account without its user");
}

#[tokio::test]
async fn accounts_are_made_once_and_named_by_their_keys() {
    let app = TestApp::empty().await;
    let emails = ["a@x.example", "b@x.example", "c@x.example"].map(|email| Email::parse(email).unwrap());
    let name = Name::parse("Somebody").unwrap();
    let [a, b, c] = emails.each_ref().map(|email| Newcomer { email, name: &name, role: Role::Admin, password: PASSWORD });
    assert!(matches!(app.service.sole_account().await, Err(Error::NoAccount)));
    let first = app.service.found_account("north", "North IT", Zone::UTC, &a).await.unwrap();
    assert_eq!(app.service.sole_account().await.unwrap(), "north");
    assert!(matches!(app.service.found_account("north", "Another name", Zone::UTC, &b).await, Err(Error::KeyTaken(_))));
    assert_eq!(app.service.account("north").await.unwrap(), first);
    assert!(matches!(app.service.account("south").await, Err(Error::NoSuchAccount(_))));
    assert!(matches!(app.service.found_account("No Slug", "x", Zone::UTC, &b).await, Err(Error::BadKey(_))));
    assert!(matches!(app.service.found_account("south", "  ", Zone::UTC, &b).await, Err(Error::BadName(_))));
    app.service.found_account("south", "South IT", Zone::UTC, &c).await.unwrap();
    let several = app.service.sole_account().await.unwrap_err().to_string();
    assert_eq!(several, "There are several accounts: north, south. Say which one with --account.");
}

#[tokio::test]
async fn a_secure_cookie_is_bound_to_its_host() {
    let app = TestApp::start().await;
    let service = server::service::Service::new(app.pool.clone(), true);
    let set = service.backend(Caller::default()).sign_in(TESS, PASSWORD).await.unwrap();
    assert!(set.starts_with("__Host-login=") && set.ends_with("; Secure; Path=/; Max-Age=3801600"), "{set}");
    assert_eq!(service.cookie_name(), "__Host-login");
    assert!(service.is_ready().await);
}
