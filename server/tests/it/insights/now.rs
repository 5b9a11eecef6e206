//! What is going on right now.

use std::collections::HashSet;

use ::app::error::AppError;
use ::app::pages::insights_now::PART;
use axum::body::Body;
use axum::http::{Request, header};
use resolutionflow::budget::{Budget, BudgetClock};
use resolutionflow::login::Lifetimes;
use resolutionflow::outcome::Outcome;
use resolutionflow::session::Action;
use resolutionflow::text::{Reason, Title};
use resolutionflow::time::Seconds;
use server::service::{Caller, Service};

use super::links::listed;
use crate::app::TestApp;
use crate::fixtures::{BEN, MARA, OMAR, TESS, Walker, choose, complete, facts};
use crate::web::wire::{ask, routes};

#[tokio::test]
async fn open_sessions_are_listed_with_their_step_since_when_and_why() {
    let app = TestApp::start().await;
    let reason = Some(Reason::parse("End of shift.").unwrap());
    let waiting = Walker::start_for(app.sign_in(OMAR).await, "printer", facts("48213", "Fjord Shipping")).await;
    app.wait(60);
    waiting.does(Action::Park { reason, for_someone_else: true }).await;
    let parked_at = app.now();
    let parked = Walker::start_for(app.sign_in(TESS).await, "vpn", facts("", "Alder Dental")).await;
    app.wait(30);
    parked.does(choose("yes")).await;
    parked.does(Action::PARK).await;
    let walker = Walker::start_for(app.sign_in(TESS).await, "vpn", facts("INC-1", "")).await;
    app.wait(600);
    walker.does(choose("yes")).await;
    app.wait(120);
    // A step that is interrupted goes on afterwards.
    walker.does(Action::Detour { title: Title::parse("Look for the cable").unwrap() }).await;
    app.wait(15);
    let mara = app.sign_in(MARA).await;
    let at_detour = mara.now().await.unwrap().running.rows.remove(0);
    assert_eq!((at_detour.session.step.as_str(), at_detour.is_ad_hoc, at_detour.at_step), ("Look for the cable", true, Seconds(15)));
    walker.does(Action::EndDetour).await;
    app.wait(40);

    let now = mara.now().await.unwrap();
    assert_eq!((now.as_of, now.running.all, now.queue.all, now.parked.all, now.parked()), (app.now(), 1, 1, 1, 2));
    let row = &now.running.rows[0];
    assert_eq!(
        (row.session.ticket.as_str(), row.session.tree.as_str(), row.session.step.as_str()),
        ("INC-1", "The vpn tree", "Ping the gateway")
    );
    assert_eq!((row.session.technician.as_str(), row.at_step, row.p90, row.is_ad_hoc), ("Tess Tanaka", Seconds(160), None, false));
    let queued = &now.queue.rows[0];
    assert_eq!((queued.session.id, queued.since, queued.reason.as_str()), (waiting.id, parked_at, "End of shift."));
    assert_eq!((queued.session.client.as_str(), queued.session.technician.as_str()), ("Fjord Shipping", "Omar Haddad"));
    let kept = &now.parked.rows[0];
    assert_eq!((kept.session.id, kept.session.step.as_str(), kept.reason.as_str()), (parked.id, "Ping the gateway", ""));
    assert_eq!(kept.since, parked_at.plus(30));
}

#[tokio::test]
async fn each_number_leads_to_exactly_its_sessions() {
    let app = TestApp::start().await;
    let (tess, omar) = (app.sign_in(TESS).await, app.sign_in(OMAR).await);
    for number in 0..53 {
        let walker = Walker::start(tess.clone(), "vpn").await;
        app.wait(5);
        walker.does(Action::Park { reason: None, for_someone_else: number % 26 == 0 }).await;
    }
    Walker::start(tess.clone(), "vpn").await;
    Walker::start(omar.clone(), "printer").await.finishes(Outcome::Resolved).await;
    Walker::start(omar, "printer").await;
    let mara = app.sign_in(MARA).await;
    let now = mara.now().await.unwrap();
    assert_eq!((now.running.all, now.queue.all, now.parked.all, now.parked()), (2, 3, 50, 53));
    for (state, number) in [("running", now.running.all), ("waiting", now.queue.all), ("parked", now.parked())] {
        let href = format!("/sessions?technician=anyone&state={state}");
        assert_eq!(listed(&mara, &href).await, number.unsigned_abs(), "{state}");
    }
    let once: HashSet<_> = now.parked.rows.iter().chain(&now.queue.rows).map(|row| row.session.id).collect();
    assert_eq!(once.len(), 53);
    assert!(now.parked.rows.is_sorted_by_key(|row| row.since), "those parked first come first");
    Walker::start(tess, "vpn").await;
    let more = mara.now().await.unwrap();
    assert_eq!((more.parked.all, more.parked.rows.len(), more.parked.others()), (51, 50, 1));
}

#[tokio::test]
async fn a_step_is_held_against_its_p90_and_its_budgets() {
    let app = TestApp::start().await;
    let tess = app.sign_in(TESS).await;
    for minute in 1..=10 {
        let walker = Walker::start(tess.clone(), "vpn").await;
        app.wait(minute * 60);
        walker.does(choose("no")).await;
        walker.does(complete(Outcome::Resolved)).await;
    }
    let mara = app.sign_in(MARA).await;
    mara.set_budget("vpn", None, Budget::of_session(30, BudgetClock::Active, 90).unwrap()).await.unwrap();
    let step = Some(resolutionflow::tree::NodeId("q1".to_owned()));
    mara.set_budget("vpn", step, Budget::of_step(5, BudgetClock::Elapsed, 90).unwrap()).await.unwrap();
    Walker::start(tess, "vpn").await;
    let began = app.now();
    app.wait(9 * 60);
    // What is kept for an hour was counted before the walks; a server that starts now counts them.
    let now = async || {
        let at = app.now();
        let service = Service::new(app.pool.clone(), false).with_clock(move || at);
        let mara = service.backend(Caller { cookie: Some(&app.cookie_of(MARA).await), ..Caller::default() });
        let mut now = mara.now().await.unwrap();
        // The page waits for half a second, in which a busy machine may not have counted.
        for _ in 0..60 {
            if now.running.rows[0].p90.is_none() {
                now = mara.now().await.unwrap();
            }
        }
        now
    };
    let at_p90 = now().await;
    let row = &at_p90.running.rows[0];
    assert_eq!((row.p90, row.at_step, row.is_past(), at_p90.past()), (Some(Seconds(540)), Seconds(540), false, 0));
    assert_eq!((row.budget, row.step_budget), (Some(began.plus(1_801)), Some(began.plus(301))));
    app.wait(1);
    assert_eq!(now().await.past(), 1, "a second more than the p90");
}

#[tokio::test]
async fn it_is_for_managers_of_the_account_and_keeps_no_login_alive() {
    let app = TestApp::start().await;
    Walker::start_for(app.sign_in(TESS).await, "vpn", facts("INC-1", "")).await;
    assert_eq!(app.sign_in(TESS).await.now().await.err(), Some(AppError::Forbidden));
    assert_eq!(app.nobody().now().await.err(), Some(AppError::NotSignedIn));
    let theirs = app.sign_in(BEN).await.now().await.unwrap();
    assert_eq!((theirs.running.all, theirs.parked()), (0, 0));
    let idle = i64::try_from(Lifetimes::default().idle.0).unwrap();
    let cookie = app.cookie_of(MARA).await;
    let at = || app.service.backend(Caller { cookie: Some(&cookie), ..Caller::default() });
    app.wait(idle - 60);
    assert!(at().now().await.is_ok());
    app.wait(61);
    assert_eq!(at().now().await.err(), Some(AppError::NotSignedIn), "a page that looks by itself is no input");
}

#[tokio::test]
async fn the_part_is_sent_again_only_where_something_has_changed() {
    let app = TestApp::start().await;
    let walker = Walker::start_for(app.sign_in(TESS).await, "vpn", facts("INC-1", "")).await;
    let cookie = format!("login={}", app.cookie_of(MARA).await);
    let fetch = async |tag: &str| {
        let request = Request::get(PART).header(header::COOKIE, &cookie).header(header::IF_NONE_MATCH, tag);
        ask(&routes(&app), request.body(Body::empty()).unwrap()).await
    };
    let first = fetch("").await;
    let tag = first.headers[header::ETAG].to_str().unwrap().to_owned();
    assert!(first.status == 200 && first.body.contains("INC-1") && first.body.contains("Is it plugged in?"), "{}", first.body);
    assert_eq!(first.headers[header::CACHE_CONTROL], "private, no-cache");
    app.wait(240);
    let same = fetch(&tag).await;
    assert_eq!((same.status.as_u16(), same.body.as_str(), same.headers[header::ETAG].to_str().unwrap()), (304, "", tag.as_str()));
    walker.does(choose("yes")).await;
    let changed = fetch(&tag).await;
    assert!(changed.status == 200 && changed.body.contains("Ping the gateway"));
    let request = Request::get(PART).body(Body::empty()).unwrap();
    assert_eq!(ask(&routes(&app), request).await.status, 401);
}
