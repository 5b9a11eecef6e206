//! Throttles of guessing, by target and by source; no user can be locked out by others.

use std::net::IpAddr;
use std::sync::Arc;

use ::app::backend::Backend;
use ::app::error::AppError;
use resolutionflow::session::Action;
use resolutionflow::text::Note;
use resolutionflow::time::Seconds;
use server::login::throttle::Counted;
use server::service::{Caller, Service};

use crate::app::TestApp;
use crate::fixtures::{ADA, OMAR, PASSWORD, TESS, Walker, choose};
use crate::size::fill;

const WRONG: &str = "not it, I am afraid";

fn at(app: &TestApp, address: &str) -> Arc<dyn Backend> {
    let address: IpAddr = address.parse().unwrap();
    app.service.backend(Caller { address: Some(address), ..Caller::default() })
}

/// Number of wrong passwords that fit, and the time until the next one.
async fn tries(backend: &dyn Backend, email: &str) -> (usize, Seconds) {
    for count in 0..200 {
        match backend.sign_in(email, WRONG).await {
            Err(AppError::WrongPassword) => {}
            Err(AppError::TooMany { retry_after }) => return (count, retry_after),
            other => panic!("{other:?}"),
        }
    }
    panic!("nothing slows guessing down")
}

#[tokio::test]
async fn passwords_of_a_user_fit_ten_at_once_and_then_one_a_minute_and_a_restart_forgets_nothing() {
    let app = TestApp::start().await;
    let stranger = at(&app, "192.0.2.1");
    assert_eq!(tries(&*stranger, TESS).await, (10, Seconds(60)));
    assert!(matches!(stranger.sign_in(TESS, PASSWORD).await, Err(AppError::TooMany { .. })), "the right one does not fit either");
    let restarted = Service::new(app.pool.clone(), false).with_clock({
        let now = app.now();
        move || now
    });
    let again = restarted.backend(Caller { address: Some("198.51.100.7".parse().unwrap()), ..Caller::default() });
    assert!(matches!(again.sign_in(TESS, WRONG).await, Err(AppError::TooMany { .. })), "from another address, too");
    app.wait(60);
    assert_eq!(tries(&*stranger, TESS).await.0, 1);
    app.wait(600);
    assert!(stranger.sign_in(TESS, PASSWORD).await.is_ok());
}

#[tokio::test]
async fn whoever_tries_the_passwords_of_somebody_does_not_keep_them_out_where_they_are_known() {
    let app = TestApp::start().await;
    let office = at(&app, "203.0.113.5");
    office.sign_in(TESS, PASSWORD).await.unwrap();
    for stranger in ["192.0.2.1", "192.0.2.2", "192.0.2.3"] {
        tries(&*at(&app, stranger), TESS).await;
    }
    assert!(office.sign_in(TESS, PASSWORD).await.is_ok());
    app.wait(31 * 24 * 3600);
    tries(&*at(&app, "192.0.2.1"), TESS).await;
    assert!(matches!(office.sign_in(TESS, PASSWORD).await, Err(AppError::TooMany { .. })), "after a month the address is strange");
    let link = app.sign_in(ADA).await.make_link(app.user(TESS).await).await.unwrap().cookie;
    assert!(office.use_link(crate::app::value(&link), "a roof and four walls").await.is_ok(), "an admin lets them in meanwhile");
}

#[tokio::test]
async fn an_address_tries_fifty_passwords_of_whomever_and_not_more() {
    let app = TestApp::start().await;
    let from = at(&app, "192.0.2.1");
    for number in 0..50 {
        let wrong = from.sign_in(&format!("user-{number}@north.example"), WRONG).await;
        assert_eq!(wrong.err(), Some(AppError::WrongPassword), "{number}");
    }
    assert_eq!(from.sign_in(TESS, WRONG).await.err(), Some(AppError::TooMany { retry_after: Seconds(10) }));
    for _ in 0..12 {
        assert!(matches!(from.sign_in("nils@north.example", WRONG).await, Err(AppError::TooMany { .. })));
    }
    let elsewhere = at(&app, "192.0.2.2");
    assert_eq!(
        elsewhere.sign_in("nils@north.example", WRONG).await.err(),
        Some(AppError::WrongPassword),
        "what was refused counts for nothing"
    );
    assert!(elsewhere.sign_in(TESS, PASSWORD).await.is_ok());
}

#[tokio::test]
async fn signing_in_rightly_uses_nothing_up() {
    let app = TestApp::start().await;
    let office = at(&app, "203.0.113.5");
    for _ in 0..12 {
        office.sign_in(TESS, PASSWORD).await.unwrap();
    }
    assert_eq!(tries(&*office, TESS).await.0, 10);
}

#[tokio::test]
async fn links_are_not_found_by_trying() {
    let app = TestApp::start().await;
    let from = at(&app, "192.0.2.1");
    for _ in 0..20 {
        assert_eq!(from.link("x").await.err(), Some(AppError::DeadLink));
    }
    assert_eq!(from.use_link("x", PASSWORD).await.err(), Some(AppError::TooMany { retry_after: Seconds(30) }));
    assert_eq!(from.set_up_link("x").await.err(), Some(AppError::TooMany { retry_after: Seconds(30) }));
}

#[tokio::test]
async fn somebody_at_an_open_desk_cannot_try_the_password_for_ever() {
    let app = TestApp::start().await;
    let tess = app.sign_in(TESS).await;
    for _ in 0..10 {
        assert!(matches!(tess.change_password(WRONG, "a roof and four walls").await, Err(AppError::Invalid(_))));
    }
    assert!(matches!(tess.change_password(PASSWORD, "a roof and four walls").await, Err(AppError::TooMany { .. })));
}

#[tokio::test]
async fn an_admin_makes_no_end_of_links() {
    let app = TestApp::start().await;
    let (ada, tess) = (app.sign_in(ADA).await, app.user(TESS).await);
    for _ in 0..10 {
        ada.make_link(tess).await.unwrap();
    }
    assert!(matches!(ada.make_link(tess).await, Err(AppError::TooMany { .. })));
}

#[tokio::test]
async fn what_is_paid_off_is_swept_away() {
    let app = TestApp::start().await;
    tries(&*at(&app, "192.0.2.1"), TESS).await;
    assert!(app.count("throttles").await > 0);
    app.wait(24 * 3600);
    app.nobody().sign_in(ADA, PASSWORD).await.unwrap();
    assert_eq!(app.count("throttles where free_at < now() - interval '100 years'").await, 0);
    assert!(app.count("throttles").await <= 2, "what was counted just now alone");
}

#[tokio::test]
async fn what_a_technician_writes_in_an_hour_has_a_bound_and_nothing_beyond_it_is_stored() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    walker.does(choose("yes")).await;
    fill(&app, 131).await;
    let first = walker.session().await.records[0].id;
    // Half a gigabyte was written before.
    sqlx::query("insert into throttles (key, free_at) values ($1, $2)")
        .bind(Counted::Writes(app.north, app.user(TESS).await).key().as_slice())
        .bind(app.now().plus(32 * 112).utc())
        .execute(&app.superuser)
        .await
        .unwrap();
    // Two megabytes each: the eighth would fill the next sixteen.
    let write = async |text: &str| walker.try_to(Action::Note { visit_id: first, notes: Note::parse(text).unwrap(), reason: None }).await;
    let mut written = 0;
    let refused = loop {
        match write(&written.to_string()).await {
            Ok(()) => written += 1,
            Err(refused) => break refused,
        }
    };
    assert_eq!((written, &refused), (7, &AppError::TooMuchWritten { retry_after: Seconds(112) }));
    assert_eq!((refused.status(), refused.retry_after()), (429, Some(Seconds(112))));
    assert_eq!(walker.session().await.records[0].notes.as_str(), "6");
    assert_eq!(write("again").await, Err(refused));
    Walker::start(app.sign_in(OMAR).await, "vpn").await.does(choose("yes")).await;
    app.wait(112);
    assert_eq!(write("again").await, Ok(()));
}
