//! Sessions from before there were figures, another time zone, and counting anew.

use resolutionflow::account::Settings;
use resolutionflow::outcome::Outcome;
use resolutionflow::session::Action;
use server::service::Pace;

use super::{assert_exact, day, walks};
use crate::app::TestApp;
use crate::fixtures::{ADA, TESS, Walker, choose, complete};

/// Sessions on several days, a few of which are open or cancelled.
async fn at_work(app: &TestApp) {
    let tess = app.sign_in(TESS).await;
    for number in 0..12 {
        let walker = Walker::start(tess.clone(), if number % 3 == 0 { "printer" } else { "vpn" }).await;
        app.wait(300 + 61 * number);
        walker.does(choose("yes")).await;
        match number % 4 {
            0 => drop(walker.does(complete(Outcome::Resolved)).await),
            1 => drop(walker.does(Action::close_as(Outcome::Escalated)).await),
            2 => drop(walker.does(Action::Abandon).await),
            _ => drop(walker.does(Action::PARK).await),
        }
        app.wait(9 * 3_600);
    }
}

#[tokio::test]
async fn sessions_from_before_are_counted_and_until_then_figures_say_how_far_it_is() {
    let app = TestApp::start().await;
    at_work(&app).await;
    // As the migration finds them.
    sqlx::raw_sql("delete from walks_due; delete from figure_generations; delete from walks; delete from walks_due")
        .execute(&app.superuser)
        .await
        .unwrap();
    let read = async || app.service.read_figures(app.north, None, day("2026-02-01"), day("2026-02-28")).await.unwrap();
    assert_eq!(read().await, None);
    app.service.count_sessions(app.north, Pace::Full, |_| Ok(())).await.unwrap();
    app.service.count_sessions(app.south, Pace::Full, |_| Ok(())).await.unwrap();
    assert_eq!(walks(&app).await, 6);
    assert!(read().await.is_some());
    assert_exact(&app).await;
    assert_eq!(app.count("walks where not folded").await, 0);
}

#[tokio::test]
async fn another_time_zone_is_counted_beside_the_one_before_and_switched_at_once() {
    let app = TestApp::start().await;
    at_work(&app).await;
    app.service.fold(app.north).await.unwrap();
    let ada = app.sign_in(ADA).await;
    let settings = ada.settings().await.unwrap();
    let zone = "America/Los_Angeles".parse().unwrap();
    ada.save_settings(Settings { zone, ..settings.clone() }).await.unwrap();
    // Still by the days of the zone before.
    assert_exact(&app).await;
    let read = async || app.service.read_figures(app.north, None, day("2026-02-01"), day("2026-02-28")).await.unwrap().unwrap();
    let before = read().await;
    assert_eq!(before.zone, settings.zone);
    app.service.count_sessions(app.north, Pace::Full, |_| Ok(())).await.unwrap();
    let after = read().await;
    assert_eq!(after.zone, zone);
    assert_ne!(before.days, after.days);
    assert_exact(&app).await;
    // Both are kept for a while, for whoever reads the one before.
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    walker.finishes(Outcome::Resolved).await;
    assert_eq!(walks(&app).await, 14);
    assert_exact(&app).await;
}

#[tokio::test]
async fn a_session_that_somebody_ends_while_sessions_are_counted_anew_is_counted_once() {
    let app = TestApp::start().await;
    at_work(&app).await;
    let tess = app.sign_in(TESS).await;
    for round in 0..10 {
        app.service.count_anew(app.north).await.unwrap();
        let walker = Walker::start(tess.clone(), "vpn").await;
        app.wait(60);
        walker.does(choose("no")).await;
        let count = app.service.count_sessions(app.north, Pace::Full, |_| Ok(()));
        let end = async {
            walker.does(complete(Outcome::Resolved)).await;
            if round % 2 == 0 {
                walker.does(Action::CorrectOutcome { outcome: Outcome::Escalated, reason: "x".to_owned().try_into().unwrap() }).await;
            }
        };
        let (counted, ()) = tokio::join!(count, end);
        counted.unwrap();
        assert_exact(&app).await;
    }
}
