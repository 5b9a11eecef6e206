//! Commands that a browser made while it was ahead of the server, several at once.

use ::app::error::AppError;
use resolutionflow::decision::ClockSource;
use resolutionflow::id::SessionId;
use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Action, Command, Conflict, Refusal, Session, VersionRef};
use resolutionflow::sync::{Answer, Batch, MAX_BATCH, Refused};
use resolutionflow::text::{Note, Output};
use resolutionflow::time::{Seconds, Timestamp};
use uuid::Uuid;

use crate::app::TestApp;
use crate::fixtures::{BEN, MARA, OMAR, TESS, Walker, choose, command, complete, draft};

/// The commands of a walk that goes on from `session`, each on the revision that the one before makes.
fn ahead(session: &Session, actions: Vec<Action>) -> Vec<Command> {
    let number = |(position, action)| Command { base_revision: session.revision + position, ..command(session, action) };
    (0..).zip(actions).map(number).collect()
}

fn batch(known: &Session, commands: Vec<Command>) -> Batch {
    Batch { known_revision: known.revision, commands, active_at: None, by: None }
}

async fn send(walker: &Walker, known: &Session, commands: Vec<Command>) -> Answer {
    walker.backend.send(walker.id, batch(known, commands)).await.unwrap()
}

#[tokio::test]
async fn a_batch_is_carried_out_in_order_and_answered_with_what_it_made() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let known = walker.session().await;
    app.wait(300);
    let made = |seconds, command: Command| Command { at: Some(known.started_at.plus(seconds).into()), ..command };
    let steps = ahead(&known, vec![choose("yes"), Action::Continue, choose("done"), complete(Outcome::Resolved)]);
    let steps = steps.into_iter().zip([10, 70, 90, 100]).map(|(command, seconds)| made(seconds, command)).collect();
    let answer = send(&walker, &known, steps).await;
    assert_eq!((answer.done, answer.refused, answer.now_ms), (4, None, app.now().unix() * 1000));
    let after = walker.session().await;
    assert_eq!(answer.state.onto(&known), after);
    assert!(after.records.iter().all(|record| record.clock == ClockSource::Client));
    let durations: Vec<_> = after.records.iter().map(|record| record.duration_seconds).collect();
    assert_eq!(durations, [10, 60, 20, 10].map(Seconds));
    assert_eq!(app.count("commands").await, 5, "the start, and each once");
}

#[tokio::test]
async fn a_command_is_late_after_two_seconds_to_the_millisecond() {
    for (delay, clock, exited) in [(2_000, ClockSource::Server, 12), (2_001, ClockSource::Client, 10), (2_640, ClockSource::Client, 10)] {
        let app = TestApp::start().await;
        let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
        let known = walker.session().await;
        app.wait_ms(10_900);
        let made = Command { at: Some(app.clock_time()), ..command(&known, choose("yes")) };
        app.wait_ms(delay);
        send(&walker, &known, vec![made]).await;
        let record = &walker.session().await.records[0];
        assert_eq!((record.clock, record.exited_at), (clock, known.started_at.plus(exited)), "after {delay} ms");
    }
}

#[tokio::test]
async fn a_batch_whose_answer_was_lost_is_carried_out_once_with_what_was_made_since() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let known = walker.session().await;
    let steps = ahead(&known, vec![choose("yes"), Action::Continue, choose("again")]);
    send(&walker, &known, steps[..2].to_vec()).await;
    let answer = send(&walker, &known, steps).await;
    assert_eq!((answer.done, answer.refused), (3, None));
    assert_eq!(answer.state.kept, 0, "the server does not know what the browser has");
    assert_eq!(answer.state.onto(&known), walker.session().await);
    assert_eq!(walker.session().await.records.len(), 3);
}

#[tokio::test]
async fn what_comes_after_a_refused_command_is_not_carried_out() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let known = walker.session().await;
    let steps = ahead(&known, vec![choose("yes"), choose("no such"), Action::PARK]);
    let answer = send(&walker, &known, steps).await;
    assert_eq!((answer.done, answer.refused), (1, Some(Refused::Refusal(Refusal::WrongStep))));
    assert_eq!((walker.session().await.revision, app.count("commands").await), (1, 2));
}

#[tokio::test]
async fn a_browser_that_fell_behind_is_told_so_and_how_things_stand() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let known = walker.session().await;
    let elsewhere = walker.does(choose("yes")).await;
    let answer = send(&walker, &known, ahead(&known, vec![choose("no"), Action::PARK])).await;
    assert_eq!((answer.done, answer.refused), (0, Some(Refused::Conflict(Conflict::Stale))));
    assert_eq!(answer.state.onto(&known), elsewhere);
    assert_eq!(walker.session().await, elsewhere);
}

#[tokio::test]
async fn what_was_typed_and_pasted_on_the_way_stays_with_its_step() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let known = walker.session().await;
    let mut steps = ahead(&known, vec![choose("yes"), Action::Continue]);
    steps[0].draft = Some(draft(&known, "first", "one"));
    let second = steps[0].id.0.into();
    let output = Action::Output { visit_id: second, output: Output::parse("two").unwrap() };
    let note = Action::Note { visit_id: second, notes: Note::parse("second").unwrap(), reason: None };
    let steps = ahead(&known, vec![steps[0].action.clone(), output, note])
        .into_iter()
        .zip([Some(steps[0].clone()), None, None])
        .map(|(command, first)| first.unwrap_or(command))
        .collect();
    let answer = send(&walker, &known, steps).await;
    assert_eq!((answer.refused, answer.state.open_output.as_str()), (None, "two"));
    let page = walker.backend.session(walker.id).await.unwrap();
    let printed: Vec<_> = page.steps.iter().map(|step| (step.step.notes.as_str(), step.output.as_str())).collect();
    assert_eq!(printed[0], ("first", "one"));
    assert_eq!(walker.backend.walk(walker.id).await.unwrap().output, "two");
}

#[tokio::test]
async fn resuming_in_a_batch_parks_what_its_holder_walks_meanwhile() {
    let app = TestApp::start().await;
    let backend = app.sign_in(TESS).await;
    let first = Walker::start(backend.clone(), "vpn").await;
    first.does(Action::PARK).await;
    let second = Walker::start(backend, "printer").await;
    let known = first.session().await;
    let answer = send(&first, &known, ahead(&known, vec![Action::Resume, choose("yes")])).await;
    assert_eq!((answer.done, answer.refused), (2, None));
    assert!(second.session().await.open_visit().is_none());
    assert!(first.session().await.open_visit().is_some());
}

#[tokio::test]
async fn an_empty_batch_tells_how_things_stand_and_changes_nothing() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let known = walker.does(choose("yes")).await;
    let answer = walker.backend.send(walker.id, batch(&known, Vec::new())).await.unwrap();
    assert_eq!((answer.state.kept, answer.state.onto(&known)), (1, known.clone()));
    assert_eq!(walker.session().await, known);
}

#[tokio::test]
async fn a_beat_moves_the_last_activity_of_a_running_walk_of_ones_own_and_nothing_else() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let known = walker.session().await;
    let beat = |at: Timestamp| Batch { active_at: Some(at), ..batch(&known, Vec::new()) };
    app.wait(120);
    walker.backend.send(walker.id, beat(known.started_at.plus(60))).await.unwrap();
    let after = walker.session().await;
    assert_eq!((after.last_activity_at, after.revision), (known.started_at.plus(60), known.revision));
    for late_or_early in [30, 9_999] {
        walker.backend.send(walker.id, beat(known.started_at.plus(late_or_early))).await.unwrap();
    }
    assert_eq!(walker.session().await.last_activity_at, app.now(), "never back, never into the future");
    app.wait(60);
    app.sign_in(OMAR).await.send(walker.id, beat(app.now())).await.unwrap();
    let parked = walker.does(Action::PARK).await;
    app.wait(60);
    walker.backend.send(walker.id, beat(app.now())).await.unwrap();
    assert_eq!(walker.session().await.last_activity_at, parked.last_activity_at);
}

#[tokio::test]
async fn nobody_sends_into_another_accounts_session_or_without_a_login_or_too_much() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let known = walker.session().await;
    let steps = || ahead(&known, vec![choose("yes")]);
    assert_eq!(app.sign_in(BEN).await.send(walker.id, batch(&known, steps())).await.err(), Some(AppError::NotFound));
    assert_eq!(app.nobody().send(walker.id, batch(&known, steps())).await.err(), Some(AppError::NotSignedIn));
    assert_eq!(walker.backend.send(SessionId(Uuid::now_v7()), batch(&known, steps())).await.err(), Some(AppError::NotFound));
    let too_many = ahead(&known, vec![Action::Back; MAX_BATCH + 1]);
    assert_eq!(walker.backend.send(walker.id, batch(&known, too_many)).await.err(), Some(AppError::Malformed));
    for (somebody, refusal) in [(OMAR, Refusal::NotYours), (MARA, Refusal::NotYours)] {
        let answer = app.sign_in(somebody).await.send(walker.id, batch(&known, steps())).await.unwrap();
        assert_eq!(answer.refused, Some(Refused::Refusal(refusal)));
    }
    assert_eq!(walker.session().await, known);
}

#[tokio::test]
async fn a_version_is_for_its_account_alone() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let version = walker.session().await.version;
    assert_eq!(walker.backend.tree_version(version).await.unwrap().key(), "vpn");
    assert_eq!(app.sign_in(BEN).await.tree_version(version).await.err(), Some(AppError::NotFound));
    assert_eq!(app.nobody().tree_version(version).await.err(), Some(AppError::NotSignedIn));
    let next = VersionRef { number: version.number + 1, ..version };
    assert_eq!(walker.backend.tree_version(next).await.err(), Some(AppError::NotFound));
}

#[tokio::test]
async fn what_somebody_made_is_not_taken_from_whoever_signed_in_since() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let known = walker.session().await;
    let of_tess = Batch { by: Some(known.holder), ..batch(&known, ahead(&known, vec![choose("yes")])) };
    assert_eq!(app.sign_in(MARA).await.send(walker.id, of_tess.clone()).await.err(), Some(AppError::NotSignedIn));
    assert_eq!(walker.backend.send(walker.id, of_tess).await.unwrap().done, 1);
}
