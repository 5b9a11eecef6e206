//! Output is kept with the step that it was pasted beside.

use export::Format;
use resolutionflow::session::{Action, Command};
use resolutionflow::text::{Note, Output};

use crate::app::TestApp;
use crate::fixtures::{MARA, TESS, Walker, choose, command, draft, export, text_of};

fn save(visit_id: resolutionflow::id::VisitId, output: &str) -> Action {
    Action::Output { visit_id, output: Output::parse(output).unwrap() }
}

#[tokio::test]
async fn what_was_pasted_stays_with_its_step() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    walker.writes("first", "one", choose("yes")).await;
    walker.writes("second", "two\n  indented", Action::Continue).await;
    let page = walker.backend.session(walker.id).await.unwrap();
    let printed: Vec<_> = page.steps.iter().map(|step| (step.step.notes.as_str(), step.output.as_str())).collect();
    assert_eq!(printed, [("first", "one"), ("second", "two\n  indented"), ("", "")]);
    let text = text_of(&export(&*walker.backend, walker.id, Format::Text).await.unwrap());
    assert!(text.contains("two\n") && text.contains("indented"), "{text}");
}

#[tokio::test]
async fn saving_shows_it_beside_the_open_step_and_nothing_takes_it_away() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let visit = walker.session().await.open_visit().unwrap().id;
    let note = Action::Note { visit_id: visit, notes: Note::parse("n").unwrap(), reason: None };
    walker.writes("n", "one", note.clone()).await;
    assert_eq!(walker.backend.walk(walker.id).await.unwrap().output, "one");
    walker.writes("n", "", note).await;
    assert_eq!(walker.backend.walk(walker.id).await.unwrap().output, "");
    assert_eq!(app.count("outputs").await, 0);
}

#[tokio::test]
async fn the_output_of_a_finished_step_can_be_changed() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let visit = walker.writes("", "one", choose("yes")).await;
    walker.does(save(visit, "better")).await;
    assert_eq!(walker.backend.session(walker.id).await.unwrap().steps[0].output, "better");
    walker.does(save(visit, "")).await;
    assert_eq!(app.count("outputs").await, 0);
    let nowhere = resolutionflow::id::VisitId(uuid::Uuid::now_v7());
    assert!(walker.try_to(save(nowhere, "x")).await.is_err());
    assert_eq!(app.count("outputs").await, 0);
}

#[tokio::test]
async fn what_was_typed_beside_another_step_or_by_somebody_else_is_not_kept() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let earlier = draft(&walker.session().await, "old", "old");
    let session = walker.does(choose("yes")).await;
    let sent = Command { draft: Some(earlier), ..command(&session, Action::Continue) };
    walker.backend.command(walker.id, sent).await.unwrap();
    let session = walker.session().await;
    let close = Action::close_as(resolutionflow::outcome::Outcome::Cancelled);
    let by_mara = Command { draft: Some(draft(&session, "mara", "mara")), ..command(&session, close) };
    app.sign_in(MARA).await.command(walker.id, by_mara).await.unwrap();
    assert_eq!(app.count("outputs").await, 0);
    assert!(walker.session().await.records.iter().all(|record| record.notes.is_empty()));
}

#[tokio::test]
async fn the_largest_output_and_every_character_survive() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let nasty = format!("</textarea><script>\t| \\ \u{7f} 東京 🦀 {}", "x".repeat(65_000));
    walker.writes("", &nasty, choose("yes")).await;
    assert_eq!(walker.backend.session(walker.id).await.unwrap().steps[0].output, nasty);
}
