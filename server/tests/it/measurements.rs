//! Measurements: draws that nobody repeats, groups that nobody changes.

use std::collections::HashSet;

use ::app::error::{AppError, Fault};
use resolutionflow::id::{CommandId, SessionId};
use resolutionflow::insights::{DrawAnswer, Share};
use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Action, Facts};
use tokio::task::JoinSet;

use crate::app::TestApp;
use crate::fixtures::{ADA, BEN, MARA, OMAR, TESS, Walker, complete, facts, id};

fn share(percent: u8) -> Share {
    Share::try_from(percent).unwrap()
}

async fn measuring(percent: u8) -> (TestApp, CommandId) {
    let app = TestApp::start().await;
    let form = id();
    app.sign_in(MARA).await.start_measurement(form, "Network", share(percent)).await.unwrap();
    (app, form)
}

/// A ticket that is drawn for the stopwatch, or one that is not, found by trying.
async fn ticket(app: &TestApp, is_drawn: bool) -> String {
    let omar = app.sign_in(OMAR).await;
    for number in 0.. {
        let ticket = format!("{is_drawn}-{number}");
        let started = omar.start(id(), "vpn", facts(&ticket, ""), None).await;
        if (started == Err(AppError::Drawn)) == is_drawn {
            return ticket;
        }
    }
    unreachable!()
}

async fn tree_of(app: &TestApp, session: SessionId) -> String {
    sqlx::query_scalar(
        "select trees.key from sessions join trees on trees.account_id = sessions.account_id and trees.id = tree_id where sessions.id = $1",
    )
    .bind(session.0)
    .fetch_one(&app.superuser)
    .await
    .unwrap()
}

/// Of a measured session: drawn for the stopwatch, declined, switched.
async fn kept(app: &TestApp, session: SessionId) -> Option<(bool, bool, bool)> {
    sqlx::query_as(
        "select is_drawn, is_declined, is_switched
         from measured_sessions join draws using (account_id, measurement_id, unit)
         where session_id = $1",
    )
    .bind(session.0)
    .fetch_optional(&app.superuser)
    .await
    .unwrap()
}

#[tokio::test]
async fn a_start_of_a_drawn_ticket_waits_for_an_answer_and_draws_once_however_often_it_is_sent() {
    let (app, _) = measuring(50).await;
    let ticket = ticket(&app, true).await;
    let tess = app.sign_in(TESS).await;
    let (before, form) = (app.count("draws").await, id());
    for _ in 0..3 {
        assert_eq!(tess.start(form, "vpn", facts(&ticket, "Acme"), None).await, Err(AppError::Drawn));
    }
    // The same ticket, by another technician, written otherwise.
    let omar = app.sign_in(OMAR).await;
    assert_eq!(omar.start(id(), "printer", facts(&ticket.to_uppercase(), ""), None).await, Err(AppError::Drawn));
    assert_eq!(app.count("draws").await, before);
    let started = tess.start_drawn(form, "vpn", facts(&ticket, "Acme"), None, DrawAnswer::Measure).await.unwrap();
    assert_eq!(started, SessionId(form.0));
    assert_eq!(tess.start_drawn(form, "vpn", facts(&ticket, "Acme"), None, DrawAnswer::Measure).await, Ok(started));
    // The other button of the same form.
    assert_eq!(tess.start_drawn(form, "vpn", facts(&ticket, "Acme"), None, DrawAnswer::Decline).await, Err(AppError::DifferentContent));
    assert_eq!(tree_of(&app, started).await, "stopwatch");
    assert_eq!(kept(&app, started).await, Some((true, false, false)));
    assert_eq!(tess.walk(started).await.unwrap().session.facts, facts(&ticket, "Acme"));
    assert_eq!(app.count("draws").await, before);
}

#[tokio::test]
async fn a_form_that_was_told_of_a_draw_keeps_it_whatever_ticket_it_is_sent_with() {
    let (app, _) = measuring(50).await;
    let (drawn, other) = (ticket(&app, true).await, ticket(&app, false).await);
    let tess = app.sign_in(TESS).await;
    for (ticket, answer) in [(other.as_str(), DrawAnswer::Decline), ("", DrawAnswer::Decline), (other.as_str(), DrawAnswer::Measure)] {
        let (form, draws) = (id(), app.count("draws").await);
        assert_eq!(tess.start(form, "vpn", facts(&drawn, ""), None).await, Err(AppError::Drawn));
        assert_eq!(tess.start(form, "vpn", facts(ticket, ""), None).await, Err(AppError::Drawn), "{ticket:?}");
        let started = tess.start_drawn(form, "vpn", facts(ticket, ""), None, answer).await.unwrap();
        assert_eq!(kept(&app, started).await, Some((true, answer == DrawAnswer::Decline, false)));
        assert_eq!(app.count("draws").await, draws, "nothing was drawn again");
    }
    let cases: i64 =
        sqlx::query_scalar("select count(distinct case_id) from measured_sessions where unit in (select unit from drawn_forms)")
            .fetch_one(&app.superuser)
            .await
            .unwrap();
    assert_eq!(cases, 1, "all of the ticket's");
}

#[tokio::test]
async fn two_browsers_that_press_at_one_moment_start_one_stopwatch() {
    let (app, _) = measuring(50).await;
    let (ticket, form) = (ticket(&app, true).await, id());
    let mut presses = JoinSet::new();
    for _ in 0..6 {
        let (tess, facts) = (app.sign_in(TESS).await, facts(&ticket, ""));
        presses.spawn(async move { tess.start_drawn(form, "vpn", facts, None, DrawAnswer::Measure).await });
    }
    assert!(presses.join_all().await.iter().all(|answer| *answer == Ok(SessionId(form.0))));
    assert_eq!(kept(&app, SessionId(form.0)).await, Some((true, false, false)));
}

#[tokio::test]
async fn who_declines_walks_the_tree_and_stays_in_the_group_that_was_drawn() {
    let (app, _) = measuring(50).await;
    let ticket = ticket(&app, true).await;
    let tess = app.sign_in(TESS).await;
    let walked = tess.start_drawn(id(), "vpn", facts(&ticket, ""), None, DrawAnswer::Decline).await.unwrap();
    assert_eq!((tree_of(&app, walked).await.as_str(), kept(&app, walked).await), ("vpn", Some((true, true, false))));
}

#[tokio::test]
async fn a_ticket_that_is_not_drawn_starts_at_once_whatever_was_answered() {
    let (app, _) = measuring(50).await;
    let ticket = ticket(&app, false).await;
    let tess = app.sign_in(TESS).await;
    let started = tess.start_drawn(id(), "vpn", facts(&ticket, ""), None, DrawAnswer::Measure).await.unwrap();
    assert_eq!((tree_of(&app, started).await.as_str(), kept(&app, started).await), ("vpn", Some((false, false, false))));
}

#[tokio::test]
async fn who_switches_or_follows_up_or_parks_stays_in_the_group() {
    let (app, measurement) = measuring(50).await;
    let ticket = ticket(&app, true).await;
    let tess = app.sign_in(TESS).await;
    let stopwatch = tess.start_drawn(id(), "vpn", facts(&ticket, ""), None, DrawAnswer::Measure).await.unwrap();
    let walker = Walker { backend: tess.clone(), id: stopwatch };
    app.wait(60);
    walker.does(Action::PARK).await;
    app.wait(60);
    walker.does(Action::Resume).await;
    let leave = crate::fixtures::command(&walker.session().await, Action::Abandon);
    let switched = tess.switch_tree(stopwatch, leave.clone(), "vpn").await.unwrap();
    assert_eq!(tess.switch_tree(stopwatch, leave, "vpn").await, Ok(switched), "sent again");
    assert_eq!(kept(&app, switched).await, Some((true, false, true)));
    Walker { backend: tess.clone(), id: switched }.finishes(Outcome::Escalated).await;
    app.wait(60);
    // A follow-up without the ticket, by another technician: drawn as what it follows up.
    let omar = app.sign_in(OMAR).await;
    let form = id();
    assert_eq!(omar.start(form, "vpn", Facts::default(), Some(switched)).await, Err(AppError::Drawn));
    let follow_up = omar.start_drawn(form, "vpn", Facts::default(), Some(switched), DrawAnswer::Measure).await.unwrap();
    assert_eq!(tree_of(&app, follow_up).await, "stopwatch");
    let cases: Vec<uuid::Uuid> = sqlx::query_scalar("select case_id from measured_sessions where session_id = any($1)")
        .bind(vec![stopwatch.0, switched.0, follow_up.0])
        .fetch_all(&app.superuser)
        .await
        .unwrap();
    assert_eq!((cases.len(), cases.iter().collect::<HashSet<_>>().len()), (3, 1));
    Walker { backend: omar.clone(), id: follow_up }.does(complete(Outcome::Resolved)).await;
    app.wait(60);
    // Stopped: nobody is asked, and what follows up still belongs to the case.
    app.sign_in(MARA).await.stop_measurement(measurement.0.into()).await.unwrap();
    let late = omar.start(id(), "vpn", Facts::default(), Some(follow_up)).await.unwrap();
    assert_eq!((tree_of(&app, late).await.as_str(), kept(&app, late).await), ("vpn", Some((true, false, false))));
    assert_eq!(omar.start(id(), "vpn", facts("new", ""), None).await.map(|_| ()), Ok(()));
}

#[tokio::test]
async fn without_a_ticket_a_technician_draws_once_a_day_and_each_session_is_a_case() {
    let (app, _) = measuring(50).await;
    let tess = app.sign_in(TESS).await;
    let mut sessions = Vec::new();
    for _ in 0..3 {
        sessions.push(tess.start_drawn(id(), "vpn", Facts::default(), None, DrawAnswer::Measure).await.unwrap());
        app.wait(60);
    }
    assert_eq!(app.count("draws").await, 1);
    let cases: Vec<uuid::Uuid> =
        sqlx::query_scalar("select case_id from measured_sessions order by case_id").fetch_all(&app.superuser).await.unwrap();
    assert_eq!(cases, sessions.iter().map(|session| session.0).collect::<Vec<_>>());
    // Past midnight in Berlin.
    app.wait(15 * 3600);
    tess.start_drawn(id(), "vpn", Facts::default(), None, DrawAnswer::Measure).await.unwrap();
    assert_eq!(app.count("draws").await, 2);
}

#[tokio::test]
async fn nothing_is_drawn_in_other_categories_other_accounts_and_while_the_stopwatch_is_archived() {
    let (app, _) = measuring(50).await;
    let mut other = crate::fixtures::tree("scanner");
    other["category"] = "Paper".into();
    let mara = app.sign_in(MARA).await;
    mara.import_tree(other.to_string().as_bytes()).await.unwrap();
    let ticket = ticket(&app, true).await;
    let tess = app.sign_in(TESS).await;
    let elsewhere = tess.start(id(), "scanner", facts(&ticket, ""), None).await.unwrap();
    assert_eq!(kept(&app, elsewhere).await, Some((true, false, false)), "its time is the ticket's, and nobody was asked");
    let other = tess.start(id(), "scanner", facts("never drawn", ""), None).await.unwrap();
    assert_eq!(kept(&app, other).await, None);
    let by_hand = tess.start(id(), "stopwatch", facts(&ticket, ""), None).await.unwrap();
    assert_eq!(kept(&app, by_hand).await, None);
    let ben = app.sign_in(BEN).await;
    for number in 0..20 {
        assert!(ben.start(id(), "vpn", facts(&number.to_string(), ""), None).await.is_ok());
    }
    mara.archive_tree("stopwatch", true).await.unwrap();
    let before = app.count("draws").await;
    assert!(tess.start(id(), "vpn", facts(&ticket, ""), None).await.is_ok());
    assert_eq!(app.count("draws").await, before);
    assert_eq!(tess.start(id(), "no-such-tree", facts(&ticket, ""), None).await, Err(AppError::NotFound));
}

#[tokio::test]
async fn a_measurement_is_started_once_a_category_by_managers_and_its_tree_takes_nobodys_key() {
    let app = TestApp::start().await;
    let (mara, form) = (app.sign_in(MARA).await, id());
    // The account has a tree of that key, of its own.
    let own = crate::fixtures::tree("stopwatch");
    mara.import_tree(own.to_string().as_bytes()).await.unwrap();
    for _ in 0..2 {
        mara.start_measurement(form, "Network", share(20)).await.unwrap();
    }
    assert_eq!(mara.start_measurement(form, "Network", share(30)).await, Err(AppError::DifferentContent));
    assert_eq!(mara.start_measurement(id(), "Network", share(20)).await, Err(AppError::invalid("measured", Fault::Measured)));
    assert_eq!(mara.start_measurement(id(), "No such", share(20)).await, Err(AppError::NotFound));
    assert_eq!(mara.tree("stopwatch").await.unwrap().tree.nodes().len(), 5);
    assert_eq!(mara.tree("stopwatch-2").await.unwrap().tree.nodes().len(), 1);
    let tess = app.sign_in(TESS).await;
    assert_eq!(tess.start_measurement(id(), "Network", share(20)).await, Err(AppError::Forbidden));
    assert_eq!(tess.stop_measurement(form.0.into()).await, Err(AppError::Forbidden));
    assert_eq!(app.sign_in(BEN).await.stop_measurement(form.0.into()).await, Err(AppError::NotFound));
    for _ in 0..2 {
        mara.stop_measurement(form.0.into()).await.unwrap();
    }
    // The next one has another key, and the same tree.
    mara.start_measurement(id(), "Network", share(20)).await.unwrap();
    let (keys, trees): (i64, i64) =
        sqlx::query_as("select count(distinct secret), count(distinct tree_id) from measurements").fetch_one(&app.superuser).await.unwrap();
    assert_eq!((keys, trees), (2, 1));
    let trail = app.sign_in(ADA).await.audit(::app::backend::admin::AuditQuery::default()).await.unwrap();
    let about: Vec<_> = trail.rows.iter().map(|row| row.action.as_str()).filter(|action| action.ends_with("measurement")).collect();
    assert_eq!(about, ["start_measurement", "stop_measurement", "start_measurement"]);
    let secret: Vec<Vec<u8>> = sqlx::query_scalar("select secret from measurements").fetch_all(&app.superuser).await.unwrap();
    let said = format!("{:?}", trail.rows);
    assert!(secret.iter().all(|secret| !said.contains(&hex::encode(secret))), "the key is in the audit trail");
}
