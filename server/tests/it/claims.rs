//! Times that a script claims to the player's address: they bend nothing (timing rule 8).

use std::sync::Arc;

use ::app::backend::Backend;
use ::app::error::AppError;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use resolutionflow::decision::ClockSource;
use resolutionflow::session::{Action, Command, Refusal, Session};
use resolutionflow::sync::{Answer, Batch, Refused};
use resolutionflow::text::{Note, Output, Reason};
use resolutionflow::time::{ClockTime, Seconds, Timestamp};

use crate::app::TestApp;
use crate::fixtures::{MARA, OMAR, TESS, Walker, choose, command};

const HAND_OVER: Action = Action::Park { reason: None, for_someone_else: true };

/// The answer to an action that claims to have been done at a time.
async fn sent(walker: &Walker, known: &Session, at: ClockTime, action: Action) -> Answer {
    let commands = vec![Command { at: Some(at), ..command(known, action) }];
    let batch = Batch { known_revision: known.revision, commands, active_at: None, by: None };
    walker.backend.send(walker.id, batch).await.unwrap()
}

/// The session after an action that claims to have been done at a time.
async fn claims(walker: &Walker, at: Timestamp, action: Action) -> Session {
    let known = walker.session().await;
    let answer = sent(walker, &known, at.into(), action).await;
    assert_eq!(answer.refused, None);
    walker.session().await
}

fn entry(session: &Session) -> Timestamp {
    session.open_visit().unwrap().entered_at
}

#[tokio::test]
async fn a_resume_that_was_claimed_marks_the_record_although_the_server_saw_its_end() {
    let app = TestApp::start().await;
    let tess = Walker::start(app.sign_in(TESS).await, "vpn").await;
    app.wait(60);
    tess.does(Action::PARK).await;
    app.wait(3_600);
    let resumed = claims(&tess, app.now().plus(-20), Action::Resume).await;
    assert_eq!((entry(&resumed), resumed.open_visit().unwrap().clock), (app.now().plus(-20), ClockSource::Client));
    app.wait(10);
    tess.does(choose("yes")).await;
    app.wait(10);
    let clocks: Vec<_> = tess.does(Action::Continue).await.records.iter().map(|record| record.clock).collect();
    assert_eq!(clocks, [ClockSource::Server, ClockSource::Client, ClockSource::Server]);
}

#[tokio::test]
async fn nobody_was_at_a_session_before_it_was_theirs() {
    let app = TestApp::start().await;
    let tess = Walker::start(app.sign_in(TESS).await, "vpn").await;
    app.wait(60);
    tess.does(HAND_OVER).await;
    app.wait(600);
    let omar = Walker { backend: app.sign_in(OMAR).await, id: tess.id };
    omar.does(Action::TakeOver).await;
    let taken_over = app.now();
    app.wait(30);
    assert_eq!(entry(&claims(&omar, taken_over.plus(-300), Action::Resume).await), taken_over);

    app.wait(60);
    app.sign_in(MARA)
        .await
        .command(omar.id, command(&omar.session().await, Action::Reassign { holder: app.user(TESS).await }))
        .await
        .unwrap();
    let reassigned = app.now();
    app.wait(30);
    assert_eq!(entry(&claims(&tess, reassigned.plus(-45), Action::Resume).await), reassigned);
}

#[tokio::test]
async fn nobody_was_at_two_sessions_in_the_same_minutes() {
    let app = TestApp::start().await;
    let first = Walker::start(app.sign_in(TESS).await, "vpn").await;
    app.wait(100);
    let second = Walker::start(first.backend.clone(), "printer").await;
    let began = app.now();
    app.wait(150);
    // The one that runs ends when the other one is said to go on, and where it had not begun by then, takes no time.
    assert_eq!(entry(&claims(&first, began.plus(-50), Action::Resume).await), began);
    assert_eq!(second.session().await.last_exit(), began);

    app.wait(50);
    first.does(Action::PARK).await;
    let ended = app.now();
    app.wait(50);
    assert_eq!(entry(&claims(&second, ended.plus(-30), Action::Resume).await), ended, "after a visit that ended elsewhere");
    assert_eq!(entry(&claims(&first, ended.plus(10), Action::Resume).await), ended.plus(10));
    assert_eq!(second.session().await.last_exit(), ended.plus(10));
}

#[tokio::test]
async fn a_session_starts_after_all_that_its_technician_did_although_the_servers_clock_ran_backwards() {
    let app = TestApp::start().await;
    let first = Walker::start(app.sign_in(TESS).await, "vpn").await;
    app.wait(100);
    first.does(Action::PARK).await;
    app.wait(-40);
    let second = Walker::start(first.backend.clone(), "printer").await;
    assert_eq!(second.session().await.started_at, app.now().plus(40));
}

#[tokio::test]
async fn what_the_former_holder_recorded_changes_with_a_reason_that_is_audited() {
    let app = TestApp::start().await;
    let tess = Walker::start(app.sign_in(TESS).await, "vpn").await;
    app.wait(60);
    let visit_id = tess.writes("Behind the desk.", "Reply from 10.10.0.1", choose("yes")).await;
    tess.does(HAND_OVER).await;
    let omar = Walker { backend: app.sign_in(OMAR).await, id: tess.id };
    omar.does(Action::TakeOver).await;
    let note = |reason| Action::Note { visit_id, notes: Note::parse("Never looked.").unwrap(), reason };
    let idle = |reason| Action::SetIdle { visit_id, idle_seconds: Seconds(30), reason };
    let before = omar.session().await;
    for action in [note(None), idle(None)] {
        assert_eq!(sent(&omar, &before, app.clock_time(), action).await.refused, Some(Refused::Refusal(Refusal::ReasonNeeded)));
    }
    let output = Action::Output { visit_id, output: Output::parse("Request timed out").unwrap() };
    assert_eq!(omar.try_to(output).await, Err(AppError::Refused(Refusal::NotYours)));
    assert_eq!(omar.session().await, before);

    let reason = Some(Reason::parse("Mistyped").unwrap());
    omar.does(note(reason.clone())).await;
    let after = omar.does(idle(reason)).await;
    assert_eq!((after.records[0].notes.as_str(), after.records[0].active_seconds), ("Never looked.", Seconds(30)));
    let audited: Vec<(String, String)> =
        sqlx::query_as("select action, after ->> 'reason' from audit where action in ('note', 'set_idle') order by id")
            .fetch_all(&app.superuser)
            .await
            .unwrap();
    assert_eq!(audited, [("note".to_owned(), "Mistyped".to_owned()), ("set_idle".to_owned(), "Mistyped".to_owned())]);
}

/// Attempt of somebody, who claims to have made it so many milliseconds before.
#[derive(Debug, Clone)]
struct Try {
    who: usize,
    session: usize,
    choice: usize,
    back: i64,
}

impl Try {
    fn action(&self, session: &Session) -> Action {
        match session.open_visit() {
            None if session.waits_for_someone() => Action::TakeOver,
            None => Action::Resume,
            Some(visit) => match (self.choice, visit.node_id.0.as_str()) {
                (0, _) => Action::PARK,
                (1, _) => HAND_OVER,
                (2, _) => Action::SetIdle { visit_id: visit.id, idle_seconds: Seconds(9_000), reason: None },
                (_, "q1") => choose("yes"),
                (_, "a1") => Action::Continue,
                _ => choose("again"),
            },
        }
    }

    async fn is_sent(&self, app: &TestApp, people: &[Arc<dyn Backend>; 3], sessions: &[Walker]) {
        let walker = Walker { backend: people[self.who].clone(), id: sessions[self.session].id };
        let known = walker.session().await;
        sent(&walker, &known, app.clock_time().plus_ms(-self.back), self.action(&known)).await;
    }
}

#[tokio::test]
async fn random_claims_of_several_technicians_at_once_put_nobody_in_two_places() {
    let app = TestApp::start().await;
    let people = [app.sign_in(TESS).await, app.sign_in(OMAR).await, app.sign_in(MARA).await];
    let mut sessions = Vec::new();
    for backend in people.iter().chain(&people) {
        sessions.push(Walker::start(backend.clone(), "vpn").await);
        app.wait(20);
    }
    let one = (0..3_usize, 0..sessions.len(), 0..6_usize, prop_oneof![0..3_000_i64, 0..600_000_i64]);
    let one = one.prop_map(|(who, session, choice, back)| Try { who, session, choice, back });
    let tries = vec((one.clone(), one.clone(), one, 0..90_i64), 150).new_tree(&mut TestRunner::deterministic()).unwrap().current();
    for (first, second, third, wait) in &tries {
        app.wait(*wait);
        tokio::join!(
            first.is_sent(&app, &people, &sessions),
            second.is_sent(&app, &people, &sessions),
            third.is_sent(&app, &people, &sessions)
        );
    }
    // Each visit of a technician, and the one of theirs before it; and who had taken its session over by then.
    let (visits, overlaps, early): (i64, i64, i64) = sqlx::query_as(
        "with visits as (
             select id, (record ->> 'technician_id')::uuid as technician_id, (record ->> 'entered_at')::timestamptz as entered_at,
                 (record ->> 'exited_at')::timestamptz as exited_at
             from sessions, jsonb_array_elements(decisions) as record
             union all
             select id, holder_id, open_entered_at, 'infinity' from sessions where open_visit_id is not null
         ),
         told as (
             select *, lag(exited_at) over (partition by technician_id order by entered_at, exited_at) as before,
                 exists (
                     select from audit where subject_id = visits.id and user_id = technician_id and action = 'take_over' and at <= entered_at
                 ) or technician_id = (select user_id from commands where commands.session_id = visits.id and commands.id = visits.id) as is_theirs
             from visits
         )
         select count(*), count(*) filter (where before > entered_at), count(*) filter (where not is_theirs) from told",
    )
    .fetch_one(&app.superuser)
    .await
    .unwrap();
    assert!(visits > 100, "{visits}");
    assert_eq!((overlaps, early), (0, 0));
    let wrong: i64 = sqlx::query_scalar(
        "select count(*) from last_visits
         where not exists (select from sessions where holder_id = user_id and open_visit_id is not null)
             and ended_at is distinct from (
                 select max((record ->> 'exited_at')::timestamptz) from sessions, jsonb_array_elements(decisions) as record
                 where record ->> 'technician_id' = user_id::text
             )",
    )
    .fetch_one(&app.superuser)
    .await
    .unwrap();
    assert_eq!(wrong, 0, "the row says when each was last at a session");
    let hand_overs = app.count("audit where action = 'take_over'").await;
    assert!(hand_overs > 3, "{hand_overs}");
}
