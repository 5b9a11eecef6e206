//! Races: two requests at one moment must not add up to more than either may.

use ::app::error::AppError;

use crate::app::{TestApp, value};
use crate::fixtures::{ADA, PASSWORD, TESS};

const CHOSEN: &str = "a roof and four walls";
const OTHER: &str = "four walls and a roof";

#[tokio::test]
async fn a_sign_in_under_way_does_not_outlive_the_password_that_it_began_with() {
    let app = TestApp::start().await;
    let (mut present, mut next) = (PASSWORD, CHOSEN);
    for _ in 0..3 {
        let tess = app.sign_in(TESS).await;
        let attacker = app.nobody();
        let tries = async || attacker.sign_in(TESS, present).await;
        let (changed, a, b, c, d) = tokio::join!(tess.change_password(present, next), tries(), tries(), tries(), tries());
        assert!(app.holding(value(&changed.unwrap())).viewer().await.is_ok());
        for cookie in [a, b, c, d].into_iter().flatten() {
            assert_eq!(app.holding(value(&cookie)).viewer().await.err(), Some(AppError::NotSignedIn));
        }
        (present, next) = (next, present);
        app.wait(3600);
    }
}

#[tokio::test]
async fn a_sign_in_under_way_does_not_come_back_with_its_user() {
    let app = TestApp::start().await;
    let (ada, id) = (app.sign_in(ADA).await, app.user(TESS).await);
    let attacker = app.nobody();
    let (deactivated, a, b, c) = tokio::join!(
        ada.set_active(id, false),
        attacker.sign_in(TESS, PASSWORD),
        attacker.sign_in(TESS, PASSWORD),
        attacker.sign_in(TESS, PASSWORD)
    );
    deactivated.unwrap();
    ada.set_active(id, true).await.unwrap();
    for cookie in [a, b, c].into_iter().flatten() {
        assert_eq!(app.holding(value(&cookie)).viewer().await.err(), Some(AppError::NotSignedIn));
    }
}

#[tokio::test]
async fn whoever_knows_the_old_password_cannot_undo_a_link_that_is_being_used() {
    let app = TestApp::start().await;
    for round in 0..4 {
        let cookie = app.cookie_of(TESS).await;
        let thief = app.holding(&cookie);
        let known = if round == 0 { PASSWORD } else { CHOSEN };
        let link = app.sign_in(ADA).await.make_link(app.user(TESS).await).await.unwrap().cookie;
        let victim = app.nobody();
        let (_, used) = tokio::join!(thief.change_password(known, OTHER), victim.use_link(value(&link), CHOSEN));
        assert!(app.holding(value(&used.unwrap())).viewer().await.is_ok(), "round {round}");
        assert!(app.holding(&cookie).viewer().await.is_err() && app.nobody().sign_in(TESS, OTHER).await.is_err());
        app.wait(3600);
    }
}

#[tokio::test]
async fn a_password_of_ones_own_takes_no_link_of_an_admin_back() {
    let app = TestApp::start().await;
    let link = app.sign_in(ADA).await.make_link(app.user(TESS).await).await.unwrap().cookie;
    app.sign_in(TESS).await.change_password(PASSWORD, OTHER).await.unwrap();
    assert!(app.nobody().use_link(value(&link), CHOSEN).await.is_ok());
}
