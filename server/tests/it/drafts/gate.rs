//! What the gate of a draft says, and what is done there.

use ::app::error::AppError;
use resolutionflow::outcome::Outcome;
use resolutionflow::session::Action;
use resolutionflow::text::{Reason, VersionNote};
use resolutionflow::tree::{Edit, WarningKind};

use super::publish::import;
use super::{Author, blank, body, ends, recorded, title};
use crate::app::TestApp;
use crate::fixtures::{ADA, MARA, OMAR, TESS, Walker, choose, complete, id};

fn note(text: &str) -> VersionNote {
    VersionNote::parse(text).unwrap()
}

/// Walks through the loop of the tree once, or straight to the end.
async fn walks(app: &TestApp, email: &str, answers: &[&str]) {
    let walker = Walker::start(app.sign_in(email).await, "vpn").await;
    for answer in answers {
        walker.does(if *answer == "on" { Action::Continue } else { choose(answer) }).await;
    }
    walker.does(complete(Outcome::Resolved)).await;
}

#[tokio::test]
async fn a_note_goes_with_the_version_and_two_who_write_it_lose_nothing() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    let ada = Author { backend: app.sign_in(ADA).await, id: mara.id };
    mara.edits(vec![title("q1", "Is it on?")]).await;
    mara.backend.note_draft(mara.id, note("Nobody knew\nthe plug."), note("")).await.unwrap();
    // Sent again it is the same.
    mara.backend.note_draft(mara.id, note("Nobody knew\nthe plug."), note("")).await.unwrap();
    let Err(AppError::Disputed(both)) = ada.backend.note_draft(ada.id, note("The lamp"), note("")).await else { panic!("lost") };
    assert_eq!((both[0].theirs.as_deref(), both[0].mine.as_deref()), (Some("Nobody knew\nthe plug."), Some("The lamp")));
    assert_eq!(ada.gate().await.note, "Nobody knew\nthe plug.");
    // What is refused keeps the note.
    assert_eq!(mara.backend.publish_draft(mara.id, id(), 0).await, Err(AppError::Moved));
    assert_eq!(ada.gate().await.note, "Nobody knew\nthe plug.");
    ada.edits(vec![body("q1", "At the wall.")]).await;
    ada.publishes().await.unwrap();
    let versions = mara.backend.versions_of("vpn", None).await.unwrap().rows;
    assert_eq!((versions[0].number, versions[0].note.as_str()), (2, "Nobody knew\nthe plug."));
    assert_eq!(
        (versions[0].published_by.as_deref(), &versions[0].contributors[..]),
        (Some("Ada Okafor"), &["Ada Okafor".to_owned(), "Mara Lindqvist".to_owned()][..])
    );
    assert_eq!((versions[1].published_by.as_deref(), versions[1].note.as_str(), versions[1].contributors.len()), (None, "", 0));
}

#[tokio::test]
async fn a_change_is_taken_back_whoever_made_it_unless_the_same_was_changed_since() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    let ada = Author { backend: app.sign_in(ADA).await, id: mara.id };
    mara.edits(vec![title("q1", "Is it on?")]).await;
    mara.edits(vec![title("q2", "Does it reply?")]).await;
    ada.edits(vec![body("q1", "At the wall.")]).await;
    let entries = mara.gate().await.entries;
    let told: Vec<_> = entries.iter().map(|entry| (entry.revision, entry.by.name.as_str())).collect();
    assert_eq!(told, [(3, "Ada Okafor"), (2, "Mara Lindqvist"), (1, "Mara Lindqvist")]);
    let command = id();
    assert_eq!(ada.backend.take_back(ada.id, command, 1).await, Ok(4));
    assert_eq!(ada.backend.take_back(ada.id, command, 1).await, Ok(4), "once");
    assert!(matches!(ada.backend.take_back(ada.id, id(), 1).await, Err(AppError::BadEdit(_))), "it does not stand any more");
    let q1 = mara.node("q1").await;
    assert_eq!(
        (q1.title.as_str(), q1.body.as_str(), mara.node("q2").await.title.as_str()),
        ("Is it plugged in?", "At the wall.", "Does it reply?")
    );
    assert_eq!(mara.gate().await.entries.len(), 2);
    // Mara's own Undo goes on with what stands, and Ada's Redo does it again.
    assert_eq!(ada.undoes(true).await, Ok(5));
    assert_eq!(mara.node("q1").await.title, "Is it on?");
    mara.edits(vec![title("q2", "Is there a reply?")]).await;
    let Err(AppError::BadEdit(words)) = ada.backend.take_back(ada.id, id(), 2).await else { panic!("taken back") };
    assert!(words.contains("The title of step “q2”"), "{words}");
    // What was changed since and undone again is in nobody's way.
    mara.undoes(false).await.unwrap();
    ada.backend.take_back(ada.id, id(), 2).await.unwrap();
    assert_eq!(mara.node("q2").await.title, "Does it answer?");
}

#[tokio::test]
async fn a_link_to_a_tree_that_cannot_be_walked_is_warned_of_and_never_blocks() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    mara.edits(vec![body("s1", "Go on in [Printer](/trees/printer) or [Fax](/trees/fax).")]).await;
    let missing = async || -> Vec<String> {
        let warnings = mara.gate().await.warnings.first.into_iter();
        warnings.filter(|warning| warning.kind == WarningKind::MissingTree).map(|warning| warning.problem.to_string()).collect()
    };
    let told = missing().await;
    assert!(told.len() == 1 && told[0].contains("“fax”, which is not there"), "{told:?}");
    mara.backend.archive_tree("printer", true).await.unwrap();
    assert_eq!(missing().await.len(), 2);
    mara.publishes().await.unwrap();
}

#[tokio::test]
async fn a_silenced_warning_stays_silent_in_the_next_draft_of_the_tree_and_never_blocks() {
    let app = TestApp::start().await;
    let mara = Author::begins(&app, MARA, blank("Mailbox")).await;
    mara.edits(ends(&mara.document().await)).await;
    let of = |kind: WarningKind, node: &str| (kind, Some(node.into()));
    assert!(mara.gate().await.warnings.first.iter().any(|warning| warning.kind == WarningKind::NoOutcome));
    let silence = async |author: &Author, reason: Option<&str>| {
        let reason = reason.map(|reason| Reason::parse(reason).unwrap());
        author.backend.silence_warning(author.id, of(WarningKind::NoOutcome, "end"), reason).await
    };
    silence(&mara, Some("It depends.")).await.unwrap();
    silence(&mara, Some("It depends.")).await.unwrap();
    let warnings = mara.gate().await.warnings;
    assert_eq!((warnings.count, warnings.silenced.len(), warnings.silenced[0].1.as_str()), (0, 1, "It depends."));
    mara.publishes().await.unwrap();
    let next = Author::of_tree(&app, ADA, "mailbox").await;
    assert_eq!(next.gate().await.warnings.silenced.len(), 1);
    silence(&next, None).await.unwrap();
    assert_eq!(next.gate().await.warnings.count, 1);
    assert!(matches!(
        next.backend.silence_warning(next.id, of(WarningKind::Loop, &"x".repeat(181)), Reason::parse("x").ok()).await,
        Err(AppError::BadEdit(_))
    ));
}

#[tokio::test]
async fn the_effect_on_walks_is_what_counting_by_hand_says() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    for _ in 0..4 {
        walks(&app, TESS, &["no"]).await;
        walks(&app, OMAR, &["yes", "on", "done"]).await;
    }
    walks(&app, TESS, &["yes", "on", "again", "yes", "on", "done"]).await;
    // A walk that goes on, and one that was cancelled, are none of those that ended.
    let running = Walker::start(app.sign_in(OMAR).await, "vpn").await;
    assert_eq!(mara.gate().await.effect, None, "nine are too few");
    walks(&app, TESS, &["no"]).await;
    let effect = mara.gate().await.effect.unwrap();
    assert_eq!((effect.same, effect.changed, effect.stuck), (10, 0, 0), "nothing is changed yet");
    // Five ended at “no”; five went by q2, one of them twice.
    mara.edits(vec![title("q2", "Does it reply?")]).await;
    let effect = mara.gate().await.effect.unwrap();
    assert_eq!((effect.same, effect.changed, effect.stuck), (5, 5, 0));
    mara.edits(vec![Edit::RemoveOption { node: "q1".into(), option: "no".into() }]).await;
    let gate = mara.gate().await;
    let effect = gate.effect.unwrap();
    assert_eq!((effect.same, effect.changed, effect.stuck), (0, 5, 5));
    assert_eq!((effect.obstacles[0].1, effect.obstacles[0].0.to_string().as_str()), (5, "the answer “No” is gone"));
    assert_eq!(gate.going_on, [(1, 1)]);
    // A step that was renamed in a later version is still the same one.
    mara.undoes(false).await.unwrap();
    mara.edits(vec![Edit::Rename { node: "s2".into(), to: "plug".into() }]).await;
    let effect = mara.gate().await.effect.unwrap();
    assert_eq!((effect.same, effect.changed, effect.stuck), (5, 5, 0));
    assert_eq!(running.session().await.version.number, 1);
}

#[tokio::test]
async fn an_archived_tree_is_said_to_be_one_and_publishing_loses_nothing() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    mara.edits(vec![title("q1", "Is it on?")]).await;
    mara.backend.archive_tree("vpn", true).await.unwrap();
    assert!(mara.gate().await.is_archived);
    assert_eq!(mara.publishes().await.unwrap().version, 2);
    let page = mara.backend.tree("vpn").await.unwrap();
    assert!(page.card.archived && page.card.version == 2);
}

#[tokio::test]
async fn a_draft_that_has_ended_has_no_gate() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    import(&app, "printer", "Printer").await;
    mara.backend.discard_draft(mara.id, true).await.unwrap();
    assert_eq!(mara.backend.gate(mara.id).await.err(), Some(AppError::DraftEnded(None)));
    assert_eq!(mara.backend.note_draft(mara.id, note("x"), note("")).await, Err(AppError::DraftEnded(None)));
    assert_eq!(mara.backend.approve_draft(mara.id, 0, true).await, Err(AppError::DraftEnded(None)));
    assert_eq!(recorded(&app).await, ["begin_draft", "discard_draft"]);
}
