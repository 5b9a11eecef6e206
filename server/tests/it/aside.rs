//! Events beside the tree: handing over, the scratchpad, absences, problems with steps.

use ::app::backend::history::{SessionFilter, StateFilter};
use ::app::error::AppError;
use export::Format;
use resolutionflow::id::SessionId;
use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Action, Command, Draft, Facts, Refusal};
use resolutionflow::text::{Problem, Reason, Scratchpad};
use resolutionflow::time::Seconds;
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::fixtures::{BEN, MARA, OMAR, TESS, Walker, choose, command, complete, draft, export, text_of};

fn hand_over() -> Action {
    Action::Park { reason: Some(Reason::parse("End of shift").unwrap()), for_someone_else: true }
}

/// The hand-over queue, as a user of the account sees it.
async fn queue(app: &TestApp, email: &str) -> Vec<SessionId> {
    let query = SessionFilter { state: Some(StateFilter::Waiting), ..SessionFilter::of_anyone() };
    app.sign_in(email).await.history(query.into()).await.unwrap().rows.into_iter().map(|row| row.id).collect()
}

#[tokio::test]
async fn a_session_that_is_handed_over_waits_until_another_technician_takes_it() {
    let app = TestApp::start().await;
    let tess = Walker::start(app.sign_in(TESS).await, "vpn").await;
    tess.does(choose("yes")).await;
    let omar = Walker { backend: app.sign_in(OMAR).await, id: tess.id };
    assert_eq!(omar.try_to(Action::TakeOver).await, Err(AppError::Refused(Refusal::NotYours)));
    tess.does(hand_over()).await;
    assert_eq!((queue(&app, OMAR).await, queue(&app, BEN).await), (vec![tess.id], vec![]));
    let page = omar.backend.session(tess.id).await.unwrap();
    assert!(page.may.take_over.is_ok() && page.may.walk.is_err());
    assert!(tess.backend.session(tess.id).await.unwrap().may.take_over.is_err());

    let taken = omar.does(Action::TakeOver).await;
    assert_eq!((taken.holder, taken.open_visit()), (app.user(OMAR).await, None));
    assert!(queue(&app, TESS).await.is_empty());
    assert_eq!(tess.try_to(Action::Resume).await, Err(AppError::Refused(Refusal::NotYours)));
    omar.does(Action::Resume).await;
    omar.does(Action::Continue).await;
    let session = omar.session().await;
    let who: Vec<_> = session.records.iter().map(|record| record.technician_id).collect();
    assert_eq!(who, [app.user(TESS).await, app.user(TESS).await, app.user(OMAR).await], "everybody is named for what they did");
}

#[tokio::test]
async fn two_technicians_who_take_a_session_over_at_once_do_not_both_get_it() {
    let app = TestApp::start().await;
    let tess = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let parked = tess.does(hand_over()).await;
    let take = |walker: Walker| {
        let take = command(&parked, Action::TakeOver);
        async move { walker.backend.command(walker.id, take).await }
    };
    let (omar, mara) = (app.sign_in(OMAR).await, app.sign_in(MARA).await);
    let (first, second) = tokio::join!(take(Walker { backend: omar, id: tess.id }), take(Walker { backend: mara, id: tess.id }));
    assert_ne!(first.is_ok(), second.is_ok(), "{first:?} {second:?}");
}

#[tokio::test]
async fn a_follow_up_shows_what_was_found_out_before() {
    let app = TestApp::start().await;
    let tess = Walker::start(app.sign_in(TESS).await, "vpn").await;
    tess.does(choose("yes")).await;
    tess.does(complete(Outcome::Escalated)).await;
    let omar = app.sign_in(OMAR).await;
    let id = omar.start(crate::fixtures::id(), "printer", Facts::default(), Some(tess.id)).await.unwrap();
    let before = omar.walk(id).await.unwrap().before.unwrap();
    assert_eq!((before.session.id, before.holder.name.as_str(), before.tree.as_str()), (tess.id, "Tess Tanaka", "The vpn tree"));
    assert_eq!(before.session.records.len(), 2);
    assert_eq!(tess.backend.walk(tess.id).await.unwrap().before, None);
}

#[tokio::test]
async fn the_scratchpad_goes_along_to_the_right_tree_and_into_the_exports() {
    let app = TestApp::start().await;
    let tess = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let here = tess.session().await;
    let jotted = Draft { scratchpad: Some(Scratchpad::parse("MAC 00:1a\n| a | b |").unwrap()), ..draft(&here, "", "") };
    let leave = Command { draft: Some(jotted), ..command(&here, Action::Abandon) };
    let next = tess.backend.switch_tree(tess.id, leave, "printer").await.unwrap();
    for id in [tess.id, next] {
        let exported = text_of(&export(&*tess.backend, id, Format::Json).await.unwrap());
        let exported: Value = serde_json::from_str(&exported).unwrap();
        assert_eq!(exported["session"]["scratchpad"], "MAC 00:1a\n| a | b |");
    }
}

#[tokio::test]
async fn an_absence_is_changed_after_completion_with_a_reason_that_the_audit_trail_keeps() {
    let app = TestApp::start().await;
    let tess = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let visit_id = tess.session().await.open_visit().unwrap().id;
    app.wait(3_600);
    tess.does(Action::SetIdle { visit_id, idle_seconds: Seconds(600), reason: None }).await;
    let done = tess.does(complete(Outcome::Resolved)).await;
    assert_eq!(done.records[0].active_seconds, Seconds(3_000));
    let later = |reason: Option<&str>| Action::SetIdle {
        visit_id,
        idle_seconds: Seconds(1_800),
        reason: reason.map(|reason| Reason::parse(reason).unwrap()),
    };
    assert_eq!(tess.try_to(later(None)).await, Err(AppError::Refused(Refusal::ReasonNeeded)));
    let after = tess.does(later(Some("Lunch."))).await;
    assert_eq!((after.records[0].active_seconds, after.records[0].duration_seconds), (Seconds(1_800), Seconds(3_600)));
    let kept: (Value, Value) =
        sqlx::query_as("select before, after from audit where action = 'set_idle'").fetch_one(&app.superuser).await.unwrap();
    let said = |idle: u64, reason: Option<&str>| json!({"visit": visit_id, "idle_seconds": idle, "reason": reason});
    assert_eq!(kept, (said(600, None), said(1_800, Some("Lunch."))));
    let sums: (i64, i64) = sqlx::query_as("select total_seconds, active_seconds from sessions").fetch_one(&app.superuser).await.unwrap();
    assert_eq!(sums, (3_600, 1_800));
}

#[tokio::test]
async fn an_absence_longer_than_the_step_takes_no_later_work_away() {
    let app = TestApp::start().await;
    let tess = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let visit_id = tess.session().await.open_visit().unwrap().id;
    app.wait(2);
    tess.does(Action::SetIdle { visit_id, idle_seconds: Seconds(1_800), reason: None }).await;
    app.wait(23);
    let done = tess.does(complete(Outcome::Resolved)).await;
    assert_eq!((done.records[0].duration_seconds, done.records[0].active_seconds), (Seconds(25), Seconds(23)));
}

#[tokio::test]
async fn a_problem_with_a_step_is_kept_once_for_those_who_keep_the_tree() {
    let app = TestApp::start().await;
    let tess = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let here = tess.session().await;
    let report = Action::ReportProblem { visit_id: here.open_visit().unwrap().id, problem: Problem::parse("There is no desk.").unwrap() };
    let report = command(&here, report);
    for _ in 0..2 {
        tess.backend.command(tess.id, report.clone()).await.unwrap();
    }
    assert!(tess.backend.tree("vpn").await.unwrap().reports.is_empty(), "technicians do not keep trees");
    let mara = app.sign_in(MARA).await;
    let reports = mara.tree("vpn").await.unwrap().reports;
    let [shown] = reports.as_slice() else { panic!("{reports:?}") };
    assert_eq!((shown.id, shown.session, shown.version, shown.node.0.as_str()), (report.id, tess.id, 1, "q1"));
    assert_eq!((shown.problem.as_str(), shown.by.name.as_str()), ("There is no desk.", "Tess Tanaka"));

    assert_eq!(tess.backend.settle_report(report.id).await, Err(AppError::Forbidden));
    assert_eq!(app.sign_in(BEN).await.settle_report(report.id).await, Err(AppError::NotFound));
    for _ in 0..2 {
        assert_eq!(mara.settle_report(report.id).await.as_deref(), Ok("vpn"));
    }
    assert!(mara.tree("vpn").await.unwrap().reports.is_empty());
}

#[tokio::test]
async fn an_ad_hoc_step_has_no_author_to_report_to() {
    let app = TestApp::start().await;
    let tess = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let here = tess.does(Action::Detour { title: "asked a colleague".to_owned().try_into().unwrap() }).await;
    let report = Action::ReportProblem { visit_id: here.open_visit().unwrap().id, problem: Problem::parse("?").unwrap() };
    assert_eq!(tess.try_to(report).await, Err(AppError::Refused(Refusal::NoSuchStep)));
}
